"""What each row of an import comes to, before anything is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.people.reports import Fault, RowReport
from kiosk.people.tables import Head
from kiosk.people.texts import RowFault
from verification.registry import (
    Change,
    ChangeKind,
    ImportCounts,
    PlanKind,
    Planned,
    Planner,
)
from verification.registry import Row as PersonRow

DOUBTS = {
    "name_differs": RowFault.NAME_DIFFERS,
    "card_of_another_person": RowFault.CARD_OF_ANOTHER,
    "card_revoked": RowFault.CARD_REVOKED,
    "card_twice_in_file": RowFault.SAME_CARD,
    "twice_in_file": RowFault.SAME_PERSON_DIFFERS,
}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        head: of the table.
        counts: rows by what they come to.
        fields: how often each field would change.
        reports: rows that would not be imported, in the order of the file.
        groups: row number to the changes to apply.
        skipped: rows that speak of nobody: sums, signatures, headings once more.
        seen: the newest change of the registry when it was begun.

    """

    head: Head
    counts: ImportCounts
    fields: Mapping[str, int]
    reports: tuple[RowReport, ...]
    groups: Mapping[int, tuple[Change, ...]] = field(repr=False)
    skipped: tuple[int, ...] = ()
    seen: int | None = None


class Planning:
    """Collects what each row of an import comes to."""

    def __init__(
        self, planner: Planner, accept: frozenset[int], reports: list[RowReport]
    ) -> None:
        self._planner = planner
        self._accept = accept
        self._reports = reports
        self._refused = len(reports)
        self._kinds: Counter[PlanKind] = Counter()
        self._fields: Counter[str] = Counter()
        self._groups: dict[int, tuple[Change, ...]] = {}

    def add(self, number: int, person: PersonRow, clashes: tuple[Fault, ...]) -> None:
        """Plan one row; ``clashes`` are what other rows of the file say."""
        accepted = number in self._accept
        if clashes and not accepted:
            self._leave(number, person, clashes)
            return
        planned = self._planner.plan(person)
        if planned.doubts and not (accepted and planned.changes):
            faults = tuple(Fault(DOUBTS[word], "?") for word in planned.doubts)
            self._leave(number, person, faults)
            return
        self._take(number, planned)

    def result(self, head: Head, skipped: tuple[int, ...] = ()) -> ImportPlan:
        """Everything that was added."""
        counts = ImportCounts(
            new=self._kinds[PlanKind.NEW],
            changed=self._kinds[PlanKind.CHANGED],
            unchanged=self._kinds[PlanKind.UNCHANGED],
            doubtful=self._kinds[PlanKind.DOUBTFUL],
            refused=self._refused,
        )
        reports = tuple(sorted(self._reports, key=lambda report: report.row))
        fields = dict(self._fields)
        return ImportPlan(head, counts, fields, reports, self._groups, skipped)

    def _leave(self, number: int, person: PersonRow, faults: tuple[Fault, ...]) -> None:
        self._kinds[PlanKind.DOUBTFUL] += 1
        self._reports.append(doubt(number, person.document.masked, *faults))

    def _take(self, number: int, planned: Planned) -> None:
        self._kinds[_accepted_kind(planned)] += 1
        self._fields.update(planned.fields)
        if planned.changes:
            self._groups[number] = planned.changes


def doubt(number: int, masked: str, *faults: Fault) -> RowReport:
    """A row for somebody to decide."""
    return RowReport(number, masked, faults, doubtful=True)


def _accepted_kind(planned: Planned) -> PlanKind:
    """A doubtful row that somebody accepted is new or changed after all."""
    if planned.kind is not PlanKind.DOUBTFUL:
        return planned.kind
    new = planned.changes[0].kind is ChangeKind.REGISTERED
    return PlanKind.NEW if new else PlanKind.CHANGED
