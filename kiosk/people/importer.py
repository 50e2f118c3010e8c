"""From a table to the registry: read, plan, look, apply; and the way back.

A plan writes nothing, which makes it the dry run too. What is applied goes in
short transactions, whole rows at a time, so that a gate never waits for an
office; an import that breaks off is simply run again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from kiosk.people.doubles import contradictions
from kiosk.people.errors import ImportRefused
from kiosk.people.person import PersonParser
from kiosk.people.planning import ImportPlan, Planning, doubt
from kiosk.people.progress import Progress, Stage, no_progress
from kiosk.people.reports import Fault, RowReport
from kiosk.people.tables import Table
from kiosk.people.texts import RowFault
from verification.registry import Change, Editor, ImportCounts, Planner, Registry
from verification.registry import Row as PersonRow

REGISTRY_CHANGE = "registry.change"
EVERY = 500

Record = Callable[[str, Mapping[str, str | int]], None]
"""Writes an event of the given kind into the ledger, with facts about nobody."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; ``reports`` are the rows that were left out."""

    id: UUID
    counts: ImportCounts
    reports: tuple[RowReport, ...]


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports tables in one author's name.

    Attributes:
        registry: a connection of this thread.
        statuses: the words of the policy.
        author: internal id of the member of staff, or a program's word.
        now: wall-clock time, UTC.
        record: told once for each import, after it; counts only.
        refresh: a status that is the same but older than this is set anew.
        basis: the legal basis on which new people are registered; none says nothing.
        notice: the version of the notice that they were given.

    """

    registry: Registry
    statuses: Collection[str]
    author: str
    now: Callable[[], datetime]
    record: Record
    refresh: timedelta | None = None
    basis: str | None = None
    notice: str | None = None

    def plan(
        self,
        table: Table,
        *,
        accept: Collection[int] = (),
        progress: Progress = no_progress,
    ) -> ImportPlan:
        """Compare a table with the registry; nothing is written.

        Args:
            table: is read to its end.
            accept: numbers of doubtful rows that somebody decided to take.
            progress: told every 500 rows.

        Raises:
            TableProblem: the file turned out to be unusable.

        """
        seen = self.registry.story.last()
        people, reports, died = self._read(table, progress)
        clashes = contradictions(people)
        for number in died:
            clashes[number] = (*clashes.get(number, ()), Fault(RowFault.SAYS_DIED))
        planner = Planner(self.registry, self.editor(), self.refresh)
        plan = Planning(planner, frozenset(accept), reports)
        for done, (number, person) in enumerate(people.items()):
            plan.add(number, person, clashes.get(number, ()))
            if done % EVERY == 0:
                progress(Stage.COMPARING, done, len(people))
        progress(Stage.COMPARING, len(people), len(people))
        return replace(plan.result(table.head, table.skipped), seen=seen)

    def editor(self) -> Editor:
        """Makes the changes of an import, in the author's name."""
        return Editor(
            self.registry.keys,
            self.author,
            self.now(),
            source="import",
            basis=self.basis,
            notice=self.notice,
        )

    def apply(
        self,
        plan: ImportPlan,
        *,
        label: str = "",
        all_or_nothing: bool = False,
        progress: Progress = no_progress,
    ) -> ImportReport:
        """Carry a plan out.

        Args:
            plan: of the same registry, made shortly before.
            label: what the office calls this import; never a person's name.
            all_or_nothing: refuse when any row has to be left out.
            progress: told after every transaction.

        Raises:
            ImportRefused: rows would be left out; nothing was written.

        """
        if all_or_nothing and plan.reports:
            raise ImportRefused(f"{len(plan.reports)} rows cannot be imported")
        identity = self.registry.begin_import(self.author, label, self.now())
        late = self._write(plan, identity, progress)
        counts = replace(plan.counts, doubtful=plan.counts.doubtful + len(late))
        self.registry.finish_import(identity, counts, self.now())
        self.record(REGISTRY_CHANGE, {"import": str(identity), **_facts(counts)})
        return ImportReport(identity, counts, (*plan.reports, *late))

    def _read(
        self, table: Table, progress: Progress
    ) -> tuple[dict[int, PersonRow], list[RowReport], list[int]]:
        """People, rows with a fault, and numbers of rows that say somebody died."""
        parser = PersonParser(self.statuses)
        people: dict[int, PersonRow] = {}
        reports: list[RowReport] = []
        died: list[int] = []
        for done, row in enumerate(table):
            person = parser.parse(row)
            if isinstance(person, RowReport):
                said = (Fault(RowFault.SAYS_DIED),) * row.died
                reports.append(replace(person, faults=(*person.faults, *said)))
            else:
                people[row.number] = person
                died += [row.number] * row.died
            if done % EVERY == 0:
                progress(Stage.READING, done, None)
        return people, reports, died

    def _write(
        self, plan: ImportPlan, identity: UUID, progress: Progress
    ) -> list[RowReport]:
        """Apply in the order of the keys, which is the order on the disk."""
        groups = sorted(plan.groups.items(), key=lambda item: item[1][0].key)
        done = 0

        def written(count: int) -> None:
            nonlocal done
            done += count
            progress(Stage.WRITING, done, len(groups))

        def ours() -> Iterator[tuple[Change, ...]]:
            for _, group in groups:
                yield tuple(replace(change, origin=identity) for change in group)

        conflicts = self.registry.apply_many(ours(), written, plan.seen).conflicts
        refused = {conflict.changes[0].id for conflict in conflicts}
        return [
            doubt(number, "", Fault(RowFault.CHANGED_MEANWHILE))
            for number, group in groups
            if group[0].id in refused
        ]


def _facts(counts: ImportCounts) -> dict[str, int]:
    return {
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "doubtful": counts.doubtful,
        "refused": counts.refused,
    }
