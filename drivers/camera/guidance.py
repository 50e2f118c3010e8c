"""What to tell somebody whose paper is seen but not read.

The time is given from outside. A notice on the wall is code-like too: what is
there while nothing moves becomes the background, and only more than it counts.
"""

from dataclasses import dataclass, field

from drivers.protocols import PaperSign

SURE_SECONDS = 0.5  # somebody who walks by is gone sooner
GONE_SECONDS = 2.0  # hands tremble: not each frame shows it
ADVICE_SECONDS = 1.5
NEXT_ADVICE_SECONDS = 5.2  # each piece of advice is spoken to its end
UNREADABLE_SECONDS = 12.8  # after two of them
SMALL_MODULE = 2.5  # pixels: below, no distance helps but a shorter one
ABOVE_BACKGROUND = 1.6
BACKGROUND_SECONDS = 5.0  # so long without movement, and it is furniture
LEFT_SECONDS = 60.0  # still there so long after staff were called: left lying
FADING_SECONDS = 120.0  # a visitor who stands before a notice leaves sooner


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one frame shows.

    Attributes:
        energy: how code-like its most code-like place is.
        paper: whether that place may be a code on a paper, by its form.
        module: estimated pixels of one module.
        moving: whether much moved since a moment ago.
        box: that place: left, top, right, bottom in pixels.

    """

    energy: float = 0.0
    paper: bool = False
    module: float = 0.0
    moving: bool = False
    box: tuple[int, int, int, int] | None = None


@dataclass(slots=True)
class Background:
    """How code-like the place is when nobody holds anything."""

    energy: float | None = None
    _moved_at: float = 0.0
    _learnt_at: float = 0.0

    def look(self, glimpse: Glimpse, at: float, free: bool) -> None:
        """Learn from a glimpse; ``free``: it shows no paper."""
        if glimpse.moving:
            self._moved_at = at
        if self.energy is None or (free and self.is_calm(at)):
            self.learn(glimpse.energy, at)

    def is_calm(self, at: float) -> bool:
        """Whether nothing has moved for long."""
        return at - self._moved_at > BACKGROUND_SECONDS

    def is_less_than(self, glimpse: Glimpse) -> bool:
        """Whether a glimpse shows more than what is always there."""
        return glimpse.energy > (self.energy or 0.0) * ABOVE_BACKGROUND

    def learn(self, energy: float, at: float) -> None:
        """So code-like is something that is always there."""
        faded = 0.5 ** ((at - self._learnt_at) / FADING_SECONDS)
        self.energy = max(energy, (self.energy or 0.0) * faded)
        self._learnt_at = at


@dataclass(slots=True)
class Guidance:
    """Signs about one paper after the other."""

    _background: Background = field(default_factory=Background)
    _last: Glimpse = Glimpse()
    _since: float | None = None
    _seen_at: float = 0.0
    _told: PaperSign | None = None
    _told_at: float = 0.0
    _over: bool = False

    @property
    def sees(self) -> bool:
        """Whether something like a paper is held before the camera."""
        return self._since is not None

    @property
    def told(self) -> bool:
        """Whether somebody was told of it, or it was read, and it is not gone."""
        return self._told is not None

    def read(self, at: float) -> None:
        """A code of it was read: no more advice until it is gone."""
        self._since = at if self._since is None else self._since
        self._seen_at = max(at, self._seen_at)
        self._told, self._over = PaperSign.SEEN, True

    def look(self, glimpse: Glimpse | None, at: float) -> PaperSign | None:
        """Take what one frame shows; the sign to be given now, if any.

        Args:
            glimpse: ``None`` for a frame that was not looked at, or was read.
            at: when the frame was taken.
        """
        if glimpse is not None:
            free = self._since is None and not self._is_paper(glimpse)
            self._background.look(glimpse, at, free)
            if self._is_paper(glimpse):
                self._last, self._seen_at = glimpse, at
                self._since = at if self._since is None else self._since
        if self._since is None:
            return None
        if self._is_left(at):
            self._background.learn(self._last.energy, at)
            return self._end()
        if at - self._seen_at > (GONE_SECONDS if self._told else SURE_SECONDS):
            return self._end()
        return self._advise(at)

    def _is_paper(self, glimpse: Glimpse) -> bool:
        return glimpse.paper and self._background.is_less_than(glimpse)

    def _is_left(self, at: float) -> bool:
        told = self._told is PaperSign.UNREADABLE
        left = told and at - self._told_at > LEFT_SECONDS
        return left and self._background.is_calm(at)

    def _end(self) -> PaperSign | None:
        told, self._told = self._told, None
        self._since, self._over = None, False
        return PaperSign.GONE if told else None

    def _advise(self, at: float) -> PaperSign | None:
        seen_for = 0.0 if self._since is None else self._seen_at - self._since
        if self._over or seen_for < SURE_SECONDS:
            return None
        if self._told is None:
            return self._tell(PaperSign.SEEN, at)
        if seen_for >= UNREADABLE_SECONDS:
            self._over = True
            return self._tell(PaperSign.UNREADABLE, at)
        wait = ADVICE_SECONDS if self._told is PaperSign.SEEN else NEXT_ADVICE_SECONDS
        if at - self._told_at < wait:
            return None
        return self._tell(_advice(self._last), at)

    def _tell(self, sign: PaperSign, at: float) -> PaperSign | None:
        same = sign is self._told
        self._told, self._told_at = sign, at
        return None if same else sign


def _advice(glimpse: Glimpse) -> PaperSign:
    if glimpse.moving:
        return PaperSign.STILL
    return PaperSign.NEARER if glimpse.module < SMALL_MODULE else PaperSign.FLAT
