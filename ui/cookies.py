"""The session's cookie: signed, for this host only, gone when the browser closes.

It holds the CSRF secret and, for staff, the session's token. On https its name has
the prefix ``__Host-``, which browsers accept on https alone; a kiosk's own browser
speaks plain http on loopback and gets a plain name.

A tablet on which a guard came in by PIN remembers that guard's login name, and nothing
else, in a cookie of its own: nobody can come in with it.
"""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response

from kiosk.staff.accounts import LOGIN

PLAIN = "changxing"
HOST_ONLY = "__Host-changxing"
OF_TABLET = "-tablet"
YEAR_SECONDS = 365 * 86_400


class HostCookie(SecureCookieSessionInterface):
    """Names the cookie and marks it by how the request came."""

    def get_cookie_name(self, app: Flask) -> str:
        """With the prefix where the browser honours it."""
        return HOST_ONLY if request.is_secure else PLAIN

    def get_cookie_secure(self, app: Flask) -> bool:
        """Never over plain http once it came over https."""
        return request.is_secure


def remember_login(response: Response, login: str) -> None:
    """Let this browser know a login name the next time."""
    response.set_cookie(
        _tablet(),
        login,
        max_age=YEAR_SECONDS,
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )


def remembered_login() -> str:
    """The login name of who came in by PIN here; empty when nobody did."""
    kept = request.cookies.get(_tablet(), "")
    return kept if LOGIN.fullmatch(kept) else ""


def _tablet() -> str:
    return (HOST_ONLY if request.is_secure else PLAIN) + OF_TABLET
