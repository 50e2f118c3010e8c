"""`[staff]`: how the staff sign in."""

import pytest
from pydantic import ValidationError

from kiosk.config.models import Config, LaneTable, SiteTable
from kiosk.config.staff import StaffTable


@pytest.mark.parametrize("seconds", [0, 15, 60, 3600])
def test_a_tablet_locks_never_or_after_time_to_read(seconds):
    assert StaffTable(lock_seconds=seconds).lock_seconds == seconds


@pytest.mark.parametrize("seconds", [-1, 1, 14, 3601])
def test_it_does_not_lock_while_somebody_reads(seconds):
    with pytest.raises(ValidationError):
        StaffTable(lock_seconds=seconds)


@pytest.mark.parametrize(
    ("drill", "wanted", "asked"),
    [
        (False, None, True),
        (True, None, False),
        (True, "required", True),
        (False, "off", False),
    ],
)
def test_a_second_factor_is_asked_for_but_not_in_a_drill(drill, wanted, asked):
    site, staff = SiteTable(drill=drill), StaffTable(second_factor=wanted)
    lanes = (LaneTable(id="east", name="东门"),)
    assert asked is Config(site=site, staff=staff, lanes=lanes).asks_second_factor
