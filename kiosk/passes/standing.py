"""Whether a gate lets a person in just now, whatever she shows."""

from datetime import datetime

from kiosk.house import House
from kiosk.policy import policy_from
from verification.evidence import CardEvidence
from verification.moments import ClockState, Moment
from verification.reasons import Reason
from verification.registry import PersonRecord, Registry
from verification.rules import PERSON_RULES, Case, first_of


def against(
    house: House, registry: Registry, person: PersonRecord, now: datetime
) -> Reason | None:
    """What the rules in force have against a person; ``None``: nothing.

    Her own document is not asked about: a pass is mostly for somebody who lost it.

    Args:
        house: of the site.
        registry: over a connection of the caller's own.
        person: as registered.
        now: aware.

    """
    if not person.matchable:
        return Reason.NOT_REGISTERED
    policy = policy_from(house.policy, house.config.site.timezone)
    case = Case(
        evidence=CardEvidence(person.kind, ""),
        policy=policy,
        now=Moment(now, ClockState.HOLDOVER),
        today=now.astimezone(policy.zone).date(),
        registry=registry,
        data_at=registry.data_at(),
        subject=person.subject,
        person=person,
    )
    return first_of(PERSON_RULES, case)
