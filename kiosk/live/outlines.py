"""The table in which a camera's outline of a sheet is handed to the gate screen.

Points in parts of the frame, never a picture; nothing in it outlives its paper.
"""

import json
from dataclasses import dataclass

from kiosk.live.store import Live

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class OutlineView:
    """Where a lane's camera sees a sheet; ``points`` are empty when it sees none.

    ``at_ms`` is when the frame was taken, Unix milliseconds; ``module_px`` as in
    `drivers.protocols.PaperOutline`.
    """

    lane: str
    at_ms: int
    points: Points = ()
    good: bool = False
    module_px: float = 0.0


class OutlineTable:
    """Both ends of the table."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def show(self, view: OutlineView) -> None:
        """Publish a lane's outline in place of the one before.

        Raises:
            sqlite3.Error: live.db takes no writes now.
        """
        with self._live.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO outlines VALUES (?, ?, ?, ?, ?)",
                (
                    view.lane,
                    view.at_ms,
                    json.dumps(view.points),
                    int(view.good),
                    view.module_px,
                ),
            )

    def newest(self) -> list[OutlineView]:
        """The outline of each lane that had one."""
        with self._live.lock() as connection:
            rows = connection.execute("SELECT * FROM outlines").fetchall()
        return [_view(*row) for row in rows]


def _view(
    lane: str, at_ms: int, points: str, good: int, module_px: float
) -> OutlineView:
    corners = tuple((float(x), float(y)) for x, y in json.loads(points))
    return OutlineView(lane, at_ms, corners, bool(good), module_px)
