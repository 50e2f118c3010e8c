"""The table in which gate screens say that they paint.

A page beats every five seconds, from a frame that it has painted, and names what it
shows. The web process writes the beat, the gate process reads it.
"""

from dataclasses import dataclass

from kiosk.live.store import Live, now_ms
from kiosk.live.views import LaneView

CLOSED = "closed"  # the tag of a page that took leave
SILENT_SECONDS = 12.0  # two beats were missed
SHORT_MS = 50  # the next beat comes soon: nobody shall wait for this one


@dataclass(frozen=True, slots=True)
class ScreenBeat:
    """The newest sign of life from a lane's screen; ``tag`` names what it shows."""

    lane: str
    at_ms: int
    tag: str

    @property
    def closed(self) -> bool:
        """Whether the page said that it is being closed."""
        return self.tag == CLOSED

    def shows(self, view: LaneView) -> bool:
        """Whether the screen shows this view of its lane."""
        return self.tag.startswith(f"{view.seq}-{view.at_ms}-")


class ScreenBeats:
    """Both ends of the table."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def beat(self, lane: str, tag: str) -> None:
        """Note that a screen shows ``tag`` now; of several pages the newest counts.

        Raises:
            sqlite3.Error: live.db is locked; it is not waited for.
        """
        with self._live.lock() as connection:
            (busy_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {min(busy_ms, SHORT_MS)}")
            try:
                connection.execute(
                    "INSERT OR REPLACE INTO screens VALUES (?, ?, ?)",
                    (lane, now_ms(), tag),
                )
            finally:
                connection.execute(f"PRAGMA busy_timeout = {busy_ms}")

    def newest(self) -> dict[str, ScreenBeat]:
        """The newest beat of each lane that had one."""
        with self._live.lock() as connection:
            rows = connection.execute("SELECT lane, at_ms, tag FROM screens").fetchall()
        return {row[0]: ScreenBeat(*row) for row in rows}
