"""What a rehearsal says of other rules is what a gate with them would have said."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from paper_kit import NOW, PaperOffice, card_of, paper_office, shown, typed

from kiosk.lane.actions import Decide, GiveBack
from kiosk.rehearsal import Move
from kiosk.rehearsal.trial import Trial
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import Entry, EventKind
from verification.ledger.reading import Reader
from verification.ledger.vault import Vault
from verification.paper.paper import PaperKind
from verification.policy import Policy, Unregistered, Worth
from verification.reasons import Outcome, Reason
from verification.registry import Editor

STEPS, SEED = 200, 12
BEGIN = NOW
STATUSES = {"green": Outcome.ADMIT, "red": Outcome.REFUSE}
BASE = {"statuses": STATUSES, "paper_requires_id": False}
PEOPLE = [invented_person(index) for index in range(1, 6)]
CHANGES = {
    "nothing": {},
    "another outcome": {"statuses": {"green": Outcome.REFER, "red": Outcome.REFER}},
    "a word less": {"statuses": {"red": Outcome.REFUSE}},
    "strangers are recorded": {"unregistered": Unregistered.RECORD},
    "old status": {"max_status_age_hours": 72},
    "old data": {"max_data_age_hours": 12},
    "wanted attestation": {"require": ("test",)},
    "longer between cards": {"card_reuse_seconds": 5 * 3600},
    "longer between papers": {"reuse_window_minutes": 24 * 60},
    "papers with a document": {"paper_requires_id": True},
    "papers to staff": {"papers": {PaperKind.PASS: Worth.REFER}},
}


class History:
    """The same fortnight at a site, whatever its rules are."""

    def __init__(self, site: PaperOffice, policy: Policy, seed: int) -> None:
        self.site, self.draw = site, random.Random(seed)
        self.policy = policy
        self.site.now = BEGIN
        self.lane = site.lane()
        self.passes = {}
        self.reasons: dict[str, Reason] = {}

    def live(self, steps: int) -> None:
        acts = [self.comes] * 9 + [self.registers, self.sets, self.attests]
        acts += [self.issues] * 2 + [self.loses]
        for number in range(steps):
            minutes = self.draw.choice([0.1, 0.2, 30, 200, 500])
            self.site.now += timedelta(minutes=minutes)
            self.draw.choice(acts)(f"v{number}")

    def person(self):
        return self.draw.choice(PEOPLE)

    def known(self):
        person = self.person()
        subject = self.site.registry.subject(Document.parse(person.number))
        return person, subject if self.site.registry.find(subject) else None

    def change(self, make) -> None:
        _, subject = self.known()
        words = (
            self.draw.choice(["green", "green", "green", "red", "blue"]),
            self.draw.random(),
        )
        if subject:
            editor = Editor(self.site.registry.keys, "test", self.site.now)
            self.site.registry.apply([make(editor, subject, words)])

    def registers(self, visit: str) -> None:
        self.site.register(
            self.person(), self.draw.choice(["green", "green", "green", "red"])
        )

    def sets(self, visit: str) -> None:
        until = self.site.now.date() + timedelta(days=3)
        self.change(
            lambda editor, subject, words: editor.set_status(
                subject, words[0], until if words[1] < 0.3 else None
            )
        )

    def attests(self, visit: str) -> None:
        until = self.site.now.date() + timedelta(days=1)
        self.change(
            lambda editor, subject, words: editor.record_attestation(
                subject, "test", until, at=self.site.now
            )
        )

    def loses(self, visit: str) -> None:
        self.change(
            lambda editor, subject, words: (
                editor.revoke_card if words[1] < 0.3 else editor.restore_card
            )(subject, subject)
        )

    def issues(self, visit: str) -> None:
        person, subject = self.known()
        record = subject and self.site.registry.find(subject)
        if record and record.status != "red":
            self.passes[person.number] = self.site.passes.issue(subject, 30)

    def comes(self, visit: str) -> None:
        person, how = self.person(), self.draw.random()
        turns_back, issued = self.draw.random() < 0.1, self.passes.get(person.number)
        action = Decide(visit, card_of(person))
        if issued and how < 0.4:
            beside = card_of(person) if how < 0.15 else None
            action = shown(issued.text, visit=visit, beside=beside)
        elif issued and how < 0.5:
            action = typed(issued.code, visit=visit)
        decided = self.lane.decide(action)
        self.reasons[visit] = decided.reason
        stranger = decided.reason is Reason.REGISTERED_ENTRY
        if decided.order and turns_back and not stranger:
            nobody = Entry(EventKind.GATE_NOBODY, lane="east", visit=visit)
            self.site.ledger.append(nobody)
            self.lane.give_back(GiveBack(visit))


@contextmanager
def lived(folder: Path, rules: dict, seed: int) -> Iterator[History]:
    with paper_office(folder) as site:
        site.rules = rules
        history = History(site, Policy(**rules), seed)
        history.live(STEPS)
        yield history


def rehearsed(history: History, then: dict):
    now = {"in": history.policy}
    site = history.site
    reader = Reader(site.folder / "ledger.db", Vault(site.registry.keys.wrap))
    zone = ZoneInfo("Asia/Shanghai")
    trial = Trial(reader, site.registry, zone, {}, now, {"in": Policy(**then)})
    try:
        return trial.run(BEGIN, lambda done, total: None)
    finally:
        reader.close()


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """A fortnight by the rules of a site, for all tests to look back on."""
    with lived(tmp_path_factory.mktemp("past"), BASE, SEED) as history:
        yield history


@pytest.mark.parametrize("change", CHANGES)
def test_a_rehearsal_says_what_a_gate_with_these_rules_says(past, tmp_path, change):
    then = BASE | CHANGES[change]
    with lived(tmp_path, then, SEED) as other:
        told = rehearsed(past, then)
        pairs = zip(past.reasons.values(), other.reasons.values(), strict=True)
        expected = Counter(Move(*pair) for pair in pairs if pair[0] is not pair[1])
    assert (told.moves, told.gone) == (expected, 0)


def test_today_s_rules_are_found_again_for_every_visit(past):
    told = rehearsed(past, BASE)
    assert (told.visits, told.changed) == (len(past.reasons), 0)
    assert (told.gone, told.today) == (0, 0)


def test_a_fortnight_has_many_reasons(past):
    assert len(set(past.reasons.values())) >= 8
