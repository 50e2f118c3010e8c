"""What staff ordered to be opened, and what of it really opened.

The order is an event (``override``). Right behind it, in the same transaction, stands
the intent to open, which has a name of its own (``order``); the pulse of the gate says
that name again. An opening counts only with that pulse, or when somebody said with a
later event (``override.reason``) that they opened by hand. Board and reports ask here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.live.commands import OPEN_REASONS
from verification.ledger.kinds import EventKind

KINDS = (
    EventKind.OVERRIDE,
    EventKind.GATE_INTENT,
    EventKind.GATE_PULSE,
    EventKind.OVERRIDE_REASON,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What an event says, as far as openings go; ``at`` as the ledger writes it."""

    seq: int
    at: str
    kind: str
    lane: str
    visit: str | None
    staff: str
    more: Mapping[str, Any]


@dataclass(slots=True)
class Opening:
    """One order of the staff.

    Attributes:
        seq: of its event.
        at: when it was given, as the ledger writes it.
        visit: of whom it lets in.
        staff: id of who gave it.
        command: id of the command behind it.
        reason: why; empty until somebody has said it.
        by: id of who said why.
        opened: the gate had its pulse, or somebody opened it by hand.
        by_hand: somebody says that they did.

    """

    seq: int
    at: str
    lane: str
    visit: str | None
    staff: str
    command: str
    reason: str = ""
    by: str = ""
    opened: bool = False
    by_hand: bool = False

    @property
    def moment(self) -> datetime:
        """When it was given."""
        return datetime.fromisoformat(self.at)


@dataclass(slots=True)
class Openings:
    """Orders, followed event by event in the order in which they were written."""

    _named: dict[str, Opening] = field(default_factory=dict)
    _intended: dict[str, Opening] = field(default_factory=dict)
    _newest: Opening | None = None

    def add(self, told: Told) -> Opening | None:
        """One event more; the opening that it is about, if it is about one."""
        if told.kind == EventKind.OVERRIDE:
            return self._ordered(told)
        if told.kind == EventKind.OVERRIDE_REASON:
            return self._explained(told)
        order = str(told.more.get("order", ""))
        if told.kind == EventKind.GATE_INTENT:
            return self._intends(told.seq, order)
        pulsed = told.kind == EventKind.GATE_PULSE
        return self._pulsed(order, told.visit) if pulsed else None

    def about(self, told: Told) -> Opening | None:
        """The opening that a later event explains, before it is added."""
        if told.kind != EventKind.OVERRIDE_REASON:
            return None
        return self._named.get(str(told.more.get("override")))

    def _ordered(self, told: Told) -> Opening:
        command, staff = str(told.more.get("command", "")), told.staff
        reason = _known(told.more.get("reason"))
        opening = Opening(
            told.seq, told.at, told.lane, told.visit, staff, command, reason
        )
        opening.by = staff if reason else ""
        names = {str(told.seq), command} - {""}
        self._named |= dict.fromkeys(names, opening)
        self._newest = opening
        return opening

    def _intends(self, seq: int, order: str) -> Opening | None:
        opening = self._newest
        if opening is None or seq != opening.seq + 1 or not order:
            return None
        self._intended[order] = opening
        return opening

    def _pulsed(self, order: str, visit: str | None) -> Opening | None:
        opening = self._intended.get(order)
        if opening is None or opening.visit != visit:
            return None
        opening.opened = True
        return opening

    def _explained(self, told: Told) -> Opening | None:
        opening = self.about(told)
        if opening is None:
            return None
        reason = _known(told.more.get("reason"))
        if reason:  # the newest one stands
            opening.reason, opening.by = reason, told.staff
        if told.more.get("by_hand"):
            opening.opened = opening.by_hand = True
        return opening


def _known(reason: object) -> str:
    return str(reason) if reason in OPEN_REASONS else ""
