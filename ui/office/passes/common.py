"""What the pages about passes share: a desk, a row as it is shown, and problems."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.problems import PassProblem
from kiosk.passes.rows import PassRow, PassState, pass_row
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import zone
from ui.office.passes.words import ENDS, NO_KEY, SAYS, STATES, say
from verification.errors import KeyProblem
from verification.passes.errors import ListProblem, SigningProblem
from verification.registry import PassRecord, Registry

T = TypeVar("T")

PASS_ID = re.compile(r"[0-9a-f]{16}")
GOOD = frozenset({PassState.IN_FORCE, PassState.EXPIRING})

pass_pages = Blueprint("pass_pages", __name__, url_prefix="/admin/passes")


@dataclass(frozen=True, slots=True)
class Shown:
    """One pass as a page shows it."""

    id: str
    code: str
    holder: str
    name: str = field(repr=False)
    state: str
    good: bool
    newest: bool
    generation: int
    until: str
    issued: str


def utc_now() -> datetime:
    """Wall-clock time, aware."""
    return datetime.now(UTC)


def pass_desk(registry: Registry) -> PassDesk:
    """The desk of whoever asks, over this request's own registry."""
    own = replace(desk().house, registry=registry)
    return PassDesk.of(own, signed_in().account.id, utc_now, unprintable)


def tried(work: Callable[[], T]) -> T | str:
    """What came of some work with passes, or what to tell the clerk."""
    try:
        return work()
    except PassProblem as problem:
        if problem.why in SAYS:
            return say(SAYS[problem.why])
        return t(problem.chinese, problem.english)
    except (SigningProblem, KeyProblem, ListProblem) as problem:
        return f"{say(NO_KEY)}{problem}"


def shown(registry: Registry, records: Iterable[PassRecord]) -> list[Shown]:
    """Passes as rows, without those whose holders were erased just now."""
    now = utc_now()
    rows = (pass_row(registry, record, now) for record in records)
    return [_shown(row) for row in rows if row]


def to_pass(pass_id: bytes, done: str = "") -> Response:
    """On to a pass, which says what was done."""
    target = url_for("pass_pages.page_of", pass_id=pass_id.hex(), done=done or None)
    return redirect(target, 303)


def _shown(row: PassRow) -> Shown:
    record, own = row.record, zone()
    state = say(STATES[row.state])
    if record.why in ENDS:
        state = t("{}：{}", "{}: {}").format(state, say(ENDS[record.why]))
    last = (record.expires - timedelta(seconds=1)).astimezone(own)
    return Shown(
        record.id.hex(),
        row.code,
        row.person,
        row.masked_name,
        state,
        row.state in GOOD,
        record.generation == record.newest,
        record.generation,
        f"{last:%Y-%m-%d}",
        f"{record.issued_at.astimezone(own):%Y-%m-%d}",
    )
