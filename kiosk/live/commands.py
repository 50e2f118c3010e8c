"""The command table: what staff ask of the gate process.

A command expires after 10 s, so that a page that hung cannot open a gate for
the next visitor. The gate process takes it, records it, carries it out and
writes what became of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.live.store import Live, now_ms
from verification.ids import new_id

EXPIRY_MS = 10_000


class CommandKind(StrEnum):
    """What staff can ask of a lane, or of the whole gate process (lane ``""``)."""

    OPEN = "open"  # body: reason (of OPEN_REASONS, or none yet), visit or null
    DISMISS = "dismiss"  # body: visit or null; looked after without opening
    CALL = "call"  # the help key of the screen
    ACKNOWLEDGE = "acknowledge"  # body: by, the name shown to the visitor
    ARRIVED = "arrived"  # body: by; a member of staff stands at the lane
    CHECK_AGAIN = "check_again"  # body: visit; what it lacked was added
    PAUSE = "pause"
    HOLD_OPEN = "hold_open"  # everybody out: open until somebody resumes
    RESUME = "resume"  # ends a pause, a hold, and a fire that is over
    CHECKUP = "checkup"  # body: on, and at its end heard (true, false, null)
    CHECKUP_RELAY = "checkup_relay"
    CHECKUP_VOICE = "checkup_voice"
    CONFIRM_CLOCK = "confirm_clock"  # of no lane; body: shown_ms, what staff looked at
    SHOW_CODE = "show_code"  # body: code (the short code of a pass), visit or null


OPEN_REASONS = ("emergency", "unreadable", "system_fault", "other")


@dataclass(frozen=True, slots=True)
class Command:
    """One request; ``result`` is empty until the gate process has answered."""

    id: str
    at_ms: int
    expires_ms: int
    lane: str
    kind: CommandKind
    staff: str
    body: Mapping[str, Any]
    taken_ms: int | None = None
    done_ms: int | None = None
    result: str = ""

    @property
    def expired(self) -> bool:
        """Whether it is too late to carry it out."""
        return now_ms() >= self.expires_ms


class Commands:
    """Both ends of the command table."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def ask(
        self,
        lane: str,
        kind: CommandKind,
        staff: str,
        body: Mapping[str, Any] | None = None,
    ) -> str:
        """Put a command down; returns its id."""
        command, now, text = str(new_id()), now_ms(), json.dumps(body or {})
        with self._live.write() as connection:
            connection.execute(
                "INSERT INTO commands VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
                (
                    command,
                    now,
                    now + EXPIRY_MS,
                    lane,
                    kind,
                    staff,
                    text,
                ),
            )
        return command

    def take(self) -> list[Command]:
        """All commands that nobody took yet, oldest first, now taken by us."""
        with self._live.write() as connection:
            rows = connection.execute(
                "UPDATE commands SET taken_ms = ? WHERE taken_ms IS NULL"
                " RETURNING rowid, *",
                (now_ms(),),
            ).fetchall()
        return [_command(row[1:]) for row in sorted(rows)]

    def finish(self, command: str, result: str) -> None:
        """Write what became of a command."""
        with self._live.write() as connection:
            connection.execute(
                "UPDATE commands SET done_ms = ?, result = ? WHERE id = ?",
                (now_ms(), result, command),
            )

    def get(self, command: str) -> Command | None:
        """One command as it is now."""
        with self._live.lock() as connection:
            row = connection.execute(
                "SELECT * FROM commands WHERE id = ?", (command,)
            ).fetchone()
        return _command(row) if row else None


def _command(row: tuple[Any, ...]) -> Command:
    key, at_ms, expires_ms, lane, kind, staff, body, taken_ms, done_ms, result = row
    return Command(
        key,
        at_ms,
        expires_ms,
        lane,
        CommandKind(kind),
        staff,
        json.loads(body),
        taken_ms,
        done_ms,
        result or "",
    )
