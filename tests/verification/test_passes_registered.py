"""What happens to passes in the registry."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from invented_site import AT, bring, pass_claims, row, rows

from verification.errors import RegistryConflict
from verification.registry import ChangeKind, Editor, PassEnd, Registry, undo

Register = Callable[..., bytes]
KID = b"key-id-8"
DAY = timedelta(days=1)


def give(
    registry: Registry, editor: Editor, person: bytes, number: int, generation: int = 1
) -> bytes:
    made = pass_claims(number, generation)
    registry.apply([editor.issue_pass(made, KID, person)])
    return made.id


def test_a_pass_is_found_by_its_id_and_by_its_code(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    pass_id = give(registry, editor, person, 7)
    record = registry.papers.pass_record(pass_id)
    assert record
    assert record == registry.papers.pass_by_code(pass_id[:5])
    assert (person, 1, 1, False) == (
        record.person,
        record.generation,
        record.newest,
        record.ended,
    )
    assert (record.not_before, record.expires) == (AT, AT + 30 * DAY)


def test_a_later_pass_ends_the_earlier_ones_at_once(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    first = give(registry, editor, person, 1)
    give(registry, editor, person, 2, generation=2)
    record = registry.papers.pass_record(first)
    assert record
    assert (record.ended, record.why) == (True, PassEnd.SUPERSEDED)
    assert registry.papers.pass_revoked(first)
    assert [one.generation for one in registry.papers.passes_of(person)] == [2, 1]


def test_a_pass_of_another_person_goes_on(
    registry: Registry, editor: Editor, register: Register
) -> None:
    first = give(registry, editor, register(1), 1)
    give(registry, editor, register(2), 2)
    assert not registry.papers.pass_revoked(first)


@pytest.mark.parametrize(
    ("number", "generation", "code"),
    [
        (1, 2, "pass_again"),  # the same id
        (2, 1, "pass_generation"),  # not newer than the one before
    ],
)
def test_a_pass_that_does_not_fit_changes_nothing(
    registry: Registry,
    editor: Editor,
    register: Register,
    number: int,
    generation: int,
    code: str,
) -> None:
    person = register(1)
    first = give(registry, editor, person, 1)
    with pytest.raises(RegistryConflict) as conflict:
        give(registry, editor, person, number, generation)
    assert conflict.value.code == code
    assert not registry.papers.pass_revoked(first)
    assert rows(registry, "passes") == 1


def test_no_two_passes_have_one_code_even_after_an_erasure(
    registry: Registry, editor: Editor, register: Register
) -> None:
    give(registry, editor, register(1), 1)
    registry.erase(register(1), "staff-1", AT)
    alike = replace(pass_claims(1), id=b"\x01" * 5 + b"xyz")
    with pytest.raises(RegistryConflict, match="pass_again"):
        registry.apply([editor.issue_pass(alike, KID, register(2))])


def test_nobody_unknown_gets_a_pass(registry: Registry, editor: Editor) -> None:
    with pytest.raises(RegistryConflict, match="unknown_person"):
        give(registry, editor, b"n" * 16, 1)


def test_a_revoked_pass_stays_revoked_for_its_first_reason(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    pass_id = give(registry, editor, person, 1)
    for why in (PassEnd.LOST, PassEnd.MISTAKE):
        registry.apply([editor.revoke_pass(person, pass_id, why)])
    record = registry.papers.pass_record(pass_id)
    assert record
    assert (record.revoked, record.why) == (True, PassEnd.LOST)
    assert [pass_id] == registry.papers.revoked_ids(AT)


def test_a_pass_is_not_revoked_in_the_name_of_another(
    registry: Registry, editor: Editor, register: Register
) -> None:
    pass_id = give(registry, editor, register(1), 1)
    with pytest.raises(RegistryConflict, match="unknown_pass"):
        registry.apply([editor.revoke_pass(register(2), pass_id, PassEnd.LOST)])
    assert not registry.papers.pass_revoked(pass_id)


def test_a_pass_that_the_registry_lost_can_be_revoked_by_its_id(
    registry: Registry, editor: Editor
) -> None:
    registry.apply([editor.revoke_pass(b"12345678", b"12345678", PassEnd.LOST)])
    assert registry.papers.pass_revoked(b"12345678")
    assert registry.papers.revoked_ids(AT + 999 * DAY) == [b"12345678"]


def test_erasing_a_person_ends_her_passes_and_says_no_more_whose_they_were(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    pass_id = give(registry, editor, person, 1)
    registry.erase(person, "staff-1", AT)
    assert registry.papers.pass_record(pass_id) is None
    assert registry.papers.pass_revoked(pass_id)
    assert rows(registry, "passes") == 0
    kept = [tuple(r) for r in registry.db.execute("SELECT * FROM revoked_passes")]
    assert kept == [
        (
            pass_id,
            int(AT.timestamp()),
            "erased",
            int((AT + 30 * DAY).timestamp()),
        )
    ]
    bodies = [r[0] for r in registry.db.execute("SELECT body FROM changes")]
    assert not any(pass_id.hex() in body for body in bodies)


def test_the_next_list_names_what_was_revoked_and_has_not_expired(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    pass_id = give(registry, editor, person, 1)
    registry.apply([editor.revoke_pass(person, pass_id, PassEnd.LOST)])
    assert [pass_id] == registry.papers.revoked_ids(AT + 29 * DAY)
    assert registry.papers.revoked_ids(AT + 30 * DAY) == []


def test_issue_and_revocation_stand_in_the_history_of_the_person(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    pass_id = give(registry, editor, person, 1)
    registry.apply([editor.revoke_pass(person, pass_id, PassEnd.LOST)])
    issued, revoked = registry.history(person)[1:]
    assert (issued.kind, issued.author) == (ChangeKind.PASS_ISSUED, "staff-1")
    assert (revoked.kind, revoked.body["why"]) == (ChangeKind.PASS_REVOKED, "lost")


def test_an_import_is_not_taken_back_under_a_pass_that_was_issued_since(
    registry: Registry, editor: Editor
) -> None:
    identity = bring(registry, editor, row(1), row(2))
    holder = next(iter(registry.people())).record.subject
    give(registry, editor, holder, 1)
    report = undo(registry, identity, "staff-1", AT)
    assert (1, (holder,)) == (report.undone, report.kept)
    assert not registry.papers.pass_revoked(pass_claims(1).id)
    assert registry.find(holder)


def test_all_passes_come_in_pages_and_once(
    registry: Registry, editor: Editor, register: Register
) -> None:
    ids = {give(registry, editor, register(i), i) for i in range(1, 8)}
    assert ids == {record.id for record in registry.papers.passes()}


def test_taking_back_what_came_with_a_pass_leaves_the_pass(
    registry: Registry, editor: Editor, register: Register
) -> None:
    """A sheet that was handed out does not come back with a table."""
    person = register(1)
    identity = registry.begin_import("staff-1", "passes", AT)
    ours = replace(editor, origin=identity)
    registry.apply([ours.issue_pass(pass_claims(1), KID, person)])
    registry.apply([ours.set_status(person, "red")])
    undo(registry, identity, "staff-1", AT)
    found = registry.find(person)
    assert found
    assert found.status == "green"
    assert not registry.papers.pass_revoked(pass_claims(1).id)


def test_nobody_who_died_a_moment_ago_gets_a_pass(
    registry: Registry, editor: Editor, register: Register
) -> None:
    person = register(1)
    first = give(registry, editor, person, 1)
    registry.apply([editor.record_death(person, "child", {})])
    assert registry.papers.pass_revoked(first)
    with pytest.raises(RegistryConflict, match="dead"):
        give(registry, editor, person, 2, generation=2)
