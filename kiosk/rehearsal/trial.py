"""Tries rules out on past visits, beside the rules that are in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.rehearsal.judging import reason_of
from kiosk.rehearsal.result import Day, Move, Rehearsed
from kiosk.rehearsal.visits import PastVisit, visits, window
from verification.cases import matched
from verification.catalogue import OUTCOME_OF
from verification.ledger.reading import Reader
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.registry import Registry
from verification.registry.history import KeptChange
from verification.registry.past import Known, as_of

MOST_VISITS = 200_000
EVERY = 250  # visits between two words about the progress

Policies = Mapping[str, Policy]  # by the direction of a lane


@dataclass(slots=True)
class Claims:
    """Who was let in a moment ago, by one set of rules.

    Whoever these rules would have let in and no gate did is taken to have gone in.
    """

    until: dict[bytes | str, float] = field(default_factory=dict)

    def verdict(self, visit: PastVisit, reason: Reason, policy: Policy) -> Reason:
        """What a reason comes to, once it is asked whether it was used just now."""
        if OUTCOME_OF[reason] is not Outcome.ADMIT or visit.subject is None:
            return reason
        names: dict[bytes | str, int] = {visit.subject: policy.card_reuse_seconds}
        if visit.paper:
            names[visit.paper] = policy.reuse_window_minutes * 60
        now = visit.event.at.timestamp()
        if any(self.until.get(name, 0) > now for name in names if names[name]):
            return Reason.PASS_REUSED
        if not visit.turned_back:
            self.until |= {name: now + seconds for name, seconds in names.items()}
        return reason


class Trial:
    """One rehearsal; over connections that nobody else uses.

    Args:
        reader: of the ledger.
        registry: of the site; only read.
        zone: in which a day begins.
        directions: of the lanes, by id.
        now: the rules in force.
        then: those that are tried out.

    """

    def __init__(
        self,
        reader: Reader,
        registry: Registry,
        zone: ZoneInfo,
        directions: Mapping[str, str],
        now: Policies,
        then: Policies,
    ) -> None:
        self._reader, self._registry = reader, registry
        self._zone, self._directions = zone, directions
        self._now, self._then = now, then
        self._claims = Claims(), Claims()
        self._people: dict[bytes, tuple[Known, list[KeptChange]]] = {}
        self._found = Rehearsed()

    def run(
        self,
        since: datetime,
        progress: Callable[[int, int], None],
        most: int = MOST_VISITS,
    ) -> Rehearsed:
        """Try the rules out on all visits since a moment, or on the newest of them.

        Raises:
            LedgerProblem: the ledger cannot be read.
            sqlite3.Error: the registry cannot.

        """
        rows = window(self._reader, since, most)
        self._found.cut = rows.cut
        for done, visit in enumerate(visits(self._reader, rows, since)):
            if done % EVERY == 0:
                progress(done, rows.verdicts)
            self._try(visit)
        return self._found

    def _try(self, visit: PastVisit) -> None:
        found, date = self._found, str(visit.event.at.astimezone(self._zone).date())
        found.visits += 1
        day = found.days.setdefault(date, Day())
        day.visits += 1
        known = self._known(visit)
        direction = self._directions.get(visit.event.lane or "", "in")
        before, after = (
            self._verdict(visit, known, policies[direction], claims)
            for policies, claims in zip(
                (self._now, self._then), self._claims, strict=True
            )
        )
        if before is None or after is None:
            found.gone += 1
            return
        found.today += before is not visit.reason or not known.whole
        found.count(date, Move(before, after))

    def _verdict(
        self, visit: PastVisit, known: Known, policy: Policy, claims: Claims
    ) -> Reason | None:
        reason = reason_of(visit, known, policy)
        return reason and claims.verdict(visit, reason, policy)

    def _known(self, visit: PastVisit) -> Known:
        if visit.subject is None:
            return Known(None)
        today, changes = self._today(visit.subject)
        return as_of(today, changes, visit.event.at)

    def _today(self, subject: bytes) -> tuple[Known, list[KeptChange]]:
        found = self._people.get(subject)
        if found is None:
            person = matched(self._registry, subject)
            shown = self._registry.attestations(subject) if person else {}
            changes = self._registry.history(subject) if person else []
            found = self._people[subject] = Known(person, shown), changes
        return found
