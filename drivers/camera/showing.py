"""One showing of a paper: which codes were read since it came.

A camera sees a paper in dozens of frames; staff and ledger want to hear of it
once. The time is given from outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from drivers.protocols import Code, Symbology

GONE_SECONDS = 6.0  # a paper that is still held may be unreadable for so long
TOGETHER_SECONDS = 1.0  # nobody takes one paper away and holds another so soon
MOST_CODES = 16

Key = tuple[Symbology, bytes]


@dataclass(slots=True)
class Showing:
    """The codes that are before the camera."""

    _seen: dict[Key, float] = field(default_factory=dict)
    _codes: dict[Key, Code] = field(default_factory=dict)

    def read(self, codes: Sequence[Code], at: float) -> tuple[Code, ...] | None:
        """Take the codes of a frame; if one of them is new, all of the paper.

        That is those of this frame first, then what was read a moment before it:
        what was read earlier may be the paper of the one before in the queue.
        """
        known = set(self._codes)
        for code in codes:
            self._take(code, at)
        if known.issuperset(self._codes):
            return None
        now = {_key(code): code for code in codes}
        self._forget_covered(known - set(now), codes)
        before = {
            key: code
            for key, code in self._codes.items()
            if key not in now and abs(at - self._seen[key]) <= TOGETHER_SECONDS
        }
        return tuple((now | before).values())[:MOST_CODES]

    def tick(self, at: float, held: bool) -> None:
        """Forget what is gone: all of it when nothing is ``held`` any more."""
        for key, seen in list(self._seen.items()):
            if not held or at - seen > GONE_SECONDS:
                del self._seen[key], self._codes[key]

    def _take(self, code: Code, at: float) -> None:
        key = _key(code)
        if key in self._codes or len(self._codes) < MOST_CODES:
            self._seen[key] = max(at, self._seen.get(key, at))
            self._codes[key] = code

    def _forget_covered(self, earlier: set[Key], codes: Sequence[Code]) -> None:
        """Where a code was and another is now, another paper is held."""
        for key in earlier:
            if not all(_apart(self._codes[key], code) for code in codes):
                del self._seen[key], self._codes[key]


def _apart(one: Code, other: Code) -> bool:
    """Whether two codes stand side by side; not when a place is unknown."""
    if not (one.corners and other.corners):
        return False
    return any(_gap(one, other, axis) >= 0 for axis in (0, 1))


def _gap(one: Code, other: Code, axis: int) -> int:
    """Pixels between two codes, to the side or upwards; less than 0: they overlap."""
    mine = [corner[axis] for corner in one.corners]
    its = [corner[axis] for corner in other.corners]
    return max(min(its) - max(mine), min(mine) - max(its))


def _key(code: Code) -> Key:
    return code.symbology, code.data
