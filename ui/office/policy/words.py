"""The rules in words: one sentence for each setting, from the policy of a gate."""

from collections.abc import Iterator
from dataclasses import dataclass

from ui.attested import ATTESTED
from ui.statuses import in_order, status_word
from ui.words import Word
from verification.paper.paper import PaperKind
from verification.policy import Policy, Unregistered, Worth
from verification.reasons import Outcome

OUTCOMES: dict[Outcome, Word] = {
    Outcome.ADMIT: Word("放行", "let in"),
    Outcome.REFER: Word("请工作人员处理", "staff decide"),
    Outcome.REFUSE: Word("不放行", "not let in"),
}
UNREGISTERED: dict[Unregistered, Word] = {
    Unregistered.REFER: OUTCOMES[Outcome.REFER],
    Unregistered.RECORD: Word("记下来，放行", "recorded and let in"),
}
WORTH: dict[Worth, Word] = {
    Worth.ADMIT: Word("放行", "let in"),
    Worth.NEEDS_ID: Word("和本人证件一起出示才放行", "let in together with an ID card"),
    Worth.REFER: OUTCOMES[Outcome.REFER],
}
PAPERS: dict[PaperKind, Word] = {
    PaperKind.PASS: Word("本单位的纸质通行证", "our own paper pass"),
    PaperKind.NUMBER: Word("登记过编号的证明", "a paper with a registered number"),
    PaperKind.HCERT: Word("欧盟、世卫格式的证书", "EU and WHO certificates"),
    PaperKind.SHC: Word("SMART 健康卡", "SMART Health Cards"),
    PaperKind.VDS_NC: Word("国际民航签章（VDS）", "ICAO visible digital seals"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: what it is about, and what it says."""

    key: str
    about: Word
    says: Word


def lines(policy: Policy) -> list[Line]:
    """All rules, in the order in which somebody would ask for them."""
    return [*_statuses(policy), *_people(policy), *_papers(policy)]


def differences(before: Policy, after: Policy) -> list[tuple[Word, Word, Word]]:
    """What a change is about, what it says now, and what it would say."""
    old = {line.key: line for line in lines(before)}
    new = {line.key: line for line in lines(after)}
    nothing = Word("没有这一条", "no such rule")
    keys = dict.fromkeys([*old, *new])
    return [
        (
            (new.get(key) or old[key]).about,
            old[key].says if key in old else nothing,
            new[key].says if key in new else nothing,
        )
        for key in keys
        if old.get(key) != new.get(key)
    ]


def _statuses(policy: Policy) -> Iterator[Line]:
    for word in in_order(policy.statuses):
        said = status_word(word)
        about = Word(f"状态是“{said.zh}”的人", f"people with the status “{said.en}”")
        yield Line(f"status {word}", about, OUTCOMES[policy.statuses[word]])
    about = Word("状态是别的词的人", "people with any other status")
    yield Line("status", about, OUTCOMES[Outcome.REFER])


def _people(policy: Policy) -> Iterator[Line]:
    about = Word(
        "证件是真的，但没有登记的人", "people with a genuine card, unregistered"
    )
    yield Line("unregistered", about, UNREGISTERED[policy.unregistered])
    yield Line(
        "max_status_age_hours",
        Word("状态用多久", "how long a status counts"),
        _hours(policy.max_status_age_hours, "要重新确认", "then it is set anew"),
    )
    yield Line(
        "max_data_age_hours",
        Word("名单用多久", "how long the list counts"),
        _hours(policy.max_data_age_hours, "机器不再判断", "then nobody is checked"),
    )
    yield Line(
        "require", Word("人人都要出示过", "everybody must have shown"), _shown(policy)
    )
    yield Line(
        "card_reuse_seconds",
        Word("同一个人的证件再开一次门", "a card opens a gate again"),
        _after(policy.card_reuse_seconds, "秒", "s"),
    )


def _papers(policy: Policy) -> Iterator[Line]:
    for kind, worth in policy.papers.items():
        yield Line(f"paper {kind}", PAPERS[kind], WORTH[worth])
    about = Word(
        "登记里没有的本单位通行证", "a pass of ours that is not registered here"
    )
    yield Line("unlisted_pass", about, WORTH[policy.unlisted_pass])
    demands = policy.paper_requires_id
    yield Line(
        "paper_requires_id",
        Word("能放行的纸质证明", "papers that let somebody in"),
        Word("都要和本人证件一起出示", "always together with an ID card")
        if demands
        else Word("按上面各条", "as said above"),
    )
    yield Line(
        "reuse_window_minutes",
        Word("同一张纸再用一次", "a paper counts again"),
        _after(policy.reuse_window_minutes, "分钟", "min"),
    )
    yield Line(
        "max_list_age_hours",
        Word("签名清单用多久", "how long the signed lists count"),
        _hours(policy.max_list_age_hours, "不再判断", "then they do not count"),
    )


def _hours(hours: int | None, zh: str, en: str) -> Word:
    if hours is None:
        return Word("不限", "without limit")
    return Word(f"{hours} 小时，过了{zh}", f"{hours} h, {en}")


def _after(number: int, zh: str, en: str) -> Word:
    if not number:
        return Word("随时可以", "at once")
    return Word(f"{number} {zh}以后", f"after {number} {en}")


def _shown(policy: Policy) -> Word:
    if not policy.require:
        return Word("不要求", "nothing")
    found = [ATTESTED.get(kind, Word(kind, kind)) for kind in policy.require]
    return Word(
        "、".join(word.zh for word in found), ", ".join(word.en for word in found)
    )
