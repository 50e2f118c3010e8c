"""A card that lies on the reader of the desk: masked for the page, whole for the form.

The page gets masked parts and a token. A form that carries the token is filled in here,
from what the gate process sealed; the number itself never comes to the browser.
"""

from dataclasses import dataclass, field

from flask import Response, abort, jsonify
from itsdangerous import BadData, URLSafeTimedSerializer

from kiosk.live.laid import KEPT_MS, Laid, LaidCards, Purpose
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.people.common import people_pages
from ui.words import DOCUMENTS
from verification.documents import Document, subject
from verification.errors import DocumentError
from verification.masks import mask_name, mask_number

SALT = "a card on the desk"


@dataclass(frozen=True, slots=True)
class Shown:
    """A laid card as a form takes it; ``number`` is whole."""

    reader: str
    kind: str
    number: str = field(repr=False)
    name: str = field(default="", repr=False)

    def take_up(self) -> None:
        """Forget the card: what it was laid for is done."""
        _cards().take_up(Purpose.ENROLMENT, self.reader)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was meant, and the card that it means."""

    cells: dict[str, str] = field(repr=False)
    card: Shown | None = None

    def done(self) -> None:
        """What the card was laid for is done."""
        if self.card:
            self.card.take_up()


def filled_in(
    form: dict[str, str], number: str, kind: str, name: str = ""
) -> Filled | None:
    """The form with what the reader saw in place of what the page showed masked.

    ``None`` when it means a card that is there no more; the fields of that card are
    empty then. A name that was typed stays.
    """
    if not form["laid"]:
        return Filled(form)
    card = shown_by(form["laid"])
    if card is None:
        form |= {"laid": "", number: ""}
        return None
    cells = form | {number: card.number, kind: card.kind}
    if name and not cells[name]:
        cells[name] = card.name
    return Filled(cells, card)


def readers() -> list[str]:
    """The readers of the office, by their ids."""
    return [reader.id for reader in desk().house.config.enrolment]


def laid_part(form: dict[str, str]) -> dict[str, object]:
    """What a page with the key for the reader needs; the card of a form in words."""
    card = shown_by(form["laid"]) if form.get("laid") else None
    said = ""
    if card:
        words = (say_kind(card.kind), mask_number(card.number), mask_name(card.name))
        said = " ".join(words)
    return {"readers": readers(), "laid_said": said}


def say_kind(kind: str) -> str:
    """A kind of document in words."""
    word = DOCUMENTS[kind]
    return t(word.zh, word.en)


@people_pages.get("/laid/<reader>")
def laid(reader: str) -> Response:
    """What lies on a reader, masked, with the token by which a form refers to it."""
    if reader not in readers():
        abort(404)
    found = _cards().open(Purpose.ENROLMENT, reader)
    if found is None:
        return jsonify(state="none" if _is_well(reader) else "silent")
    document = _document(found)
    if document is None:
        return jsonify(state="wrong")
    return jsonify(
        state="laid",
        kind=document.kind,
        kind_words=say_kind(document.kind),
        number=mask_number(document.number),
        name=mask_name(found.name or ""),
        token=_signer().dumps([reader, signed_in().account.id, _named(document)]),
    )


def shown_by(token: str) -> Shown | None:
    """The card that a form means; ``None`` when it was lifted long ago or changed.

    Args:
        token: of this clerk, at most as old as a laid card may be.

    """
    try:
        reader, account, named = _signer().loads(token, max_age=KEPT_MS // 1000)
    except (BadData, ValueError):
        return None
    found = _cards().open(Purpose.ENROLMENT, reader)
    document = _document(found) if found else None
    if found is None or document is None or account != signed_in().account.id:
        return None
    if _named(document) != named:
        return None
    return Shown(reader, document.kind, document.number, found.name or "")


def gone() -> str:
    """What a page says when the card is there no more."""
    return t(
        "读到的卡已经过了时间，或者换过了；请再按一次“读卡”。",
        "The card was lifted too long ago, or another was laid; press 'Read a card'.",
    )


def _document(found: Laid) -> Document | None:
    try:
        return Document.parse(found.number, found.kind)
    except DocumentError:
        return None


def _named(document: Document) -> str:
    return subject(desk().house.keys, document).hex()


def _is_well(reader: str) -> bool:
    found = {view.device: view.condition for view in desk().live.devices()}
    return found.get(reader) == "ok"


def _cards() -> LaidCards:
    return LaidCards(desk().live, desk().house.keys)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(desk().house.keys.session, SALT)
