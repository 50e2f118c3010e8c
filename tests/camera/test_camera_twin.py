"""The virtual camera itself: a Motion JPEG stream that anybody can open."""

import http.client
import itertools
import socket
import threading
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
from camera_kit import OTHER, SHEET, TEXT
from waiting import no_thread_beside

from drivers.codes import Ladder
from drivers.protocols import Symbology
from drivers.twins.camera import CameraTwin
from drivers.twins.faults import Fault
from drivers.twins.sheet import Pose, Sheet, draw_code, px_per_module, render


def frames(twin: CameraTwin, count: int) -> list[bytes]:
    """The next JPEG pictures of the stream, as they came."""
    address = urlsplit(twin.source)
    line = http.client.HTTPConnection(address.hostname, address.port, timeout=5)
    line.request("GET", address.path)
    answer, found = line.getresponse(), []
    assert "multipart/x-mixed-replace" in answer.headers["Content-Type"]
    for _ in range(count):
        while not (head := answer.readline()).startswith(b"Content-Length"):
            assert head
        answer.readline()
        found.append(answer.read(int(head.split(b":")[1])))
    answer.close()
    line.close()
    return found


def picture(jpeg: bytes) -> np.ndarray | None:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def test_no_two_frames_in_a_row_are_equal_and_all_have_its_size(twin):
    stream = frames(twin, 6)
    assert all(one != next_one for one, next_one in itertools.pairwise(stream))
    assert {picture(frame).shape for frame in stream} == {(720, 1280, 3)}


def test_a_sheet_is_in_the_frames_until_it_is_taken_away(twin):
    twin.show(SHEET)
    (read,) = Ladder().still(picture(frames(twin, 1)[0]))
    assert read.data == TEXT.encode()
    twin.take_away()
    assert Ladder().still(picture(frames(twin, 1)[0])) == ()


def test_a_frozen_camera_sends_the_picture_that_it_had(twin):
    twin.show(SHEET)
    frames(twin, 1)
    twin.fault(Fault.FROZEN)
    twin.take_away()
    stream = frames(twin, 4)
    assert len(set(stream)) == 1
    assert Ladder().still(picture(stream[0])) != ()


def test_other_faults_are_what_they_are_called(twin):
    twin.fault(Fault.BLACK)
    assert picture(frames(twin, 1)[0]).mean() < 12
    twin.fault(Fault.HALF_FRAME)
    assert not frames(twin, 1)[0].endswith(b"\xff\xd9")
    twin.fault(Fault.NOISE)
    assert picture(frames(twin, 1)[0]) is None


def test_a_fault_that_it_does_not_know_is_refused(twin):
    with pytest.raises(ValueError, match="camera knows no fault stuck_on"):
        twin.fault(Fault.STUCK_ON)


def test_it_keeps_its_address_and_leaves_neither_port_nor_thread():
    before = set(threading.enumerate())
    twin = CameraTwin("other", 320, 240)
    with twin:
        source, port = twin.source, urlsplit(twin.source).port
        twin.fault(Fault.UNPLUG)
        assert not twin.plugged
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 1)
        twin.fault(Fault.UNPLUG, False)
        assert twin.source == source
        assert frames(twin, 1)
    twin.stop()
    no_thread_beside(before)
    socket.create_server(("127.0.0.1", port)).close()


@pytest.mark.parametrize("symbology", Symbology)
def test_each_kind_of_code_is_readable_where_the_sheet_is_held_straight(symbology):
    frame = render(Sheet.of("CX7300000018", symbology))
    assert [code.data for code in Ladder().still(frame)] == [b"CX7300000018"]


def test_the_same_seed_gives_the_same_frame_and_another_one_another():
    pose = Pose(tilt=10, turn=-5, roll=3, curl=20, glare=0.3, uneven=0.2, motion=2)

    def drawn(seed: int) -> np.ndarray:
        draw = np.random.default_rng(seed)
        return render(SHEET, pose, 640, 480, draw)

    assert drawn(3).shape == (480, 640, 3)
    assert np.array_equal(drawn(3), drawn(3))
    assert not np.array_equal(drawn(3), drawn(4))


@pytest.mark.parametrize("module", [3.0, 6.0])
def test_a_code_has_the_size_that_its_pose_says(module):
    sheet = Sheet.of("A" * 20, level="L")
    (code,) = Ladder().still(render(sheet, Pose(px_per_module=module)))
    across = np.ptp([x for x, _ in code.corners])
    modules = draw_code("A" * 20, level="L").shape[1] / 8 - 8
    assert across == pytest.approx(modules * module, rel=0.05)


def test_several_codes_stand_side_by_side_on_a_sheet():
    sheet = Sheet.of_codes([draw_code(TEXT), draw_code(OTHER)])
    found = {code.data for code in Ladder().still(render(sheet))}
    assert found == {TEXT.encode(), OTHER.encode()}


def test_less_light_is_a_darker_frame():
    bright, dark = (render(SHEET, Pose(light=light)).mean() for light in (1, 0.3))
    assert dark == pytest.approx(0.3 * bright, rel=0.1)


def test_half_a_millimetre_at_thirty_centimetres_is_one_and_a_half_pixels():
    assert px_per_module(0.5, 300, 1280) == pytest.approx(1.52, abs=0.01)
