"""The last events and today's counters, as the board shows them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from ui.words import DOCUMENTS, EVENTS, OUTCOMES, Word, said
from verification.catalogue import explain
from verification.ledger import EventKind, Ledger, StoredEvent

READ = 120
SHOWN = 12
COUNT = (
    "SELECT kind, json_extract(head, '$.outcome'), count(*) FROM events"
    " WHERE at >= ? AND kind IN ('verdict', 'override') GROUP BY 1, 2"
)
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

    def version(self) -> tuple[int, str]:
        """Changes with every new event and at midnight."""
        newest = self._ledger.reader.rows("SELECT max(seq) FROM events")[0][0]
        return int(newest or 0), str(datetime.now(self._zone).date())

    def board(self) -> dict[str, Any]:
        """The newest events worth a guard's look, and today's counters."""
        recent = self._ledger.recent(READ)
        people = {e.visit: e.personal for e in recent if e.visit and e.personal}
        staff = self._staff()
        shown = [e for e in recent if _worth_a_look(e)][:SHOWN]
        return {
            "counters": self.counters(),
            "events": [self._row(event, people, staff) for event in shown],
        }

    def counters(self) -> dict[str, int]:
        """Verdicts and overrides since local midnight."""
        midnight = datetime.combine(
            datetime.now(self._zone).date(), time(), self._zone
        ).astimezone(UTC)
        since = midnight.isoformat(timespec="milliseconds")[:23] + "Z"
        found = {(k, o): n for k, o, n in self._ledger.reader.rows(COUNT, (since,))}
        verdicts = {word: found.get(("verdict", word), 0) for word in OUTCOMES}
        return {
            "admitted": verdicts["admit"],
            "waited": verdicts["refer"] + verdicts["refuse"],
            "unable": verdicts["unable"],
            "by_staff": sum(n for (kind, _), n in found.items() if kind == "override"),
        }

    def _row(
        self,
        event: StoredEvent,
        people: Mapping[str, Personal],
        staff: Mapping[str, str],
    ) -> dict[str, Any]:
        person = event.personal or people.get(event.visit or "") or {}
        document = person.get("document") or event.evidence.value
        by = staff.get(event.staff or "", "")
        return {
            "seq": event.seq,
            "time": f"{event.at.astimezone(self._zone):%H:%M:%S}",
            "lane": self._lanes.get(event.lane or "", ""),
            "name": person.get("name", ""),
            "number": person.get("number", ""),
            "document": said(DOCUMENTS, document),
            "result": result_of(event, by),
        }


def _worth_a_look(event: StoredEvent) -> bool:
    return event.kind is EventKind.VERDICT or event.kind.value in EVENTS


def result_of(event: StoredEvent, by: str) -> dict[str, str]:
    """What came of an event: icon and words."""
    if event.kind is EventKind.VERDICT and event.outcome is not None:
        word, icon = OUTCOMES[event.outcome.value]
        if icon != "well" and event.reason is not None:
            told = explain(event.reason)
            word = Word(told.staff_zh, told.staff_en)
        return {"icon": icon, "zh": word.zh, "en": word.en}
    word, icon = EVENTS[event.kind.value]
    return {"icon": icon, "zh": f"{word.zh} · {by}" if by else word.zh, "en": word.en}
