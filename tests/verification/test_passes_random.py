"""Whatever an office does, a person has one good pass at most."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from invented_site import AT, document, pass_claims, personal

from verification.errors import RegistryConflict
from verification.keys import Keys
from verification.registry import Editor, PassEnd, Registry

KID = b"key-id-8"
people = st.integers(1, 3)
numbers = st.integers(1, 40)


class Office(RuleBasedStateMachine):
    """Issues, revokes and erases in any order; remembers which passes were good."""

    keys: Keys

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "registry.db"
        self.registry = Registry.open(path, self.keys)
        self.editor = Editor(self.keys, "staff-1", AT)
        self.good: dict[int, bytes] = {}
        self.ended: set[bytes] = set()

    def teardown(self) -> None:
        self.registry.close()
        self.folder.cleanup()

    def subject(self, index: int) -> bytes:
        return self.registry.subject(document(index))

    @rule(index=people)
    def register(self, index: int) -> None:
        self.registry.apply([self.editor.register(personal(index), "green")])

    @rule(index=people, number=numbers, generation=st.integers(1, 9))
    def issue(self, index: int, number: int, generation: int) -> None:
        made = pass_claims(number, generation)
        try:
            change = self.editor.issue_pass(made, KID, self.subject(index))
            self.registry.apply([change])
        except RegistryConflict:
            return
        self.ended |= {self.good[index]} if index in self.good else set()
        self.good[index] = made.id

    @rule(index=people)
    def revoke(self, index: int) -> None:
        if index in self.good:
            pass_id = self.good.pop(index)
            key = self.subject(index)
            self.registry.apply([self.editor.revoke_pass(key, pass_id, PassEnd.LOST)])
            self.ended.add(pass_id)

    @rule(index=people)
    def erase(self, index: int) -> None:
        self.registry.erase(self.subject(index), "staff-1", AT)
        self.ended |= {self.good.pop(index)} if index in self.good else set()

    @invariant()
    def one_good_pass_at_most(self) -> None:
        papers = self.registry.papers
        for index in range(1, 4):
            records = papers.passes_of(self.subject(index))
            good = {record.id for record in records if not record.ended}
            known = {self.good[index]} if index in self.good else set()
            assert good == known

    @invariant()
    def what_ended_stays_ended_and_is_listed(self) -> None:
        papers = self.registry.papers
        assert self.ended == set(papers.revoked_ids(AT + timedelta(days=1)))
        assert not any(papers.pass_revoked(one) for one in self.good.values())


def test_passes_under_random_work_of_an_office(keys: Keys) -> None:
    Office.keys = keys
    Office.TestCase.settings = settings(
        max_examples=15, stateful_step_count=25, deadline=None, database=None
    )
    Office.TestCase().runTest()
