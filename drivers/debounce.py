"""Settles a bouncing contact: no port, no clock."""

import math


class Debouncer:
    """A level that changes only when the raw level has stayed.

    Args:
        rise: seconds that "on" must last before it counts; 0 takes the first
            reading, so that a pulse as short as one poll is not lost.
        fall: the same for "off".

    """

    def __init__(self, rise: float, fall: float) -> None:
        self._rise, self._fall = rise, fall
        self._since = math.nan
        self.on = False

    def feed(self, raw: bool, at: float) -> bool:
        """Take a reading made at ``at`` (seconds); whether `on` changed by it."""
        if raw is self.on:
            self._since = math.nan
            return False
        if math.isnan(self._since):
            self._since = at
        if at - self._since < (self._rise if raw else self._fall):
            return False
        self._since = math.nan
        self.on = raw
        return True
