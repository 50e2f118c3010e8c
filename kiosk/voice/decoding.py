"""Sounds opened in a process of their own, within bounds of memory and time."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kiosk.voice.decoding_child import ANSWER, HEAD

SECONDS = 30.0  # for all of them; eighty need one
# -P: no module of the folder that we were started in is imported.
COMMAND = (sys.executable, "-P", "-B", "-m", "kiosk.voice.decoding_child")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sound file and the rate at which its samples are wanted."""

    data: bytes = field(repr=False)
    rate: int


class Decoder:
    """Opens sounds; `stop` ends it from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped

    def decode(self, sounds: Sequence[Encoded]) -> list[bytes]:
        """The samples of each, one channel of 16 bits.

        Empty for one that cannot be opened, or at which the decoder itself broke: the
        others are none the worse for it. After `stop` all that is left is empty.

        Raises:
            OSError: no process can be started.

        """
        done: list[bytes] = []
        while len(done) < len(sounds) and not self._stopped:
            done += _answers(self._ask(sounds[len(done) :]))
            if len(done) < len(sounds):
                done.append(b"")  # it did not survive this one
        return done + [b""] * (len(sounds) - len(done))

    def stop(self) -> None:
        """End what is being decoded, for good."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _ask(self, sounds: Sequence[Encoded]) -> bytes:
        asked = b"".join(HEAD.pack(s.rate, len(s.data)) + s.data for s in sounds)
        child = self._start()
        if child is None:
            return b""
        try:
            with child:
                return _talk(child, asked)
        finally:
            with self._lock:
                self._child = None

    def _start(self) -> "subprocess.Popen[bytes] | None":
        bare = {"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"}  # each asks for memory
        with self._lock:
            if self._stopped:
                return None
            self._child = subprocess.Popen(
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=bare,
                start_new_session=True,
            )
            return self._child


def _talk(child: "subprocess.Popen[bytes]", asked: bytes) -> bytes:
    try:
        return child.communicate(asked, timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        child.kill()
        return child.communicate()[0]


def _answers(said: bytes) -> Iterator[bytes]:
    at = 0
    while at + ANSWER.size <= len(said):
        (length,) = ANSWER.unpack_from(said, at)
        end = at + ANSWER.size + length
        if end > len(said):
            return  # it broke off in the middle of this one
        yield said[at + ANSWER.size : end]
        at = end
