"""Registering at the gate whose card lies there, and recording what they showed.

凭有效证件登记: a valid document is enough to be let in; what the site's policy wants
besides is recorded on the spot. The card itself lies sealed in live.db; of its number
only the mask leaves this process, and nobody at a gate types one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kiosk.house import House
from kiosk.live.laid import Laid
from kiosk.people.person import PHONE_DIGITS
from ui.attested import SHOWN_ON, attested_kinds
from ui.words import DOCUMENTS, said
from verification.documents import Document
from verification.errors import DocumentError
from verification.masks import clean_name, mask_name
from verification.reasons import Outcome
from verification.registry import Change, Editor, Personal, Registry
from verification.registry.records import Attestation, PersonRecord

SOURCE = "gate"
TEMPERATURE = "temperature"
# 37.3 °C under the arm is where China's diagnosis and treatment protocols for
# respiratory infections begin to speak of fever.
FEVER = 37.3
COLDEST, HOTTEST = 34.0, 43.0
LONGEST_VALID = timedelta(days=366)
MEASURED = "measured"
LONGEST_PHONE = 30


class CannotAdmit(Exception):
    """Nothing was registered; ``word`` is one of `ui.board_words.AT_GATE`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that a visitor showed: how, until when, or how warm."""

    kind: str
    how: str = ""  # a word of `ui.attested.SHOWN_ON`
    valid_until: date | None = None
    degrees: float | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a guard said in the form; ``name`` only where the card has none."""

    status: str = ""
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whose card lies there; ``subject`` is ``None`` for somebody unregistered.

    ``record`` is what the registry knows of them, if they are registered.
    """

    laid: Laid = field(repr=False)
    document: Document = field(repr=False)
    subject: bytes | None = field(repr=False)
    attested: dict[str, Attestation]
    record: PersonRecord | None = field(default=None, repr=False)


def whose(laid: Laid, registry: Registry, today: date) -> Somebody:
    """Who is registered with this card.

    Raises:
        CannotAdmit: it is the card of nobody whom the site knows, and does not carry
            its own person, or of somebody who took the consent back; or it expired.
    """
    if laid.valid_until is not None and laid.valid_until < today:
        raise CannotAdmit("document_expired")
    try:
        document = Document.parse(laid.number, laid.kind, today=today)
    except DocumentError:
        raise CannotAdmit("not_a_person") from None
    subject: bytes | None = registry.subject(document)
    if document.is_card and subject is not None:
        card = registry.find_card(subject)
        if card is None:
            raise CannotAdmit("not_a_person")
        subject = card.person
    record = None if subject is None else registry.find(subject)
    if subject is None or record is None:
        return Somebody(laid, document, None, {})
    if not record.matchable:
        raise CannotAdmit("dead" if record.dead else "withdrawn")
    attested = dict(registry.attestations(subject))
    return Somebody(laid, document, subject, attested, record)


def admitting_statuses(house: House) -> list[str]:
    """The site's words for a status with which somebody is let in."""
    status = house.policy.status
    return [word for word, outcome in status.items() if outcome == Outcome.ADMIT.value]


def _run_out(house: House, found: Somebody, today: date) -> PersonRecord | None:
    """Whose status admitted once, or was forgotten, and is to be set anew."""
    record = found.record
    if record is None or record.status not in (None, *admitting_statuses(house)):
        return None
    if _is_over(record.valid_until, today):
        return record
    hours = house.policy.max_status_age_hours
    if hours is None:
        return None
    oldest = datetime.now(UTC) - timedelta(hours=hours)
    return record if record.status_at is None or record.status_at < oldest else None


def form_of(house: House, found: Somebody, today: date) -> dict[str, Any]:
    """What the board asks for; nothing in it says who somebody is in full."""
    required = house.policy.require
    kinds = attested_kinds(required)
    new = found.subject is None
    ran_out = _run_out(house, found, today)
    until = _until(ran_out, today) if ran_out else None
    return {
        "registered": not new,
        "renews": ran_out is not None,
        "until": until and until.isoformat(),
        "name": mask_name(found.laid.name or ""),
        "number": found.document.masked,
        "document": said(DOCUMENTS, found.document.kind),
        "needs_name": new and not clean_name(found.laid.name or ""),
        "statuses": admitting_statuses(house) if new or ran_out else [],
        "today": today.isoformat(),
        "attestations": [
            {
                "kind": kind,
                "words": said(kinds, kind),
                "required": kind in required,
                "holds": _holds(found.attested.get(kind), today),
                "degrees": kind == TEMPERATURE,
            }
            for kind in kinds
        ],
    }


def changes_for(
    house: House, author: str, found: Somebody, wanted: Wanted, today: date
) -> list[Change]:
    """What is written to the registry, all of it or nothing.

    Raises:
        CannotAdmit: something that the policy wants is missing, or not right.
    """
    editor = _editor(house, author)
    kinds = attested_kinds(house.policy.require)
    _check_shown(kinds, wanted.shown, today)
    changes = list[Change]()
    key = found.subject
    ran_out = _run_out(house, found, today)
    if key is None or ran_out:
        _check_complete(house.policy.require, found, wanted, today)
    if ran_out:
        changes.append(_renewed(house, editor, ran_out, wanted, today))
    if key is None:
        registered = _registered(house, editor, found, wanted)
        changes.append(registered)
        key = registered.key
    changes += [_attested(editor, key, one, today) for one in wanted.shown]
    if not changes:
        raise CannotAdmit("nothing")
    return changes


def _editor(house: House, author: str) -> Editor:
    notice = house.config.notice
    return Editor(
        house.keys,
        author,
        datetime.now(UTC),
        source=SOURCE,
        basis=notice.basis,
        notice=notice.version or None,
    )


def _registered(
    house: House, editor: Editor, found: Somebody, wanted: Wanted
) -> Change:
    name = clean_name(found.laid.name or "") or clean_name(wanted.name)
    if not any(sign.isalpha() for sign in name):
        raise CannotAdmit("name_missing")
    _check_status(house, wanted)
    phone = " ".join(wanted.phone.split())
    digits = sum(sign.isdecimal() for sign in phone)
    if phone and (digits not in PHONE_DIGITS or len(phone) > LONGEST_PHONE):
        raise CannotAdmit("phone_wrong")
    document = found.document
    personal = Personal(document.kind, document.number, name, phone or None)
    return editor.register(personal, wanted.status)


def _renewed(
    house: House, editor: Editor, record: PersonRecord, wanted: Wanted, today: date
) -> Change:
    _check_status(house, wanted)
    return editor.set_status(record.subject, wanted.status, _until(record, today))


def _until(record: PersonRecord, today: date) -> date | None:
    """How long a status counts that is set anew at a gate.

    Where its last day was over, for today alone: how long it is to count from then on
    is for the office to say.
    """
    return today if _is_over(record.valid_until, today) else record.valid_until


def _check_status(house: House, wanted: Wanted) -> None:
    if wanted.status not in admitting_statuses(house):
        raise CannotAdmit("status_wrong")


def _attested(editor: Editor, key: bytes, one: Shown, today: date) -> Change:
    if one.degrees is not None:  # it says something about today alone
        degrees = f"{one.degrees:.1f}"
        return editor.record_attestation(key, one.kind, today, degrees, shown=MEASURED)
    return editor.record_attestation(key, one.kind, one.valid_until, shown=one.how)


def _check_shown(kinds: Iterable[str], shown: Iterable[Shown], today: date) -> None:
    for one in shown:
        if one.kind not in kinds:
            raise CannotAdmit("attestation_wrong")
        if one.kind == TEMPERATURE:
            _check_degrees(one.degrees)
        elif one.degrees is not None or one.how not in SHOWN_ON:
            raise CannotAdmit("attestation_wrong")
        until = one.valid_until
        if until and not today <= until <= today + LONGEST_VALID:
            raise CannotAdmit("attestation_wrong")


def _check_degrees(degrees: float | None) -> None:
    if degrees is None or not COLDEST <= degrees <= HOTTEST:
        raise CannotAdmit("attestation_wrong")
    if degrees >= FEVER:
        raise CannotAdmit("fever")


def _check_complete(
    require: Iterable[str], found: Somebody, wanted: Wanted, today: date
) -> None:
    given = {one.kind for one in wanted.shown}
    held = {kind for kind, one in found.attested.items() if _holds(one, today)}
    if not set(require) <= given | held:
        raise CannotAdmit("attestation_missing")


def _holds(attestation: Attestation | None, today: date) -> bool:
    return attestation is not None and not _is_over(attestation.valid_until, today)


def _is_over(until: date | None, today: date) -> bool:
    return until is not None and until < today
