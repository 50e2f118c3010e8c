"""Papers at a gate: from what a camera reads to the contact of the relay."""

import subprocess
import sys
from datetime import timedelta

import pytest
from gate_kit import PEOPLE, SENIORS
from paper_site import MakePapers, PaperSite
from waiting import wait_for

from drivers.protocols import PaperSign
from verification.ledger import EventKind
from verification.passes.keys import SigningKey, new_private_key
from verification.passes.signer import sign_pass

VISIT = ["presented", "verdict", "gate.intent", "gate.pulse", "gate.passed"]


def test_a_pass_opens_the_gate_once(papers: PaperSite) -> None:
    issued, site = papers.issue(), papers.site
    site.start()
    papers.camera().show(issued.text)
    site.wait_phase("open")
    assert site.screen().state == "pass"
    assert site.board().document == "pass"
    site.pass_through()
    site.wait_event(EventKind.GATE_PASSED)
    assert site.kinds() == [*VISIT]
    assert len(site.openings()) == 1
    assert {event.evidence for event in site.events(EventKind.VERDICT)} == {"paper"}


def test_the_camera_is_a_device_with_its_role(papers: PaperSite) -> None:
    papers.site.start()
    shown = {v.device: (v.role, v.driver) for v in papers.site.live.devices()}
    assert shown["east-camera"] == ("camera", "scripted")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda papers, issued: papers.desk.revoke(issued.code), "pass_revoked"),
        (lambda papers, issued: papers.issue(), "pass_revoked"),
    ],
    ids=["revoked", "issued again"],
)
def test_a_pass_that_counts_no_longer_opens_nothing(spoil, reason, papers) -> None:
    issued, site = papers.issue(), papers.site
    site.start()
    spoil(papers, issued)
    papers.camera().show(issued.text)
    site.wait_reason(reason)
    assert site.screen().state == "wait"
    assert site.pulses() == 0


def test_an_expired_pass_opens_nothing(papers: PaperSite) -> None:
    papers.now -= timedelta(days=40)
    issued, site = papers.issue(), papers.site
    site.start()
    papers.camera().show(issued.text)
    site.wait_reason("pass_expired")
    assert site.pulses() == 0


def test_a_forged_pass_opens_nothing(papers: PaperSite) -> None:
    issued, site = papers.issue(), papers.site
    begins = issued.claims.issued_at
    somebody = SigningKey(issued.kid, new_private_key(), begins)
    site.start()
    papers.camera().show(sign_pass(issued.claims, somebody).text)
    site.wait_reason("pass_forged")
    assert site.board().outcome == "refuse"
    assert "forged" not in str(site.screen())
    assert site.pulses() == 0


def test_a_pass_that_is_issued_while_the_gate_runs_counts(papers: PaperSite) -> None:
    site = papers.site
    site.start()
    issued = papers.issue()
    papers.camera().show(issued.text)
    site.wait_phase("open")


def test_the_same_pass_at_two_lanes_opens_one_gate(make_papers: MakePapers) -> None:
    papers = make_papers(lanes=("east", "west"))
    issued, site = papers.issue(), papers.site
    site.start()
    for lane in ("east", "west"):
        papers.camera(lane).show(issued.text)
    reused = site.wait_event(EventKind.CALL_RAISED)
    site.wait_phase("open", "west" if reused.lane == "east" else "east")
    assert reused.reason == "pass_reused"
    assert site.pulses("east") + site.pulses("west") == 1


def test_nobody_passes_and_the_pass_can_be_shown_again(
    make_papers: MakePapers,
) -> None:
    papers = make_papers(passage_seconds=1.0)
    issued, site = papers.issue(), papers.site
    site.start()
    papers.camera().show(issued.text)
    site.wait_event(EventKind.GATE_NOBODY)
    site.wait_phase("ready")
    papers.camera().show(issued.text)
    site.wait_event(EventKind.GATE_PULSE, 2)
    assert site.pulses() == 2


def test_an_old_frame_opens_for_nobody(papers: PaperSite) -> None:
    issued, site = papers.issue(), papers.site
    site.start()
    papers.camera().show(issued.text, age=2.5)
    wait_for(lambda: site.screen().hint == "paper_again")
    assert site.kinds() == []


def test_guidance_and_then_staff_when_nobody_can_read_it(papers: PaperSite) -> None:
    site = papers.site
    site.start()
    for sign, hint in [
        (PaperSign.FLAT, "paper_flat"),
        (PaperSign.STILL, "paper_still"),
    ]:
        papers.camera().say(sign)
        wait_for(lambda hint=hint: site.screen().hint == hint, what=hint)
    papers.camera().say(PaperSign.UNREADABLE)
    site.wait_reason("reader_fault")
    assert (site.board().outcome, site.board().document) == ("unable", "paper")


def test_a_paper_of_strangers_goes_to_staff(papers: PaperSite) -> None:
    site = papers.site
    site.start()
    papers.camera().show("https://example.invalid/health", "4006381333931")
    site.wait_phase("waiting_for_staff")
    assert site.board().note == "several_codes"
    assert site.pulses() == 0


# The camera's own faults


def test_cards_pass_while_the_camera_is_unplugged(papers: PaperSite) -> None:
    site = papers.site
    site.start()
    site.forget()
    papers.camera().unplug()
    lost = site.wait_event(EventKind.DEVICE_LOST)
    assert lost.more["device"] == "east-camera"
    assert site.board().phase == "ready"
    site.forget()
    site.admit(SENIORS[0])
    assert site.kinds() == VISIT
    papers.camera().plugged = True
    assert site.wait_event(EventKind.DEVICE_BACK).more["device"] == "east-camera"


def test_a_paper_is_no_word_in_any_file_of_a_site(papers: PaperSite) -> None:
    issued, site = papers.issue(), papers.site
    site.start()
    papers.camera().show(issued.text)
    site.wait_phase("open")
    site.stop()
    person = PEOPLE[0].card.person
    words = [issued.text[:30], issued.text[-30:], person.name, person.number]
    for path in site.watch.folder.root.rglob("*"):
        if path.is_file():
            found = path.read_bytes()
            for word in words:
                assert word.encode() not in found, path.name


def test_the_gate_process_itself_looks_at_no_picture() -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, kiosk.gate.service; print('cv2' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"
