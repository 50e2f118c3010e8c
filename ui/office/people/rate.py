"""How often one account may ask for people's data."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from flask import current_app

from ui.access import signed_in

EXTENSION = "changxing.people_rates"
# OWASP ASVS 5.0, 2.4.1: nobody at a desk asks faster, a program would.
LIMITS = {"search": (30, 60.0), "view": (20, 3600.0), "copy": (20, 3600.0)}


class Rate:
    """So many times within so many seconds for each account.

    Args:
        most: how many times.
        seconds: within which.
        clock: monotonic seconds.

    """

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def take(self, account: str) -> bool:
        """Whether this account may once more; if so, it counts."""
        with self._lock:
            times, now = self._times[account], self._clock()
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True


def may(what: str) -> bool:
    """Whether whoever asks may do this once more; ``what`` is a word of `LIMITS`."""
    made = {word: Rate(*limit) for word, limit in LIMITS.items()}
    rates: dict[str, Rate] = current_app.extensions.setdefault(EXTENSION, made)
    return rates[what].take(signed_in().account.id)
