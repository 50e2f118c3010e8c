"""What somebody showed in support: recorded with what it was seen on, or withdrawn."""

from datetime import UTC, date, datetime, time

from werkzeug.wrappers import Response

from kiosk.people.steps import Told
from ui.attested import SHOWN_ON, attested_kinds
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, zone
from ui.office.people.changing import changed_meanwhile, do, doubtful
from ui.office.people.common import (
    editor,
    known,
    people_pages,
    subject_of,
    to_person,
)
from ui.office.people.forms import Problems, typed
from ui.office.people.meanwhile import SHOWN, Since, since
from ui.office.people.person import Answer, shown_page
from ui.office.warned import last_day, unconfirmed

FIELDS = ("attested_kind", "attested_on", "attested_at", "attested_until")


@people_pages.post("/<key>/attest")
def attest(key: str) -> Response:
    """An attestation that was seen; the newest of a kind counts."""
    subject, form = subject_of(key), typed(*FIELDS)
    problems, at, until = _checked(form)
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        if late := _of_kind(before, form["attested_kind"]):
            return changed_meanwhile(registry, subject, form, late, "shown")
        if doubts := unconfirmed(last_day("attested_until", until)):
            return doubtful(registry, subject, form, "shown", doubts)
        change = editor().record_attestation(
            subject, form["attested_kind"], until, shown=form["attested_on"], at=at
        )
        return do(registry, "attested", change, before, form)


@people_pages.post("/<key>/unattest")
def unattest(key: str) -> Response:
    """It was recorded by mistake, or counts no longer."""
    subject, form = subject_of(key), typed("kind")
    with own_registry() as registry:
        before = since(registry, subject)
        kinds = {one.kind for one in known(registry, subject).attestations}
        if form["kind"] not in kinds:
            return to_person(subject, "meanwhile")
        if late := _of_kind(before, form["kind"]):
            return changed_meanwhile(registry, subject, {}, late, "shown")
        change = editor().withdraw_attestation(subject, form["kind"])
        return do(registry, "unattested", change, before)


def _of_kind(before: Since, kind: str) -> list[Told]:
    found = before.kinds(SHOWN)
    return [one for one in found if one.change.body.get("kind") == kind]


def _checked(form: dict[str, str]) -> tuple[Problems, datetime, date | None]:
    problems: Problems = {}
    if form["attested_kind"] not in attested_kinds(desk().house.policy.require):
        problems["attested_kind"] = t("请选是哪种证明。", "Choose what was shown.")
    if form["attested_on"] not in SHOWN_ON:
        problems["attested_on"] = t("请选看的是什么。", "Choose what you saw it on.")
    now = datetime.now(UTC)
    today = now.astimezone(zone()).date()
    shown = _day(form["attested_at"], today)
    if shown is None or shown > today:
        problems["attested_at"] = t(
            "日期不对：不能晚于今天。", "No date, or one that is still to come."
        )
    until = _day(form["attested_until"], None)
    if form["attested_until"] and (until is None or until < (shown or today)):
        problems["attested_until"] = t(
            "日期不对：不能早于出示的日期。", "No date, or one before it was shown."
        )
    at = now if shown in (None, today) else _noon(shown)
    return problems, at, until


def _day(text: str, without: date | None) -> date | None:
    if not text:
        return without
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), zone()).astimezone(UTC)
