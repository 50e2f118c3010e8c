"""A file with personal data on its way out: sealed, handed over once, kept nowhere.

The file lies in the page itself, so that the password needs no place between two
requests: neither a form, nor an address, nor this machine ever holds it again.
"""

import base64
import io
from collections.abc import Mapping
from datetime import datetime

from flask import make_response, render_template
from werkzeug.wrappers import Response

from kiosk.sealed import SealedZip, Taken, about, new_password
from kiosk.sealed.note import NAME as ABOUT
from ui.access import signed_in
from ui.desk import desk
from ui.office.common import zone

SEALED = "zip"  # how the ledger says that a file left sealed


def taken_by_me(purpose: str) -> Taken:
    """Whoever is signed in takes something out, now."""
    house = desk().house
    now = house.clock.moment().utc.astimezone(zone())
    return Taken(house.config.site.name, signed_in().account.display_name, now, purpose)


def sealed_page(
    name: str, entries: Mapping[str, str], taken: Taken, back: str
) -> Response:
    """A page with the sealed file and its password, both for this once.

    Args:
        name: of the file; it is read without the password, as those of the entries.
        entries: texts by their names.
        taken: who takes them, when and what for.
        back: the page to go on to.

    """
    password = new_password()
    data = _sealed({ABOUT: about(taken)} | dict(entries), password, taken.at)
    page = render_template(
        "office_sealed.html",
        name=name,
        data=base64.b64encode(data).decode(),
        size=max(1, len(data) // 1024),
        password=password,
        back=back,
    )
    return make_response(page)


def _sealed(entries: Mapping[str, str], password: str, at: datetime) -> bytes:
    out = io.BytesIO()
    with SealedZip(out, password, at) as archive:
        for name, text in entries.items():
            archive.write(name, text.encode())
    return out.getvalue()
