"""Whether a frame is a fresh card or the one that still lies there.

Readers differ: some repeat a lying card without end, some say it once. The
same number from the same reader is suppressed until no frame of it came for
``gone_seconds`` and ``same_seconds`` have passed since it was accepted.

Silence counts only while somebody listens: a card that was left on a reader whose
cable wobbles is not laid anew each time the line comes back.
"""

from dataclasses import dataclass

GONE_SECONDS = 0.75
SAME_SECONDS = 3.0
MOST_NUMBERS = 32  # two readers' worth of cards; a wild reader cannot fill memory


@dataclass(slots=True)
class _Sighting:
    accepted: float
    seen: float


class Presence:
    """Suppresses doubles; the time is given from outside.

    Args:
        gone_seconds: a card is gone when no frame came for so long.
        same_seconds: the same number is not accepted again before.

    """

    def __init__(
        self, gone_seconds: float = GONE_SECONDS, same_seconds: float = SAME_SECONDS
    ) -> None:
        self._gone_seconds = gone_seconds
        self._same_seconds = same_seconds
        self._sightings: dict[str, _Sighting] = {}
        self._last_seen: float | None = None  # None: nothing lies there

    def seen(self, number: str, now: float) -> bool:
        """A frame with ``number`` came; whether it is a fresh card."""
        self._last_seen = now
        sighting = self._sightings.get(number)
        if sighting and not self._over(sighting, now):
            sighting.seen = now
            return False
        self._sightings.pop(number, None)
        while len(self._sightings) >= MOST_NUMBERS:
            del self._sightings[next(iter(self._sightings))]
        self._sightings[number] = _Sighting(accepted=now, seen=now)
        return True

    def listens_again(self, now: float) -> None:
        """Nobody listened until ``now``: what lay there may lie there still."""
        if self._last_seen is None:
            return
        self._last_seen = now
        for sighting in self._sightings.values():
            sighting.seen = now

    def tick(self, now: float) -> bool:
        """Whether the card is gone, said once; old numbers are forgotten."""
        over = [number for number, s in self._sightings.items() if self._over(s, now)]
        for number in over:
            del self._sightings[number]
        if self._last_seen is None or now - self._last_seen < self._gone_seconds:
            return False
        self._last_seen = None
        return True

    def due(self) -> float | None:
        """When `tick` has something to do next; ``None`` when nothing waits."""
        ends = [self._end(sighting) for sighting in self._sightings.values()]
        if self._last_seen is not None:
            ends.append(self._last_seen + self._gone_seconds)
        return min(ends, default=None)

    def _over(self, sighting: _Sighting, now: float) -> bool:
        return now >= self._end(sighting)

    def _end(self, sighting: _Sighting) -> float:
        gone = sighting.seen + self._gone_seconds
        return max(gone, sighting.accepted + self._same_seconds)
