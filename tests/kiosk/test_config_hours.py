"""Hours in which a gate stands open, as the config writes them."""

from datetime import UTC, datetime

import pytest

from kiosk.config import load_config
from kiosk.config.hours import parse_hours


def hours(*texts: str):
    return lambda data: data["lanes"][0].update(open_hours=list(texts))


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("07:00-08:30", [(1, 7, 0), (7, 8, 29)], [(1, 6, 59), (1, 8, 30)]),
        ("mon-fri 07:00-08:30", [(1, 7, 0), (5, 7, 0)], [(6, 7, 0), (7, 7, 0)]),
        ("sat,sun 00:00-24:00", [(6, 0, 0), (7, 23, 59)], [(5, 23, 59), (8, 0, 0)]),
        ("sat-mon 09:00-10:00", [(6, 9, 0), (7, 9, 0), (8, 9, 0)], [(9, 9, 0)]),
        ("mon,wed-thu 09:00-10:00", [(1, 9, 0), (4, 9, 0)], [(2, 9, 0), (5, 9, 0)]),
    ],
)
def test_hours_begin_and_end_on_their_minute(text, inside, outside) -> None:
    found = parse_hours(text)

    def holds(day: int, hour: int, minute: int) -> bool:
        return found.hold(datetime(2027, 3, day, hour, minute, 59, tzinfo=UTC))

    assert [holds(*at) for at in inside] == [True] * len(inside)
    assert [holds(*at) for at in outside] == [False] * len(outside)


def test_a_lane_knows_its_hours(write) -> None:
    config = load_config(write(hours("07:00-08:30", "sat 10:00-11:00")))
    assert [one.text for one in config.lanes[0].hours] == [
        "07:00-08:30",
        "sat 10:00-11:00",
    ]
    assert load_config(write()).lanes[0].hours == ()


WRITE = 'write "07:00-08:30" or "mon-fri 07:00-08:30"'


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["seven to eight"], f"'seven to eight' are no hours; {WRITE}"),
        (["Mon 07:00-08:00"], f"'Mon 07:00-08:00' are no hours; {WRITE}"),
        (["07:00-25:00"], f"'07:00-25:00': a day goes from 00:00 to 24:00; {WRITE}"),
        (["07:60-08:00"], f"'07:60-08:00': a day goes from 00:00 to 24:00; {WRITE}"),
        (
            ["22:00-06:00"],
            "'22:00-06:00' ends before it begins; for hours over midnight write "
            'two, as "22:00-24:00" and "00:00-06:00"',
        ),
        (
            ["07:00-08:30", "sun 08:00-09:00"],
            "'07:00-08:30' and 'sun 08:00-09:00' overlap; make one of both, or let "
            "one end where the other begins",
        ),
    ],
)
def test_hours_that_cannot_be_followed_are_one_clear_error(fault, texts, said) -> None:
    assert fault(hours(*texts)) == f"lanes[0].open_hours: {said}"


def test_hours_that_touch_or_lie_on_other_days_are_apart(write) -> None:
    load_config(write(hours("07:00-08:00", "08:00-09:00")))
    load_config(write(hours("mon-fri 07:00-09:00", "sat,sun 08:00-10:00")))
