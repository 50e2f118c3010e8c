"""The sheet before the lens as a thing: its outline, and whether it is blank.

All of it is looked for at most six times a second, on a small picture, and only
while a paper is guided or read or something has moved: an empty room costs nothing
but a look at it once a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import dist

from drivers.camera.blank import blank_sheet
from drivers.camera.guidance import Glimpse
from drivers.camera.outline import WIDTH, Small, around_code, small, where_it_was
from drivers.camera.posture import is_near, is_straight, is_whole
from drivers.camera.tracing import STEP_SECONDS, Tracing
from drivers.camera.turning import Turning
from drivers.camera.wire import Message, Outline, Points, Sign
from drivers.codes.interest import CELL, MARGIN, Box
from drivers.codes.zxing import Grey
from drivers.protocols import Code

LEARN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """One frame and what was made of it.

    Attributes:
        grey: the frame.
        colour: the same, BGR.
        at: when it was taken.
        codes: what was read in it.
        seen: what it shows if it was looked at and not read.
        told: whether a paper is guided or read.
        moved: whether something has moved lately.
        held: whether something like a paper is seen.
        believed: whether the picture is known to be of now.

    """

    grey: Grey = field(repr=False)
    colour: Grey = field(repr=False)
    at: float
    codes: Sequence[Code] = ()
    seen: Glimpse | None = None
    told: bool = False
    moved: bool = False
    held: bool = False
    believed: bool = True

    @property
    def box(self) -> Box | None:
        """Where the code is, in pixels of the frame."""
        corners = [point for code in self.codes for point in code.corners]
        if corners:
            return _around(corners, self.grey.shape)
        return self.seen.box if self.seen is not None and self.seen.paper else None

    @property
    def aspect(self) -> float:
        """The frame's width over its height."""
        height, width = self.grey.shape
        return float(width / height)

    @property
    def module_px(self) -> float:
        """How large a module of a read code is, in pixels of the frame; 0: unknown."""
        sizes = [_module_px(code) for code in self.codes if code.modules]
        return round(min(sizes, default=0.0), 2)

    @property
    def near(self) -> bool:
        """Whether the code is large enough: what was read is."""
        return bool(self.codes) or (self.seen is not None and is_near(self.seen.module))


@dataclass(slots=True)
class Sheets:
    """What is to be told of sheets, frame after frame."""

    _tracing: Tracing = field(default_factory=Tracing)
    _turning: Turning = field(default_factory=Turning)
    _empty: Grey | None = None
    _calm: bool = False  # the empty scene was seen without movement
    _learnt_at: float = float("-inf")
    _looked_at: float = float("-inf")

    @property
    def busy(self) -> bool:
        """Whether a sheet that is perhaps to be turned is before the camera."""
        return self._turning.pending

    def look(self, look: Look) -> list[Message]:
        """Take one frame; the messages that follow from it."""
        if look.told:
            self._turning.forget()
            return self._trace(look) if self._is_due(look.at) else []
        signs: list[Message] = []
        if look.moved or self._turning.pending:
            signs = self._watch_blank(look) if self._is_due(look.at) else []
        elif look.believed and not look.held:
            self._learn(look)
        if self._turning.told:
            return signs
        return [*signs, *_some(self._tracing.end(look.at))]

    def _is_due(self, at: float) -> bool:
        due = at - self._looked_at >= STEP_SECONDS
        if due:
            self._looked_at = at
        return due

    def _trace(self, look: Look) -> list[Message]:
        points, good = self._outline(look), False
        if points and look.box is not None and look.near:
            whole = is_whole(look.box, look.grey.shape)
            good = whole and is_straight(points, look.aspect)
        told = self._tracing.take(points, good, look.at)
        return _some(told and replace(told, module_px=look.module_px))

    def _outline(self, look: Look) -> Points:
        grey = small(look.grey) if look.believed else None
        if grey is None:
            return ()
        view = Small(grey, self._empty_like(grey))
        if look.box is None:
            return where_it_was(view, self._tracing.points)
        scale = WIDTH / look.grey.shape[1]
        left, top, right, bottom = (round(side * scale) for side in look.box)
        return around_code(view, (left, top, right, bottom))

    def _watch_blank(self, look: Look) -> list[Message]:
        points = self._blank(look)
        sign = self._turning.look(points, look.at)
        signs: list[Message] = [] if sign is None else [Sign(look.at, sign)]
        if not self._turning.told:
            return signs
        return [*signs, *_some(self._tracing.take(points, False, look.at))]

    def _blank(self, look: Look) -> Points:
        grey = small(look.grey) if look.believed else None
        if grey is None:
            return ()
        if self._empty is None:
            self._empty = grey  # better than nothing, though somebody may be there
        if look.held or not self._calm:
            return ()
        return blank_sheet(Small(grey, self._empty_like(grey)), look.colour)

    def _empty_like(self, grey: Grey) -> Grey | None:
        same = self._empty is not None and self._empty.shape == grey.shape
        return self._empty if same else None

    def _learn(self, look: Look) -> None:
        if look.at - self._learnt_at >= LEARN_SECONDS:
            self._empty, self._learnt_at = small(look.grey), look.at
            self._calm = True


def _around(corners: Sequence[tuple[int, int]], shape: tuple[int, ...]) -> Box:
    """The box of a code that was read, with its quiet zone."""
    xs, ys = zip(*corners, strict=True)
    room = MARGIN * CELL
    return (
        max(0, min(xs) - room),
        max(0, min(ys) - room),
        min(shape[1], max(xs) + room),
        min(shape[0], max(ys) + room),
    )


def _module_px(code: Code) -> float:
    ring = zip(code.corners, (*code.corners[1:], code.corners[0]), strict=True)
    sides = [dist(one, other) for one, other in ring]
    return sum(sides) / len(sides) / code.modules


def _some(outline: Outline | None) -> list[Message]:
    return [] if outline is None else [outline]
