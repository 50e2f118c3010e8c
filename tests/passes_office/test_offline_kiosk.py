"""A kiosk that never saw the registry, with what came to it on a stick."""

import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from passes_clock import Morning

from kiosk.config import load_config
from kiosk.house import House
from kiosk.paper.believed import Believed
from kiosk.passes.desk import PassDesk
from kiosk.passes.handover import export_lists, import_lists
from kiosk.passes.office import PassOffice
from verification.evidence import CardEvidence, PaperEvidence
from verification.invented import invented_person
from verification.moments import ClockState, Moment
from verification.paper.base45 import decode, encode
from verification.paper.examine import examine
from verification.passes.errors import ListProblem
from verification.passes.holder import HOLDER_KEY
from verification.policy import Policy, Worth
from verification.reasons import Outcome, Reason
from verification.registry import Editor
from verification.verify import Verdict, verify

Person = Callable[..., bytes]
POLICY = Policy(
    statuses={"green": Outcome.ADMIT, "red": Outcome.REFUSE},
    paper_requires_id=False,
    unlisted_pass=Worth.ADMIT,
)


@dataclass
class Kiosk:
    """Somebody else's gate, offline."""

    house: House
    clock: Morning
    policy: Policy = POLICY
    office: PassOffice = field(init=False)

    def __post_init__(self) -> None:
        self.office = PassOffice.of(self.house, "guard-1", self.clock)
        registry = self.house.registry
        self.believed = Believed(registry.shelf, self.office.ring)

    def take(self, folder: Path) -> None:
        import_lists(self.office, folder, lambda root: True)

    def judge(self, text: str, holder: CardEvidence | None = None) -> Verdict:
        now = self.clock()
        paper = examine([text.encode()], self.believed(), now)
        moment = Moment(now, ClockState.SYNCED)
        evidence = PaperEvidence(paper, holder)
        return verify(evidence, self.house.registry, self.policy, moment)


@pytest.fixture
def kiosk(tmp_path: Path, config_file: Path, clock: Morning) -> Iterator[Kiosk]:
    (tmp_path / "far").mkdir()
    far = shutil.copy(config_file, tmp_path / "far" / "config.toml")
    house = House.open(load_config(Path(far)), lambda text: None)
    yield Kiosk(house, clock)
    house.close()


@pytest.fixture
def stick(tmp_path: Path, desk: PassDesk) -> Callable[..., Path]:
    """Writes what the office hands out now to a folder of its own."""

    def write(name: str = "stick", *, secret: bool = False) -> Path:
        folder = tmp_path / name
        export_lists(desk.office, folder, with_holder=secret)
        return folder

    return write


def forged(text: str) -> str:
    """The same pass with one bit of its signature turned."""
    message = bytearray(zlib.decompress(decode(text.removeprefix("HC1:"))))
    message[-1] ^= 1
    return "HC1:" + encode(zlib.compress(bytes(message)))


def her_card(index: int = 1) -> CardEvidence:
    return CardEvidence("resident", invented_person(index).number)


def test_a_kiosk_without_a_registry_admits_a_valid_pass_if_the_policy_says_so(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    issued = desk.issue(person(1))
    assert kiosk.judge(issued.text).reason is Reason.PAPER_UNKNOWN
    kiosk.take(stick())
    verdict = kiosk.judge(issued.text)
    assert (verdict.reason, verdict.masked_number) == (Reason.PASS_VALID, issued.code)
    assert verdict.masked_name == issued.claims.masked_name
    kiosk.policy = replace(POLICY, unlisted_pass=Worth.REFER)
    assert kiosk.judge(issued.text).reason is Reason.NOT_REGISTERED


def test_a_forged_pass_is_refused_and_an_expired_one_referred(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    issued = desk.issue(person(1), days=3)
    kiosk.take(stick())
    other = desk.issue(person(2), days=3)
    assert kiosk.judge(issued.text).reason is Reason.PASS_VALID
    assert kiosk.judge(forged(other.text)).reason is Reason.PASS_FORGED
    kiosk.clock.later(days=4)
    assert kiosk.judge(issued.text).reason is Reason.PASS_EXPIRED


def test_a_pass_that_was_replaced_is_refused_once_the_next_list_came(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    first = desk.issue(person(1))
    kiosk.take(stick())
    kiosk.clock.later(hours=1)
    second = desk.renew(first.code)
    assert kiosk.judge(first.text).reason is Reason.PASS_VALID
    kiosk.take(stick("next"))
    assert kiosk.judge(first.text).reason is Reason.PASS_REVOKED
    assert kiosk.judge(second.text).reason is Reason.PASS_VALID


def test_last_months_stick_brings_no_revoked_pass_back(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    issued = desk.issue(person(1))
    old = stick("old")
    kiosk.clock.later(hours=1)
    desk.revoke(issued.code)
    kiosk.take(stick("new"))
    with pytest.raises(ListProblem):
        kiosk.take(old)
    assert kiosk.judge(issued.text).reason is Reason.PASS_REVOKED


def test_the_passes_of_an_erased_person_are_on_the_next_list(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    subject = person(1)
    issued = desk.issue(subject)
    desk.registry.erase(subject, "staff-1", kiosk.clock())
    kiosk.take(stick())
    assert kiosk.judge(issued.text).reason is Reason.PASS_REVOKED


def test_lists_that_are_too_old_judge_no_pass(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    issued = desk.issue(person(1))
    kiosk.take(stick())
    kiosk.clock.later(hours=168, minutes=1)
    assert kiosk.judge(issued.text).reason is Reason.DATA_STALE
    kiosk.take(stick("fresh"))
    assert kiosk.judge(issued.text).reason is Reason.PASS_VALID


def test_a_kiosk_with_the_holder_key_knows_a_borrowed_pass(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    issued = desk.issue(person(1))
    kiosk.policy = replace(POLICY, paper_requires_id=True)
    kiosk.take(stick("without"))
    assert kiosk.judge(issued.text).wants_document
    unknown = kiosk.judge(issued.text, her_card())
    assert (unknown.reason, unknown.warnings[-1]) == (
        Reason.PASS_NEEDS_ID,
        "holder_unknown",
    )
    kiosk.clock.later(hours=1)
    kiosk.take(stick("with", secret=True))
    assert (kiosk.house.folder.keys / HOLDER_KEY).exists()
    assert kiosk.judge(issued.text, her_card(1)).reason is Reason.PASS_VALID
    assert kiosk.judge(issued.text, her_card(2)).reason is Reason.PASS_HOLDER_DIFFERS


def test_a_pass_of_a_key_that_was_retired_is_nobodys(
    kiosk: Kiosk, desk: PassDesk, person: Person, stick: Callable[..., Path]
) -> None:
    issued = desk.issue(person(1))
    desk.office.rotate(lead=timedelta())
    kiosk.clock.later(hours=1)
    desk.office.retire(issued.kid, force=True)
    kiosk.take(stick())
    assert kiosk.judge(issued.text).reason is Reason.PAPER_UNKNOWN


def test_at_home_the_registry_judges_the_person_behind_the_pass(
    house: House, desk: PassDesk, person: Person, clock: Morning
) -> None:
    home = Kiosk(house, clock, replace(POLICY, unlisted_pass=Worth.REFER))
    good, bad = desk.issue(person(1)), desk.issue(other := person(2))
    editor = Editor(house.keys, "staff-1", clock())
    house.registry.apply([editor.set_status(other, "red")])
    assert home.judge(good.text).reason is Reason.PASS_VALID
    assert home.judge(bad.text).reason is Reason.STATUS_BARRED
    assert home.judge(good.text, her_card(2)).reason is Reason.STATUS_BARRED
    assert home.judge(good.text, her_card(3)).reason is Reason.PASS_HOLDER_DIFFERS
