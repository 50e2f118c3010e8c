"""The one cookie: signed, for this host only, gone when the browser closes.

It holds the CSRF secret and, for staff, the session's token. On https its name has
the prefix ``__Host-``, which browsers accept on https alone; a kiosk's own browser
speaks plain http on loopback and gets a plain name.
"""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

PLAIN = "changxing"
HOST_ONLY = "__Host-changxing"


class HostCookie(SecureCookieSessionInterface):
    """Names the cookie and marks it by how the request came."""

    def get_cookie_name(self, app: Flask) -> str:
        """With the prefix where the browser honours it."""
        return HOST_ONLY if request.is_secure else PLAIN

    def get_cookie_secure(self, app: Flask) -> bool:
        """Never over plain http once it came over https."""
        return request.is_secure
