"""No other process, and no restart, may hold a gate shut, open, or from its alarm."""

import pytest
from gate_kit import SENIOR, Site
from waiting import wait_for

from kiosk.gate.service import only_gate
from kiosk.live import CommandKind
from verification.errors import StorageProblem
from verification.ledger import Entry, EventKind

HOLD = bytes.fromhex("01 05 00 00 FF 00 8C 3A")
FIRE = 2


@pytest.fixture
def locked_live(still: Site):
    """Somebody holds the write lock of live.db, as a hung web process would."""
    still.start()
    connection = still.live.db.conn
    connection.execute("BEGIN IMMEDIATE")
    yield still
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def test_a_locked_live_db_does_not_hold_a_card(locked_live: Site) -> None:
    locked_live.lay(SENIOR)
    wait_for(locked_live.openings, what="the gate open")
    locked_live.live.db.conn.execute("ROLLBACK")
    locked_live.see_through(SENIOR)


def test_a_locked_live_db_does_not_hold_the_fire_alarm(locked_live: Site) -> None:
    locked_live.lay(SENIOR)
    locked_live.relay().set_input(FIRE, True)
    wait_for(lambda: HOLD in locked_live.relay().port.received(), what="the hold")


def test_a_start_that_cannot_write_the_ledger_still_puts_the_relay_off(
    still: Site,
) -> None:
    still.watch.ledger.append(
        Entry(EventKind.GATE_INTENT, lane="east", visit="v", more={"order": "o-1"})
    )
    connection = still.watch.ledger_db.conn
    connection.execute("BEGIN IMMEDIATE")
    still.relay().relays.set(1, True)
    try:
        still.start(ready=False)
        wait_for(lambda: not still.relay().on(1), what="the relay off")
    finally:
        connection.execute("ROLLBACK")
    still.wait_event(EventKind.GATE_UNKNOWN)
    still.wait_ready()


def test_a_pause_outlasts_a_restart(still: Site) -> None:
    still.start()
    still.wait_result(still.ask(CommandKind.PAUSE), "done")
    still.stop()
    still.start(ready=False)
    still.wait_condition("east-gate", "ok")  # said by the new process
    still.wait_phase("paused")
    still.wait_result(still.ask(CommandKind.RESUME), "done")
    still.admit(SENIOR)


@pytest.fixture
def burning(make_site):
    """A site whose openings are holds, which have no intent."""
    made = make_site()
    yield made
    made.stop()
    made.check(held_open=True)


def test_an_evacuation_outlasts_a_restart_until_staff_end_it(burning: Site) -> None:
    still = burning
    still.start()
    still.relay().set_input(FIRE, True)
    still.wait_phase("evacuation")
    still.relay().set_input(FIRE, False)
    still.stop()
    still.start(ready=False)
    still.wait_condition("east-gate", "ok")  # said by the new process
    still.wait_phase("evacuation")
    wait_for(lambda: still.relay().on(1), what="held open again")
    still.wait_result(still.ask(CommandKind.RESUME), "done")
    wait_for(lambda: not still.relay().on(1), what="closed")


def test_a_site_has_one_gate_process(still: Site) -> None:
    folder = still.watch.folder
    with only_gate(folder):
        second = only_gate(folder)
        with pytest.raises(StorageProblem, match="another"):
            second.__enter__()
    with only_gate(folder):
        pass  # the first one has ended


def test_a_start_needs_no_write_into_live_db(still: Site) -> None:
    still.start()
    still.stop()
    connection = still.live.db.conn
    connection.execute("BEGIN IMMEDIATE")
    try:
        still.start(ready=False)
        still.lay(SENIOR)
        wait_for(still.openings, what="the gate open")
    finally:
        connection.execute("ROLLBACK")
    still.see_through(SENIOR)
