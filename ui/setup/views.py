"""What the set-up pages show of a lane."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.config import Config
from kiosk.config.cameras import OpencvCameraTable
from kiosk.config.models import LaneTable
from kiosk.screens import STEPS, Check, Step, Stored, checks, used
from kiosk.screens.limits import ABOVE_AMBIENT_DB, LEAST_PX, SPOT_MM, USUAL_DBA
from kiosk.screens.setup import ScreenSetup
from kiosk.voice.speaking import LOUDER_DB
from ui.setup import words
from ui.words import CALL_KEY, LOUDER_KEY, moment

LIMITS = {
    "usual_dba": USUAL_DBA,
    "above_db": ABOVE_AMBIENT_DB,
    "px": LEAST_PX,
    "spot_mm": SPOT_MM,
}


@dataclass(frozen=True, slots=True)
class SetUp:
    """A lane, what is kept of its set-up, and the words for both."""

    config: Config
    lane: LaneTable
    stored: Stored

    words = words
    limits = LIMITS
    louder_db = LOUDER_DB
    call_key = CALL_KEY
    louder_key = LOUDER_KEY

    @property
    def setup(self) -> ScreenSetup:
        """What is kept."""
        return self.stored.setup

    @property
    def used(self) -> LaneTable:
        """The lane as its screen uses it."""
        return used(self.lane, self.setup)

    @property
    def place(self) -> str:
        """Where the screen says that the reader is."""
        return self.used.screen.reader if self.used.screen else "below"

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that this lane has."""
        missing = {"speaker"} if self.lane.voice is None else set()
        if self.lane.camera is None:
            missing.add("camera")
        return tuple(name for name in STEPS if name not in missing)

    def done(self, name: str) -> Step | None:
        """A step if it was done."""
        return self.setup.done.get(name)

    def next(self, name: str) -> str | None:
        """The step after this one."""
        after = self.steps[self.steps.index(name) + 1 :]
        return after[0] if after else None

    def checks(self, name: str) -> tuple[Check, ...]:
        """What was checked in a step."""
        return tuple(check for check in checks(self.setup) if check.step == name)

    def state(self, name: str) -> str:
        """``todo``, ``bad``, ``part`` (something was not measured) or ``well``."""
        if self.done(name) is None:
            return "todo"
        found = self.checks(name)
        if any(check.ok is False for check in found):
            return "bad"
        unmeasured = any(check.limit and check.ok is None for check in found)
        return "part" if unmeasured else "well"

    @property
    def whole(self) -> str:
        """The worst of all steps."""
        states = {self.state(name) for name in self.steps}
        return next(s for s in ("bad", "todo", "part", "well") if s in states)

    @property
    def frame(self) -> tuple[int, int]:
        """The size of the camera's pictures, as far as the config says it."""
        camera = self.lane.camera
        if isinstance(camera, OpencvCameraTable):
            return camera.width, camera.height
        return OpencvCameraTable(source=0).width, OpencvCameraTable(source=0).height

    def value(self, name: str, field: str, given: dict[str, str]) -> str:
        """What stands in a field: what was just sent, or what is kept."""
        if field in given:
            return given[field]
        kept = getattr(self.done(name), field, None)
        return f"{kept:g}" if isinstance(kept, float) else str(kept or "")

    def day(self, at: datetime) -> str:
        """A moment as the site writes it."""
        return moment(at, self.config.site.timezone)
