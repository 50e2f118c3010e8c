"""Lists on a stick: from the office to a kiosk without network."""

import shutil
import stat

import pytest
from issuing import NOW, private

from kiosk.passes.handover import (
    KEYS_FILE,
    REVOKED_FILE,
    ROOT_FILE,
    export_lists,
    import_lists,
)
from verification.errors import KeyProblem
from verification.passes.errors import Flaw, ListProblem, SigningProblem
from verification.passes.holder import HOLDER_KEY
from verification.passes.keys import public_pem
from verification.registry.shelf import KEYS, REVOKED


@pytest.fixture
def town(site):
    made = site("town")
    made.office.make()
    return made


@pytest.fixture
def gate(site):
    """A kiosk that has never heard of the town."""
    return site("gate")


@pytest.fixture
def hand_over(town, gate, tmp_path):
    """Carries the lists of the town to the gate."""

    def do(with_holder=False, name="stick"):
        export_lists(town.office, tmp_path / name, with_holder=with_holder)
        return bring(gate, tmp_path / name)

    return do


def bring(gate, stick, trusts=lambda root: True):
    return import_lists(gate.office, stick, trusts)


def flaw_of(gate, stick, trusts=lambda root: True):
    with pytest.raises(ListProblem) as caught:
        bring(gate, stick, trusts)
    return caught.value.flaw


def test_a_kiosk_knows_what_the_office_knows(town, gate, hand_over):
    town.issue()
    town.revoke_all()
    taken = hand_over()
    assert taken == town.office.lists() == gate.office.lists()
    (pass_id,) = taken.revoked.ids
    assert gate.house.registry.papers.pass_revoked(pass_id)


def test_a_stick_is_signed_afresh(town, gate, hand_over):
    town.later(3)
    gate.later(3)
    assert hand_over().at == town.at


def test_an_office_is_told_what_it_hands_over(town, tmp_path):
    town.later(3)
    given = export_lists(town.office, tmp_path / "stick", with_holder=False)
    assert given == town.office.lists()


def test_a_root_is_trusted_only_after_somebody_compared_it(
    town, gate, hand_over, tmp_path
):
    seen = []
    export_lists(town.office, tmp_path / "stick", with_holder=False)
    assert flaw_of(gate, tmp_path / "stick", seen.append) is Flaw.OTHER_ROOT
    assert seen == [town.office.ring.root()]
    assert gate.office.ring.root() is None
    assert gate.office.lists() is None
    hand_over()
    bring(gate, tmp_path / "stick", lambda root: pytest.fail("asked twice"))


def test_a_stick_of_another_site_is_refused(gate, hand_over, site, tmp_path):
    held = hand_over()
    other = site("other")
    other.office.make()
    export_lists(other.office, tmp_path / "foreign", with_holder=False)
    assert flaw_of(gate, tmp_path / "foreign") is Flaw.OTHER_ROOT
    assert gate.office.lists() == held


def test_last_months_stick_is_refused(town, gate, hand_over, tmp_path):
    hand_over(name="old")
    town.issue()
    town.revoke_all()
    held = hand_over(name="new")
    assert flaw_of(gate, tmp_path / "old") is Flaw.ROLLED_BACK
    assert gate.office.lists() == held


def test_the_same_stick_twice_does_no_harm(gate, hand_over, tmp_path):
    held = hand_over()
    assert bring(gate, tmp_path / "stick") == held


def test_nothing_is_kept_when_one_file_is_bad(town, gate, hand_over, tmp_path):
    held = hand_over()
    town.office.rotate()
    stick = tmp_path / "stick"
    export_lists(town.office, stick, with_holder=False)
    (stick / REVOKED_FILE).write_bytes((stick / REVOKED_FILE).read_bytes()[:-1])
    assert flaw_of(gate, stick) is Flaw.MALFORMED
    assert gate.office.lists() == held


def test_the_list_of_revoked_passes_may_come_alone(town, gate, hand_over, tmp_path):
    hand_over()
    export_lists(town.office, tmp_path / "stick", with_holder=False)
    (tmp_path / "stick" / KEYS_FILE).unlink()
    assert bring(gate, tmp_path / "stick").revoked.number == 3


def test_it_never_comes_alone_to_a_kiosk_without_keys(town, gate, tmp_path):
    export_lists(town.office, tmp_path / "stick", with_holder=False)
    (tmp_path / "stick" / KEYS_FILE).unlink()
    assert flaw_of(gate, tmp_path / "stick") is Flaw.UNKNOWN_SIGNER
    assert gate.office.ring.root() is None


def test_a_newer_key_list_is_asked_for(town, gate, hand_over, tmp_path):
    hand_over()
    town.office.rotate()
    export_lists(town.office, tmp_path / "stick", with_holder=False)
    (tmp_path / "stick" / KEYS_FILE).unlink()
    assert flaw_of(gate, tmp_path / "stick") is Flaw.OLDER_KEYS


def test_a_retired_key_takes_its_list_with_it(town, gate, hand_over, tmp_path):
    held = hand_over()
    old = town.office.signer().kid
    town.office.rotate(lead=town.at - town.at)
    town.office.retire(old)
    stick = tmp_path / "stick"
    export_lists(town.office, stick, with_holder=False)
    revoked = (stick / REVOKED_FILE).read_bytes()
    (stick / REVOKED_FILE).unlink()
    assert flaw_of(gate, stick) is Flaw.UNKNOWN_SIGNER
    assert gate.office.lists() == held
    (stick / REVOKED_FILE).write_bytes(revoked)
    assert bring(gate, stick).keys_for(old, town.at) == ()


def test_a_retired_key_brings_no_older_list_back(town, gate, hand_over, tmp_path):
    at_once = town.at - town.at
    town.office.rotate(lead=at_once)
    hand_over(name="old")
    town.office.rotate(lead=at_once)
    town.issue()
    town.revoke_all()
    held = hand_over(name="new")
    thief = town.office.signer().kid
    town.office.rotate(lead=at_once)
    town.office.retire(thief, force=True)
    export_lists(town.office, tmp_path / "newest", with_holder=False)
    shutil.copy(tmp_path / "old" / REVOKED_FILE, tmp_path / "newest" / REVOKED_FILE)
    assert flaw_of(gate, tmp_path / "newest") is Flaw.ROLLED_BACK
    assert gate.office.lists() == held


@pytest.mark.parametrize("name", [KEYS, REVOKED])
def test_a_list_that_was_damaged_here_is_healed_from_a_stick(
    name, town, gate, hand_over
):
    hand_over()
    db = gate.house.registry.db
    db.execute("UPDATE paper_lists SET data = x'00' WHERE name = ?", (name,))
    town.office.rotate()
    assert hand_over() == town.office.lists() == gate.office.lists()


def test_a_kiosk_whose_clock_is_far_behind_takes_nothing(town, gate, tmp_path):
    town.later(30)
    export_lists(town.office, tmp_path / "stick", with_holder=False)
    assert flaw_of(gate, tmp_path / "stick") is Flaw.FROM_THE_FUTURE


def test_an_empty_folder_is_named(gate, tmp_path):
    (tmp_path / "stick").mkdir()
    with pytest.raises(FileNotFoundError, match="stick"):
        bring(gate, tmp_path / "stick")


def test_lists_without_their_root_are_not_taken_the_first_time(town, gate, tmp_path):
    export_lists(town.office, tmp_path / "stick", with_holder=False)
    (tmp_path / "stick" / ROOT_FILE).unlink()
    assert flaw_of(gate, tmp_path / "stick") is Flaw.OTHER_ROOT


def test_a_root_that_signed_nothing_on_the_stick_is_not_trusted(town, gate, tmp_path):
    stick = tmp_path / "stick"
    export_lists(town.office, stick, with_holder=False)
    (stick / ROOT_FILE).write_bytes(public_pem(private(9).public_key()))
    assert flaw_of(gate, stick) is Flaw.OTHER_ROOT
    assert gate.office.ring.root() is None


def test_a_kiosk_passes_on_what_it_holds(town, gate, hand_over, site, tmp_path):
    held = hand_over()
    export_lists(gate.office, tmp_path / "next", with_holder=False)
    second = site("second")
    assert bring(second, tmp_path / "next") == held


def test_a_site_without_lists_has_nothing_to_hand_over(gate, tmp_path):
    with pytest.raises(SigningProblem, match="keys make"):
        export_lists(gate.office, tmp_path / "stick", with_holder=False)
    assert not (tmp_path / "stick").exists()


def test_the_holder_key_travels_only_when_it_is_asked_for(gate, hand_over, tmp_path):
    hand_over()
    assert not (tmp_path / "stick" / HOLDER_KEY).exists()
    assert not (gate.office.folder / HOLDER_KEY).exists()


def test_the_holder_key_is_as_secret_there_as_here(town, gate, hand_over, tmp_path):
    hand_over(with_holder=True)
    paths = [
        folder / HOLDER_KEY
        for folder in (town.office.folder, tmp_path / "stick", gate.office.folder)
    ]
    assert len({path.read_bytes() for path in paths}) == 1
    assert [stat.S_IMODE(path.stat().st_mode) for path in paths] == [0o600] * 3


def test_the_holder_key_of_another_site_is_refused(gate, hand_over, tmp_path):
    held = hand_over(with_holder=True)
    ours = (gate.office.folder / HOLDER_KEY).read_bytes()
    for other in (bytes(32), bytes(31), bytes(33)):
        (tmp_path / "stick" / HOLDER_KEY).write_bytes(other)
        with pytest.raises(KeyProblem):
            bring(gate, tmp_path / "stick")
    assert (gate.office.folder / HOLDER_KEY).read_bytes() == ours
    assert gate.office.lists() == held


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_holder_key_of_another_length_never_arrives(length, town, gate, tmp_path):
    export_lists(town.office, tmp_path / "stick", with_holder=True)
    (tmp_path / "stick" / HOLDER_KEY).write_bytes(bytes(length))
    with pytest.raises(KeyProblem, match="length"):
        bring(gate, tmp_path / "stick")
    assert not (gate.office.folder / HOLDER_KEY).exists()
    assert gate.office.lists() is None


def test_a_kiosk_cannot_hand_over_a_holder_key_that_it_lacks(gate, hand_over, tmp_path):
    hand_over()
    with pytest.raises(KeyProblem):
        export_lists(gate.office, tmp_path / "next", with_holder=True)
    assert not (tmp_path / "next").exists()


def test_a_restored_office_goes_on_where_its_last_lists_ended(
    town, hand_over, tmp_path, site
):
    aside = tmp_path / "aside"
    shutil.copytree(town.office.folder, aside)
    town.issue()
    town.revoke_all()
    revoked = hand_over().revoked.ids
    assert len(revoked) == 1
    restored = site("restored")
    shutil.copytree(aside, restored.office.folder, dirs_exist_ok=True)
    bring(restored, tmp_path / "stick")
    made = restored.office.publish()
    assert (made.number, made.ids) == (3, revoked)


def test_the_ledger_says_what_was_handed_over(town, gate, hand_over):
    hand_over(with_holder=True)
    given, taken = town.recorded()[-1], gate.recorded()[-1]
    assert (given["change"], given["holder_key"]) == ("pass.lists.exported", 1)
    assert taken == {
        "staff": "office",
        "change": "pass.lists.taken",
        "number": 1,
        "revoked_number": 2,
        "holder_key": 1,
    }
    assert gate.house.registry.shelf.paper_list("keys").imported_at == NOW
