"""Register and admit, or record an attestation, where somebody stands at a gate."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Literal

import structlog
from flask import Blueprint, Response, jsonify
from itsdangerous import Signer
from pydantic import BaseModel, ConfigDict, Field

from kiosk.live import CommandKind
from kiosk.live.laid import Laid, LaidCards, Purpose
from ui.access import signed_in
from ui.admitting import (
    MEASURED,
    SOURCE,
    CannotAdmit,
    Shown,
    Somebody,
    Wanted,
    changes_for,
    form_of,
    whose,
)
from ui.api.reading import read_request
from ui.api.screens import known
from ui.board_words import AT_GATE
from ui.desk import desk
from ui.office.common import own_registry, zone
from verification.documents import subject
from verification.errors import RegistryConflict, VerificationError
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.registry import Change

log = structlog.get_logger()
GONE, CONFLICT, WRONG = 410, 409, 422
STATUS = {
    "gone": GONE,
    "another_card": GONE,
    "conflict": CONFLICT,
    "unrecorded": 503,
}
SALT = "a card at a gate"
Word = Field(max_length=40, pattern=r"^\w+$")


class ShownRequest(BaseModel):
    """One thing that a visitor showed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str = Word
    how: Literal["sms", "paper", "phone", ""] = ""
    valid_until: date | None = None
    degrees: float | None = None


class CardRequest(BaseModel):
    """Whose card is meant: the visit that the board showed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    visit: str = Field(min_length=1, max_length=64)


class AdmissionRequest(CardRequest):
    """What a guard said of whoever stands there; no number is ever among it."""

    card: str = Field("", max_length=128, repr=False)  # as the form named it
    status: str = Field("", max_length=40)
    name: str = Field("", max_length=60, repr=False)
    phone: str = Field("", max_length=40, repr=False)
    shown: tuple[ShownRequest, ...] = Field((), max_length=12)


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    lane = "/lanes/<lane>"
    api.add_url_rule(f"{lane}/card", view_func=card_form, methods=["POST"])
    api.add_url_rule(f"{lane}/admission", view_func=admission, methods=["POST"])


def card_form(lane: str) -> tuple[Response, int]:
    """What is to be asked of whoever's card lies there; a question, no change."""
    known(lane)
    asked = read_request(CardRequest)
    try:
        laid = _laid(lane, asked.visit)
        with own_registry() as registry:
            found = whose(laid, registry, _today())
    except CannotAdmit as problem:
        return _refused(problem.word)
    form = form_of(desk().house, found, _today())
    return jsonify(form | {"card": _signed(lane, asked.visit, found)}), 200


def admission(lane: str) -> tuple[Response, int]:
    """Register, record, and let the lane decide anew."""
    known(lane)
    asked = read_request(AdmissionRequest)
    account = signed_in().account
    try:
        laid = _laid(lane, asked.visit)
        _write(lane, asked, laid, account.id)
    except CannotAdmit as problem:
        return _refused(problem.word)
    body: dict[str, Any] = {"visit": asked.visit}
    key = desk().commands.ask(lane, CommandKind.CHECK_AGAIN, account.id, body)
    return jsonify(command=key), 202


def _laid(lane: str, visit: str) -> Laid:
    """The card of the visit that this lane shows now, and of no other."""
    view = desk().live.lane(lane)
    if view is None or view.board.visit != visit:
        raise CannotAdmit("gone")
    cards = LaidCards(desk().live, desk().house.keys)
    laid = cards.open(Purpose.VISIT, visit)
    if laid is None:
        raise CannotAdmit("gone")
    return laid


def _signed(lane: str, visit: str, found: Somebody) -> str:
    """A name of the card that a form is about; it says nothing and fits no other.

    Another card may be laid beside the first in the same visit: what a guard read of
    one must never register the holder of the other.
    """
    keys = desk().house.keys
    signer = Signer(keys.session, salt=SALT, digest_method=sha256)
    named = subject(keys, found.document).hex()
    parts = [lane, visit, signed_in().account.id, named]
    return signer.get_signature(json.dumps(parts)).decode()


def _write(lane: str, asked: AdmissionRequest, laid: Laid, author: str) -> None:
    house, today = desk().house, _today()
    shown = tuple(
        Shown(one.kind, one.how, one.valid_until, one.degrees) for one in asked.shown
    )
    wanted = Wanted(asked.status, asked.name, asked.phone, shown)
    with own_registry() as registry:
        found = whose(laid, registry, today)
        if not compare_digest(_signed(lane, asked.visit, found), asked.card):
            raise CannotAdmit("another_card")
        changes = changes_for(house, author, found, wanted, today)
        try:
            registry.apply(changes)
        except RegistryConflict:
            raise CannotAdmit("conflict") from None
    _record(lane, asked, author, changes)


def _record(
    lane: str, asked: AdmissionRequest, author: str, changes: Iterable[Change]
) -> None:
    """Say in the ledger what was changed, and what was seen for it; not whose."""
    how = {one.kind: one.how for one in asked.shown}
    entries = []
    for change in changes:
        kind = str(change.body.get("kind", ""))
        more = {"change": str(change.kind), "source": SOURCE}
        if kind:
            more |= {"kind": kind, "shown": how.get(kind) or MEASURED}
        entries.append(
            Entry(
                EventKind.REGISTRY_CHANGE,
                lane=lane,
                visit=asked.visit,
                evidence=EvidenceKind.STAFF,
                staff=author,
                more=more,
            )
        )
    try:
        desk().house.ledger.append(*entries)
    except VerificationError as error:
        # The registry keeps author and time of every change by itself; whoever stands
        # there must not be turned away for it, and the lane records its own verdict.
        log.error("change_not_recorded", error=type(error).__name__)


def _refused(word: str) -> tuple[Response, int]:
    said = AT_GATE[word]
    body = jsonify(error=word, zh=said.zh, en=said.en, tone=said.tone)
    return body, STATUS.get(word, WRONG)


def _today() -> date:
    return datetime.now(UTC).astimezone(zone()).date()
