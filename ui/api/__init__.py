"""/api/v1: what the pages' scripts ask for."""

from flask import Blueprint, Response, jsonify
from flask_wtf.csrf import generate_csrf

from ui.api import (
    admissions,
    alive,
    lanes,
    locking,
    overrides,
    recordings,
    screens,
    twins,
)

api = Blueprint("api", __name__, url_prefix="/api/v1")


@api.get("/token")
def token() -> Response:
    """A fresh CSRF token, for a page that outlived its cookie's secret.

    Only a page of our own can read the answer: no other origin is let in.
    """
    return jsonify(csrf=generate_csrf())


for part in (screens, alive, lanes, locking, overrides, admissions, recordings, twins):
    part.add_to(api)
