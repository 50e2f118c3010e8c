"""No gate stays open because something failed, and nobody learns of it late."""

import signal
import subprocess
import sys
import time

import pytest
from waiting import wait_for

from drivers.protocols import Condition, GateOutcome
from drivers.twins.faults import Fault
from drivers.twins.relay_boards import RELAY_TWINS

ALL = ["waveshare", "fc16", "r421a08", "lcus", "kmtronic", "numato"]
OFF = {
    "waveshare": bytes.fromhex("010500000000CDCA"),
    "fc16": bytes.fromhex("010500000000CDCA"),
    "r421a08": bytes.fromhex("010600010200D96A"),
    "lcus": bytes.fromhex("A00100A1"),
    "kmtronic": bytes.fromhex("FF0100"),
    "numato": b"relay off 0\r",
}
HELD = """
import sys, threading
from drivers.gates import GATES, GateSettings
from drivers.supervisor import Supervisor
said = lambda event: print(event, flush=True)
gate = GATES[sys.argv[1]]("north", GateSettings(sys.argv[2]), said)
Supervisor(gate, said).start()
threading.Event().wait(0.5)
gate.pulse("a", 20.0)
threading.Event().wait(30)
"""


@pytest.mark.parametrize("driver", ALL)
def test_off_is_the_first_thing_that_a_board_hears(make_rig, driver):
    rig = make_rig(driver)
    assert rig.twin.port.received().startswith(OFF[driver])


@pytest.mark.parametrize("driver", ALL)
def test_a_gate_that_is_held_open_is_closed_on_stop(make_rig, driver):
    rig = make_rig(driver)
    rig.gate.hold("a")
    rig.result("a")
    rig.supervisor.stop()
    rig.wait(lambda: not rig.twin.on())
    assert rig.supervisor.state.condition is Condition.CLOSED


def heard_out(port):
    """What a killed process had written is read some time after its end."""
    while port.seen:
        port.seen.clear()
        time.sleep(0.1)


@pytest.mark.parametrize("driver", ["waveshare", "lcus"])
def test_after_kill_the_gate_is_put_off_and_no_second_pulse_comes(
    make_rig, tmp_path, driver
):
    link = tmp_path / "tty0"
    with RELAY_TWINS[driver](link) as twin:
        with subprocess.Popen(
            [sys.executable, "-c", HELD, driver, str(link)], stdout=subprocess.PIPE
        ) as process:
            wait_for(twin.openings)
            process.send_signal(signal.SIGKILL)
        assert twin.on()
        heard_out(twin.port)
        rig = make_rig(driver, twin=twin)
        assert not twin.on()
        assert twin.port.received().startswith(OFF[driver])
        assert len(rig.twin.openings()) == 1


def test_a_contact_left_closed_by_unplugging_is_put_off_when_the_port_is_back(
    make_rig,
):
    rig = make_rig("numato")
    rig.pulse("a", 20.0)
    rig.twin.fault(Fault.UNPLUG)
    rig.wait_for(Condition.LOST)
    assert rig.twin.on()
    rig.twin.fault(Fault.UNPLUG, False)
    rig.wait_well()
    rig.wait(lambda: not rig.twin.on())
    assert len(rig.twin.openings()) == 1


@pytest.mark.parametrize("driver", ["waveshare", "numato"])
def test_a_relay_that_does_not_let_go_is_an_alarm_until_it_does(make_rig, driver):
    rig = make_rig(driver)
    rig.twin.fault(Fault.STUCK_ON)
    rig.pulse("a", 0.2)
    rig.wait(rig.alarms)
    assert rig.alarms() == [("stuck_on", True)]
    rig.twin.fault(Fault.STUCK_ON, False)
    rig.wait(lambda: len(rig.alarms()) > 1)
    assert rig.alarms() == [("stuck_on", True), ("stuck_on", False)]


def test_a_release_that_changes_nothing_is_not_confirmed(make_rig):
    rig = make_rig("waveshare")
    rig.gate.hold("a")
    rig.result("a")
    rig.twin.fault(Fault.STUCK_ON)
    rig.gate.release("b")
    result = rig.result("b")
    assert (
        result.outcome,
        result.detail,
    ) == (GateOutcome.WRONG_ANSWER, "the coil reads on")


def test_a_gate_that_opens_without_an_order_is_an_alarm(make_rig):
    rig = make_rig("waveshare")
    rig.twin.relays.set(1, True)
    rig.wait(rig.alarms)
    rig.twin.relays.set(1, False)
    rig.wait(lambda: len(rig.alarms()) > 1)
    assert rig.alarms() == [("opened_by_itself", True), ("opened_by_itself", False)]
    assert rig.twin.port.received().count(OFF["waveshare"]) == 2  # none against it


def test_a_lost_off_is_said_again_once_the_coil_reads_on(make_rig):
    rig = make_rig("numato")
    rig.gate.hold("a")
    rig.result("a")
    rig.fault(Fault.SILENT)
    rig.gate.release("b")
    assert rig.outcome("b") is GateOutcome.NO_ANSWER
    rig.twin.fault(Fault.SILENT, False)
    rig.wait(lambda: not rig.twin.on())
    rig.wait(lambda: len(rig.alarms()) > 1)
    assert rig.alarms() == [("stuck_on", True), ("stuck_on", False)]


def test_a_hold_is_kept_up_when_the_board_forgets_it(make_rig):
    rig = make_rig("waveshare")
    rig.gate.hold("a")
    rig.result("a")
    rig.twin.relays.set(1, False)
    rig.wait(lambda: rig.twin.on())
    rig.gate.release("b")
    assert rig.outcome("b") is GateOutcome.CONFIRMED


@pytest.mark.parametrize("driver", ["lcus", "numato"])
def test_release_ends_a_pulse_that_the_software_times(make_rig, driver):
    rig = make_rig(driver)
    rig.pulse("a", 10.0)
    rig.gate.release("b")
    rig.result("b")
    rig.wait(lambda: not rig.twin.on())
    assert rig.pulse("c", 0.2).opened


def test_orders_are_heard_while_the_software_times_a_pulse(make_rig):
    rig = make_rig("lcus")
    pulse = rig.pulse("a", 20.0)
    rig.gate.hold("b")
    assert rig.result("b").wrote_at < pulse.wrote_at + 20.0


def test_a_hold_outlasts_the_pulse_that_it_follows(make_rig):
    rig = make_rig("lcus")
    pulse = rig.pulse("a", 0.3)
    rig.gate.hold("b")
    rig.result("b")
    rig.wait(lambda: time.monotonic() > pulse.wrote_at + 0.5)
    assert rig.twin.on()


def test_an_idle_gate_costs_next_to_nothing(make_rig):
    rig = make_rig("waveshare")
    rig.twin.port.seen.clear()
    begun, used = time.monotonic(), time.process_time()
    time.sleep(1.0)
    passed = time.monotonic() - begun
    assert time.process_time() - used < 0.05 * passed  # the twin is in it as well
    asked = [one for one in rig.twin.port.seen if one.received]
    assert len(asked) <= 2 + 2 * passed  # twice a second
