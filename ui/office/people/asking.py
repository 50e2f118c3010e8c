"""What people asked of us about their own data: noted, with a last day, and answered.

Personal Information Protection Law of the People's Republic of China (2021), articles
45 to 47 and 50; GB/T 35273-2020, 8.7. Where a site wants two pairs of eyes, the first
member of staff prepares a copy or an erasure and another one carries it out.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from werkzeug.wrappers import Response

from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, zone
from ui.office.people.common import known, people_pages, subject_of, to_person
from ui.office.people.forms import Problems, typed
from ui.office.people.person import Answer, shown_page
from ui.office.people.words import ASKED, CLOSINGS
from verification.registry import AskedKind, Registry

DONE = "done"


@people_pages.post("/<key>/ask")
def ask(key: str) -> Response:
    """Note what a person asks for, and since when."""
    subject, form = subject_of(key), typed("asked_kind", "asked_on")
    problems: Problems = {}
    if form["asked_kind"] not in ASKED:
        problems["asked_kind"] = t("请选要求的是什么。", "Choose what is asked for.")
    on = _asked_on(form["asked_on"])
    if on is None:
        problems["asked_on"] = t(
            "日期不对：不能晚于今天。", "No date, or one that is still to come."
        )
    with own_registry() as registry:
        known(registry, subject)
        if problems or on is None:
            return shown_page(registry, subject, Answer(form, problems))
        _add(registry, subject, AskedKind(form["asked_kind"]), on)
    return to_person(subject, "asked")


@people_pages.post("/<key>/close")
def close(key: str) -> Response:
    """It was answered in another way than by a copy, a correction or an erasure."""
    subject, form = subject_of(key), typed("asked_kind", "closing")
    with own_registry() as registry:
        known(registry, subject)
        if form["closing"] not in CLOSINGS:
            problem = t("请选怎么答复的。", "Choose how it was answered.")
            return shown_page(registry, subject, Answer(form, {"closing": problem}))
        kind = form["asked_kind"]
        open_now = kind in ASKED and answered(
            registry, subject, AskedKind(kind), form["closing"]
        )
    return to_person(subject, "closed" if open_now else "meanwhile")


def answered(
    registry: Registry, subject: bytes, kind: AskedKind, how: str = DONE
) -> bool:
    """Close what was asked, where it was; whether it was."""
    own = signed_in().account.id
    closed = registry.asked.close(subject, kind, own, datetime.now(UTC), how)
    if closed:
        _record("request.closed", kind, how)
    return closed


def seen_by_two(
    registry: Registry, subject: bytes, kind: AskedKind, purpose: str
) -> bool:
    """Whether this may be carried out now; if not, who asked has prepared it."""
    house, own = desk().house, signed_in().account.id
    if not house.config.staff.second_approver:
        return True
    waiting = registry.asked.still(subject, kind)
    if waiting and waiting.prepared_by not in (None, own):
        return True
    identity = waiting.id if waiting else _add(registry, subject, kind, _today())
    registry.asked.prepare(identity, own, purpose, datetime.now(UTC))
    _record("request.prepared", kind, purpose)
    return False


def _add(registry: Registry, subject: bytes, kind: AskedKind, on: date) -> UUID:
    own, days = signed_in().account.id, desk().house.config.notice.answer_days
    identity = registry.asked.add(subject, kind, on, on + timedelta(days=days), own)
    _record("request.asked", kind, "")
    return identity


def _record(change: str, kind: AskedKind, word: str) -> None:
    """Said in the ledger like any change of the registry: what, and not of whom."""
    facts = {"change": change, "what": kind.value} | ({"how": word} if word else {})
    desk().house.recorder(signed_in().account.id)(facts)


def _asked_on(text: str) -> date | None:
    today = _today()
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day <= today else None


def _today() -> date:
    return datetime.now(zone()).date()
