"""live.db: what the processes of this house tell each other, and nothing else.

Nothing in it is worth keeping: the gate process empties it at its start.
"""

from kiosk.live.commands import Command, CommandKind, Commands
from kiosk.live.simulator import SimulatorOrder, SimulatorTable
from kiosk.live.store import Live, open_live
from kiosk.live.views import BoardView, DeviceView, LaneView, ScreenView

__all__ = [
    "BoardView",
    "Command",
    "CommandKind",
    "Commands",
    "DeviceView",
    "LaneView",
    "Live",
    "ScreenView",
    "SimulatorOrder",
    "SimulatorTable",
    "open_live",
]
