"""Passes are issued, renewed, printed again and ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from passes_clock import Morning

from kiosk.house import House
from kiosk.passes.barred import withdraw_barred
from kiosk.passes.desk import MOST_DAYS, PassDesk
from kiosk.passes.office import PassOffice
from kiosk.passes.problems import PassProblem, Why
from kiosk.passes.rows import PassState, pass_rows
from verification.documents import Document
from verification.invented import invented_person
from verification.masks import mask_name
from verification.paper.examine import examine
from verification.paper.paper import Paper
from verification.paper.trust import TrustStore
from verification.passes.errors import SigningProblem
from verification.passes.holder import load_holder_keys
from verification.passes.issued import IssuedPass
from verification.registry import Editor, PassEnd

Person = Callable[..., bytes]


def shown(issued: IssuedPass, office: PassOffice, at: datetime) -> Paper:
    """What a camera makes of it at a kiosk that holds the lists alone."""
    lists = office.lists()
    assert lists
    store = TrustStore().with_passes(lists.trusted_keys())
    return examine([issued.text.encode()], store, at)


def test_an_issued_pass_is_believed_and_says_whose_it_is(
    desk: PassDesk, house: House, person: Person
) -> None:
    issued = desk.issue(person(1))
    paper = shown(issued, desk.office, desk.office.now())
    assert (True, None, issued.claims) == (
        paper.authentic,
        paper.refusal,
        paper.pass_claims,
    )
    assert mask_name(invented_person(1).name) == issued.claims.masked_name
    holder = load_holder_keys(house.folder.keys)
    assert holder
    for index, hers in ((1, True), (2, False)):
        document = Document.parse(invented_person(index).number)
        assert hers is holder.matches(issued.kid, issued.claims, document)


def test_a_pass_is_registered_before_anybody_holds_it(
    desk: PassDesk, house: House, person: Person
) -> None:
    issued = desk.issue(person(1))
    record = house.registry.papers.pass_record(issued.claims.id)
    assert record
    assert (issued.kid, issued.claims.expires) == (record.kid, record.expires)
    assert record == desk.find(issued.code)
    assert record == desk.find(issued.claims.id.hex())


def test_a_pass_counts_through_its_last_day_at_the_site(
    desk: PassDesk, person: Person
) -> None:
    claims = desk.issue(person(1), days=30).claims
    assert claims.not_before == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert claims.expires == datetime(2026, 12, 22, 16, 0, tzinfo=UTC)
    assert claims.issued_at == desk.office.now()


def test_the_longest_pass_can_be_signed(desk: PassDesk, person: Person) -> None:
    claims = desk.issue(person(1), days=MOST_DAYS).claims
    assert claims.expires - claims.issued_at <= timedelta(days=366)


def test_no_pass_outlives_the_key_that_signs_it(
    desk: PassDesk, house: House, person: Person, clock: Morning
) -> None:
    desk.office.rotate(lead=timedelta(days=3))  # the first key ends 366 days later
    hand = desk._hand()
    assert hand.signer.not_after
    soon = replace(hand.signer, not_after=desk.office.now() + timedelta(days=5))
    claims = desk._new_claims(
        desk.registry.details(person(1)),  # type: ignore[arg-type]  # she is there
        replace(hand, signer=soon),
        30,
    )
    assert claims.expires == soon.not_after


def test_a_new_pass_ends_the_one_before(desk: PassDesk, person: Person) -> None:
    first = desk.issue(person(1))
    second = desk.renew(first.code)
    assert (first.claims.generation, second.claims.generation) == (1, 2)
    assert desk.find(first.code).why == PassEnd.SUPERSEDED
    assert not desk.find(second.code).ended


def test_the_same_pass_can_be_had_again(desk: PassDesk, person: Person) -> None:
    issued = desk.issue(person(1))
    again = desk.again(issued.code)
    assert (issued.claims, issued.kid, issued.code) == (
        again.claims,
        again.kid,
        again.code,
    )
    paper = shown(again, desk.office, desk.office.now())
    assert paper.refusal is None


def test_a_pass_can_be_had_again_from_a_key_that_only_verifies(
    desk: PassDesk, person: Person, clock: Morning
) -> None:
    issued = desk.issue(person(1))
    desk.office.rotate(lead=timedelta())
    clock.later(hours=1)
    assert desk.office.signer().kid != issued.kid
    assert desk.again(issued.code).claims == issued.claims


@pytest.mark.parametrize("end", ["superseded", "revoked", "expired"])
def test_a_pass_that_counts_no_longer_is_not_printed_again(
    end: str, desk: PassDesk, person: Person, clock: Morning
) -> None:
    issued = desk.issue(person(1))
    if end == "superseded":
        desk.issue(person(1))
    elif end == "revoked":
        desk.revoke(issued.code)
    else:
        clock.later(days=40)
    with pytest.raises(PassProblem) as problem:
        desk.again(issued.code)
    assert problem.value.why is Why.ENDED


def test_nobody_unknown_gets_a_pass(desk: PassDesk) -> None:
    with pytest.raises(PassProblem) as problem:
        desk.issue(b"n" * 16)
    assert problem.value.why is Why.UNKNOWN_PERSON


def test_a_name_that_cannot_be_printed_gets_none_and_says_which_character(
    desk: PassDesk, person: Person
) -> None:
    strict = replace(desk, missing=lambda name: "王" if "王" in name else "")
    with pytest.raises(PassProblem, match="王") as problem:
        strict.issue(person(1, name="王小明"))
    assert problem.value.why is Why.NO_GLYPH
    assert list(desk.registry.papers.passes()) == []


def test_without_keys_nothing_is_issued(
    house: House, clock: Morning, person: Person
) -> None:
    desk = PassDesk.of(house, "staff-1", clock)
    with pytest.raises(SigningProblem, match="kiosk pass keys make"):
        desk.issue(person(1))


@pytest.mark.parametrize("word", ["", "XXXX", "0000-0000-0", "not a code", "ab" * 8])
def test_a_code_that_is_none_leads_to_no_pass(desk: PassDesk, word: str) -> None:
    with pytest.raises(PassProblem) as problem:
        desk.find(word)
    assert problem.value.why is Why.UNKNOWN_PASS


def test_a_revoked_pass_stands_on_the_next_list(desk: PassDesk, person: Person) -> None:
    issued = desk.issue(person(1))
    record = desk.revoke(issued.code, PassEnd.LOST)
    assert record
    assert (record.revoked, record.why) == (True, PassEnd.LOST)
    assert desk.publish()
    lists = desk.office.lists()
    assert lists
    assert lists.is_revoked(issued.claims.id)


def test_a_pass_that_the_registry_lost_is_revoked_by_its_id(desk: PassDesk) -> None:
    assert desk.revoke("ab" * 8) is None
    assert desk.registry.papers.pass_revoked(b"\xab" * 8)


def test_a_box_that_signs_nothing_publishes_nothing(
    house: House, clock: Morning
) -> None:
    assert PassDesk.of(house, "staff-1", clock).publish() is False


def test_many_get_their_passes_and_the_others_their_reason(
    desk: PassDesk, person: Person
) -> None:
    people = [person(1), b"n" * 16, person(2)]
    first, second, third = desk.issue_many(people)
    assert first.issued
    assert third.issued
    assert second.problem
    assert second.problem.why is Why.UNKNOWN_PERSON


def test_a_run_that_breaks_off_is_recorded_as_far_as_it_came(
    desk: PassDesk, house: House, person: Person
) -> None:
    seen: list[object] = []
    noted = replace(desk, office=replace(desk.office, record=seen.append))
    run = noted.issue_many([person(1), person(2)])
    next(run)
    next(run)
    run.close()  # type: ignore[attr-defined]  # it is a generator
    assert len(list(house.registry.papers.passes())) == 2
    assert seen == [{"change": "pass.issued", "count": 2}]


def test_an_office_lists_passes_newest_first_with_their_state(
    desk: PassDesk, house: House, person: Person, clock: Morning
) -> None:
    old = desk.issue(person(1), days=3)
    clock.later(hours=1)
    gone = desk.issue(person(2))
    desk.revoke(gone.code)
    clock.later(hours=1)
    good = desk.issue(person(3))
    rows = list(pass_rows(house.registry, desk.office.now()))
    assert [(row.code, row.state) for row in rows] == [
        (good.code, PassState.IN_FORCE),
        (gone.code, PassState.REVOKED),
        (old.code, PassState.EXPIRING),
    ]
    later = desk.office.now() + timedelta(days=9)
    assert PassState.EXPIRED in {row.state for row in pass_rows(house.registry, later)}


def test_nothing_personal_stands_in_the_ledger_or_in_a_repr(
    desk: PassDesk, house: House, person: Person, tmp_path: Path
) -> None:
    issued = desk.issue(person(1))
    somebody = invented_person(1)
    told = repr(issued) + repr(list(pass_rows(house.registry, desk.office.now())))
    assert issued.text not in told
    assert issued.claims.masked_name not in told
    assert somebody.number not in told
    kept = (tmp_path / "var" / "ledger.db").read_bytes()
    kept += (tmp_path / "var" / "ledger.db-wal").read_bytes()
    assert issued.claims.masked_name.encode() not in kept


def test_nobody_who_is_barred_gets_a_pass(desk: PassDesk, person: Person) -> None:
    with pytest.raises(PassProblem) as raised:
        desk.issue(person(status="red"))
    assert raised.value.why is Why.BARRED


def test_a_pass_ends_when_its_holder_is_barred(
    house: House, office: PassOffice, desk: PassDesk, person: Person
) -> None:
    well, barred = person(1), person(2)
    kept, ended = desk.issue(well), desk.issue(barred)
    editor = Editor(house.keys, "staff-1", office.now())
    house.registry.apply([editor.set_status(barred, "red")])
    assert withdraw_barred(house, office) == 1
    assert withdraw_barred(house, office) == 0
    ids = office.publish().ids
    assert (ended.claims.id in ids, kept.claims.id in ids) == (True, False)
