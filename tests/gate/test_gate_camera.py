"""A sheet of paper before a real lens, or what speaks like one."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gate_kit import GREEN, SENIORS, Site
from paper_site import MakePapers, PaperSite
from waiting import stays, wait_for

from drivers.twins.camera import CameraTwin
from drivers.twins.faults import Fault
from drivers.twins.sheet import Pose, Sheet
from verification.ledger import EventKind

VISIT = ["presented", "verdict", "gate.intent", "gate.pulse", "gate.passed"]
NEAR = Pose(px_per_module=5.0)


@dataclass
class Lens:
    """A lane with a virtual camera."""

    papers: PaperSite
    twin: CameraTwin

    @property
    def site(self) -> Site:
        return self.papers.site

    def show(self, *texts: str) -> None:
        """Hold a sheet with a code before the camera."""
        self.twin.show(Sheet.of(*texts), NEAR)


@pytest.fixture
def lens(make_papers: MakePapers) -> Iterator[Lens]:
    with CameraTwin("east-camera", fps=10) as twin:
        yield Lens(make_papers(camera={"source": twin.source, "fps": 10}), twin)


def workers(parent: int | None = None) -> list[int]:
    """The processes of cameras that a process has started."""
    found = []
    for task in Path(f"/proc/{parent or os.getpid()}/task").iterdir():
        found += (task / "children").read_text().split()
    return [int(child) for child in found if "camera.worker" in _command(child)]


def _command(process: str) -> str:
    return Path(f"/proc/{process}/cmdline").read_text().replace("\0", " ")


def test_a_sheet_that_is_shown_opens_the_gate_once(lens: Lens) -> None:
    issued, site = lens.papers.issue(), lens.site
    site.start()
    lens.show(issued.text)
    site.wait_phase("open")
    site.pass_through()
    site.wait_event(EventKind.GATE_PASSED)
    site.wait_phase("ready")
    stays(lambda: site.pulses() == 1, 1.0, "the sheet is still held there")
    assert site.kinds() == VISIT
    (verdict,) = site.events(EventKind.VERDICT)
    assert verdict.more["rung"]
    lens.twin.take_away()


def test_a_sheet_that_was_revoked_opens_nothing(lens: Lens) -> None:
    issued, site = lens.papers.issue(), lens.site
    lens.papers.desk.revoke(issued.code)
    site.start()
    lens.show(issued.text)
    site.wait_reason("pass_revoked")
    assert site.pulses() == 0


def test_a_sheet_and_its_holders_card_open_the_gate(make_papers: MakePapers) -> None:
    with CameraTwin("east-camera", fps=10) as twin:
        papers = make_papers(
            camera={"source": twin.source, "fps": 10},
            policy={"paper_requires_id": True},
        )
        issued, site = papers.issue(), papers.site
        site.start()
        twin.show(Sheet.of(issued.text), NEAR)
        site.wait_phase("second_document")
        site.lay(GREEN)
        site.see_through(GREEN)
        assert site.pulses() == 1


def test_cards_pass_while_the_camera_is_unplugged_and_it_comes_back(lens) -> None:
    site = lens.site
    site.start()
    site.forget()
    lens.twin.fault(Fault.UNPLUG)
    lost = site.wait_event(EventKind.DEVICE_LOST)
    assert lost.more["device"] == "east-camera"
    assert site.board().phase == "ready"
    site.admit(SENIORS[0])
    lens.twin.fault(Fault.UNPLUG, on=False)
    back = site.wait_event(EventKind.DEVICE_BACK)
    assert back.more["device"] == "east-camera"


def test_a_lens_that_sees_nothing_is_a_lost_device(lens: Lens) -> None:
    site = lens.site
    site.start()
    site.forget()
    lens.twin.fault(Fault.BLACK)
    lost = site.wait_event(EventKind.DEVICE_LOST)
    assert lost.more["device"] == "east-camera"
    assert site.condition("east-camera") == "failed"
    site.admit(SENIORS[0])


def test_a_killed_reader_of_pictures_is_started_again(lens: Lens) -> None:
    issued, site = lens.papers.issue(), lens.site
    site.start()
    (worker,) = workers()
    os.kill(worker, signal.SIGKILL)
    site.wait_event(EventKind.DEVICE_LOST)
    site.wait_event(EventKind.DEVICE_BACK)
    assert workers() != [worker]
    lens.show(issued.text)
    site.wait_phase("open")


def test_no_reader_of_pictures_outlives_a_killed_gate(lens: Lens) -> None:
    site = lens.site
    gate = site.start_child()
    (worker,) = workers(gate)
    modules = Path(f"/proc/{gate}/maps").read_text()
    assert "/cv2/" not in modules, "the gate itself looks at no picture"
    assert site.end_child(signal.SIGKILL) == -signal.SIGKILL
    wait_for(lambda: not Path(f"/proc/{worker}").exists(), what="it is gone")


def test_the_password_of_a_stream_is_in_no_log_and_no_view(make_papers) -> None:
    with CameraTwin("east-camera", fps=10) as twin:
        secret = twin.source.replace("://", "://admin:Secret-1@")
        site = make_papers(camera={"source": secret, "fps": 10}).site
        site.start_child()
        twin.fault(Fault.UNPLUG)
        site.wait_condition("east-camera", "lost")
        shown = repr(site.live.devices()) + site.logs.read_text("utf-8")
        assert "Secret" not in shown
        for path in site.watch.folder.root.rglob("*"):
            assert path.is_dir() or b"Secret" not in path.read_bytes(), path.name
