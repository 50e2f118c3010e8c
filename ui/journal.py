"""The last events and today's counters, as the board shows them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.openings import Opening
from ui.journal_rows import device_of, parts_of, person_of, result_of, worth_a_look
from ui.openings import ShiftOpenings
from ui.words import DOCUMENTS, OUTCOMES, said
from verification.evidence import EvidenceKind
from verification.ledger import EventKind, Ledger, StoredEvent

READ = 120
NOTHING = EvidenceKind.NONE.value
SHOWN = 12
MOST_OPENINGS = 20  # without a reason, as far as a board has room for them
COUNT = (
    "SELECT json_extract(head, '$.outcome'), count(*) FROM events"
    " WHERE at >= ? AND kind = 'verdict' GROUP BY 1"
)
CHECKED = EventKind.LANE_CHECKED
Personal = Mapping[str, str]


class Journal:
    """Reads the ledger for the board; nothing is written here.

    Args:
        ledger: of the site.
        zone: in which "today" begins.
        lanes: lane id to its name.
        staff: internal id to display name, asked at every reading.
    """

    def __init__(
        self,
        ledger: Ledger,
        zone: ZoneInfo,
        lanes: Mapping[str, str],
        staff: Callable[[], Mapping[str, str]],
    ) -> None:
        self._ledger, self._zone = ledger, zone
        self._lanes, self._staff = lanes, staff
        self._openings = ShiftOpenings(ledger)

    def version(self) -> tuple[int, str]:
        """Changes with every new event, and every hour: days and shifts end."""
        newest = self._ledger.reader.rows("SELECT max(seq) FROM events")[0][0]
        return int(newest or 0), f"{datetime.now(self._zone):%Y-%m-%d %H}"

    def board(self) -> dict[str, Any]:
        """The newest events worth a guard's look, and today's counters."""
        recent = self._ledger.recent(READ)
        people = {e.visit: e.personal for e in recent if e.visit and e.personal}
        staff, openings = self._staff(), self._openings.recent()
        reasons = {opening.seq: opening.reason for opening in openings}
        shown = [e for e in recent if worth_a_look(e)][:SHOWN]
        unexplained = [opening for opening in openings if not opening.reason]
        return {
            "counters": self.counters(),
            "events": [self._row(e, people, staff, reasons) for e in shown],
            "unexplained": len(unexplained),
            "openings": [
                self._opening(opening, people, staff)
                for opening in reversed(unexplained[-MOST_OPENINGS:])
            ],
            "checks": self._checks(staff),
        }

    def counters(self) -> dict[str, int]:
        """Verdicts and overrides since local midnight."""
        midnight = datetime.combine(
            datetime.now(self._zone).date(), time(), self._zone
        ).astimezone(UTC)
        since = midnight.isoformat(timespec="milliseconds")[:23] + "Z"
        found: dict[str, int] = dict(self._ledger.reader.rows(COUNT, (since,)))
        verdicts = {word: found.get(word, 0) for word in OUTCOMES}
        return {
            "admitted": verdicts["admit"],
            "waited": verdicts["refer"] + verdicts["refuse"],
            "unable": verdicts["unable"],
            "by_staff": self._openings.made(since),
        }

    def _row(
        self,
        event: StoredEvent,
        people: Mapping[str, Personal],
        staff: Mapping[str, str],
        reasons: Mapping[int, str],
    ) -> dict[str, Any]:
        person = person_of(event, people)
        document = person.get("document") or event.evidence.value
        reason = reasons.get(event.seq) or str(event.more.get("reason", ""))
        return {
            "seq": event.seq,
            "time": self._time(event.at),
            "lane": self._lanes.get(event.lane or "", ""),
            "name": person.get("name", ""),
            "number": person.get("number", ""),
            "document": said(DOCUMENTS, document) if document != NOTHING else None,
            "device": device_of(event),
            "result": result_of(event, staff.get(event.staff or "", ""), reason),
        }

    def _opening(
        self, opening: Opening, people: Mapping[str, Personal], staff: Mapping[str, str]
    ) -> dict[str, Any]:
        """An opening that lacks its reason, as a guard remembers it."""
        person = people.get(opening.visit or "", {})
        return {
            "seq": opening.seq,
            "command": opening.command,
            "time": self._time(opening.moment),
            "lane": self._lanes.get(opening.lane, opening.lane),
            "name": person.get("name", ""),
            "by": staff.get(opening.staff, ""),
        }

    def _checks(self, staff: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """When each lane was last checked, by whom, and how that came out."""
        found = {lane: self._ledger.newest(lane, CHECKED) for lane in self._lanes}
        return {
            lane: {
                "time": f"{event.at.astimezone(self._zone):%m-%d %H:%M}",
                "by": staff.get(event.staff or "", ""),
                "parts": parts_of(event),
            }
            for lane, event in found.items()
            if event is not None
        }

    def _time(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%H:%M:%S}"
