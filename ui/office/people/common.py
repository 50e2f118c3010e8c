"""What the pages about people share: changing the registry, and the ledger."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from ui.access import signed_in
from ui.desk import desk
from ui.office.common import zone
from verification.documents import Document
from verification.ledger import Entry, EventKind
from verification.registry import Change, Editor, PersonDetails, Registry

# The addresses of these pages name a person by the keyed hash of the number. It may
# stand there: without the site's key nobody comes from it to a number, not even by
# trying all numbers, and it is nothing that anybody knows, types or carries.
SUBJECT = re.compile(r"[0-9a-f]{32}")

people_pages = Blueprint("people_pages", __name__, url_prefix="/admin/people")


def subject_of(key: str) -> bytes:
    """The subject in an address; anything else is no page."""
    if not SUBJECT.fullmatch(key):
        abort(404)
    return bytes.fromhex(key)


def known(registry: Registry, subject: bytes) -> PersonDetails:
    """The person of a page, who may have been erased meanwhile."""
    details = registry.details(subject)
    if details is None:
        abort(404)
    return details


def who_has(registry: Registry, document: Document) -> bytes | None:
    """Whom a document belongs to, or a card leads to."""
    key = registry.subject(document)
    if registry.find(key):
        return key
    card = registry.find_card(key)
    return card.person if card else None


def editor(basis: str | None = None, why: str | None = None) -> Editor:
    """Makes changes in the name of whoever asks, now.

    Args:
        basis: the legal basis on which somebody is registered.
        why: the reason of a correction or a status, a word.

    """
    house = desk().house
    notice = house.config.notice.version or None
    own, now = signed_in().account.id, datetime.now(UTC)
    return Editor(
        house.keys, own, now, basis=basis or None, notice=notice, why=why or None
    )


def carry_out(
    registry: Registry, word: str, *changes: Change, seen: int | None = None
) -> None:
    """Change the registry, and say in the ledger that it was changed, not whose.

    Args:
        registry: over a connection of this request's own.
        word: what the ledger says.
        changes: of one person.
        seen: the newest change of that person that the clerk knew of.

    Raises:
        RegistryConflict: somebody else was quicker; nothing was changed.

    """
    registry.apply(changes, seen)
    desk().house.recorder(signed_in().account.id)({"change": word})


def record_viewed(what: str, purpose: str, subject: bytes | None) -> None:
    """Keep who looked, at what and why; at whom lies in a box beside it."""
    desk().house.ledger.append(_viewed(what, purpose, subject))


def record_found(purpose: str, subjects: Sequence[bytes]) -> None:
    """Keep a search and everybody whom it found; a search for nobody is one, too."""
    found = [_viewed("search", purpose, subject) for subject in subjects]
    desk().house.ledger.append(*(found or [_viewed("search", purpose, None)]))


def _viewed(what: str, purpose: str, subject: bytes | None) -> Entry:
    more, own = {"what": what, "purpose": purpose}, signed_in().account.id
    return Entry(EventKind.PERSONAL_VIEWED, staff=own, more=more, subject=subject)


def to_person(subject: bytes, done: str = "") -> Response:
    """On to somebody's page, which says what was done."""
    target = url_for("people_pages.page_of", key=subject.hex(), done=done or None)
    return redirect(target, 303)


def local(moment: datetime | None) -> str:
    """A moment in the site's own time."""
    if moment is None:
        return ""
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}"
