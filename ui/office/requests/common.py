"""What the pages about requests share."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from kiosk.requests import Kept, Relative, RequestBook
from kiosk.requests.deciding import RequestDesk
from ui.access import signed_in
from ui.desk import desk
from ui.help_words import RELATIONS
from verification.masks import mask_name, mask_number, mask_phone
from verification.registry import Registry

REQUEST = re.compile(r"[0-9a-f]{32}")

request_pages = Blueprint("request_pages", __name__, url_prefix="/admin/requests")


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What was typed into a form of a request's page, and what is wrong with it."""

    form: dict[str, str] = field(default_factory=dict, repr=False)
    problems: dict[str, str] = field(default_factory=dict)
    status: int = 400


def utc_now() -> datetime:
    """Wall-clock time, aware."""
    return datetime.now(UTC)


def request_desk(registry: Registry) -> RequestDesk:
    """Decides in the name of whoever asks, over this request's own registry."""
    own = signed_in().account.id
    return RequestDesk(registry, own, utc_now, desk().house.recorder(own), called)


def called(relative: Relative) -> str:
    """How the registry calls a contact: 赵小兰（子女） 10000009000."""
    word = RELATIONS[relative.relation].zh
    return f"{relative.name}（{word}） {relative.phone}"[:60]


def kept_request(registry: Registry, key: str) -> Kept:
    """The request of an address; it may be over."""
    if not REQUEST.fullmatch(key):
        abort(404)
    found = RequestBook(registry).find(bytes.fromhex(key))
    if found is None:
        abort(404)
    return found


def to_request(key: str, done: str = "") -> Response:
    """On to a request, which says what was done."""
    return redirect(url_for("request_pages.page_of", key=key, done=done or None), 303)


def masked_person(name: str, number: str) -> tuple[str, str]:
    """Name and number as a list shows them."""
    return mask_name(name), mask_number(number)


def masked_relative(relative: Relative) -> tuple[str, str]:
    """Name and telephone as a list shows them."""
    return mask_name(relative.name), mask_phone(relative.phone)
