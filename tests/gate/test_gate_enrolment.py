"""A reader on a desk of the office: what is laid there waits sealed for its pages."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError
from waiting import wait_for

from drivers.supervisor import stop_all
from kiosk.config import Config
from kiosk.config.devices import FramedReaderTable, SamReaderTable
from kiosk.demo.people import resident
from kiosk.demo.twins import TwinSet
from kiosk.doctor.lanes import lanes
from kiosk.gate.device_board import DeviceBoard
from kiosk.gate.enrolment import Enrolment
from kiosk.live import open_live
from kiosk.live.laid import LaidCards, Purpose
from verification.keys import create_keys, load_keys

LANE = {"id": "east", "name": "东门"}
DESK = {"id": "desk", "driver": "sam", "port": "/dev/none"}
CARD = resident(0, "green", "green", datetime.now(UTC).date()).card


def config(**more):
    return Config.model_validate({"lanes": [LANE], "enrolment": [DESK]} | more)


@pytest.fixture
def laid(tmp_path):
    create_keys(tmp_path / "keys")
    live = open_live(tmp_path / "live.db")
    yield LaidCards(live, load_keys(tmp_path / "keys"))
    live.close()


@pytest.fixture
def twins(tmp_path):
    with TwinSet(config(), tmp_path / "dev", paced=False) as twins:
        yield twins


@pytest.fixture
def live(laid, tmp_path):
    opened = open_live(tmp_path / "live.db")
    yield opened
    opened.close()


@pytest.fixture
def office(twins, laid, live):
    table = SamReaderTable(**(DESK | {"port": twins.links()["desk"]}))
    board = DeviceBoard(live)
    enrolment = Enrolment([table], laid, board, lambda: None)
    for supervisor in enrolment.supervisors:
        supervisor.start()
    yield lambda: (board.publish(), enrolment.publish())
    stop_all(list(enrolment.supervisors))


def test_a_card_on_the_desk_is_sealed_under_its_reader(office, twins, laid):
    assert laid.open(Purpose.ENROLMENT, "desk") is None

    def lying():
        office()
        return laid.open(Purpose.ENROLMENT, "desk")

    twins.readers["desk"].lay(CARD)
    found = wait_for(lying, what="the card lies sealed")
    assert ("resident", CARD.number) == (found.kind, found.number)
    assert CARD.person.name == found.name


def test_the_board_of_devices_says_how_it_is_and_no_lane_has_it(office, live):
    def shown():
        office()
        return [d for d in live.devices() if d.condition == "ok"]

    (device,) = wait_for(shown, what="the reader is well")
    assert (
        device.device,
        device.lane,
        device.role,
        device.driver,
    ) == ("desk", "", "reader", "sam")


def test_an_id_and_a_port_are_used_once_over_lanes_and_desks():
    for same in ({"id": "desk", "port": "/dev/other"}, {"id": "other"}):
        reader = DESK | {"driver": "framed", "card": "senior", "preset": "line"} | same
        with pytest.raises(ValidationError, match="used twice"):
            config(lanes=[LANE | {"readers": [reader]}])


def test_any_reader_of_a_lane_may_stand_on_a_desk():
    senior = {"id": "s", "driver": "framed", "card": "senior", "preset": "line"}
    found = config(enrolment=[DESK, senior | {"port": "/dev/s"}])
    assert isinstance(found.enrolment[1], FramedReaderTable)
    assert config(enrolment=[]).enrolment == ()


def test_the_doctor_looks_for_its_port(live):
    found = {one.name: one.value for one in lanes(config(), live)}
    assert found["desk"] == "no such port"
