"""How the simulator page talks to the twins: orders one way, traffic the other.

The twins live in the process of `kiosk demo`; the page lives in the web
process. As everywhere in this house, a table stands between them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.live.store import Live, now_ms

KEPT_TRAFFIC = 400


@dataclass(frozen=True, slots=True)
class SimulatorOrder:
    """What a twin shall do: lay, lift, fault, plug, and so on."""

    id: int
    device: str
    verb: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TwinView:
    """A twin and what it shows: ``body`` has cards, relay states, faults."""

    device: str
    lane: str
    role: str
    driver: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Traffic:
    """One piece of a twin's traffic; ``received`` by the twin or sent by it."""

    id: int
    at_ms: int
    device: str
    received: bool
    data: bytes
    note: str


class SimulatorTable:
    """Both ends of the simulator's tables."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def begin_anew(self) -> None:
        """Forget all twins; their host does so at its start."""
        with self._live.write() as connection:
            for table in ("twins", "twin_orders", "twin_traffic"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names

    def ask(self, device: str, verb: str, body: Mapping[str, Any]) -> int:
        """Put an order for a twin down; returns its id."""
        with self._live.write() as connection:
            cursor = connection.execute(
                "INSERT INTO twin_orders (at_ms, device, verb, body)"
                " VALUES (?, ?, ?, ?)",
                (now_ms(), device, verb, json.dumps(body)),
            )
        return int(cursor.lastrowid or 0)

    def take(self) -> list[SimulatorOrder]:
        """All orders not yet done, oldest first, now taken."""
        with self._live.write() as connection:
            rows = connection.execute(
                "UPDATE twin_orders SET done_ms = ? WHERE done_ms IS NULL"
                " RETURNING id, device, verb, body",
                (now_ms(),),
            ).fetchall()
        return sorted(
            (SimulatorOrder(i, d, v, json.loads(b)) for i, d, v, b in rows),
            key=lambda order: order.id,
        )

    def finish(self, order: int, result: str) -> None:
        """Write what became of an order."""
        with self._live.write() as connection:
            connection.execute(
                "UPDATE twin_orders SET result = ? WHERE id = ?", (result, order)
            )

    def result(self, order: int) -> str | None:
        """What became of an order; ``None`` until the twin answered."""
        with self._live.lock() as connection:
            row = connection.execute(
                "SELECT result FROM twin_orders WHERE id = ?", (order,)
            ).fetchone()
        return row[0] if row else None

    def show(self, view: TwinView) -> None:
        """Publish how a twin is."""
        with self._live.write() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO twins VALUES (?, ?, ?, ?, ?)",
                (view.device, view.lane, view.role, view.driver, json.dumps(view.body)),
            )

    def twins(self) -> list[TwinView]:
        """All twins, by lane and device."""
        with self._live.lock() as connection:
            rows = connection.execute(
                "SELECT * FROM twins ORDER BY lane, role, device"
            ).fetchall()
        return [TwinView(d, ln, r, dr, json.loads(b)) for d, ln, r, dr, b in rows]

    def add_traffic(
        self, device: str, received: bool, data: bytes, note: str = ""
    ) -> None:
        """Note a piece of traffic; only the newest are kept."""
        with self._live.write() as connection:
            cursor = connection.execute(
                "INSERT INTO twin_traffic (at_ms, device, received, bytes, note)"
                " VALUES (?, ?, ?, ?, ?)",
                (now_ms(), device, int(received), data, note),
            )
            connection.execute(
                "DELETE FROM twin_traffic WHERE id <= ?",
                (int(cursor.lastrowid or 0) - KEPT_TRAFFIC,),
            )

    def traffic(self, after: int = 0) -> list[Traffic]:
        """The traffic noted after that id, oldest first."""
        with self._live.lock() as connection:
            rows = connection.execute(
                "SELECT id, at_ms, device, received, bytes, note FROM twin_traffic"
                " WHERE id > ? ORDER BY id",
                (after,),
            ).fetchall()
        return [Traffic(i, at, d, bool(r), b, n) for i, at, d, r, b, n in rows]
