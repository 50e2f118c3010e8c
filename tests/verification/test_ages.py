"""Age groups, as reports count them."""

import pytest

from verification.ages import AgeGroup, age_group


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (1967, AgeGroup.UNDER_60),
        (1966, AgeGroup.SIXTIES),
        (1957, AgeGroup.SIXTIES),
        (1956, AgeGroup.SEVENTIES),
        (1947, AgeGroup.SEVENTIES),
        (1946, AgeGroup.OVER_80),
        (1900, AgeGroup.OVER_80),
        (None, AgeGroup.UNKNOWN),
        (2027, AgeGroup.UNKNOWN),
    ],
)
def test_a_year_of_birth_comes_to_a_group(born, group):
    assert group is age_group(born, 2026)


def test_without_a_trusted_clock_no_age_is_known():
    assert age_group(1940, None) is AgeGroup.UNKNOWN
