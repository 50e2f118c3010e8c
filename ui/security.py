"""What every answer carries and every request must show.

The headers follow OWASP ASVS 5.0, chapter 3.4; a state change needs a CSRF token
(Flask-WTF) and, besides, a browser that says the request comes from our own page.
"""

import socket
from urllib.parse import urlsplit

from flask import Response, abort, g, request

from ui.access import READING, is_local
from ui.desk import desk

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PERMISSIONS = "Permissions-Policy"
RECORDS = "voice_admin.page"  # the one page that listens
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    PERMISSIONS: "camera=(), microphone=(), geolocation=(), usb=(), serial=()",
}
KEPT = frozenset({"static", "voice.clip", "voice.chime"})  # asked for anew, by ETag
BAD = 400
HSTS = "max-age=31536000"


def check_host() -> None:
    """Answer only to our own names: no page may be reached under a borrowed one.

    A rebinding attack needs a name; addresses are therefore always ours.
    """
    try:
        host = (urlsplit(f"//{request.host}").hostname or "").lower()
    except ValueError:
        abort(400)
    if not (is_address(host) or host in own_names()):
        abort(400)


def own_names() -> frozenset[str]:
    """The names that this site may be asked for by."""
    machine = socket.gethostname().lower()
    web = desk().house.config.web
    configured = {name.lower() for name in (web.host, *web.names)}
    return frozenset({"localhost", machine, f"{machine}.local"}) | configured


def is_address(host: str) -> bool:
    """Whether a host is an address and not a name."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return True
    return False


def check_same_origin() -> None:
    """Refuse a state change that another site's page has caused.

    Browsers send ``Sec-Fetch-Site`` on https and loopback and ``Origin``, perhaps as
    "null", elsewhere; who sends neither must still hold the CSRF token.
    """
    if request.method in READING:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(403)
        return
    origin = request.headers.get("Origin", "null")
    if origin not in ("null", request.host_url.rstrip("/")):
        abort(403)


def add_headers(response: Response) -> Response:
    """The headers of every answer."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.endpoint == RECORDS:
        allowed = HEADERS[PERMISSIONS].replace("microphone=()", "microphone=(self)")
        response.headers[PERMISSIONS] = allowed
    response.headers["Content-Security-Policy"] = _csp()
    if request.endpoint not in KEPT or response.status_code >= BAD:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure and not is_local(request.host.split(":")[0]):
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def _csp() -> str:
    policy = dict(CSP)
    if desk().house.config.site.drill:
        if request.endpoint == "screen.page":
            policy["frame-ancestors"] = "'self'"  # the simulator shows it
        if request.endpoint == "simulator.page":
            policy["frame-src"] = "'self'"
    if "style_nonce" in g:  # a page that carries its style, to be printed anywhere
        policy["style-src"] = f"'nonce-{g.style_nonce}'"
    return "; ".join(f"{name} {value}" for name, value in policy.items())
