"""What the desk makes of papers: verdicts, claims, and what the ledger keeps."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from paper_kit import (
    DAYS,
    HOLDER,
    OTHER,
    PaperOffice,
    card_of,
    forged,
    paper_office,
    shown,
    typed,
)

from kiosk.lane.actions import Decide, GiveBack
from kiosk.lane.events import Decided, Ignored, Incomplete
from verification.evidence import EvidenceKind
from verification.ledger import EventKind
from verification.moments import ClockState
from verification.reasons import Outcome, Reason

KINDS = [EventKind.PRESENTED, EventKind.VERDICT]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PaperOffice]:
    with paper_office(tmp_path) as made:
        yield made


def test_a_pass_is_recorded_with_its_intent(site: PaperOffice) -> None:
    decided = site.lane().decide(shown(site.issue().text))
    assert (decided.outcome, decided.reason) == (Outcome.ADMIT, Reason.PASS_VALID)
    assert decided.document == "pass"
    presented, verdict, intent = site.events()
    assert {e.evidence for e in (presented, verdict, intent)} == {EvidenceKind.PAPER}
    assert intent.more == {"order": decided.order}


def test_the_ledger_keeps_how_a_paper_was_read_and_no_word_of_it(site) -> None:
    issued = site.issue()
    site.lane().decide(shown("4006381333931", issued.text))
    (verdict,) = site.events(EventKind.VERDICT)
    assert verdict.more == {
        "paper": "pass",
        "kid": issued.kid.hex(),
        "rung": "first",
        "codes": 2,
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda site, issued: site.passes.revoke(issued.code), Reason.PASS_REVOKED),
        (lambda site, issued: site.issue(), Reason.PASS_REVOKED),
        (lambda site, issued: setattr(site, "now", site.now + 31 * DAYS), "expired"),
    ],
    ids=["revoked", "issued again", "expired"],
)
def test_a_pass_that_counts_no_longer_opens_nothing(site, change, reason) -> None:
    issued = site.issue()
    change(site, issued)
    decided = site.lane().decide(shown(issued.text))
    wanted = Reason.PASS_EXPIRED if reason == "expired" else reason
    assert (decided.reason, decided.order) == (wanted, None)
    assert [event.kind for event in site.events()] == KINDS


def test_a_forged_pass_is_refused_and_says_of_nobody_who_it_is(site) -> None:
    decided = site.lane().decide(shown(forged(site.issue())))
    assert (decided.reason, decided.order) == (Reason.PASS_FORGED, None)
    (verdict,) = site.events(EventKind.VERDICT)
    assert verdict.more["refusal"] == "bad_signature"
    assert "kid" not in verdict.more


@pytest.mark.parametrize("text", ["https://example.invalid/", "\x00\x01", "HC1:", ""])
def test_what_is_no_pass_of_anybody_is_referred(text: str, site) -> None:
    decided = site.lane().decide(shown(text))
    assert (decided.outcome, decided.order) == (Outcome.REFER, None)


def test_the_holder_must_lay_the_card_where_the_policy_says_so(site) -> None:
    site.rules["paper_requires_id"] = True
    issued, lane = site.issue(), site.lane()
    first = lane.decide(shown(issued.text))
    assert (first.reason, first.wants_document) == (Reason.PASS_NEEDS_ID, True)
    second = lane.decide(shown(issued.text, beside=card_of(HOLDER)))
    assert (second.reason, second.wants_document) == (Reason.PASS_VALID, False)
    assert second.order
    *_, verdict = site.events(EventKind.VERDICT)
    assert verdict.more["beside"] == "resident"


def test_a_borrowed_pass_is_referred(site: PaperOffice) -> None:
    site.rules["paper_requires_id"] = True
    decided = site.lane().decide(shown(site.issue().text, beside=card_of(OTHER)))
    assert (decided.reason, decided.order) == (Reason.PASS_HOLDER_DIFFERS, None)
    assert not decided.wants_document


@pytest.mark.parametrize("lane", ["east", "west"])
def test_the_same_pass_again_goes_to_staff_at_any_lane(lane: str, site) -> None:
    issued = site.issue()
    site.lane().decide(shown(issued.text))
    site.now += timedelta(minutes=9)
    again = site.lane(lane).decide(shown(issued.text, visit="v2"))
    assert (again.outcome, again.reason) == (Outcome.REFER, Reason.PASS_REUSED)
    assert again.order is None


def test_a_revoked_pass_at_an_open_gate_is_never_said_to_admit(site) -> None:
    issued, person = site.issue(), site.register(HOLDER)
    for wanted in (Decided, Ignored):
        again = site.lane().decide(shown(issued.text, open_for=person))
        assert isinstance(again, wanted)
        site.passes.revoke(issued.code)
    assert {e.reason for e in site.events(EventKind.VERDICT)} == {Reason.ALREADY_OPEN}


def test_a_pass_stays_used_when_its_own_visitor_shows_it_again(site) -> None:
    issued, lane = site.issue(), site.lane()
    lane.decide(shown(issued.text))
    assert lane.decide(shown(issued.text, "more")).reason is Reason.PASS_REUSED
    again = lane.decide(shown(issued.text, visit="v2"))
    assert (again.reason, again.order) == (Reason.PASS_REUSED, None)


def test_the_typed_code_of_a_used_pass_is_the_same_pass(site) -> None:
    issued = site.issue()
    site.lane().decide(shown(issued.text))
    site.now += timedelta(minutes=5)
    holder = card_of(HOLDER)
    again = site.lane().decide(typed(issued.code, visit="v2", beside=holder))
    assert again.reason is Reason.PASS_REUSED


def test_card_and_pass_of_one_person_open_one_gate(site: PaperOffice) -> None:
    issued = site.issue()
    site.lane().decide(Decide("v1", card_of(HOLDER)))
    refused = site.lane("west").decide(shown(issued.text, visit="v2"))
    assert refused.reason is Reason.PASS_REUSED
    site.now += timedelta(seconds=31)
    later = site.lane("west").decide(shown(issued.text, visit="v3"))
    assert later.order, "no claim on the pass was left behind"


def test_a_pass_that_nobody_went_through_with_can_be_used_again(site) -> None:
    issued = site.issue()
    site.lane().decide(shown(issued.text))
    assert site.lane().give_back(GiveBack("v1"))
    assert site.lane("west").decide(shown(issued.text, visit="v2")).order


def test_the_same_pass_at_the_open_gate_needs_no_second_order(site) -> None:
    issued = site.issue()
    first = site.lane().decide(shown(issued.text))
    again = site.lane().decide(shown(issued.text, visit="v2", open_for=first.subject))
    assert (again.reason, again.order) == (Reason.ALREADY_OPEN, None)


def test_another_paper_at_the_open_gate_is_not_recorded(site: PaperOffice) -> None:
    first = site.lane().decide(shown(site.issue().text))
    before = len(site.events())
    other = shown(site.issue(OTHER).text, visit="v2", open_for=first.subject)
    assert site.lane().decide(other) == Ignored("v2", paper=True)
    assert before == len(site.events())


def test_a_part_of_a_paper_is_no_verdict_and_not_recorded(site) -> None:
    part = shown("shc:/1/3/5676290952432060346029243740446031222959532654603460292540")
    assert site.lane().decide(part) == Incomplete("v1")
    assert site.events() == []


def test_a_typed_code_admits_nobody_by_itself(site: PaperOffice) -> None:
    issued = site.issue()
    decided = site.lane().decide(typed(issued.code))
    assert (decided.reason, decided.wants_document) == (Reason.PASS_NEEDS_ID, True)
    (presented, verdict) = site.events()
    assert (presented.staff, verdict.more["typed"]) == ("staff-7", True)
    beside = site.lane().decide(typed(issued.code, beside=card_of(HOLDER)))
    assert beside.order


def test_an_untrusted_clock_is_our_fault(site: PaperOffice) -> None:
    issued = site.issue()
    site.clock = ClockState.UNTRUSTED
    decided = site.lane().decide(shown(issued.text))
    assert (decided.outcome, decided.order) == (Outcome.UNABLE, None)


def test_a_registry_that_cannot_be_read_is_our_fault_for_papers_too(site) -> None:
    issued = site.issue()
    lane = site.lane()
    lane.trust()
    site.registry.close()
    decided = lane.decide(shown(issued.text))
    assert isinstance(decided, Decided)
    assert (decided.reason, decided.order) == (Reason.CHECK_FAILED, None)
    assert decided.document == "paper"


def test_no_word_of_a_pass_is_in_the_ledger_or_in_repr(site: PaperOffice) -> None:
    issued = site.issue()
    action = shown(issued.text)
    decided = site.lane().decide(action)
    said = repr((action, decided, [event.more for event in site.events()]))
    assert issued.text[:20] not in said
    assert issued.code not in said
    stored = (site.folder / "ledger.db").read_bytes()
    for word in (issued.text[:20], HOLDER.number, HOLDER.name, issued.code):
        assert word.encode() not in stored
