"""`RequestDesk`: what relatives asked for goes into the registry, or not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kiosk.requests.book import Helped, Kept, RequestBook
from kiosk.requests.content import Declined, Outcome, Relative
from verification.registry import Change, Editor, Planned, Planner, Registry, Row

SOURCE = "relative"
BASIS = "consent"  # the form is not sent without it
WITHDRAWN = "withdrawn"
DEAD = "dead"
Facts = Mapping[str, str | int]


class NeedsLook(Exception):
    """Somebody of the request is doubtful, and the clerk has not said that it is right.

    Attributes:
        places: of these people.

    """

    def __init__(self, places: Sequence[int]) -> None:
        self.places = tuple(places)
        super().__init__("people of a request are doubtful")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person of a request stands to the registry.

    Attributes:
        helped: as asked for.
        planned: what approval would change.
        doubts: words of `Planned.doubts`; another name, however alike, is one, and a
            consent that was withdrawn.

    """

    helped: Helped
    planned: Planned
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """The status with which people are taken in; ``None``: not known."""

    status: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class RequestDesk:
    """Decides in one author's name.

    Attributes:
        registry: over a connection of the caller's own.
        author: internal id of the member of staff.
        now: wall-clock time, UTC.
        record: writes facts about nobody into the ledger.
        called: how a relation is called in the registry's field for relatives.

    """

    registry: Registry
    author: str
    now: Callable[[], datetime]
    record: Callable[[Facts], None] = field(repr=False)
    called: Callable[[Relative], str] = field(
        default=lambda relative: relative.name, repr=False
    )

    @property
    def book(self) -> RequestBook:
        """The requests, over the same connection."""
        return RequestBook(self.registry)

    def standings(self, kept: Kept, granted: Granted | None = None) -> list[Standing]:
        """How the open people of a request stand, in the order of the form."""
        planner = Planner(self.registry, self._editor(kept))
        granted = granted or Granted()
        found = []
        for helped in kept.people:
            if helped.outcome is None:
                row = self._row(helped.row, kept.relative, granted)
                planned = planner.plan(row)
                doubts = self._doubts(planned)
                found.append(Standing(helped, planned, doubts))
        return found

    def approve(
        self,
        kept: Kept,
        places: Sequence[int],
        granted: Granted,
        sure: Sequence[int] = (),
    ) -> list[bytes]:
        """Take people of a request into the registry.

        Args:
            kept: the request.
            places: whom of it.
            granted: their status.
            sure: doubtful ones that the clerk looked at.

        Returns:
            Their subjects.

        Raises:
            NeedsLook: somebody is doubtful and not among ``sure``; nothing was done.
            DecidedMeanwhile: a colleague was quicker.
            RegistryConflict: the registry changed meanwhile; nothing was done.

        """
        standings = self.standings(kept, granted)
        chosen = [one for one in standings if one.helped.place in places]
        doubtful = [one.helped.place for one in chosen if one.doubts]
        if not set(doubtful) <= set(sure):
            raise NeedsLook(doubtful)
        # A crash between the two leaves the request open: approved again, it changes
        # nothing more.
        self.registry.apply([c for one in chosen for c in self._changes(kept, one)])
        self._decide(kept, places, Outcome.APPROVED)
        return [one.planned.subject for one in chosen]

    def decline(self, kept: Kept, places: Sequence[int], why: Declined) -> None:
        """Leave people of a request as they are.

        Raises:
            DecidedMeanwhile: a colleague was quicker.

        """
        self._decide(kept, places, Outcome.DECLINED, why)

    def amend(self, kept: Kept, place: int, person: Row) -> None:
        """Correct one person before deciding.

        Raises:
            DecidedMeanwhile: a colleague was quicker.

        """
        self.book.amend(kept.id, place, person)
        self.record({"change": "request.amended", "count": 1})

    def _decide(
        self, kept: Kept, places: Sequence[int], outcome: Outcome, reason: str = ""
    ) -> None:
        decided = dict.fromkeys(places, outcome)
        self.book.decide(kept.id, decided, self.author, self.now(), reason)
        why = {"reason": reason} if reason else {}
        self.record({"change": f"request.{outcome}", "count": len(decided), **why})

    def _row(self, row: Row, relative: Relative, granted: Granted) -> Row:
        """What an import would say; a contact that is known already stays."""
        key = self.registry.subject(row.document)
        known = self.registry.details(key)
        contact = None if known and known.relative else self.called(relative)
        return replace(
            row,
            relative=contact,
            status=granted.status,
            valid_until=granted.valid_until,
        )

    def _changes(self, kept: Kept, one: Standing) -> list[Change]:
        """The consent counts for somebody who is known already, too."""
        changes = list(one.planned.changes)
        if self.registry.find(one.planned.subject):
            basis = self._editor(kept).record_basis(
                one.planned.subject, BASIS, kept.relative.notice
            )
            changes.append(basis)
        return changes

    def _doubts(self, planned: Planned) -> tuple[str, ...]:
        known = self.registry.find(planned.subject)
        found = list(planned.doubts)
        if known and known.withdrawn:
            found.append(WITHDRAWN)
        if known and known.dead:
            found.append(DEAD)
        if "name" in planned.fields and "name_differs" not in found:
            found.append("name_differs")
        return tuple(found)

    def _editor(self, kept: Kept) -> Editor:
        return Editor(
            self.registry.keys,
            self.author,
            self.now(),
            source=SOURCE,
            basis=BASIS,
            notice=kept.relative.notice,
        )
