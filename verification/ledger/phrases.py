"""What each kind of event means, in Chinese and English sentences."""

from verification.evidence import EvidenceKind
from verification.ledger.kinds import EventKind
from verification.moments import ClockState
from verification.reasons import Outcome

# In curly brackets: fields of the event, as `explain` fills them in.
KINDS: dict[EventKind, tuple[str, str]] = {
    EventKind.PRESENTED: (
        "访客在{lane}通道{evidence}。",
        "A visitor came to lane {lane} with {evidence}.",
    ),
    EventKind.VERDICT: (
        "结论：{outcome}。原因：{reason}{basis}",
        "Verdict: {outcome}. Why: {reason} {basis}",
    ),
    EventKind.GATE_INTENT: (
        "已先记录放行意图（指令 {order}），随后才开闸。",
        "The intent to open was recorded first (order {order}).",
    ),
    EventKind.GATE_PULSE: (
        "闸机收到开闸脉冲（指令 {order}）。",
        "The gate was given its pulse (order {order}).",
    ),
    EventKind.GATE_PASSED: ("一人通过。", "One person went through."),
    EventKind.GATE_NOBODY: (
        "无人通过，本次放行作废，名额退还。",
        "Nobody went through; the entry was annulled and the right given back.",
    ),
    EventKind.GATE_UNKNOWN: (
        "闸机是否打开不明（指令 {order}），没有再次开闸。",
        "Nobody knows whether the gate opened (order {order}); it was not tried again.",
    ),
    EventKind.GATE_HELD_OPEN: ("闸门被长时间撑开。", "The gate was held open."),
    EventKind.GATE_FORCED_OPEN: (
        "闸门未经指令被打开。",
        "The gate was opened without an order.",
    ),
    EventKind.OVERRIDE: (
        "工作人员 {staff} 决定人工放行。",
        "Member of staff {staff} decided to open.",
    ),
    EventKind.OVERRIDE_REASON: (
        "工作人员 {staff} 补记了第 {override} 条人工放行：原因，或是用手开了门。",
        "Member of staff {staff} added to opening {override}: why, or that it was"
        " done by hand.",
    ),
    EventKind.CALL_RAISED: ("已呼叫工作人员。", "Staff were called."),
    EventKind.CALL_ACKNOWLEDGED: (
        "工作人员 {staff} 已应答。",
        "Member of staff {staff} answered the call.",
    ),
    EventKind.CALL_ARRIVED: (
        "工作人员 {staff} 已到场。",
        "Member of staff {staff} stood at the lane.",
    ),
    EventKind.CALL_ESCALATED: (
        "无人应答，已向所有值守页面再次呼叫。",
        "Nobody answered; every board was called.",
    ),
    EventKind.CALL_CLOSED: ("呼叫已结束。", "The call was closed."),
    EventKind.DEVICE_LOST: ("设备失去联系。", "A device was lost."),
    EventKind.DEVICE_BACK: ("设备恢复正常。", "A device came back."),
    EventKind.CLOCK_UNTRUSTED: (
        "本机时钟不可信。",
        "The clock of this kiosk could no longer be trusted.",
    ),
    EventKind.CLOCK_CONFIRMED: (
        "{staff} 核对了本机的日期和时间，确认是对的。",
        "{staff} looked at date and time of this kiosk and confirmed them.",
    ),
    EventKind.EVACUATION_ON: ("疏散模式开启。", "Evacuation began."),
    EventKind.EVACUATION_OFF: ("疏散模式解除。", "Evacuation ended."),
    EventKind.LANE_PAUSED: (
        "{lane}通道由 {staff} 暂停。",
        "Lane {lane} was paused by {staff}.",
    ),
    EventKind.LANE_RESUMED: (
        "{lane}通道由 {staff} 恢复。",
        "Lane {lane} was resumed by {staff}.",
    ),
    EventKind.LANE_OPENED: (
        "{lane}通道按时段开着门，不查证件。",
        "Lane {lane} stood open by its schedule; nobody was checked.",
    ),
    EventKind.LANE_CLOSED: (
        "{lane}通道不再按时段开门。",
        "Lane {lane} no longer stood open by its schedule.",
    ),
    EventKind.LANE_CHECKED: (
        "{lane}通道由 {staff} 做了开班检查。",
        "Lane {lane} was checked by {staff} at the start of a shift.",
    ),
    EventKind.POLICY_CHANGED: (
        "规则由 {staff} 更改，新的规则版本 {rules}。",
        "The rules were changed by {staff}, to version {rules}.",
    ),
    EventKind.REGISTRY_CHANGE: ("{staff} {changed}。", "{staff} {changed}."),
    EventKind.PERSONAL_VIEWED: (
        "{staff} 查看了个人信息。",
        "Personal data were viewed by {staff}.",
    ),
    EventKind.PERSONAL_EXPORTED: (
        "{staff} 导出了个人信息{sealed}，用途：{purpose}。",
        "Personal data were exported{sealed} by {staff} for: {purpose}.",
    ),
    EventKind.PERSONAL_ERASED: (
        "一人的个人信息已从账本删除。",
        "The personal data of one person were erased from the ledger.",
    ),
    EventKind.SIGNIN: ("{staff} 登录{ways}。", "{staff} signed in{ways}."),
    EventKind.CHECKPOINT: (
        "账本在此处签名存证。",
        "The ledger was signed up to here.",
    ),
    EventKind.RETENTION_PURGED: (
        "到期的个人信息已自动删除。",
        "Personal data whose time was over were erased.",
    ),
    EventKind.RETENTION_CHANGED: (
        "{staff} 更改了数据留存期限。",
        "{staff} changed how long data are kept.",
    ),
    EventKind.BACKUP_MADE: ("已做备份。", "A backup was made."),
    EventKind.BACKUP_RESTORED: (
        "数据由备份恢复，备份之后的记录不在本账本中。",
        "The data came back from a backup; what happened after it is not told here.",
    ),
    EventKind.SITE_SUNSET: (
        "{staff} 更改了本站点的停用步骤。",
        "{staff} changed how far this site has been brought to its end.",
    ),
}

EVIDENCE: dict[EvidenceKind, tuple[str, str]] = {
    EvidenceKind.CARD: ("刷卡", "a card"),
    EvidenceKind.PAPER: ("出示纸质凭证", "a paper"),
    EvidenceKind.STAFF: ("由工作人员处理", "the help of staff"),
    EvidenceKind.NONE: ("未出示凭证", "nothing"),
}

WAYS: dict[str, tuple[str, str]] = {  # how somebody signed in
    "password": ("密码", "password"),
    "code": ("一次性密码", "one-time code"),
    "pin": ("PIN", "PIN"),
    "totp": ("手机验证码", "code of an app"),
    "recovery": ("恢复码", "recovery code"),
}

OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.ADMIT: ("放行", "admit"),
    Outcome.REFER: ("请工作人员处理", "refer to staff"),
    Outcome.REFUSE: ("未经工作人员不得放行", "refuse without staff"),
    Outcome.UNABLE: ("系统未能核验", "unable to check"),
}

CLOCKS: dict[ClockState, tuple[str, str]] = {
    ClockState.SYNCED: ("时钟已同步", "the clock was synchronised"),
    ClockState.HOLDOVER: ("时钟未经校时但可信", "the clock ran on its own"),
    ClockState.UNTRUSTED: ("时钟不可信", "the clock was not trusted"),
}

UNITS = ((86400, "天", "days"), (3600, "小时", "hours"), (60, "分钟", "minutes"))


def age(seconds: int) -> tuple[str, str]:
    """An age in the largest unit that fits at least twice."""
    for length, chinese, english in UNITS:
        if seconds >= 2 * length:
            return f"{seconds // length} {chinese}", f"{seconds // length} {english}"
    return f"{seconds} 秒", f"{seconds} seconds"
