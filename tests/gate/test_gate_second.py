"""The card beside a paper at a gate, and the short code that staff type."""

import pytest
from gate_kit import GREEN
from paper_site import PaperSite

from kiosk.live import CommandKind
from verification.ledger import EventKind

VISIT = ["presented", "verdict", "gate.intent", "gate.pulse", "gate.passed"]


def test_the_holders_card_completes_the_pass(with_card: PaperSite) -> None:
    site = with_card.site
    with_card.camera().show(with_card.issue().text)
    site.wait_phase("second_document")
    assert site.screen().state == "second"
    site.lay(GREEN)
    site.see_through(GREEN)
    visits = {event.visit for event in site.events()}
    assert len(visits) == 1
    assert site.kinds() == ["presented", "verdict", *VISIT]


def test_a_borrowed_pass_goes_to_staff(with_card: PaperSite) -> None:
    site = with_card.site
    with_card.camera().show(with_card.issue(3).text)
    site.wait_phase("second_document")
    site.lay(GREEN)
    site.wait_reason("pass_holder_differs")
    assert site.pulses() == 0


def test_a_guard_opens_for_the_one_whose_card_is_wanted(with_card) -> None:
    site = with_card.site
    with_card.camera().show(with_card.issue().text)
    site.wait_phase("second_document")
    asked = site.ask(CommandKind.OPEN, reason="other", visit=site.board().visit)
    site.wait_result(asked, "opened")
    assert site.pulses() == 1


# Codes that staff type


def test_a_typed_code_and_the_card_open_the_gate(papers: PaperSite) -> None:
    issued, site = papers.issue(), papers.site
    site.start()
    asked = papers.type_code(issued.code)
    site.wait_result(asked, "pass_needs_id")
    site.wait_phase("second_document")
    site.lay(GREEN)
    site.see_through(GREEN)
    typed = site.events(EventKind.PRESENTED)
    assert [event.staff for event in typed] == ["staff-7", None]


@pytest.mark.parametrize(
    ("code", "result"),
    [("0410-6105-Y", "code_mistyped"), ("0410-6105-X", "not_registered")],
)
def test_a_code_that_leads_nowhere_is_told_at_once(code, result, papers) -> None:
    site = papers.site
    site.start()
    asked = papers.type_code(code)
    site.wait_result(asked, result)
    assert site.pulses() == 0
