"""What the tests of the camera share."""

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from waiting import wait_for

from drivers.camera import CameraSettings, PaperCamera
from drivers.camera.wire import Message, Read, Sign
from drivers.protocols import (
    Code,
    Condition,
    DeviceState,
    DriverEvent,
    PaperRead,
    PaperSign,
    PaperSignal,
    Symbology,
)
from drivers.supervisor import Backoff, Supervisor
from drivers.twins.sheet import Sheet, draw_code

TEXT = "HC1:6BFOXN%TSMAHN-HVN8J7UQMJ4/36 L-AHWAYT8A0123456789"
OTHER = TEXT.replace("BFOX", "BFAX")
NUMBER = "CX7300000018"  # as a linear code: Code 128's grammar allows it
SHEET, OTHER_SHEET = Sheet.of(TEXT), Sheet.of(OTHER)


def covered() -> Sheet:
    """A sheet whose code a thumb covers by half: no decoder reads it."""
    code = draw_code(TEXT * 3).copy()
    code[:, code.shape[1] // 2 :] = 255
    return Sheet.of_codes([code])


class Heard(list[DriverEvent]):
    """What a camera said."""

    def __call__(self, event: DriverEvent) -> None:
        self.append(event)

    @property
    def reads(self) -> list[list[bytes]]:
        return [
            [code.data for code in event.codes]
            for event in self
            if isinstance(event, PaperRead)
        ]

    @property
    def signs(self) -> list[PaperSign]:
        return [event.sign for event in self if isinstance(event, PaperSignal)]

    @property
    def states(self) -> list[tuple[Condition, str]]:
        return [
            (event.condition, event.reason)
            for event in self
            if isinstance(event, DeviceState)
        ]


class Watched:
    """A camera under its supervisor, and what it said."""

    def __init__(self, source: str | int) -> None:
        self.heard = Heard()
        self.camera = PaperCamera("camera", CameraSettings(source), self.heard)
        self.supervisor = Supervisor(self.camera, self.heard, Backoff(0.05, 0.3))

    @property
    def well(self) -> bool:
        return self.supervisor.state.well

    @property
    def reason(self) -> tuple[Condition, str]:
        return self.supervisor.state.condition, self.supervisor.state.reason

    def until_well(self) -> None:
        wait_for(lambda: self.well, what="the camera is well")

    def until(self, condition: Condition, reason: str) -> None:
        wait_for(lambda: self.reason == (condition, reason), what=reason)

    def until_quiet(self) -> None:
        """Until what was held before the camera counts as gone."""
        ended = len(self.heard.signs)
        wait_for(lambda: PaperSign.GONE in self.heard.signs[ended:], what="gone")


@contextlib.contextmanager
def watched(source: str | int, well: bool = True) -> Iterator[Watched]:
    """A camera that is running, by default once it is well."""
    camera = Watched(source)
    camera.supervisor.start()
    try:
        if well:
            camera.until_well()
        yield camera
    finally:
        camera.supervisor.stop()


def workers() -> set[int]:
    """The processes of cameras that we started and that have not been reaped."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if b"drivers.camera.worker" in command(pid)}


def command(pid: int) -> bytes:
    """The command line of a process; empty when it is gone or a zombie."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def only_worker() -> int:
    (pid,) = wait_for(workers, what="a process of the camera")
    return pid


@contextlib.contextmanager
def halted(pid: int) -> Iterator[None]:
    """A process that hangs for a while."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def code(
    data: bytes = b"A", corners: tuple[tuple[int, int], ...] = (), rung: str = "qr"
) -> Code:
    return Code(Symbology.QR, data, rung, corners)


def square(left: int, top: int, side: int = 100) -> tuple[tuple[int, int], ...]:
    right, bottom = left + side, top + side
    return (left, top), (right, top), (right, bottom), (left, bottom)


def reads(messages: list[Message]) -> list[list[bytes]]:
    return [[c.data for c in m.codes] for m in messages if isinstance(m, Read)]


def signs(messages: list[Message]) -> list[PaperSign]:
    return [m.sign for m in messages if isinstance(m, Sign)]


def elapsed(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun
