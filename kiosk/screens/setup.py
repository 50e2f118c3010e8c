"""What an installer measures and chooses at a gate, step by step."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

Place = Literal["below", "left", "right"]
TouchKey = Literal["call", "louder", "F9", "F10", "wired"]
SPOTS = ("top_left", "top_right", "middle", "bottom_left", "bottom_right")
Spot = Literal["top_left", "top_right", "middle", "bottom_left", "bottom_right"]
Decibel = Annotated[float, Field(ge=20, le=130)]
LEAST_MM_PER_PX, MOST_MM_PER_PX = 0.05, 2.0  # from a telephone to a wall


class Step(BaseModel):
    """A step that was done: when, by whom, and whether on the lane's own machine.

    Numbers are finite and within what can be; a file or a form with others is refused.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    at: AwareDatetime
    by: str = Field(min_length=1, max_length=64)
    here: bool = True


class Panel(Step):
    """The panel, by a line on it and a ruler, and where its reader stands.

    ``width_px`` and ``height_px`` are the page's size and ``line_px`` the line's, in
    CSS pixels; ``distance_cm`` is from the eyes to the panel.
    """

    width_px: float = Field(ge=200, le=20_000)
    height_px: float = Field(ge=200, le=20_000)
    line_px: float = Field(ge=50, le=20_000)
    line_mm: float = Field(ge=10, le=2000)
    distance_cm: float = Field(ge=20, le=500)

    @property
    def mm_per_px(self) -> float:
        """How large a CSS pixel is on this panel."""
        return self.line_mm / self.line_px

    @model_validator(mode="after")
    def _such_panels_exist(self) -> Self:
        if not LEAST_MM_PER_PX <= self.mm_per_px <= MOST_MM_PER_PX:
            raise ValueError("line_mm: no panel has pixels of that size")
        return self


class Speaker(Step):
    """The usual volume in dB of full scale, and what a sound-level meter read.

    In dB(A) at half a metre: the place when all is quiet, the usual level, the loudest.
    """

    volume_db: float = Field(ge=-60, le=0)
    ambient_dba: Decibel | None = None
    normal_dba: Decibel | None = None
    loudest_dba: Decibel | None = None


class Touch(Step):
    """Which spots were missed, how far off the worst hit was, which keys answered."""

    missed: tuple[Spot, ...] = Field((), max_length=len(SPOTS))
    largest_mm: float | None = Field(None, ge=0, le=2000)
    keys: tuple[TouchKey, ...] = Field((), max_length=5)


class Aim(Step):
    """How many pixels of the camera's picture one module of a read code has."""

    px_per_module: float = Field(gt=0, le=100)


class Reader(Step):
    """Where the card reader is, as one stands before the screen."""

    place: Place


class ScreenSetup(BaseModel):
    """All steps of one lane; ``None`` for what was not done or was reset."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    panel: Panel | None = None
    speaker: Speaker | None = None
    touch: Touch | None = None
    camera: Aim | None = None
    reader: Reader | None = None

    @property
    def done(self) -> dict[str, Step]:
        """The steps that were done, by name."""
        steps = ((name, getattr(self, name)) for name in STEPS)
        return {name: step for name, step in steps if step is not None}

    @property
    def at(self) -> datetime | None:
        """When the last of its steps was done."""
        return max((step.at for step in self.done.values()), default=None)


STEPS: dict[str, type[Step]] = {
    "panel": Panel,
    "speaker": Speaker,
    "touch": Touch,
    "camera": Aim,
    "reader": Reader,
}
