"""The short words of a report: Chinese first, English beside it."""

from kiosk.reports.visits import UNRECORDED
from verification.ages import AgeGroup
from verification.documents import DocumentKind
from verification.reasons import Outcome, Reason

Text = tuple[str, str]

OUTCOMES: dict[str, Text] = {
    Outcome.ADMIT: ("自动放行", "admitted"),
    Outcome.REFER: ("请人处理", "referred to staff"),
    Outcome.REFUSE: ("不予放行", "refused"),
    Outcome.UNABLE: ("没能核验", "unable to check"),
    "staff": ("没有出示，人工放行", "nothing shown, opened by staff"),
}
REASONS: dict[Reason, Text] = {
    Reason.STATUS_VALID: ("已登记，状态有效", "registered, status valid"),
    Reason.PASS_VALID: ("通行证有效", "pass valid"),
    Reason.REGISTERED_ENTRY: ("没有登记，记下后放行", "not registered, recorded"),
    Reason.ALREADY_OPEN: ("门已经开着", "gate open already"),
    Reason.NOT_REGISTERED: ("没有登记", "not registered"),
    Reason.STATUS_ATTENTION: ("状态要人工看", "status needs a look"),
    Reason.STATUS_EXPIRED: ("状态过期", "status run out"),
    Reason.DOCUMENT_EXPIRED: ("证件过期", "document expired"),
    Reason.PASS_EXPIRED: ("通行证不在有效期", "pass not in force"),
    Reason.PASS_REUSED: ("刚刚用过", "used a moment ago"),
    Reason.PASS_NEEDS_ID: ("通行证没有配证件", "pass without a document"),
    Reason.PASS_HOLDER_DIFFERS: ("通行证和证件不符", "pass of somebody else"),
    Reason.PAPER_UNKNOWN: ("认不出的纸", "unknown paper"),
    Reason.ATTESTATION_MISSING: ("缺少证明", "attestation missing"),
    Reason.STATUS_BARRED: ("状态不能放行", "status barred"),
    Reason.PASS_REVOKED: ("通行证作废", "pass withdrawn"),
    Reason.PASS_FORGED: ("通行证签名不对", "pass forged"),
    Reason.CARD_REVOKED: ("卡已挂失", "card reported lost"),
    Reason.DATA_STALE: ("数据太旧", "data too old"),
    Reason.CLOCK_UNTRUSTED: ("时钟不可信", "clock untrusted"),
    Reason.RECORD_FAILED: ("记录写不下来", "could not record"),
    Reason.GATE_FAULT: ("闸机没有回应", "gate did not answer"),
    Reason.READER_FAULT: ("没有读出来", "could not read"),
    Reason.CHECK_FAILED: ("核验出错", "check failed"),
    Reason.TIMED_OUT: ("等待太久", "took too long"),
    Reason.OUT_OF_SERVICE: ("通道停用", "out of service"),
}
DOCUMENTS: dict[str, Text] = {
    "card": ("证件或卡，种类未记录", "card, kind not recorded"),
    DocumentKind.RESIDENT: ("居民身份证", "resident ID card"),
    DocumentKind.HMT: ("港澳台居民居住证", "permit of HK, Macao, Taiwan"),
    DocumentKind.FOREIGN_2017: ("外国人永久居留证", "foreigner’s permit"),
    DocumentKind.FOREIGN_2023: ("外国人永久居留证", "foreigner’s permit"),
    DocumentKind.SOCIAL_SECURITY: ("社保卡", "social-security card"),
    DocumentKind.SENIOR: ("老年卡", "senior card"),
    DocumentKind.CITIZEN: ("市民卡", "citizen card"),
    "paper": ("纸质证明", "paper"),
    "pass": ("纸质通行证", "paper pass"),
    "number": ("登记编号", "registered number"),
    "hcert": ("外国健康证书", "health certificate"),
    "shc": ("外国健康卡", "health card"),
    "vds-nc": ("外国签章证书", "sealed certificate"),
    "unknown": ("认不出的纸", "unknown paper"),
    "staff": ("没有出示，人工放行", "nothing shown, opened by staff"),
    "none": ("没有读到", "nothing read"),
}
OPENED_FOR: dict[str, Text] = {
    "emergency": ("急诊", "emergency"),
    "unreadable": ("证件读不出", "unreadable"),
    "system_fault": ("系统故障", "system fault"),
    "other": ("其他", "other"),
    "": ("还没写原因", "no reason given yet"),
}
AGES: dict[str, Text] = {
    AgeGroup.UNDER_60: ("60 岁以下", "under 60"),
    AgeGroup.SIXTIES: ("60–69 岁", "60 to 69"),
    AgeGroup.SEVENTIES: ("70–79 岁", "70 to 79"),
    AgeGroup.OVER_80: ("80 岁以上", "80 and over"),
    AgeGroup.UNKNOWN: ("不知道是谁", "nobody recognised"),
    UNRECORDED: ("未记录", "not recorded"),
}
CALLS: dict[str, Text] = {
    "all": ("呼叫", "calls"),
    "pressed": ("其中按键呼叫", "of these by the help key"),
    "answered": ("有人应答", "answered"),
    "unanswered": ("没有人应答", "unanswered"),
    "overtaken": ("没等到应答就结束", "over before an answer"),
    "waiting": ("还没有结束", "not ended"),
    "escalated": ("没人应，响到了所有人那里", "rang everywhere: nobody answered"),
}
TIMES: dict[str, Text] = {
    "decided_ms": ("出示到得出结论（机器）", "shown to verdict, by the machine"),
    "through_ms": ("出示到走过（自动放行）", "shown to gone through, by the machine"),
    "open_ms": ("出示到开门（自动放行）", "shown to gate open, by the machine"),
    "staff_ms": (
        "出示或呼叫到开门（人工放行）",
        "shown or called to gate, by staff",
    ),
    "answer_ms": ("呼叫到应答", "call to answer"),
    "arrive_ms": ("呼叫到有人到场", "call to somebody there"),
    "close_ms": ("呼叫到结束", "call to its end"),
}


def of(table: dict[str, Text] | dict[Reason, Text], key: str) -> Text:
    """The words of a key; one that has none stands for itself."""
    found: Text = {str(word): text for word, text in table.items()}.get(key, (key, key))
    return found
