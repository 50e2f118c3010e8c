"""The last look at everything that goes into a pack: no number, no address, no path.

Numbers of people are blanked by the pattern of the logs. What else a text could hold,
as the name of a machine, a network or a home folder, says where to attack next.
"""

import re
from typing import Any

from kiosk.logs import PERSONAL

ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+"  # rtsp://user:password@host/…
    r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
    r"|(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}(?![0-9A-Fa-f:])"
    r"|\S+@\S+",
    re.IGNORECASE,
)
PLACE = re.compile(r"/(?:home|root|Users|media|mnt|srv|tmp)/[^\s'\",;:]*")


def clean_text(text: str) -> str:
    """A text without numbers of people, addresses, and paths that name somebody."""
    text = PERSONAL.sub("[number]", text)
    return PLACE.sub("[path]", ADDRESS.sub("[address]", text))


def clean(value: Any) -> Any:
    """The same for every text in a value of JSON."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(str(key)): clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean(one) for one in value]
    return value
