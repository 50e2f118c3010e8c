"""The lock of a guard's tablet: touched, locked, and opened by the PIN again."""

from flask import Blueprint, Response, abort, jsonify, request, session
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.staff.secrets import LONGEST
from ui.access import TOKEN
from ui.coming_in import address
from ui.desk import desk


class Unlock(BaseModel):
    """The PIN, or the password of a guard who has no PIN."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    pin: str = Field(min_length=1, max_length=LONGEST, repr=False)


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/touch", view_func=touch, methods=["POST"])
    api.add_url_rule("/lock", view_func=lock, methods=["POST"])
    api.add_url_rule("/unlock", view_func=unlock, methods=["POST"])


def touch() -> Response:
    """Somebody touched the page: the lock and the idle limit are pushed back.

    `ui.access` has done so by the time that we are here, or has answered 423.
    """
    return Response(status=204)


def lock() -> Response:
    """Lock this session now."""
    desk().staff.sessions.lock(session[TOKEN])
    return Response(status=204)


def unlock() -> Response:
    """Unlock it; says whether the PIN was right, or how many tries are left.

    With none left the session is over.
    """
    try:
        typed = Unlock.model_validate(request.get_json())
    except ValidationError:
        abort(400)
    done = desk().staff.unlock(session[TOKEN], typed.pin, address())
    if not (done.right or done.left):
        session.pop(TOKEN)
    return jsonify(right=done.right, left=done.left)
