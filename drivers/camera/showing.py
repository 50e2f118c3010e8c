"""One showing of a paper: which codes were read since it came.

A camera sees a paper in dozens of frames; staff and ledger want to hear of it
once. The time is given from outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from drivers.protocols import Code, Symbology

GONE_SECONDS = 2.0  # hands tremble: not each frame is read
HELD_SECONDS = 6.0  # … and a paper that is still held may be unreadable longer
MOST_CODES = 16

Key = tuple[Symbology, bytes]


@dataclass(slots=True)
class Showing:
    """The codes that are before the camera."""

    _seen: dict[Key, float] = field(default_factory=dict)
    _codes: dict[Key, Code] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is shown."""
        return not self._codes

    def read(self, codes: Sequence[Code], at: float) -> tuple[Code, ...] | None:
        """Take the codes of a frame; all of the showing if one of them is new."""
        fresh = [code for code in codes if _key(code) not in self._codes]
        for code in codes:
            if _key(code) in self._codes or len(self._codes) < MOST_CODES:
                self._seen[_key(code)] = at
                self._codes.setdefault(_key(code), code)
        if not fresh or _key(fresh[0]) not in self._codes:
            return None
        now = {_key(code): code for code in codes}
        return tuple(
            (now | {k: c for k, c in self._codes.items() if k not in now}).values()
        )

    def tick(self, at: float, still_held: bool) -> bool:
        """Forget what is gone; whether the last code just went."""
        if self.empty:
            return False
        limit = HELD_SECONDS if still_held else GONE_SECONDS
        for key, seen in list(self._seen.items()):
            if at - seen > limit:
                del self._seen[key], self._codes[key]
        return self.empty


def _key(code: Code) -> Key:
    return code.symbology, code.data
