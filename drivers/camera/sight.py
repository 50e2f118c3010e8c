"""Whether the picture of a camera can be believed to be of now.

A sensor has noise, so no two of its frames are equal: a picture that stays the
same to the last bit is a camera that hangs. A picture without light or shade is
a covered lens.
"""

import zlib
from dataclasses import dataclass

from drivers.codes.zxing import Grey

FROZEN_SECONDS = 6.0  # a good encoder sends a still room without any change, too
BLACK_SECONDS = 2.0
BLACK_MEAN = 12.0  # grey levels, with the sensor's own noise
BLACK_SPREAD = 4.0
EVERY = 8  # rows looked at: noise is everywhere


@dataclass(slots=True)
class Sight:
    """Looks at each frame; the time is given from outside.

    Args:
        live: whether equal frames are a fault; those of a file may be equal.

    """

    live: bool = True
    _last: int | None = None
    _changed_at: float = 0.0
    _lit_at: float = 0.0
    fresh: bool = True

    def look(self, grey: Grey, at: float) -> str:
        """Take a frame; returns "" or what is wrong: "frozen" or "black".

        `fresh` then says whether this frame is known to be new: it differs from the
        one before.
        """
        digest = zlib.crc32(grey[::EVERY].tobytes())
        first = self._last is None
        self.fresh = not first and digest != self._last  # the first may be old
        self._last = digest
        if first or self.fresh or not self.live:
            self._changed_at = at
        if first or not _is_black(grey):
            self._lit_at = at
        if at - self._changed_at >= FROZEN_SECONDS:
            return "frozen"
        return "black" if at - self._lit_at >= BLACK_SECONDS else ""


def _is_black(grey: Grey) -> bool:
    few = grey[::EVERY, ::EVERY]
    return bool(few.mean() < BLACK_MEAN and few.std() < BLACK_SPREAD)
