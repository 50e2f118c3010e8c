"""What the pages about passes say, in both languages."""

from kiosk.paper.numbers import What
from kiosk.passes.printing.progress import Stage
from kiosk.passes.printing.wanted import Wanted
from kiosk.passes.problems import Why
from kiosk.passes.rows import PassState
from ui.language import t
from ui.words import Word
from verification.registry import PassEnd

STATES: dict[PassState, Word] = {
    PassState.IN_FORCE: Word("有效", "in force"),
    PassState.EXPIRING: Word("快到期", "ends soon"),
    PassState.EXPIRED: Word("已过期", "expired"),
    PassState.REVOKED: Word("已作废", "ended"),
}
ENDS: dict[str, Word] = {
    PassEnd.SUPERSEDED: Word("换了新的", "a later one was issued"),
    PassEnd.ERASED: Word("本人已删除", "its holder was erased"),
    PassEnd.LOST: Word("遗失", "lost"),
    PassEnd.WITHDRAWN: Word("收回", "taken back"),
    PassEnd.MISTAKE: Word("误发", "issued by mistake"),
}
REASONS: dict[str, Word] = {
    PassEnd.LOST: Word("本人说丢了", "the holder lost it"),
    PassEnd.WITHDRAWN: Word("收回，不再给", "taken back"),
    PassEnd.MISTAKE: Word("发错了人或内容", "issued by mistake"),
}
DAYS = (7, 14, 30, 90, 180, 365)
DONE: dict[str, Word] = {
    "issued": Word("签发好了，请打印。", "Issued; print it now."),
    "renewed": Word(
        "换发好了，旧的已作废；请打印新的。", "Renewed, the old one ended; print it."
    ),
    "revoked": Word(
        "已作废，没有网络的机器也会在下次取名单后知道。",
        "Ended; machines without network know it with their next list.",
    ),
    "revoked_here": Word(
        "已作废。本机没有签名密钥，给无网机器的名单没有更新：请在签发的机器上运行 "
        "kiosk pass keys publish。",
        "Ended. There is no signing key here, so the list for machines without "
        "network is as before: run kiosk pass keys publish where passes are signed.",
    ),
    "meanwhile": Word(
        "没有签发：这一位刚刚有了新的通行证，就在下面。",
        "Nothing was issued: a newer pass was made just now, here it is.",
    ),
    "ended": Word(
        "没有再改：这一张早就不算数了，原因在下面。",
        "Nothing was changed: this pass had ended before, for the reason below.",
    ),
    "number": Word("编号登记好了。", "The number is registered."),
    "revoke": Word("编号已停用。", "The number counts no longer."),
    "restore": Word("编号已恢复。", "The number counts again."),
    "remove": Word("编号已移除。", "The number leads to nobody now."),
}
WHAT: dict[str, Word] = {
    What.COMMUNITY: Word("社区、居委会的证明", "of the community"),
    What.EMPLOYER: Word("单位的证明", "of an employer"),
    What.HOSPITAL: Word("医院的证明", "of a hospital"),
    What.CARE_HOME: Word("养老院的证明", "of a care home"),
    What.OTHER: Word("别的证明", "another one"),
}
NUMBER_WANTS: dict[Wanted, Word] = {
    Wanted.ID: Word(
        "按现在的规则，还要放身份证。",
        "By the rules in force the ID card is asked for.",
    ),
    Wanted.NOTHING: Word(
        "按现在的规则，不用放身份证。", "By the rules in force no ID card is asked for."
    ),
    Wanted.STAFF: Word(
        "按现在的规则，由工作人员看。", "By the rules in force staff look at it."
    ),
}
FAILED = frozenset({"meanwhile", "revoked_here", "ended"})
# On a page these say more than the command's words, or name no option of it.
SAYS: dict[Why, Word] = {
    Why.UNKNOWN_PASS: Word(
        "没有这个短码的通行证，请对着纸再看一遍。",
        "No pass has this short code; compare it with the paper.",
    ),
    Why.NOT_READ_BACK: Word(
        "打印出来的二维码读不回来，没有交出文件；请再试一次，还不行请告诉管理员。",
        "A printed code did not read back, so there is no file; try again, then "
        "tell the administrator.",
    ),
}
NO_KEY = Word(
    "这台机器现在不能签发。请管理员在保管密钥的机器上办理：",
    "This machine cannot sign now. Where the keys are kept, the administrator runs: ",
)
DOING: dict[Stage | None, Word] = {
    None: Word("正在准备打印", "Preparing"),
    Stage.LAYING_OUT: Word("正在排版", "Laying out"),
    Stage.WRITING: Word("正在写成 PDF", "Writing the PDF"),
    Stage.READING: Word("正在逐张回读二维码", "Reading every code back"),
}
BUSY = Word(
    "同事正在打印一批，请过一会儿再按。",
    "A colleague prints a heap just now; press again in a moment.",
)


def say(word: Word) -> str:
    """A word in the language of this request."""
    return t(word.zh, word.en)


def day_options() -> list[tuple[str, str]]:
    """For how long a pass counts."""
    return [(str(days), t(f"{days} 天", f"{days} days")) for days in DAYS]


def reason_options() -> list[tuple[str, str]]:
    """Why a pass ends, none chosen yet."""
    first = [("", t("请选择", "choose"))]
    return first + [(key, say(word)) for key, word in REASONS.items()]


def what_options() -> list[tuple[str, str]]:
    """Kinds of certificates, none chosen yet."""
    first = [("", t("请选择", "choose"))]
    return first + [(key, say(word)) for key, word in WHAT.items()]
