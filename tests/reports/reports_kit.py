"""Visits of nobody, written into a ledger at times that a test says."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

from kiosk.reports import DayBook, Span
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind, Ledger
from verification.ledger.vault import Vault
from verification.moments import ClockState, Moment
from verification.reasons import Outcome, Reason
from verification.storage import connect

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)  # of that day in Shanghai
DAYS = Span(DAY, DAY)
NAME, NUMBER, SUBJECT = "李*英", "9999**********0001", bytes(range(16))


@dataclass
class Diary:
    """One ledger; ``after`` moves its clocks, both of them."""

    folder: Path
    keys: object
    at: datetime = NOON
    mono: float = 1000.0
    visits: int = 0
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.path = self.folder / "ledger.db"
        self.db = connect(self.path)
        now = lambda: Moment(self.at, ClockState.SYNCED)  # noqa: E731 - one word
        self.ledger = Ledger(self.db, self.keys, "north", now, boot="b1")

    def close(self) -> None:
        self.ledger.close()
        self.db.close()

    def after(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.mono += seconds

    def write(self, *entries: Entry) -> None:
        with mock.patch("time.monotonic_ns", return_value=int(self.mono * 1e9)):
            self.ledger.append(*entries)

    def event(self, kind: EventKind, visit: str | None = None, **words) -> None:
        lane = words.pop("lane", "east")
        self.write(Entry(kind, lane=lane, visit=visit, **words))

    def shows(
        self,
        reason: Reason = Reason.STATUS_VALID,
        outcome: Outcome = Outcome.ADMIT,
        lane: str = "east",
        paper: str | None = None,
        personal: dict[str, str] | None = None,
        decided_ms: int | None = None,
        subject: bytes = SUBJECT,
    ) -> str:
        """Somebody shows a card or a paper; returns their visit."""
        self.visits += 1
        visit = f"v{self.visits}"
        words = {
            "lane": lane,
            "visit": visit,
            "evidence": EvidenceKind.PAPER if paper else EvidenceKind.CARD,
            "more": {"paper": paper} if paper else {},
            "subject": subject,
            "personal": {"name": NAME, "number": NUMBER} | (personal or {}),
        }
        facts = {} if decided_ms is None else {"decided_ms": decided_ms}
        verdict = words | {"more": words["more"] | facts}
        self.write(
            Entry(EventKind.PRESENTED, **words),
            Entry(EventKind.VERDICT, outcome=outcome, reason=reason, **verdict),
        )
        return visit

    def goes_through(self, visit: str, opens: float = 0.5, walks: float = 2.0) -> None:
        self.after(opens)
        self.event(EventKind.GATE_PULSE, visit)
        self.after(walks)
        self.event(EventKind.GATE_PASSED, visit)

    def comes_in(self, **words) -> str:
        visit = self.shows(**words)
        self.goes_through(visit)
        return visit

    def referred(
        self, reason: Reason = Reason.NOT_REGISTERED, subject: bytes = SUBJECT
    ) -> str:
        """Somebody who waits for staff."""
        visit = self.shows(reason, Outcome.REFER, subject=subject)
        self.event(EventKind.CALL_RAISED, visit, outcome=Outcome.REFER, reason=reason)
        return visit

    def let_in(
        self, visit: str, staff: str = "s7", reason: str | None = "other"
    ) -> None:
        order = self.orders(visit, staff, reason)
        self.after(0.5)
        self.event(EventKind.GATE_PULSE, visit, more={"order": order})
        self.event(EventKind.CALL_CLOSED, visit, more={"how": "opened"})
        self.after(2)
        self.event(EventKind.GATE_PASSED, visit)

    def orders(
        self, visit: str, staff: str = "s7", reason: str | None = "other"
    ) -> str:
        """Staff want a gate to open; nothing says yet that it did."""
        words = {"lane": "east", "visit": visit, "evidence": EvidenceKind.STAFF}
        more = {"reason": reason, "command": f"order-{visit}"} if reason else {}
        order = {"order": f"o-{visit}"}
        self.write(
            Entry(EventKind.OVERRIDE, staff=staff, more=more, **words),
            Entry(EventKind.GATE_INTENT, staff=staff, more=order, **words),
        )
        return order["order"]

    def book(self, now: datetime | None = None) -> DayBook:
        """Reports as they are made by this diary's clock, or another one."""
        folder = self.folder / "reports"
        lanes = ("east", "west")
        vault = Vault(self.keys.wrap)
        return DayBook(
            self.path, vault, folder, SHANGHAI, lanes, lambda: now or self.at
        )

    def report(self, span: Span = DAYS, lane: str | None = None):
        return self.book().report(span, lane)

    def total(self, span: Span = DAYS, lane: str | None = None):
        return self.report(span, lane).total
