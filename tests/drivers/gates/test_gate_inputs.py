"""Inputs: their names in the config, bouncing contacts, boards and control lines."""

import threading
import time

import pytest
from waiting import wait_for

from drivers.debounce import Debouncer
from drivers.errors import PortLost, WrongSetting
from drivers.gates import GateSettings
from drivers.gates.device import GateDevice
from drivers.gates.waveshare import WaveshareBoard
from drivers.inputs import InputSource, InputSpec, Senses
from drivers.line_inputs import LineInputs
from drivers.port import Port
from drivers.protocols import Condition, DeviceState, InputChange, InputName
from drivers.supervisor import Backoff, Supervisor
from drivers.twins.faults import Fault
from drivers.twins.modbus_relays import WaveshareTwin
from drivers.twins.virtual_port import VirtualPort

PASSAGE, FIRE, HELP = InputName.PASSAGE, InputName.FIRE, InputName.HELP


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("board:1", InputSpec(InputSource.BOARD, "1")),
        ("board:8:inverted", InputSpec(InputSource.BOARD, "8", True)),
        ("line:cts", InputSpec(InputSource.LINE, "cts")),
        (" LINE:CD:inverted ", InputSpec(InputSource.LINE, "cd", True)),
    ],
)
def test_an_input_is_named_by_source_and_pin(text, spec):
    assert spec == InputSpec.parse(text)
    assert text.strip().lower() == str(spec)


@pytest.mark.parametrize(
    "text",
    ["", "board", "board:0", "board:9", "board:x", "line:rts", "line:", "gpio:4",
     "board:1:reversed", "board:1:inverted:x", "line:1", "board:²"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_write(text):
    with pytest.raises(WrongSetting, match=r"write board:1 to board:8, or line: and"):
        InputSpec.parse(text)


def levels(debouncer: Debouncer, raw: str) -> str:
    """The settled levels of raw ones read every quarter of a second."""
    for number, level in enumerate(raw):
        debouncer.feed(level == "1", number * 0.25)
        yield "1" if debouncer.on else "0"


@pytest.mark.parametrize(
    ("raw", "settled"),
    [
        ("0111111", "0000111"),
        ("0110111", "0000000"),
        ("1111001111", "0001111111"),
        ("11110000", "00011110"),
        ("0000", "0000"),
    ],
)
def test_a_key_counts_when_it_has_stayed_for_its_time(raw, settled):
    assert settled == "".join(levels(Debouncer(0.75, 0.75), raw))


@pytest.mark.parametrize(
    ("raw", "settled"), [("0100000", "0111100"), ("010100000", "011111100")]
)
def test_a_passage_counts_from_its_first_reading_and_bounces_count_once(raw, settled):
    assert settled == "".join(levels(Debouncer(0.0, 0.75), raw))


@pytest.mark.parametrize(
    ("name", "told"), [("passage", True), ("help", True), ("fire", False)]
)
def test_a_tap_may_be_shorter_than_two_polls_but_no_alarm_is(name, told):
    senses = Senses(specs(**{name: "board:1"}), InputSource.BOARD)
    levels = zip((1, 0, 0), (0.0, 0.06, 0.12), strict=True)
    changes = [change for bits, at in levels for change in senses.feed_bits(bits, at)]
    assert [True, False] * told == [change.on for change in changes]


def specs(**texts: str) -> dict[InputName, InputSpec]:
    return {InputName(name): InputSpec.parse(text) for name, text in texts.items()}


@pytest.mark.parametrize(
    ("driver", "name"), [("waveshare", "passage"), ("fc16", "help")]
)
def test_who_passes_or_taps_the_help_key_is_one_pulse(make_rig, driver, name):
    rig = make_rig(driver, inputs=specs(**{name: "board:2", "fire": "board:1"}))
    before = time.monotonic()
    rig.twin.set_input(2, True)
    rig.wait(rig.changes)
    after = time.monotonic()
    rig.twin.set_input(2, False)
    rig.wait(lambda: len(rig.changes()) == 2)
    assert rig.changes() == [(name, True), (name, False)]
    assert before <= rig.of(InputChange)[0].at <= after


def test_a_fire_contact_that_opens_is_told_when_it_is_so_from_the_start(make_rig):
    rig = make_rig("waveshare", inputs=specs(fire="board:3:inverted"))
    rig.wait(rig.changes)
    rig.twin.set_input(3, True)
    rig.wait(lambda: len(rig.changes()) == 2)
    assert rig.changes() == [("fire", True), ("fire", False)]


def test_inputs_are_read_while_the_gate_is_open(make_rig):
    rig = make_rig("waveshare", inputs=specs(passage="board:1"))
    rig.pulse("a", 20.0)
    for on in (True, False):
        rig.twin.set_input(1, on)
        rig.wait(lambda on=on: rig.changes()[-1:] == [("passage", on)])
    assert rig.twin.on()


def test_a_board_that_answers_no_input_question_invents_no_input(make_rig):
    rig = make_rig("waveshare", inputs=specs(fire="board:1:inverted"))
    rig.wait(rig.changes)
    rig.fault(Fault.BAD_CHECKSUM)
    rig.wait_for(Condition.SILENT)
    assert rig.changes() == [("fire", True)]


class LinedPort(Port):
    """A port whose control lines a test can set; a pty has none."""

    def __init__(self, path: str, baudrate: int = 9600) -> None:
        super().__init__(path, baudrate)
        self.levels = LEVELS

    def line(self, name: str) -> bool | None:
        return self.levels[name]


LEVELS = dict.fromkeys(("cts", "dsr", "ri", "cd"), False)


@pytest.fixture
def lines():
    yield LEVELS
    for name in LEVELS:
        LEVELS[name] = False


@pytest.fixture
def tty(tmp_path):
    with VirtualPort(tmp_path / "tty", lambda data: None) as port:
        yield port


@pytest.fixture
def run():
    """Runs a device; gives what it said and how to wait for it."""
    supervisors = []

    def start(make) -> tuple[list, Supervisor]:
        said: list = []
        supervisor = Supervisor(make(said.append), said.append, Backoff(0.05, 0.1))
        supervisors.append(supervisor)
        supervisor.start()
        return said, supervisor

    yield start
    for supervisor in supervisors:
        supervisor.stop()


def changes(said: list, count: int) -> list[tuple[InputName, bool]]:
    """All that were told, once there are so many."""

    def found() -> list[tuple[InputName, bool]]:
        return [(one.input, one.on) for one in said if isinstance(one, InputChange)]

    wait_for(lambda: len(found()) >= count)
    return found()


def condition(said: list) -> tuple[Condition, str]:
    *_, last = wait_for(lambda: [one for one in said if isinstance(one, DeviceState)])
    return last.condition, last.reason


def test_control_lines_are_inputs(run, tty, lines):
    said, supervisor = run(
        lambda emit: LineInputs(
            "lines",
            tty.path,
            emit,
            specs(passage="line:cts", help="line:cd"),
            LinedPort,
        )
    )
    assert condition(said) == (Condition.OK, "control lines")
    lines["cts"] = True
    changes(said, 1)
    lines["cts"] = False
    assert changes(said, 2) == [(PASSAGE, True), (PASSAGE, False)]
    lines["cd"] = True
    assert changes(said, 3)[2] == (HELP, True)
    tty.unplug()
    wait_for(lambda: supervisor.state.condition is Condition.LOST)


def test_a_port_without_control_lines_is_out_of_order(run, tty):
    said, _ = run(
        lambda emit: LineInputs("lines", tty.path, emit, specs(fire="line:cts"))
    )
    assert condition(said) == (Condition.FAILED, "no_control_lines")


def test_a_port_alone_has_no_board_inputs(tty):
    with pytest.raises(WrongSetting, match="only line: inputs"):
        LineInputs("lines", tty.path, print, specs(fire="board:1"))


def test_a_device_that_is_not_open_does_not_serve(tty):
    device = LineInputs("lines", tty.path, print, specs(fire="line:cts"))
    with pytest.raises(PortLost):
        device.serve(threading.Event(), None)
    device.close()
    device.wake()


def gate_with_lines(path: str, emit, opener) -> GateDevice:
    settings = GateSettings(path, inputs=specs(passage="line:dsr", help="board:1"))
    return GateDevice("north", "waveshare", WaveshareBoard(), settings, emit, opener)


def test_a_gate_reads_the_control_lines_of_its_own_port(run, tmp_path, lines):
    with WaveshareTwin(tmp_path / "tty") as twin:
        said, supervisor = run(
            lambda emit: gate_with_lines(twin.port.path, emit, LinedPort)
        )
        lines["dsr"] = True
        assert changes(said, 1) == [(PASSAGE, True)]
        twin.set_input(1, True)
        assert changes(said, 2)[1] == (HELP, True)
        assert supervisor.state.condition is Condition.OK


def test_a_gate_without_the_lines_it_needs_says_so_and_still_opens(run, tmp_path):
    with WaveshareTwin(tmp_path / "tty") as twin:
        _, supervisor = run(lambda emit: gate_with_lines(twin.port.path, emit, Port))
        wait_for(lambda: supervisor.state.reason == "no_control_lines")
        supervisor.device.pulse("a", 0.3)
        wait_for(twin.openings)
        assert supervisor.state.condition is Condition.FAILED
