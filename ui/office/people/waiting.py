"""What people still wait for, as the pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import staff_names, zone
from ui.office.people.change_words import HEIRS
from ui.office.people.common import local
from ui.office.people.words import (
    ASKED,
    CLOSINGS,
    COPY_PURPOSES,
    ERASE_REASONS,
    HOW,
    looked_up,
    options,
)
from verification.registry import AskedFor, AskedKind, Registry

PURPOSES = {AskedKind.COPY: COPY_PURPOSES, AskedKind.ERASURE: ERASE_REASONS}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that was asked for, in words."""

    key: str
    name: str
    word: str
    what: str
    asked_on: str
    due: str
    late: bool
    state: str


def waiting(found: Iterable[AskedFor]) -> list[Waiting]:
    """What was asked for, in the order given."""
    names, today = staff_names(), datetime.now(zone()).date()
    return [
        Waiting(
            key=one.person.hex(),
            name=one.masked_name,
            word=one.kind,
            what=_what(one),
            asked_on=str(one.asked_on),
            due=str(one.due),
            late=one.done_at is None and one.due < today,
            state=_state(one, names),
        )
        for one in found
    ]


def asked_part(registry: Registry, subject: bytes) -> dict[str, Any]:
    """What the part of a person's page about requests needs."""
    found = registry.asked.of(subject)
    still = [one for one in found if one.done_at is None]
    return {
        "waiting": waiting(still),
        "answered": waiting(one for one in found if one.done_at),
        "asked_kinds": options(ASKED),
        "closings": options(CLOSINGS),
        "two_needed": desk().house.config.staff.second_approver,
        "copy_prepared": _prepared(still, AskedKind.COPY),
        "erasure_prepared": _prepared(still, AskedKind.ERASURE),
    }


def _prepared(still: Iterable[AskedFor], kind: AskedKind) -> tuple[str, str] | None:
    """Who prepared it, in words, and its purpose; ``None`` where nobody did."""
    names = staff_names()
    for one in still:
        if one.kind is kind and one.prepared_by:
            return _by(one, names), one.purpose or ""
    return None


def _what(one: AskedFor) -> str:
    """What is asked for; of the dead, who of the family asks."""
    said = looked_up(ASKED, one.kind)
    if one.relation is None:
        return said
    heir = looked_up(HEIRS, one.relation)
    return t(f"{said}（近亲属：{heir}）", f"{said} (relative: {heir})")


def _state(one: AskedFor, names: dict[str, str]) -> str:
    if one.done_at:
        return f"{looked_up(HOW, one.how)}，{local(one.done_at)}"
    return _by(one, names) if one.prepared_by else t("等答复", "to be answered")


def _by(one: AskedFor, names: dict[str, str]) -> str:
    purpose = looked_up(PURPOSES.get(one.kind, {}), one.purpose)
    if one.prepared_by == signed_in().account.id:
        return t(
            f"您已准备（{purpose}），等另一位登记员核对",
            f"prepared by you ({purpose}); another registrar must look, too",
        )
    who = names.get(one.prepared_by or "", "")
    return t(
        f"{who} 已准备（{purpose}），由您核对后办理",
        f"prepared by {who} ({purpose}); look and carry it out",
    )
