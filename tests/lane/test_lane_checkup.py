"""The check of a lane at the start of a shift: everything is tried, nobody decided."""

from dataclasses import replace

import pytest
from lane_kit import (
    READER,
    RULES,
    SECOND,
    WAYS,
    WITH_CAMERA,
    Walk,
    card,
    checkup,
    contact,
    paper,
    paused,
    ready,
    scheduled,
    sign,
    signal,
    unwell,
)

from drivers.protocols import (
    CardRead,
    GateOutcome,
    GateResult,
    InputName,
    PaperSign,
    Signal,
)
from kiosk.lane.actions import Decide, Finish, Pulse, Record, Release
from kiosk.lane.events import Committed
from kiosk.lane.phases import Phase
from kiosk.live import CommandKind
from kiosk.looks import Look
from verification.ledger import EventKind

FULL = replace(WITH_CAMERA, voice=True)
MAY_BEGIN = (Phase.READY, Phase.PAUSED, Phase.SCHEDULE, Phase.OUT_OF_SERVICE)


def checking(rules=FULL) -> Walk:
    return checkup(rules)


def cards() -> list[CardRead]:
    """A card on each reader of the lane."""
    return [card(), replace(card(), reader=SECOND)]


def end(walk: Walk, heard: bool | None = None) -> dict[str, object]:
    """What stands in the ledger of the check."""
    walk.ask(CommandKind.CHECKUP, on=False, heard=heard)
    return facts(walk)


def facts(walk: Walk) -> dict[str, object]:
    (record,) = [one for one in walk.did(Record) if one.kind == EventKind.LANE_CHECKED]
    return {"staff": record.staff, **record.more}


def try_relay(walk: Walk, outcome: GateOutcome = GateOutcome.CONFIRMED) -> None:
    """The test opening, recorded and answered."""
    walk.ask(CommandKind.CHECKUP_RELAY)
    walk.commit()
    (pulse,) = walk.did(Pulse)
    walk.happen(GateResult("east-gate", pulse.order, outcome, walk.at, walk.at))


@pytest.mark.parametrize("phase", Phase)
def test_a_check_begins_only_where_nobody_is_served(phase: Phase) -> None:
    walk = WAYS[phase]()
    walk.ask(CommandKind.CHECKUP, on=True)
    begun = phase in MAY_BEGIN
    assert walk.finished == ["done" if begun else "refused"]
    assert (walk.board.mode == "checkup") is (begun or phase is Phase.CHECKUP)


def test_whoever_called_is_looked_after_first() -> None:
    walk = paused()
    walk.ask(CommandKind.CALL)
    walk.ask(CommandKind.CHECKUP, on=True)
    assert walk.finished == ["refused"]


def test_a_whole_check_is_one_event_with_its_facts() -> None:
    walk = checking()
    assert walk.screen.look is Look.PAUSED
    walk.elapse(3)
    walk.happen(*cards(), paper())
    try_relay(walk)
    walk.ask(CommandKind.CHECKUP_VOICE)
    walk.elapse(20)
    assert walk.board.checkup == {
        "card": "ok",
        "paper": "ok",
        "relay": "ok",
        "voice": "said",
    }
    assert end(walk, heard=True) == {
        "staff": "staff-7",
        "card": "ok",
        "paper": "ok",
        "relay": "ok",
        "voice": "ok",
        "how": "done",
        "readers": f"{READER},{SECOND}",
        "s": 23.0,
    }
    assert Phase.READY is walk.phase
    assert walk.board.checkup is None


def test_of_a_test_card_and_sheet_nothing_is_kept_and_nothing_decided() -> None:
    walk = checking()
    actions = walk.happen(card(), paper(b"HC1:SECRET"))
    assert [one for one in actions if isinstance(one, Decide)] == []
    assert walk.state.visit is None
    kept = repr((walk.state, walk.board, walk.screen, end(walk)))
    assert card().number not in kept
    assert "SECRET" not in kept
    assert "CardRead" not in kept


def test_what_was_not_tried_is_missing() -> None:
    walk = checking()
    found = end(walk)
    devices = ("card", "paper", "relay", "voice")
    assert [found[device] for device in devices] == ["missing"] * 4


@pytest.mark.parametrize(
    ("rules", "devices"),
    [
        (FULL, {"card", "paper", "relay", "voice"}),
        (RULES, {"card", "relay"}),
        (replace(RULES, readers=frozenset(), camera="c"), {"paper", "relay"}),
    ],
)
def test_a_lane_is_asked_for_no_device_that_it_has_not(rules, devices) -> None:
    walk = checking(rules)
    assert devices == set(walk.board.checkup)
    walk.ask(CommandKind.CHECKUP_VOICE)
    assert walk.finished == ["done" if "voice" in devices else "refused"]


@pytest.mark.parametrize(
    ("event", "device", "word"),
    [
        (signal(Signal.LAY_AGAIN), "card", "lay_again"),
        (signal(Signal.NOT_ID_CARD), "card", "not_id_card"),
        (signal(Signal.FELT), "card", ""),
        (sign(PaperSign.UNREADABLE), "paper", "unreadable"),
        (sign(PaperSign.SEEN), "paper", ""),
    ],
)
def test_what_could_not_be_read_is_told_until_it_is(event, device, word) -> None:
    walk = checking()
    walk.happen(event)
    assert walk.board.checkup[device] == word
    walk.happen(*cards(), paper(), event)
    assert walk.board.checkup[device] == "ok"


def test_cards_are_well_when_each_reader_was_tried() -> None:
    walk = checking()
    one, other = cards()
    walk.happen(one, one)
    assert walk.board.checkup["card"] == "untried"
    walk.happen(unwell(SECOND))
    assert walk.board.checkup["card"] == "lost"
    walk.happen(other)
    assert walk.board.checkup["card"] == "ok"


def test_a_check_that_tried_one_reader_of_two_says_so() -> None:
    walk = checking()
    walk.happen(card())
    found = end(walk)
    assert (found["card"], found["readers"]) == ("untried", READER)


def test_a_device_that_is_not_there_is_told_without_a_try() -> None:
    walk = checking()
    walk.happen(unwell(), unwell("east-camera"))
    assert (walk.board.checkup["relay"], walk.board.checkup["paper"]) == ("lost",) * 2


def test_a_card_of_before_the_check_does_not_count() -> None:
    walk = checking()
    old = CardRead(READER, card().kind, card().number, at=walk.at - 1)
    walk.happen(old)
    assert walk.board.checkup["card"] == ""


# The test opening


def test_the_test_opening_is_recorded_before_it_is_ordered() -> None:
    walk = checking()
    (commit,) = walk.ask(CommandKind.CHECKUP_RELAY)
    intent = commit.record
    told = (intent.kind, intent.staff, intent.more["reason"], intent.more["order"])
    assert told == (EventKind.GATE_INTENT, "staff-7", "shift_check", commit.order)
    assert walk.happen(Committed(commit.order, True)) == [Pulse(commit.order)]


def test_without_its_record_nothing_opens() -> None:
    walk = checking()
    walk.ask(CommandKind.CHECKUP_RELAY)
    walk.commit(recorded=False)
    assert walk.did(Pulse) == []
    assert walk.finished == ["record_failed"]
    assert walk.board.checkup["relay"] == "record_failed"


@pytest.mark.parametrize(
    ("outcome", "kind", "result", "word"),
    [
        (GateOutcome.CONFIRMED, EventKind.GATE_PULSE, "opened", "ok"),
        (GateOutcome.SENT, EventKind.GATE_PULSE, "opened", "ok"),
        (GateOutcome.BY_HAND, EventKind.GATE_PULSE, "by_hand", "by_hand"),
        (GateOutcome.NO_ANSWER, EventKind.GATE_UNKNOWN, "gate_silent", "gate_silent"),
        (GateOutcome.REFUSED, EventKind.GATE_UNKNOWN, "gate_fault", "gate_fault"),
    ],
)
def test_what_the_gate_said_is_told_and_recorded(outcome, kind, result, word) -> None:
    walk = checking()
    try_relay(walk, outcome)
    assert (walk.recorded, walk.finished) == ([kind], [result])
    assert walk.board.checkup["relay"] == word
    assert Phase.CHECKUP is walk.phase


def test_a_gate_that_says_nothing_is_silent() -> None:
    walk = checking()
    walk.ask(CommandKind.CHECKUP_RELAY)
    walk.commit()
    walk.elapse(2.1)
    assert (walk.recorded, walk.finished) == ([EventKind.GATE_UNKNOWN], ["gate_silent"])
    assert walk.board.checkup["relay"] == "gate_silent"


def test_no_pulse_falls_into_a_pulse() -> None:
    walk = checking(replace(FULL, pulse_seconds=5.0))
    try_relay(walk)
    walk.ask(CommandKind.CHECKUP_RELAY)
    assert walk.finished == ["refused"]
    end(walk)
    assert Phase.CHECKUP is walk.phase
    assert walk.board.checkup is None
    assert walk.happen(card()) == []
    walk.elapse(5.2)
    assert Phase.READY is walk.phase


def test_who_walks_through_for_the_test_forces_no_gate() -> None:
    walk = checking()
    try_relay(walk)
    assert walk.happen(contact(InputName.PASSAGE)) == []


# The voice


def test_the_voice_says_its_sentence_as_often_as_it_is_asked() -> None:
    walk = checking()
    said = []
    for _ in range(2):
        walk.elapse(1)
        walk.ask(CommandKind.CHECKUP_VOICE)
        said.append(walk.screen)
    assert {one.clip for one in said} == {"test"}
    assert said[0] != said[1], "another message, so that it is said again"


@pytest.mark.parametrize(
    ("heard", "word"), [(True, "ok"), (False, "not_heard"), (None, "missing")]
)
def test_whoever_stands_there_says_whether_it_was_heard(heard, word) -> None:
    walk = checking()
    walk.ask(CommandKind.CHECKUP_VOICE)
    assert walk.board.checkup["voice"] == "said"
    assert end(walk, heard)["voice"] == word


# Its end


def test_a_check_that_nobody_ends_is_given_up() -> None:
    walk = checking()
    walk.happen(*cards())
    walk.elapse(179.9)
    assert walk.board.mode == "checkup"
    walk.elapse(0.2)
    found = facts(walk)
    assert (found["how"], found["card"], found["s"]) == ("abandoned", "ok", 180.0)
    assert Phase.READY is walk.phase


@pytest.mark.parametrize("by_fire", [True, False])
def test_whoever_has_to_get_out_goes_before_it(by_fire: bool) -> None:
    walk = checking()
    walk.ask(CommandKind.CHECKUP_RELAY)
    walk.commit()
    if by_fire:
        walk.happen(contact(InputName.FIRE))
    else:
        walk.ask(CommandKind.HOLD_OPEN)
    assert Phase.EVACUATION is walk.phase
    assert facts(walk)["how"] == "evacuation"
    assert walk.finished[0] == "opened"


def test_a_paused_lane_is_paused_again_and_its_hours_open_it_again() -> None:
    walk = paused()
    walk.ask(CommandKind.CHECKUP, on=True)
    end(walk)
    assert Phase.PAUSED is walk.phase
    walk = scheduled()
    walk.ask(CommandKind.CHECKUP, on=True)
    assert len(walk.did(Release)) == 1
    end(walk)
    walk.commit()
    assert Phase.SCHEDULE is walk.phase


@pytest.mark.parametrize(
    "kind",
    [CommandKind.OPEN, CommandKind.PAUSE, CommandKind.RESUME, CommandKind.SHOW_CODE],
)
def test_nothing_else_is_done_meanwhile(kind: CommandKind) -> None:
    walk = checking()
    walk.ask(kind, code="0410-6105-X")
    assert walk.finished == ["refused"]
    assert Phase.CHECKUP is walk.phase


@pytest.mark.parametrize(
    "kind",
    [CommandKind.CHECKUP_RELAY, CommandKind.CHECKUP_VOICE, CommandKind.CHECKUP],
)
def test_without_a_check_nothing_of_it_is_done(kind: CommandKind) -> None:
    walk = ready(FULL)
    assert [type(action) for action in walk.ask(kind, on=False)] == [Finish]
    assert walk.finished == ["refused"]


def test_the_help_key_calls_during_a_check_and_is_seen() -> None:
    walk = checking()
    walk.happen(contact(InputName.HELP))
    assert walk.screen.look is Look.CALLED
    assert walk.board.mode == "checkup"
    end(walk)
    assert Phase.WAITING_FOR_STAFF is walk.phase


def test_a_test_card_that_is_left_lying_calls_nobody() -> None:
    walk = checking()
    walk.happen(card(), signal(Signal.TAKE_CARD))
    walk.elapse(20)
    assert walk.board.call_since_ms is None
