"""Work in a child process with limits: parsing what comes from outside, printing.

The child limits itself before it begins (`limit_process`), is told nothing but words
and what stands on its stdin, and answers with JSON lines. Whatever it eats, however
long it computes, only it ends; the pages and the gate do not wait for it. It ends with
the process that began it, however that one ends.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Any

from kiosk.parent import environment, parent_is_gone

FIRST_TO_GO = "800"  # of 1000: where memory is short, before the pages and the gate
OOM = Path("/proc/self/oom_score_adj")
LOOK_S = 1.0
POLITE = 10  # the lowest would wait for ever on a machine that is never idle
MIB = 1024 * 1024


class ChildDied(Exception):
    """The child ended without saying so.

    Attributes:
        stopped: it was killed, by a limit of time or by us; else it lacked memory.

    """

    def __init__(self, *, stopped: bool) -> None:
        self.stopped = stopped
        super().__init__("stopped" if stopped else "out of memory")


def limit_process(memory_bytes: int, cpu_seconds: int, file_bytes: int = 0) -> None:
    """Bind this process for ever: address space, processor time, size of files."""
    for kind, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    give_way()
    # No thread: its heap would take an eighth of the addresses that a list may use.
    signal.signal(signal.SIGALRM, _end_with_parent)
    signal.setitimer(signal.ITIMER_REAL, LOOK_S, LOOK_S)


def give_way() -> None:
    """Let all others go first: to the processor, and where memory is short."""
    with contextlib.suppress(OSError):  # no manners are no reason not to work
        os.nice(POLITE)
    with contextlib.suppress(OSError):  # as strict as it is with us already
        OOM.write_text(FIRST_TO_GO, "ascii")


def _end_with_parent(_signal: int, _frame: FrameType | None) -> None:
    if parent_is_gone():
        os._exit(1)


class Child:
    """A module of ours, run as a process; use it as a context.

    Args:
        module: run as ``python -m``.
        words: its arguments; nothing personal, a list of processes shows them.
        stdin: a file, or a pipe to write into.
        wall_seconds: when it is killed at the latest.

    """

    def __init__(
        self,
        module: str,
        words: Sequence[str],
        stdin: IO[bytes] | int,
        wall_seconds: float,
    ) -> None:
        self._stopped = False
        # -P: a json.py or openpyxl.py beside the data must not be imported.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", module, *words],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        if self._process.stdout is None:
            raise AssertionError("a pipe was asked for")
        self._out = self._process.stdout
        self._timer = threading.Timer(wall_seconds, self.stop)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def tell(self, content: bytes) -> None:
        """Write all of its stdin, which must be a pipe; a dead child hears nothing."""
        assert self._process.stdin is not None  # noqa: S101 - of whoever calls
        with contextlib.suppress(OSError), self._process.stdin as pipe:
            pipe.write(content)

    def line(self) -> Any:
        """Its next JSON line.

        Raises:
            ChildDied: there is none.

        """
        line = self._out.readline()
        if not line.endswith(b"\n"):
            raise self._death()
        return json.loads(line)

    def content(self, size: int) -> bytes:
        """So many bytes that follow a line.

        Raises:
            ChildDied: there are fewer.

        """
        content = self._out.read(size)
        if len(content) < size:
            raise self._death()
        return content

    def stop(self) -> None:
        """Kill it, from any thread; whoever reads then meets `ChildDied`."""
        self._stopped = True
        self._process.kill()

    def close(self) -> None:
        """End it, if it still runs; closing twice is harmless."""
        self._timer.cancel()
        self._process.kill()
        self._process.wait()
        self._out.close()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):  # what it did not read any more
                self._process.stdin.close()
        self._timer.join()

    def _death(self) -> ChildDied:
        code = self._process.wait()
        return ChildDied(stopped=self._stopped or code < 0)
