"""Why a pass is not issued, printed again or revoked."""

from enum import StrEnum


class Why(StrEnum):
    """The kinds of problems, as scripts see them."""

    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_PASS = "unknown_pass"  # noqa: S105 - a paper pass, not a password
    ENDED = "ended"
    NO_GLYPH = "no_glyph"
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
    Why.NO_GLYPH: (
        "姓名中有字库没有的字，无法打印：{detail}",
        "the name has a character that no font here can print: {detail}",
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
    """A pass that cannot be issued, printed again or revoked; names nobody.

    Attributes:
        why: the kind of problem.
        chinese: the sentence for the person at the desk.
        english: the same in English.

    """

    def __init__(self, why: Why, detail: str = "") -> None:
        self.why = why
        self.chinese, self.english = (text.format(detail=detail) for text in TEXTS[why])
        super().__init__(f"{self.chinese} {self.english}")
