"""One request, one answer: the line to an ID card module."""

import threading

import pytest
from sam_kit import QUICK
from waiting import wait_for

from drivers.errors import NoAnswer, WrongAnswer
from drivers.port import Port
from drivers.sam.commands import STANDARD, SamCommands, Step
from drivers.sam.frames import answer_frame
from drivers.sam.link import SamLink, SamTiming, Stopping
from drivers.twins.faults import Fault
from drivers.twins.sam import FIND, SELECT, STATUS, SamTwin


@pytest.fixture
def twin(tmp_path):
    with SamTwin("reader", tmp_path / "sam") as device:
        yield device


@pytest.fixture
def port(twin):
    with Port(twin.port.path) as line:
        yield line


@pytest.fixture
def stop():
    return threading.Event()


@pytest.fixture
def link(port, stop):
    return SamLink(port, STANDARD, QUICK, stop)


def test_what_lies_in_the_line_is_flushed_before_a_request(twin, port, link):
    twin.port.send(answer_frame(0x9F, bytes(4)))
    assert link.ask(Step.FIND).sw3 == 0x80


@pytest.mark.parametrize("sw3", [0x10, 0x11])
def test_a_request_heard_badly_is_sent_once_more_and_not_again(twin, link, sw3):
    twin.refuse(sw3, FIND, 1)
    assert link.ask(Step.FIND).sw3 == 0x80
    assert list(twin.commands) == [FIND, FIND]
    twin.refuse(sw3, SELECT)
    assert link.ask(Step.SELECT).sw3 == sw3
    assert twin.commands.count(SELECT) == 2


def test_an_answer_to_another_request_is_passed_over(twin, link, stop):
    twin.strikes = STATUS
    twin.fault(Fault.SILENT)
    crossing = threading.Thread(target=send_crossing, args=(twin,))
    crossing.start()
    answer = link.ask(Step.STATUS)
    crossing.join()
    assert (answer.sw3, answer.data) == (0x90, b"")


def send_crossing(twin):
    """The late answer to a select, then the one that is waited for."""
    wait_for(lambda: STATUS in twin.commands)
    twin.port.send(answer_frame(0x90, bytes(8)) + answer_frame(0x80))
    twin.port.send(answer_frame(0x90))


def test_silence_is_no_answer(twin, link):
    twin.fault(Fault.SILENT)
    with pytest.raises(NoAnswer):
        link.ask(Step.FIND)


@pytest.mark.parametrize("fault", [Fault.HALF_FRAME, Fault.BAD_CHECKSUM])
def test_a_broken_frame_is_known_long_before_the_time_is_over(twin, port, stop, fault):
    twin.fault(fault)
    patient = SamLink(port, STANDARD, SamTiming(short=30.0, gap=0.05), stop)
    with pytest.raises(WrongAnswer):
        patient.ask(Step.FIND)


def test_to_stop_ends_a_wait(twin, port, link, stop):
    twin.fault(Fault.SILENT)
    stop.set()
    with pytest.raises(Stopping):
        link.ask(Step.FIND)


def test_a_step_that_the_dialect_lacks_is_never_sent(twin, port, stop):
    link = SamLink(port, SamCommands(status=None), QUICK, stop)
    assert not link.knows(Step.STATUS)
    with pytest.raises(NoAnswer):
        link.ask(Step.STATUS)
    assert not twin.commands


def test_another_dialect_sends_its_own_pairs(twin, port, stop):
    dialect = SamCommands(find=(0x00, 0x81), select=(0x00, 0x82), read=(0x00, 0x83))
    link = SamLink(port, dialect, QUICK, stop)
    assert link.ask(Step.FIND).sw3 == 0x21
    assert list(twin.commands) == [(0x00, 0x81)]
