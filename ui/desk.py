"""What the pages work with: one `Desk` per app."""

from dataclasses import dataclass

from flask import current_app

from kiosk.house import House
from kiosk.live import Commands, Live
from kiosk.live.simulator import SimulatorTable
from kiosk.staff import Staff
from ui.hub import Hub
from ui.journal import Journal

NAME = "changxing"


@dataclass(frozen=True, slots=True)
class Desk:
    """House, live.db, staff, ledger and hub of one web process."""

    house: House
    live: Live
    staff: Staff
    journal: Journal
    hub: Hub
    commands: Commands
    simulator: SimulatorTable


def desk() -> Desk:
    """The desk of the app that serves this request."""
    found = current_app.extensions[NAME]
    assert isinstance(found, Desk)  # noqa: S101 - `create_app` put it there
    return found
