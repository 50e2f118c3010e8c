"""The poster with the way to the form, to be printed and hung up."""

import socket

import segno
from flask import render_template, url_for

from kiosk.config.models import WebTable
from ui.access import is_local
from ui.desk import desk
from ui.office.requests.common import request_pages

QUIET = 4  # modules on each side, ISO/IEC 18004
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


@request_pages.get("/poster")
def poster() -> str:
    """A page to print; it says so when phones cannot reach the address."""
    base = site_address(desk().house.config.web)
    address = f"{base}{url_for('help_form.page')}"
    return render_template(
        "office_request_poster.html",
        address=address,
        code=_code(address),
        reachable=not _is_here_alone(desk().house.config.web),
    )


def site_address(web: WebTable) -> str:
    """How a phone reaches this site: the proxy's name, else this machine's own."""
    if web.names:
        return f"https://{web.names[0]}"
    name = f"{socket.gethostname().lower()}.local"
    host = name if web.host in EVERYWHERE else web.host
    return f"http://[{host}]:{web.port}" if ":" in host else f"http://{host}:{web.port}"


def _is_here_alone(web: WebTable) -> bool:
    return not web.names and (web.host == "localhost" or is_local(web.host))


def _code(address: str) -> tuple[int, str]:
    """Side and dark modules of the code; level M, for a poster in the sun."""
    rows = segno.make_qr(address, error="m").matrix
    dark = (
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return len(rows) + 2 * QUIET, "".join(dark)
