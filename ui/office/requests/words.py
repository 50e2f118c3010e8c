"""What the pages about requests say, in both languages."""

from kiosk.requests import Declined, Outcome
from kiosk.requests.deciding import WITHDRAWN
from ui.language import t
from ui.words import Word
from verification.registry import PlanKind

STANDINGS: dict[PlanKind, Word] = {
    PlanKind.NEW: Word("还没有登记，会新登记", "not registered; would be"),
    PlanKind.CHANGED: Word("已登记，会改：", "registered; would change: "),
    PlanKind.UNCHANGED: Word("已登记，内容一样", "registered already, just so"),
    PlanKind.DOUBTFUL: Word("请先看一看：", "look first: "),
}
FIELDS: dict[str, Word] = {
    "name": Word("姓名", "name"),
    "phone": Word("电话", "telephone"),
    "relative": Word("联系人", "relative"),
    "note": Word("备注", "note"),
    "cards": Word("卡", "cards"),
    "status": Word("状态", "status"),
    "valid_until": Word("有效期", "validity"),
}
DOUBTS: dict[str, Word] = {
    "dead": Word("登记为已去世", "recorded as deceased"),
    "name_differs": Word(
        "这个号码已登记，名字不同", "this number is registered under another name"
    ),
    "card_of_another_person": Word("卡在别人名下", "the card is somebody else's"),
    "card_revoked": Word("卡已挂失", "the card was reported lost"),
    "card_twice_in_file": Word(
        "同一张卡写在两位名下", "the same card stands for two people"
    ),
    "twice_in_file": Word("同一位写了两次", "the same person stands twice"),
    WITHDRAWN: Word("本人以前撤回过同意", "this person once withdrew the consent"),
}
OUTCOMES: dict[Outcome, Word] = {
    Outcome.APPROVED: Word("已登记", "registered"),
    Outcome.DECLINED: Word("没有登记", "declined"),
    Outcome.EXPIRED: Word("到期销毁，没有人办", "destroyed, nobody decided in time"),
}
REASONS: dict[str, Word] = {
    Declined.DISAGREES: Word("本人不同意", "the person does not agree"),
    Declined.WRONG: Word("填的和证件不符", "it does not fit the document"),
    Declined.UNREACHED: Word("联系不上", "nobody could be reached"),
    Declined.ELSEWHERE: Word("不归这里管", "belongs to another place"),
    Declined.NONSENSE: Word("乱填的", "nonsense"),
}
DONE: dict[str, Word] = {
    "approved": Word("登记好了。", "Registered."),
    "declined": Word("已记下：没有登记。", "Noted: declined."),
    "amended": Word("改好了，请再决定。", "Amended; decide now."),
    "meanwhile": Word(
        "没有办：同事刚刚办过，下面是现在的样子。",
        "Nothing was done: a colleague was quicker. This is how it stands.",
    ),
}
FAILED = frozenset({"meanwhile"})
PURPOSE = "relative_request"


def say(word: Word) -> str:
    """A word in the language of this request."""
    return t(word.zh, word.en)


def reason_options() -> list[tuple[str, str]]:
    """Why the office declines, none chosen yet."""
    first = [("", t("请选择", "choose"))]
    return first + [(key, say(word)) for key, word in REASONS.items()]
