"""Groups of ages, as reports count them: nobody needs a year of birth for that."""

from enum import StrEnum


class AgeGroup(StrEnum):
    """How old somebody is, by ten years."""

    UNDER_60 = "under_60"
    SIXTIES = "60-69"
    SEVENTIES = "70-79"
    OVER_80 = "80+"
    UNKNOWN = "unknown"


_FROM = {80: AgeGroup.OVER_80, 70: AgeGroup.SEVENTIES, 60: AgeGroup.SIXTIES}


def age_group(birth_year: int | None, year: int | None) -> AgeGroup:
    """The group of somebody in a year; whoever turns 60 in it counts as 60."""
    if birth_year is None or year is None or birth_year > year:
        return AgeGroup.UNKNOWN
    age = year - birth_year
    groups = (group for least, group in _FROM.items() if age >= least)
    return next(groups, AgeGroup.UNDER_60)
