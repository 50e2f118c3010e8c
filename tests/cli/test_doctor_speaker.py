"""`kiosk doctor` on the loudspeaker of a gate that speaks by itself."""

import json

import pytest
import tomli_w
from click.testing import CliRunner

from drivers.twins.speaker import SpeakerTwin
from kiosk.cli import main

NAME = "a-speaker"


@pytest.fixture
def look(tmp_path):
    """What the doctor says of a loudspeaker; None where it says nothing."""

    def do(**voice):
        lane = {"id": "a", "name": "A", "voice": voice}
        path = tmp_path / "config.toml"
        data = {"site": {"data_dir": str(tmp_path / "data")}, "lanes": [lane]}
        path.write_text(tomli_w.dumps(data), "utf-8")
        arguments = ["doctor", "--json", "--config", str(path)]
        said = CliRunner().invoke(main, arguments).stdout
        found = {row["name"]: row for row in json.loads(said)}
        return found.get(NAME)

    return do


def test_a_loudspeaker_that_opens_is_well_and_stays_silent(look, tmp_path):
    with SpeakerTwin(NAME, tmp_path / "pcm") as twin:
        row = look(engine="gate", device=twin.path)
        assert (row["value"], row["ok"]) == ("opens", True)
        assert twin.heard() == b""


def test_one_that_is_not_there_is_told_with_its_remedy_in_both_languages(
    look, tmp_path
):
    row = look(engine="gate", device=str(tmp_path / "pcm"))
    assert (row["value"], row["ok"]) == ("not reachable", False)
    assert "接好音箱" in row["remedy"]
    assert "plug it in" in row["remedy"]


def test_a_missing_player_is_told(look, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    row = look(engine="gate", device="default")
    assert (row["value"], row["ok"]) == ("no player", False)
    assert "apt-get install alsa-utils" in row["remedy"]


def test_where_the_screen_speaks_no_loudspeaker_is_looked_for(look):
    assert look(engine="browser") is None
