"""The words of the pages, in one place: Chinese first, English beside it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.looks import Look


@dataclass(frozen=True, slots=True)
class Word:
    """One thing said in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class LookWords:
    """What a look of the gate screen says: a big word and at most two lines.

    ``{line}`` and ``{name}`` stand for what the gate process sends. Phrases are
    parted by ``|``; a line breaks only there.
    """

    word: str
    first: str = ""
    second: str = ""


_WAIT = LookWords("请稍等", "{line}", "工作人员马上来帮您")
LOOKS: dict[Look, LookWords] = {
    Look.IDLE: LookWords("请刷身份证", "或出示纸质通行证"),
    Look.IDLE_CARD_ONLY: LookWords("请刷身份证", "没带证，请按黄键"),
    Look.READING: LookWords("正在查看", "请把证件放好，|别拿开"),
    Look.SECOND: LookWords("请再刷身份证", "通行证看到了"),
    Look.PASS: LookWords("请进", "{name}，您好"),
    Look.WAIT: _WAIT,
    Look.REFUSE: _WAIT,
    Look.CALLED: LookWords("请等一下", "已叫工作人员，|马上就来"),
    Look.COMING: LookWords("请等一下", "{line}"),
    Look.PRESS: LookWords("请按黄键", "叫工作人员"),
    Look.CLOSED: LookWords("呼叫结束了", "要帮忙请按黄键"),
    Look.FAULT: LookWords("请找工作人员", "机器坏了，|不是您的问题"),
    Look.PAUSED: LookWords("暂停使用", "要帮忙请按黄键"),
    Look.WALK_IN: LookWords("请直接进", "现在不用刷证件"),
    Look.EVACUATION: LookWords("请往外走", "门已经打开，|别着急"),
    Look.AGAIN: LookWords("没有读到", "请放平，|停两秒"),
    Look.TAKE: LookWords("请收好证件", "别忘在机器上"),
    Look.PAPER_FLAT: LookWords("请放平", "对着镜头，|停两秒"),
    Look.PAPER_NEARER: LookWords("请拿近一点", "对着镜头，|停两秒"),
    Look.PAPER_TURN: LookWords("请翻到另一面", "对着镜头，|停两秒"),
    Look.PAPER_STILL: LookWords("请先别动", "对着镜头，|停两秒"),
    Look.PAPER_MORE: LookWords("请出示下一张", "这一张看好了"),
    Look.PAPER_AGAIN: LookWords("请再出示一次", "先拿开，|再放回来"),
}
CALL_KEY = "呼叫工作人员"
LOUDER_KEY = "大声再说"
TAKE_CARD = "请收好证件"  # the short reminder beside graver words

ROLE_WORDS: dict[str, Word] = {
    "guard": Word("值班员", "guard"),
    "registrar": Word("登记员", "registrar"),
    "administrator": Word("管理员", "administrator"),
    "auditor": Word("审计员", "auditor"),
}
PHASES: dict[str, Word] = {
    "starting": Word("正在启动", "starting"),
    "ready": Word("可以刷卡", "ready"),
    "reading": Word("正在读取", "reading"),
    "checking": Word("正在核验", "checking"),
    "second_document": Word("看过通行证，等身份证", "pass seen, ID card wanted"),
    "open": Word("门开着，等人通过", "open, waiting for the passage"),
    "waiting_for_staff": Word("有人在等", "somebody is waiting"),
    "paused": Word("已暂停", "paused"),
    "schedule": Word("按时段开着门", "open by schedule"),
    "checkup": Word("开班检查", "shift-start check"),
    "evacuation": Word("疏散，门常开", "evacuation, gate held open"),
    "out_of_service": Word("不能用", "out of service"),
}
ROLES: dict[str, Word] = {
    "reader": Word("读卡器", "reader"),
    "gate": Word("闸机", "gate"),
    "inputs": Word("感应输入", "inputs"),
    "camera": Word("摄像头", "camera"),
    "screen": Word("屏幕", "screen"),
    "speaker": Word("音箱", "loudspeaker"),
}
CONDITIONS: dict[str, Word] = {
    "connecting": Word("正在连接", "connecting"),
    "ok": Word("正常", "well"),
    "silent": Word("没有回应", "silent"),
    "lost": Word("断开了", "lost"),
    "failed": Word("坏了", "out of order"),
    "closed": Word("已停用", "closed"),
}
REMEDIES: dict[str, Word] = {
    "connecting": Word("请等几秒", "wait some seconds"),
    "silent": Word("请检查电源和连接线", "check power and cable"),
    "lost": Word("请把连接线插好", "plug the cable in"),
    "failed": Word("请换备用设备并报修", "use a spare, call service"),
    "closed": Word("请重新启动程序", "restart the program"),
}
CAMERA_FAULTS: dict[str, Word] = {  # by the reason of a camera that failed
    "frozen": Word("画面不动", "picture stands still"),
    "black": Word("镜头被挡住", "lens covered"),
}
CAMERA_REMEDIES: dict[str, Word] = {
    "frozen": Word("请把摄像头拔下再插上", "unplug it and plug it in again"),
    "black": Word("请擦一擦镜头", "wipe the lens"),
}
SPEAKER_FAULTS: dict[str, Word] = {  # by the reason of a loudspeaker that failed
    "unready": Word("有的话还说不出来", "cannot say everything yet"),
}
SPEAKER_REMEDIES: dict[str, Word] = {
    "unready": Word("过两分钟还这样，请重新启动程序", "restart if it lasts 2 min"),
}
SCREEN_FAULTS: dict[str, Word] = {  # by the reason of a screen that is not well
    "not_opened": Word("没有打开", "not opened"),
    "closed": Word("没有打开", "not opened"),
    "frozen": Word("没有回应", "does not answer"),
    "behind": Word("画面是旧的", "shows an old picture"),
}
SCREEN_REMEDIES: dict[str, Word] = {
    "not_opened": Word("请打开这条通道的屏幕", "open the screen of this lane"),
    "closed": Word("请打开这条通道的屏幕", "open the screen of this lane"),
    "frozen": Word("请重新启动屏幕，人工指路", "restart it; show people the way"),
    "behind": Word("请重新启动屏幕，人工指路", "restart it; show people the way"),
}
DOCUMENTS: dict[str, Word] = {
    "resident": Word("身份证", "ID card"),
    "hmt": Word("港澳台居住证", "HMT residence permit"),
    "foreign_2017": Word("外国人永居证", "foreign resident card"),
    "foreign_2023": Word("外国人永居证", "foreign resident card"),
    "social_security": Word("社保卡", "social-security card"),
    "senior": Word("老年卡", "senior card"),
    "citizen": Word("市民卡", "citizen card"),
    "card": Word("证件", "card"),
    "pass": Word("纸质通行证", "paper pass"),
    "number": Word("登记编号", "registered number"),
    "hcert": Word("外国健康证书", "health certificate"),
    "shc": Word("外国健康卡", "health card"),
    "vds-nc": Word("外国签章证书", "sealed certificate"),
    "unknown": Word("认不出的纸", "unknown paper"),
    "paper": Word("纸质证明", "paper"),
    "staff": Word("人工", "staff"),
    "none": Word("—", "none"),
}
OPEN_REASONS: dict[str, Word] = {
    "emergency": Word("急诊", "emergency"),
    "unreadable": Word("证件读不出", "unreadable"),
    "system_fault": Word("系统故障", "system fault"),
    "other": Word("其他", "other"),
}
NOTES: dict[str, Word] = {
    "stuck_on": Word("闸机关不上，请人看住门口", "gate stuck open: watch the passage"),
    "fire": Word("消防信号，门常开", "fire signal, gate held open"),
    "hours_unknown": Word(
        "时钟没有校过，所以没有按时段开门：请管理员到“办公室 · 时钟”核对日期和时间",
        "nobody vouches for the clock: not opened by schedule; an administrator"
        " confirms date and time on the page Clock of the office",
    ),
    "card_left": Word("有人把证件忘在机器上了", "a card was left on the reader"),
    "several_codes": Word("纸上有几个码，请看一看", "several codes on the paper"),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a command; ``tone`` is well, wait or bad."""

    zh: str
    en: str
    tone: str


RESULTS: dict[str, Result] = {
    "opened": Result("门开了", "opened", "well"),
    "passed": Result("有人通过了", "passed", "well"),
    "nobody": Result("没有人通过，门已关上", "nobody passed", "wait"),
    "by_hand": Result("请您用手开门", "open by hand", "wait"),
    "gate_silent": Result("闸机没有回应，请用手开门", "gate silent", "bad"),
    "gate_fault": Result("闸机坏了，请用手开门", "gate fault", "bad"),
    "refused": Result("现在不能开门", "refused", "bad"),
    "fire_is_on": Result("火警还没有解除", "the alarm is still on", "bad"),
    "expired": Result("等太久，没有开门，请再按一次", "expired", "bad"),
    "record_failed": Result("记录写不进去，门没有开", "could not record", "bad"),
    "dismissed": Result("已处理，没有开门", "dismissed", "well"),
    "done": Result("好了", "done", "well"),
    "code_mistyped": Result("编号不对，请再看一遍", "mistyped: look again", "bad"),
    "check_failed": Result("没能核验，请人工查看", "could not check", "bad"),
}
PENDING = Result("已送出，请等一下", "sent", "wait")
UNHEARD = Result(
    "闸机程序没有回应，没有做；请用手开门，叫人来修",
    "gate process silent, nothing done: open by hand, call service",
    "bad",
)

EVENTS: dict[str, tuple[Word, str]] = {  # word and icon
    "override": (Word("人工放行", "opened by staff"), "person"),
    "gate.nobody": (Word("没有人通过", "nobody passed"), "wait"),
    "gate.unknown": (Word("闸机没有回应", "gate did not answer"), "bad"),
    "gate.held_open": (Word("门关不上", "gate held open"), "bad"),
    "gate.forced_open": (Word("门被推开", "gate forced open"), "bad"),
    "call.raised": (Word("呼叫工作人员", "call for help"), "bell"),
    "call.acknowledged": (Word("有人去了", "somebody is coming"), "person"),
    "call.arrived": (Word("已到场", "staff arrived"), "person"),
    "call.escalated": (Word("呼叫没有人应答", "call unanswered"), "bad"),
    "call.closed": (Word("呼叫结束", "call closed"), "well"),
    "device.lost": (Word("设备断开", "device lost"), "bad"),
    "device.back": (Word("设备恢复", "device back"), "well"),
    "clock.untrusted": (Word("时钟不可信", "clock untrusted"), "bad"),
    "clock.confirmed": (Word("确认时钟", "clock confirmed"), "well"),
    "evacuation.on": (Word("疏散开始", "evacuation"), "bell"),
    "evacuation.off": (Word("疏散结束", "evacuation over"), "well"),
    "lane.paused": (Word("通道暂停", "lane paused"), "wait"),
    "lane.resumed": (Word("通道恢复", "lane resumed"), "well"),
    "lane.opened": (Word("按时段开门", "opened by schedule"), "wait"),
    "lane.closed": (Word("时段开门结束", "schedule over"), "well"),
    "lane.checked": (Word("开班检查", "shift-start check"), "well"),
}
OUTCOMES: dict[str, tuple[Word, str]] = {
    "admit": (Word("放行", "admitted"), "well"),
    "refer": (Word("请人处理", "staff decide"), "wait"),
    "refuse": (Word("未放行", "not admitted"), "stop"),
    "unable": (Word("没能核验", "could not check"), "bad"),
}
ERRORS: dict[int, Word] = {
    400: Word("这个请求不完整，请回上一页再试。", "The request was not complete."),
    401: Word("请先登录。", "Please sign in."),
    403: Word("您没有这个页面的权限。", "You may not use this page."),
    404: Word("没有这个页面。", "There is no such page."),
    405: Word("这个页面不能这样用。", "The page cannot be used this way."),
    413: Word("送来的内容太大。", "Too large."),
    423: Word("已锁定，请先输入 PIN。", "Locked: type your PIN first."),
    429: Word("太快了，请等一下再试。", "Too many requests; please wait."),
    500: Word("机器出错了，不是您的问题。请再试一次。", "Our fault. Please try again."),
    503: Word("现在太忙，请等一下再试。", "Busy; please wait a moment."),
}


CANNOT_PRINT = Word(
    "本机不能打印这张通行证，请在签发的机器上打印。",
    "This machine cannot print it: print where passes are issued.",
)


def moment(at: datetime, zone: str) -> str:
    """A moment as people at a place write it."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}"


def said(table: dict[str, Word], word: str) -> dict[str, str]:
    """A word of a table as JSON for a page; unknown words stand for themselves."""
    found = table.get(word, Word(word, word))
    return {"zh": found.zh, "en": found.en}
