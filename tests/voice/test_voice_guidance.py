"""Advice about a paper comes so slowly that each piece of it is heard to its end."""

import pytest

from drivers.camera import guidance
from kiosk.lane.on_papers import GUIDANCE, GUIDED_SECONDS
from kiosk.voice.files import CLIPS, LANGUAGES
from kiosk.voice.ogg import read_ogg

SAID = 0.1  # from a sign to its first sound, at the longest
FRAME = 0.1  # the sign comes with the next frame


@pytest.mark.parametrize("clip", GUIDANCE.values())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_advice_breaks_off_the_one_before(lang, clip):
    sound = read_ogg((CLIPS / lang / f"{clip}.ogg").read_bytes())
    assert sound.seconds + SAID <= guidance.NEXT_ADVICE_SECONDS


def test_two_pieces_of_advice_are_heard_before_staff_are_called():
    first = guidance.SURE_SECONDS + guidance.ADVICE_SECONDS + 2 * FRAME
    both = first + FRAME + 2 * guidance.NEXT_ADVICE_SECONDS
    assert both <= guidance.UNREADABLE_SECONDS


def test_the_lane_waits_until_the_camera_gives_up():
    told = guidance.SURE_SECONDS + guidance.ADVICE_SECONDS
    assert told + GUIDED_SECONDS > guidance.UNREADABLE_SECONDS + 1
