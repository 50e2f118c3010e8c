"""`kiosk run`: starts the gate and the web process and restarts one that dies."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

import structlog

from drivers.supervisor import Backoff
from kiosk.parent import environment

log = structlog.get_logger()
POLL_SECONDS = 0.2
STEADY_SECONDS = 30.0  # a process that lived so long begins with short delays again
STOP_SECONDS = 8.0
WRONG_CONFIG = 2  # starting again would not help


@dataclass
class KeptProcess:
    """One child with its next chance."""

    name: str
    arguments: Sequence[str]
    backoff: Backoff
    child: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0


class ProcessKeeper:
    """Keeps processes alive until told to stop.

    Args:
        commands: name to the arguments of `kiosk`.
    """

    def __init__(self, commands: dict[str, Sequence[str]]) -> None:
        self._kept = [
            KeptProcess(name, arguments, Backoff(0.5, 15.0))
            for name, arguments in commands.items()
        ]
        self._stopping = False  # not an Event: a signal may come while it is locked
        self._code = 0

    @classmethod
    def for_config(cls, config_path: Path) -> Self:
        """The gate and the web process of a site."""
        config = ["--config", str(config_path)]
        return cls({"gate": ["gate", *config], "web": ["web", *config]})

    def run(self) -> int:
        """Work until SIGTERM, SIGINT or `stop`; returns the exit code."""
        signal.signal(signal.SIGTERM, self._signalled)
        signal.signal(signal.SIGINT, self._signalled)
        try:
            while not self._stopping:
                self.turn()
                time.sleep(POLL_SECONDS)
        finally:
            self.end_children()
        return self._code

    def turn(self) -> None:
        """Look once after every process."""
        for kept in self._kept:
            if kept.child is not None and kept.child.poll() is not None:
                self._ended(kept, kept.child.returncode)
            if kept.child is None and time.monotonic() >= kept.due:
                self._start(kept)

    def stop(self, code: int = 0) -> None:
        """End `run`."""
        self._code = self._code or code
        self._stopping = True

    def end_children(self) -> None:
        """Tell all to end, then wait; kill what does not end in time."""
        children = [kept.child for kept in self._kept if kept.child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def pid(self, name: str) -> int | None:
        """The process id of a child that runs."""
        found = (kept.child for kept in self._kept if kept.name == name)
        child = next(found, None)
        return child.pid if child is not None else None

    def _signalled(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start(self, kept: KeptProcess) -> None:
        # A session of its own: Ctrl-C reaches us alone, and we end them in order.
        kept.child = subprocess.Popen(
            [sys.executable, "-m", "kiosk", *kept.arguments],
            start_new_session=True,
            env=environment(),
        )
        kept.started = time.monotonic()

    def _ended(self, kept: KeptProcess, code: int) -> None:
        lived = time.monotonic() - kept.started
        kept.child = None
        if lived > STEADY_SECONDS:
            kept.backoff.reset()
        kept.due = time.monotonic() + kept.backoff.delay()
        log.warning("process_ended", process=kept.name, code=code, lived_s=int(lived))
        if code == WRONG_CONFIG:
            self.stop(WRONG_CONFIG)
