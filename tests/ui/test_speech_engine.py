"""One voice a lane: the page is silent where the gate process speaks."""

from pathlib import Path

import pytest

from kiosk.config import load_config
from ui.voice import speech

EXAMPLE = Path(__file__).parents[2] / "config.toml"


@pytest.mark.parametrize(("engine", "speaks"), [("browser", True), ("gate", False)])
def test_the_page_speaks_only_where_it_is_asked_to(engine, speaks):
    lane = load_config(EXAMPLE).lanes[0]
    assert lane.voice is not None
    voice = lane.voice.model_copy(update={"engine": engine})
    said = speech(lane.model_copy(update={"voice": voice}))
    assert (said is not None) is speaks
