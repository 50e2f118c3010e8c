"""A virtual camera of the demo, what is held before it, and how."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from drivers.twins.camera import CameraTwin
from drivers.twins.faults import Fault
from drivers.twins.sheet import Pose
from kiosk.demo.sheets import DemoSheet

MOVING = "moving"
SWING_SECONDS = 0.2
STEADY_SECONDS = 6.0  # then the hand has heard the hint
SWING = 0.12  # of the frame's width, to either side
HOW: Mapping[str, Mapping[str, Any]] = {
    "tilted": {"tilt": 28.0, "turn": 18.0, "roll": 25.0},
    "bent": {"curl": 110.0},
    "glare": {"glare": 1.0},
    "far": {"px_per_module": 1.0, "jpeg": 30},
    MOVING: {"motion": 14.0},
    "dark": {"light": 0.14, "noise": 8.0},
}
FAULTS = (Fault.FROZEN, Fault.BLACK, Fault.SILENT, Fault.NOISE, Fault.HALF_FRAME)


@dataclass(slots=True)
class VirtualCamera:
    """A camera's twin with the sheet before it; one thread uses it.

    Attributes:
        lane: whose camera it is.
        twin: the camera.
        held: id of the sheet; ``None``: nothing is held.
        poses: words of `HOW` that are on.
        moving: whether the hand trembles now.

    """

    lane: str
    twin: CameraTwin
    sheets: Mapping[str, DemoSheet] = field(default_factory=dict, repr=False)
    held: str | None = None
    poses: set[str] = field(default_factory=set)
    moving: bool = False
    _shown_at: float = 0.0
    _moved_at: float = 0.0
    _side: int = 1

    def show(self, sheet: str) -> None:
        """Hold a sheet of the drawer before the camera.

        Raises:
            KeyError: there is no such sheet.

        """
        self._shown_at, self.moving = time.monotonic(), MOVING in self.poses
        self._draw(sheet)
        self.held = sheet

    def take_away(self) -> None:
        """Nothing is held before the camera any more."""
        self.twin.take_away()
        self.held = None

    def hold(self, word: str, on: bool) -> None:
        """How sheets are held from now on, the present one, too.

        Raises:
            KeyError: nobody can hold a sheet so.

        """
        change = self.poses.add if HOW[word] and on else self.poses.discard
        change(word)
        if self.held is not None:
            self.show(self.held)

    def move(self, at: float) -> None:
        """A trembling hand, at this monotonic time; it comes to rest after a while."""
        if not self.moving or self.held is None or at - self._moved_at < SWING_SECONDS:
            return
        self._moved_at, self._side = at, -self._side
        self.moving = at - self._shown_at < STEADY_SECONDS
        self._draw(self.held)

    def view(self) -> dict[str, Any]:
        """What the simulator page shows of it."""
        return {
            "sheets": [{"id": s.id, "label": s.label} for s in self.sheets.values()],
            "held": self.held,
            "poses": list(HOW),
            "poses_on": sorted(self.poses),
            "plugged": self.twin.plugged,
            "faults": [word.value for word in FAULTS],
            "faults_on": sorted(
                word.value for word in self.twin.faults if word is not Fault.UNPLUG
            ),
        }

    def _draw(self, sheet: str) -> None:
        self.twin.show(self.sheets[sheet].sheet, self._pose())

    def _pose(self) -> Pose:
        pose = Pose()
        for word in sorted(self.poses - {MOVING}):
            pose = replace(pose, **HOW[word])
        if self.moving:
            x = 0.5 + self._side * SWING
            pose = replace(pose, x=x, **HOW[MOVING])
        return pose
