"""What to tell somebody whose paper is seen but not read.

The time is given from outside. A sign on the wall is code-like too: what is
there while nothing moves becomes the background, and only more than it counts.
"""

from dataclasses import dataclass

from drivers.protocols import PaperSign

SURE_SECONDS = 0.5  # somebody who walks by is gone sooner
GONE_SECONDS = 1.5
ADVICE_SECONDS = 1.5
NEXT_ADVICE_SECONDS = 2.5
UNREADABLE_SECONDS = 7.0
SMALL_MODULE = 2.5  # pixels: below, no distance helps but a shorter one
ABOVE_BACKGROUND = 1.6
BACKGROUND_SECONDS = 5.0  # so long without movement, and it is furniture


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What one frame shows.

    Attributes:
        energy: how code-like its most code-like place is.
        paper: whether that place may be a code on a paper, by its form.
        module: estimated pixels of one module.
        moving: whether much moved since a moment ago.

    """

    energy: float = 0.0
    paper: bool = False
    module: float = 0.0
    moving: bool = False


@dataclass(slots=True)
class Guidance:
    """Signs about one paper after the other."""

    _background: float = 0.0
    _moved_at: float = 0.0
    _since: float | None = None
    _seen_at: float = 0.0
    _told: PaperSign | None = None
    _told_at: float = 0.0
    _over: bool = False

    @property
    def sees(self) -> bool:
        """Whether something like a paper is held before the camera."""
        return self._since is not None

    def read(self, at: float) -> None:
        """A code of it was read: no more advice until it is gone."""
        self._since = self._since if self._since is not None else at
        self._seen_at, self._told, self._over = at, PaperSign.SEEN, True

    def look(self, glimpse: Glimpse, at: float) -> PaperSign | None:
        """Take what one frame shows; the sign to be given now, if any."""
        self._learn(glimpse, at)
        if self._is_paper(glimpse):
            self._seen_at = at
            self._since = at if self._since is None else self._since
        elif self._since is not None and at - self._seen_at > GONE_SECONDS:
            return self._end()
        return self._advise(glimpse, at)

    def _learn(self, glimpse: Glimpse, at: float) -> None:
        if glimpse.moving:
            self._moved_at = at
        elif at - self._moved_at > BACKGROUND_SECONDS and not self._told:
            self._background, self._since = glimpse.energy, None

    def _is_paper(self, glimpse: Glimpse) -> bool:
        above = glimpse.energy > self._background * ABOVE_BACKGROUND
        return glimpse.paper and above

    def _end(self) -> PaperSign | None:
        told, self._told = self._told, None
        self._since, self._over = None, False
        return PaperSign.GONE if told else None

    def _advise(self, glimpse: Glimpse, at: float) -> PaperSign | None:
        if self._since is None or self._over or at - self._since < SURE_SECONDS:
            return None
        if self._told is None:
            return self._tell(PaperSign.SEEN, at)
        if at - self._since >= UNREADABLE_SECONDS:
            self._over = True
            return self._tell(PaperSign.UNREADABLE, at)
        wait = ADVICE_SECONDS if self._told is PaperSign.SEEN else NEXT_ADVICE_SECONDS
        if at - self._told_at < wait:
            return None
        return self._tell(_advice(glimpse), at)

    def _tell(self, sign: PaperSign, at: float) -> PaperSign | None:
        same = sign is self._told
        self._told, self._told_at = sign, at
        return None if same else sign


def _advice(glimpse: Glimpse) -> PaperSign:
    if glimpse.moving:
        return PaperSign.STILL
    return PaperSign.NEARER if glimpse.module < SMALL_MODULE else PaperSign.FLAT
