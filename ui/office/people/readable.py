"""A person's copy in words: what stands in the file, for whoever reads no JSON.

Each text is Chinese with English beside it, whatever language the clerk's pages have:
the paper goes to somebody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.retention.classes import CLASSES
from ui.attested import ATTESTED, SHOWN_ON
from ui.office.people.change_words import HEIRS, LABELS, WHYS, value_word
from ui.office.people.history import FIRST
from ui.office.people.words import (
    ASKED,
    AUTHORS,
    BASES,
    CHANGES,
    HOW,
    LOOK_PURPOSES,
    SOURCES,
)
from ui.statuses import status_word
from ui.words import DOCUMENTS, Word

NONE = Word("没有", "none")
YES, NO = Word("是", "yes"), Word("否", "no")
WHO: Mapping[str, Word] = {
    "document_kind": Word("证件类型", "Kind of document"),
    "document_number": Word("证件号码", "Document number"),
    "name": Word("姓名", "Name"),
    "phone": Word("电话", "Telephone"),
    "relative": Word("联系人", "Relative"),
    "note": Word("备注", "Note"),
    "document_revoked": Word("证件已挂失", "Document reported lost"),
    "recorded_as_dead": Word("登记为已去世", "Recorded as deceased"),
}
STATUS: Mapping[str, Word] = {
    "status": Word("健康状态", "Status"),
    "source": Word("从哪里知道的", "Known from"),
    "known_at": Word("从什么时候起", "Since"),
    "valid_until": Word("有效到哪天（含）", "Until (inclusive)"),
}
GROUND: Mapping[str, Word] = {
    "basis": Word("登记依据", "Legal basis"),
    "notice": Word("告知书版本", "Notice given"),
    "recorded_at": Word("记于", "Since"),
    "withdrawn_at": Word("撤回于", "Withdrawn"),
}
CARD: Mapping[str, Word] = {
    "kind": Word("卡", "Card"),
    "number": Word("卡号", "Number"),
    "valid_until": Word("有效到哪天（含）", "Until (inclusive)"),
    "revoked": Word("已挂失", "Reported lost"),
}
SHOWN: Mapping[str, Word] = {
    "kind": Word("证明", "Attestation"),
    "seen_on": Word("看的是", "Seen on"),
    "recorded_at": Word("什么时候出示的", "Shown"),
    "valid_until": Word("有效到哪天（含）", "Until (inclusive)"),
}
PASS: Mapping[str, Word] = {
    "issued_at": Word("签发", "Issued"),
    "expires": Word("到期", "Ends"),
    "ended": Word("已作废", "Ended before"),
}
HELPED: Mapping[str, Word] = {
    "received": Word("收到", "Received"),
    "name": Word("姓名", "Name"),
    "document_number": Word("证件号码", "Document number"),
    "phone": Word("电话", "Telephone"),
    "note": Word("备注", "Note"),
    "cards": Word("卡号", "Cards"),
}
WISH: Mapping[str, Word] = {
    "for": Word("要求", "Asked for"),
    "relation": Word("近亲属", "By a relative"),
    "asked_on": Word("提出", "On"),
    "due": Word("最晚答复", "Due"),
    "answered_at": Word("答复于", "Answered"),
    "how": Word("怎么答复的", "How"),
}
LOOKED: Mapping[str, Word] = LABELS | {
    "search": Word("查找", "a search"),
    "card": Word("卡号", "card number"),
    "request": Word("代办的申请", "a request"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A label and a value."""

    label: Word
    value: Word


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and entries of rows beneath it."""

    title: Word
    entries: tuple[tuple[Row, ...], ...]
    note: Word | None = None


def parts(copy: Mapping[str, Any]) -> list[Part]:
    """The copy of `everything`, part by part."""
    ground = copy["legal_basis"]
    return [
        _part(Word("登记的内容", "What is registered"), WHO, [copy["person"]]),
        _part(Word("登记的依据", "On what basis"), GROUND, [ground] if ground else []),
        _part(Word("健康状态", "Status"), STATUS, [copy["status"]]),
        _part(Word("卡", "Cards"), CARD, copy["cards"]),
        _part(Word("出示过的证明", "Attestations"), SHOWN, copy["attestations"]),
        _part(Word("纸质通行证", "Paper passes"), PASS, copy["passes"]),
        _part(
            Word("别人代交的申请", "Requests made for you"), HELPED, copy["requests"]
        ),
        _part(Word("提出过的要求", "What was asked of us"), WISH, copy["asked"]),
        _kept(copy["kept_days"]),
        Part(
            Word("更改记录", "What was changed"),
            tuple(_change(one) for one in copy["changes"]),
        ),
        Part(
            Word("进出，和谁看过", "Entries, and who looked"),
            tuple(_event(one) for one in copy["events"]),
        ),
    ]


def _part(
    title: Word, labels: Mapping[str, Word], found: Iterable[Mapping[str, Any]]
) -> Part:
    return Part(title, tuple(_rows(labels, one) for one in found))


def _rows(labels: Mapping[str, Word], values: Mapping[str, Any]) -> tuple[Row, ...]:
    """Every value, those that are missing, too: that there is none is an answer."""
    return tuple(
        Row(label, _value(name, values[name]))
        for name, label in labels.items()
        if name in values
    )


def _value(name: str, value: Any) -> Word:
    if value is None or value in ("", []):
        return NONE
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        return _plain("、".join(map(str, value)))
    if name == "status":
        return status_word(str(value))
    return _TABLES.get(name, {}).get(str(value), _plain(value))


def _kept(days: Mapping[str, int]) -> Part:
    """Until when, by the limits in force."""
    rows = []
    for one in CLASSES:
        if one.setting and one.setting != "staff_days":
            many = days[one.setting]
            long = Word(f"{many} 天", f"{many} days")
            never = Word("不自动删除", "not by itself")
            value = long if many else never
            said = Word(f"{value.zh}（{one.after.zh}）", f"{value.en} ({one.after.en})")
            rows.append(Row(Word(one.name.zh, one.name.en), said))
    return Part(Word("留多久", "How long it is kept"), (tuple(rows),))


def _change(one: Mapping[str, Any]) -> tuple[Row, ...]:
    what = CHANGES.get(one["what"], _plain(one["what"]))
    who = AUTHORS.get(one["by"], _plain(one["by"]))
    said = Word(f"{what.zh} · {who.zh}", f"{what.en} · {who.en or who.zh}")
    head = [Row(_plain(one["at"]), said)]
    if one.get("why"):
        why = WHYS.get(one["why"], _plain(one["why"]))
        head.append(Row(Word("原因", "Why"), why))
    for step in one["fields"]:
        old, new = (_changed(step["field"], step[side]) for side in ("from", "to"))
        said = Word(f"{old.zh} → {new.zh}", f"{old.en} → {new.en}")
        if old is NONE and one["what"] in FIRST:
            said = new
        head.append(Row(LABELS.get(step["field"], _plain(step["field"])), said))
    return tuple(head)


def _changed(name: str, value: str | None) -> Word:
    if value is None:
        return NONE
    found = value_word(name, value)
    return Word(found.zh, found.en or found.zh)


def _event(one: Mapping[str, Any]) -> tuple[Row, ...]:
    rows = [Row(_plain(one["at"]), Word(one["said"], one["said_en"]))]
    if looked := one.get("looked_at"):
        what = looked.removeprefix("history.")
        seen = LOOKED.get(what, _plain(what))
        rows.append(Row(Word("看了什么", "What was seen"), seen))
    if looked and (purpose := one.get("purpose")):  # the sentence says the others
        said = LOOK_PURPOSES.get(purpose, _plain(purpose))
        rows.append(Row(Word("用途", "What for"), said))
    return tuple(rows)


def _plain(value: object) -> Word:
    """A name, a number, a date: the same in both languages, said once."""
    return Word(str(value), "")


_TABLES: Mapping[str, Mapping[str, Word]] = {
    "document_kind": DOCUMENTS,
    "kind": DOCUMENTS | ATTESTED,
    "source": SOURCES,
    "basis": BASES,
    "seen_on": SHOWN_ON,
    "for": ASKED,
    "how": HOW,
    "relation": HEIRS,
}
