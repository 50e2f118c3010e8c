"""What an installer measured and chose: what it means, and that it is kept."""

import json
import math
import stat
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from kiosk.config.devices import ScreenTable, VoiceTable
from kiosk.config.models import Config, LaneTable, SiteTable
from kiosk.doctor.screens import screens as told
from kiosk.screens import Screens, ScreenSetup, checks, sizes, used
from kiosk.screens.setup import Aim, Panel, Reader, Speaker, Touch

DONE = {"at": datetime(2026, 11, 22, 3, 0, tzinfo=UTC), "by": "it"}
SMALL = {"width_px": 1280, "height_px": 800, "line_px": 590, "line_mm": 100}


def panel(distance_cm=50, **changed):
    return Panel(**DONE, **(SMALL | {"distance_cm": distance_cm} | changed))


def speaker(**levels):
    return Speaker(**DONE, **({"volume_db": -20} | levels))


def check(name, **steps):
    return next(one for one in checks(ScreenSetup(**steps)) if one.name == name)


@pytest.fixture
def screens(tmp_path):
    return Screens(tmp_path)


def test_a_capital_is_733_thousandths_of_the_smallest_text():
    assert sizes.capital_mm(panel()) == pytest.approx(
        0.733 * 4.2 * 12.8 * 100 / 590, rel=1e-9
    )


def test_the_angle_is_that_of_the_standard():
    mm = sizes.capital_mm(panel())
    assert sizes.degrees(panel()) == pytest.approx(180 * mm / (math.pi * 500))
    assert sizes.farthest_cm(panel()) == pytest.approx(mm / 0.0122 / 10, rel=0.002)


@pytest.mark.parametrize(
    ("inches", "width", "height", "metres"),
    [(10.1, 1280, 800, 0.55), (15.6, 1920, 1080, 0.78), (21.5, 1920, 1080, 1.08)],
)
def test_usual_panels_reach_as_far_as_they_are_known_to(inches, width, height, metres):
    mm_per_px = inches * 25.4 / math.hypot(width, height)
    found = panel(
        width_px=width, height_px=height, line_px=500, line_mm=500 * mm_per_px
    )
    assert sizes.farthest_cm(found) == pytest.approx(100 * metres, rel=0.02)


def test_the_farthest_distance_passes_and_a_little_more_fails():
    reach = sizes.farthest_cm(panel())
    assert check("degrees", panel=panel(reach - 0.001)).ok
    assert not check("degrees", panel=panel(reach + 0.1)).ok


def test_what_fails_is_never_shown_as_the_limit():
    almost = panel(sizes.farthest_cm(panel()) + 0.01)
    assert check("degrees", panel=almost).value < 0.7


@pytest.mark.parametrize(
    ("width", "height", "unit"), [(1280, 800, 12.8), (1080, 1920, 17.496)]
)
def test_the_unit_is_that_of_the_gate_screen(width, height, unit):
    found = panel(width_px=width, height_px=height)
    assert unit == pytest.approx(sizes.unit_px(found))


def test_keys_of_less_than_twenty_millimetres_fail():
    assert check("key", panel=panel()).ok
    assert not check("key", panel=panel(line_mm=70)).ok


@pytest.mark.parametrize(
    ("levels", "name", "ok"),
    [
        ({}, "usual", None),
        ({"normal_dba": 65}, "usual", True),
        ({"normal_dba": 65.5}, "usual", False),
        ({"loudest_dba": 64}, "loudest", False),
        ({"loudest_dba": 65}, "loudest", True),
        ({"loudest_dba": 75, "ambient_dba": 60}, "loudest", False),
        ({"loudest_dba": 80, "ambient_dba": 60}, "loudest", True),
    ],
)
def test_loudness_is_held_to_its_limits(levels, name, ok):
    assert ok is check(name, speaker=speaker(**levels)).ok


def test_every_circle_must_be_hit_and_the_yellow_key():
    touch = Touch(**DONE, missed=("top_left",), keys=("louder",))
    assert (check("spots", touch=touch).value, check("spots", touch=touch).ok) == (
        4,
        False,
    )
    assert not check("call_key", touch=touch).ok


@pytest.mark.parametrize(("px", "ok"), [(3.5, True), (3.499, False)])
def test_a_module_needs_three_and_a_half_pixels(px, ok):
    aim = Aim(**DONE, px_per_module=px)
    assert ok is check("module", camera=aim).ok


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", -1, 0, 1e9, "x", None, ""])
@pytest.mark.parametrize("field", ["width_px", "line_px", "line_mm", "distance_cm"])
def test_no_panel_has_such_measures(field, value):
    with pytest.raises(ValidationError):
        panel(**{field: value})


def test_no_panel_has_pixels_of_a_hair_or_of_a_hand():
    for line in ({"line_px": 2000, "line_mm": 50}, {"line_px": 50, "line_mm": 500}):
        with pytest.raises(ValidationError, match="no panel"):
            panel(**line)


@pytest.mark.parametrize("value", ["nan", 1, -61, 1e9])
def test_no_volume_is_above_full_scale_or_below_hearing(value):
    with pytest.raises(ValidationError):
        speaker(volume_db=value)


def test_a_step_is_kept_beside_the_others(screens):
    screens.keep("east", "panel", panel())
    screens.keep("east", "reader", Reader(**DONE, place="left"))
    stored = screens.read("east")
    assert (panel(), "left") == (stored.setup.panel, stored.setup.reader.place)
    assert not stored.damaged


def test_a_lane_that_nobody_set_up_has_nothing(screens):
    assert (ScreenSetup(), None) == (screens.read("east").setup, ScreenSetup().at)


def test_a_step_is_forgotten_alone(screens):
    screens.keep("east", "panel", panel())
    screens.keep("east", "speaker", speaker())
    screens.keep("east", "panel", None)
    assert set(screens.read("east").setup.done) == {"speaker"}


def test_the_file_is_its_owners_alone_and_whole(screens):
    screens.keep("east", "panel", panel())
    path = screens.path("east")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path.name, "lock"] == sorted(p.name for p in path.parent.iterdir())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"speaker": {"volume_db": NaN}}',
        b'{"speaker": {"volume_db": 1e9, "by": "it", "at": "2026-11-22T03:00:00Z"}}',
        b'{"reader": {"place": "above", "by": "it", "at": "2026-11-22T03:00:00Z"}}',
        b'{"reader": {"place": "left", "by": "it", "at": "2026-11-22T03:00:00"}}',
    ],
)
def test_a_damaged_file_is_reported_and_passed_over(screens, text):
    screens.keep("east", "panel", panel())
    screens.path("east").write_bytes(text)
    stored = screens.read("east")
    assert (stored.damaged, stored.setup) == (True, ScreenSetup())


def test_a_damaged_file_is_mended_by_the_next_step(screens):
    screens.keep("east", "panel", panel())
    screens.path("east").write_bytes(b"{")
    screens.keep("east", "speaker", speaker())
    assert set(screens.read("east").setup.done) == {"speaker"}
    assert not screens.read("east").damaged


def test_what_a_later_version_adds_does_no_harm(screens):
    screens.keep("east", "panel", panel())
    told = json.loads(screens.path("east").read_text())
    told["colour"] = {"warm": True}
    screens.path("east").write_text(json.dumps(told))
    assert screens.read("east").setup.panel == panel()


LANE = LaneTable(id="east", name="东门", voice=VoiceTable(), screen=ScreenTable())


def test_volume_and_place_of_the_reader_are_used_instead_of_the_configs():
    setup = ScreenSetup(
        speaker=speaker(volume_db=-31), reader=Reader(**DONE, place="right")
    )
    found = used(LANE, setup)
    assert (found.voice.volume, found.screen.reader) == (-31, "right")
    assert (LANE.voice.volume, LANE.screen.reader) == (-20, "below")


def test_without_a_set_up_the_config_stands():
    assert used(LANE, ScreenSetup()) == LANE


def test_a_set_up_gives_no_voice_to_a_lane_without_one():
    silent = LaneTable(id="east", name="东门")
    assert used(silent, ScreenSetup(speaker=speaker())).voice is None


def finding(screens, tmp_path):
    site = SiteTable(data_dir=tmp_path)
    (found,) = told(Config(site=site, lanes=(LANE, LaneTable(id="west", name="西门"))))
    return found.name, found.value, found.ok


def test_the_doctor_says_when_a_screen_was_set_up(screens, tmp_path):
    name = "east-screen-setup"
    assert finding(screens, tmp_path) == (name, "not yet", None)
    screens.keep("east", "panel", panel())
    assert finding(screens, tmp_path) == (name, "set up on 2026-11-22", True)
    screens.keep("east", "panel", panel(distance_cm=300))
    assert finding(screens, tmp_path) == (name, "set up on 2026-11-22", False)
    screens.path("east").write_bytes(b"{")
    assert finding(screens, tmp_path) == (name, "damaged", False)
