"""The language of the office's pages: Chinese, or English for whoever asks for it.

Both texts stand beside each other where they are used, so that neither can be
forgotten when the other changes.
"""

from flask import Blueprint, current_app, request, session, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

LANGUAGES = {"zh": "zh-CN", "en": "en"}  # our word, and the tag of the page
KEY = "language"
FIRST = "zh"

language = Blueprint("language", __name__)


def chosen() -> str:
    """The language that this browser's user chose: a word of `LANGUAGES`."""
    word = session.get(KEY, FIRST)
    return word if word in LANGUAGES else FIRST


def t(zh: str, en: str) -> str:
    """The text in the language of this request."""
    return en if chosen() == "en" else zh


@language.post("/language")
def choose() -> Response:
    """Remember a language until the browser closes; back to where one was."""
    word = request.form.get(KEY, FIRST)
    if word in LANGUAGES:
        session[KEY] = word
    return redirect(_back(), 303)


def _back() -> str:
    path = request.form.get("back", "/")
    # A path of ours and nothing else: "//host" would lead away from here.
    safe = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if safe and _can_be_read(path) else url_for("office.page")


def _can_be_read(path: str) -> bool:
    """Whether it is a page; answers to forms often lie where nothing can be got."""
    try:
        current_app.url_map.bind("").match(path, "GET")
    except (HTTPException, RoutingException):
        return False
    return True
