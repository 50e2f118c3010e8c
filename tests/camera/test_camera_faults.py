"""Every fault of a camera is a device state within ten seconds, and it heals."""

import pytest
from camera_kit import OTHER, OTHER_SHEET, SHEET, TEXT, only_worker, watched
from waiting import stays, wait_for

from drivers.protocols import Condition
from drivers.twins.faults import Fault

FAILED, LOST = Condition.FAILED, Condition.LOST


def read_again(twin, camera):
    """The camera is well, and reads."""
    camera.until_well()
    before = len(camera.heard.reads)
    twin.show(OTHER_SHEET)
    wait_for(lambda: len(camera.heard.reads) > before, what="a read")
    assert camera.heard.reads[-1] == [OTHER.encode()]


@pytest.mark.parametrize(
    ("fault", "condition", "reason"),
    [
        (Fault.BLACK, FAILED, "black"),
        (Fault.SILENT, LOST, "no more pictures"),
        (Fault.NOISE, LOST, "no more pictures"),
        (Fault.UNPLUG, LOST, "cannot be opened"),
    ],
)
def test_a_fault_is_told_and_the_camera_heals(twin, camera, fault, condition, reason):
    twin.fault(fault)
    wait_for(lambda: not camera.well, what="the fault is noticed")
    camera.until(condition, reason)
    twin.fault(fault, False)
    camera.until_well()


def test_a_frozen_picture_is_a_fault_and_nothing_of_it_is_read(twin, camera):
    twin.show(SHEET)
    wait_for(lambda: camera.heard.reads[-1:] == [[TEXT.encode()]], what="a read")
    twin.fault(Fault.FROZEN)
    before = len(camera.heard.reads)
    camera.until(FAILED, "frozen")
    assert len(camera.heard.reads) == before
    twin.fault(Fault.FROZEN, False)
    camera.until_well()
    twin.take_away()


def test_half_pictures_neither_end_the_camera_nor_stay(twin, camera):
    process = only_worker()
    twin.fault(Fault.HALF_FRAME)
    stays(lambda: camera.well, 1.0)
    twin.fault(Fault.HALF_FRAME, False)
    read_again(twin, camera)
    assert only_worker() == process


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder / "nothing",
        lambda folder: folder,
        lambda folder: "/dev/null",
        lambda folder: "rtsp://127.0.0.1:9/secret",
    ],
)
def test_a_source_that_cannot_be_opened_is_a_lost_device(tmp_path, make):
    with watched(str(make(tmp_path)), well=False) as camera:
        wait_for(lambda: camera.reason[0] is LOST, what="lost")
    reasons = {reason for _, reason in camera.heard.states}
    assert reasons <= {
        "not found",
        "no image in the folder",
        "no video that can be read",
        "cannot be opened",
        "stopped",
    }
