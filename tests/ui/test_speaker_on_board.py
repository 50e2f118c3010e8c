"""A loudspeaker that has not all its sentences: the board says what to do."""

from ui_kit import wait_until

from kiosk.gate.voices import UNREADY
from ui.words import SPEAKER_FAULTS, SPEAKER_REMEDIES


def test_the_board_says_what_a_loudspeaker_lacks_and_what_to_do(guard, gate):
    def devices():
        board = guard.client.get("/api/v1/board").json
        return board["lanes"]["lanes"][0]["devices"]

    gate.device("east-speaker", "failed", "speaker", UNREADY)
    (told,) = wait_until(devices)
    assert told["condition"]["zh"] == "有的话还说不出来"
    assert told["remedy"]["zh"] == "过两分钟还这样，请重新启动程序"
    assert not told["well"]


def test_every_fault_of_a_loudspeaker_has_its_remedy():
    assert set(SPEAKER_FAULTS) == set(SPEAKER_REMEDIES) == {UNREADY}
