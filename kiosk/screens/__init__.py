"""How the screen of each lane was set up by whoever installed it, and what counts.

What the installer measured and chose at the gate lies in ``data_dir/screens``, one
small file a lane. Volume and place of the reader are used in place of those of
`config.toml`; the rest is kept for the acceptance sheet.
"""

from kiosk.screens.limits import Check, checks
from kiosk.screens.setup import STEPS, Place, ScreenSetup, Step
from kiosk.screens.store import Screens, Stored
from kiosk.screens.table import as_set_up, used

__all__ = [
    "STEPS",
    "Check",
    "Place",
    "ScreenSetup",
    "Screens",
    "Step",
    "Stored",
    "as_set_up",
    "checks",
    "used",
]
