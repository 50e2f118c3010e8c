"""Where a lane's decisions meet the registry and the ledger."""

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from drivers.protocols import CardKind, CardRead
from kiosk.lane.actions import Decide, GiveBack, Intend, Record
from kiosk.lane.desk import Desk
from kiosk.lane.events import Decided, Ignored
from verification.ages import age_group
from verification.invented import InventedPerson, invented_person
from verification.keys import create_keys, load_keys
from verification.ledger import EventKind, Ledger
from verification.moments import ClockState, Moment
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.registry import Editor, Personal, Registry
from verification.storage import connect

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
GREEN, RED, STRANGER = invented_person(1), invented_person(2), invented_person(3)
STATUSES = {"green": Outcome.ADMIT, "red": Outcome.REFUSE}


@dataclass
class Office:
    """Two lanes over one registry and one ledger."""

    folder: Path
    registry: Registry
    ledger: Ledger
    db: Database

    def lane(self, name: str = "east") -> Desk:
        policy = Policy(statuses=STATUSES)
        moment = Moment(NOW, ClockState.SYNCED)
        return Desk(name, self.registry, self.ledger, lambda: policy, lambda: moment)

    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.ledger.events()]

    def lock(self) -> sqlite3.Connection:
        other = sqlite3.connect(self.folder / "ledger.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    create_keys(tmp_path / "keys")
    keys = load_keys(tmp_path / "keys")
    registry = Registry.open(tmp_path / "registry.db", keys)
    editor = Editor(keys, "test", NOW)
    for person, status in ((GREEN, "green"), (RED, "red")):
        personal = Personal("resident", person.number, name=person.name, phone="")
        registry.apply([editor.register(personal, status)])
    db = connect(tmp_path / "ledger.db", busy_ms=50)
    ledger = Ledger(db, keys, "kiosk", lambda: Moment(NOW, ClockState.SYNCED))
    yield Office(tmp_path, registry, ledger, db)
    registry.close()
    ledger.close()
    db.close()


def shown(person: InventedPerson, visit: str = "v1", **more: bytes) -> Decide:
    read = CardRead("r", CardKind.RESIDENT, person.number, at=0.0, name=person.name)
    return Decide(visit, read, **more)


def test_an_admitted_card_is_recorded_with_its_intent(office: Office) -> None:
    decided = office.lane().decide(shown(GREEN))
    assert isinstance(decided, Decided)
    assert (decided.outcome, decided.recorded) == (Outcome.ADMIT, True)
    *_, intent = office.ledger.events()
    assert office.kinds() == [
        EventKind.PRESENTED,
        EventKind.VERDICT,
        EventKind.GATE_INTENT,
    ]
    assert intent.more == {"order": decided.order}


@pytest.mark.parametrize(
    ("person", "reason"),
    [(RED, Reason.STATUS_BARRED), (STRANGER, Reason.NOT_REGISTERED)],
)
def test_who_is_not_admitted_has_no_order(person, reason, office: Office) -> None:
    decided = office.lane().decide(shown(person))
    assert (decided.reason, decided.order) == (reason, None)
    assert office.kinds() == [EventKind.PRESENTED, EventKind.VERDICT]


@pytest.mark.parametrize("lane", ["east", "west"])
def test_the_same_card_again_goes_to_staff(lane: str, office: Office) -> None:
    office.lane().decide(shown(GREEN))
    again = office.lane(lane).decide(shown(GREEN, "v2"))
    assert (again.outcome, again.reason) == (Outcome.REFER, Reason.PASS_REUSED)
    assert again.order is None


def test_what_was_given_back_can_be_used_again(office: Office) -> None:
    office.lane().decide(shown(GREEN))
    assert office.lane().give_back(GiveBack("v1"))
    assert office.lane("west").decide(shown(GREEN, "v2")).order


def test_the_same_person_at_the_open_gate_needs_no_second_order(office) -> None:
    first = office.lane().decide(shown(GREEN))
    again = office.lane().decide(shown(GREEN, "v2", open_for=first.subject))
    assert (again.outcome, again.reason) == (Outcome.ADMIT, Reason.ALREADY_OPEN)
    assert again.order is None
    assert office.kinds().count(EventKind.GATE_INTENT) == 1


@pytest.mark.parametrize("person", [RED, STRANGER])
def test_another_person_at_the_open_gate_is_not_recorded(person, office) -> None:
    first = office.lane().decide(shown(GREEN))
    before = office.kinds()
    again = office.lane().decide(shown(person, "v2", open_for=first.subject))
    assert again == Ignored("v2")
    assert office.kinds() == before


def test_a_registry_that_cannot_be_read_is_our_fault(office: Office) -> None:
    office.registry.close()
    decided = office.lane().decide(shown(GREEN))
    assert (decided.outcome, decided.reason) == (Outcome.UNABLE, Reason.CHECK_FAILED)
    assert decided.recorded
    assert decided.order is None


def test_a_ledger_that_cannot_be_written_gives_no_order(office: Office) -> None:
    other = office.lock()
    decided = office.lane().decide(shown(GREEN))
    other.execute("ROLLBACK")
    other.close()
    assert (decided.recorded, decided.order) == (False, None)
    assert office.kinds() == []
    assert office.lane().decide(shown(GREEN, "v2")).order, "no claim was left behind"


def test_an_override_is_recorded_before_its_intent(office: Office) -> None:
    intended = office.lane().intend(Intend("v1", "staff-7", "other", "c1"))
    override, intent = office.ledger.events()
    assert (override.kind, override.staff) == (EventKind.OVERRIDE, "staff-7")
    assert override.more == {"reason": "other", "command": "c1"}
    assert intent.more == {"order": intended.order}


def test_nothing_is_recorded_in_a_ledger_that_is_locked(office: Office) -> None:
    other, lane = office.lock(), office.lane()
    assert lane.intend(Intend("v1", "staff-7", "other", "c1")).order is None
    assert lane.record(Record(EventKind.LANE_PAUSED)) is False
    assert lane.give_back(GiveBack("v1")) is False
    other.execute("ROLLBACK")
    other.close()
    assert office.kinds() == []


def test_personal_parts_are_masked_and_lie_in_boxes(office: Office) -> None:
    office.lane().decide(shown(GREEN))
    event = next(office.ledger.events(kind=EventKind.VERDICT, personal=True))
    assert event.personal["number"] != GREEN.number
    assert event.personal["name"] != GREEN.name
    office.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    stored = (office.folder / "ledger.db").read_bytes()
    for word in (GREEN.number, GREEN.name, event.personal["number"]):
        assert word.encode() not in stored


def test_of_a_birthday_only_the_ten_years_are_boxed(office: Office) -> None:
    office.lane().decide(shown(GREEN))
    event = next(office.ledger.events(kind=EventKind.VERDICT, personal=True))
    assert event.personal["age"] == age_group(GREEN.birth.year, NOW.year)
    assert str(GREEN.birth.year) not in json.dumps(dict(event.personal))


def test_a_verdict_says_how_long_it_took(office: Office) -> None:
    action = shown(GREEN)
    read = replace(action.read, at=time.monotonic() - 0.2)
    office.lane().decide(replace(action, read=read))
    verdict = next(office.ledger.events(kind=EventKind.VERDICT))
    assert verdict.more["decided_ms"] >= 200


def test_what_lay_there_long_before_says_nothing_of_the_machine(office: Office) -> None:
    action = shown(GREEN)
    read = replace(action.read, at=time.monotonic() - 60)
    office.lane().decide(replace(action, read=read))
    verdict = next(office.ledger.events(kind=EventKind.VERDICT))
    assert "decided_ms" not in verdict.more
