"""/passes/<id>/print: one pass for the printer of whoever stands at the browser."""

import re
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, Response, abort, g, make_response, render_template, request

from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.printing.job import Job, Printing
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.page import render_html
from kiosk.passes.printing.wanted import wanted_by
from kiosk.passes.problems import PassProblem, Why
from ui.access import signed_in
from ui.desk import desk
from ui.words import CANNOT_PRINT, Word
from verification.errors import KeyProblem
from verification.ledger import Entry, EventKind
from verification.passes.errors import SigningProblem
from verification.passes.issued import IssuedPass

PASS_ID = re.compile(r"[0-9a-f]{16}")
DPI = 300

passes = Blueprint("passes", __name__)


@passes.get("/passes/<pass_id>/print")
def print_view(pass_id: str) -> Response:
    """The pass as a page for the browser's own printing; it was read back before."""
    form = _form()
    if not PASS_ID.fullmatch(pass_id):
        abort(404)
    try:
        issued = _again(pass_id)
        page = _checked(issued, form)
    except PassProblem as problem:
        if problem.why is Why.UNKNOWN_PASS:
            abort(404)
        return _said(Word(problem.chinese, problem.english))
    except (SigningProblem, KeyProblem):
        return _said(CANNOT_PRINT)
    _record()
    return make_response(page)


def _form() -> PrintFormat:
    word = request.args.get("format", PrintFormat.A5.value)
    if word not in (PrintFormat.A5, PrintFormat.CARD):
        abort(400)
    return PrintFormat(word)


def _again(pass_id: str) -> IssuedPass:
    """Signed once more, over a connection of this request's own."""
    house, author = desk().house, signed_in().account.id
    registry = house.another_registry()
    try:
        own = replace(house, registry=registry)
        office = PassDesk.of(own, author, lambda: datetime.now(UTC), unprintable)
        return office.again(pass_id)
    finally:
        registry.close()


def _checked(issued: IssuedPass, form: PrintFormat) -> str:
    """The page, after the same pages as PDF were read back by the reading ladder."""
    house = desk().house
    site, wanted = house.config.site, wanted_by(house.policy)
    Printing(Job([issued], form, DPI, site, wanted)).run()
    nonce = g.style_nonce = secrets.token_urlsafe(16)
    return render_html([issued], form, DPI, site, wanted=wanted, nonce=nonce)


def _record() -> None:
    entry = Entry(
        EventKind.PERSONAL_EXPORTED,
        staff=signed_in().account.id,
        more={"purpose": "pass.print", "people": 1},
    )
    desk().house.ledger.append(entry)


def _said(word: Word) -> Response:
    status = HTTPStatus.CONFLICT
    response = make_response(
        render_template("error.html", status=int(status), said=word)
    )
    response.status_code = status
    return response
