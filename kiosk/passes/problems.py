"""Why a pass is not issued, printed or revoked."""

from enum import StrEnum


class Why(StrEnum):
    """The kinds of problems, as scripts see them."""

    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_PASS = "unknown_pass"  # noqa: S105 - a paper pass, not a password
    ENDED = "ended"
    BARRED = "barred"
    DEAD = "dead"
    NO_GLYPH = "no_glyph"
    NO_FONT = "no_font"
    NOT_READ_BACK = "not_read_back"
    BROKE_OFF = "broke_off"
    TWICE = "twice"
    NUMBER = "number"


TEXTS = {
    Why.UNKNOWN_PERSON: (
        "没有登记过此人，请先登记",
        "this person is not registered; register first",
    ),
    Why.UNKNOWN_PASS: (
        "没有这张通行证；请核对短码",
        "there is no such pass; look at its short code again",
    ),
    Why.ENDED: (
        "这张通行证已作废或过期，请重新签发",
        "this pass was revoked or has expired; issue a new one",
    ),
    Why.BARRED: (
        "按现在的状态不能签发；状态有变请先更新",
        "no pass with the present status; if it has changed, set it first",
    ),
    Why.DEAD: (
        "登记为已去世，不能签发",
        "recorded as deceased: no pass is issued",
    ),
    Why.NO_GLYPH: (
        "字库没有这些字，无法打印：{detail}；请核对，或改用证件上的另一写法、拼音登记",
        "the font cannot print: {detail}; look at the name again, or register "
        "another spelling of it, as pinyin",
    ),
    Why.NO_FONT: (
        "本机没有打印用的中文字体，请安装 fonts-noto-cjk",
        "the font of passes is not on this machine; install fonts-noto-cjk",
    ),
    Why.NOT_READ_BACK: (
        "第 {detail} 页的二维码回读不符，未生成文件；请重试，仍不行请换 --dpi",
        "the code on page {detail} does not read as it was issued, so no file was "
        "made; try again, then another --dpi",
    ),
    Why.BROKE_OFF: (
        "没有做完，没有生成文件；请少选几张再试",
        "it broke off and no file was made; choose fewer and try again",
    ),
    Why.TWICE: (
        "同时有人在签发，请再试一次",
        "somebody else issues at this moment; try again",
    ),
    Why.NUMBER: (
        "证件号码有误，请核对",
        "the document number has a mistake; look at it again",
    ),
}


class PassProblem(Exception):
    """A pass that cannot be issued, printed or revoked; names nobody.

    Attributes:
        why: the kind of problem.
        detail: characters or a page, where the kind has any.
        chinese: the sentence for the person at the desk.
        english: the same in English.

    """

    def __init__(self, why: Why, detail: str = "") -> None:
        self.why = why
        self.detail = detail
        self.chinese, self.english = (text.format(detail=detail) for text in TEXTS[why])
        super().__init__(f"{self.chinese} {self.english}")
