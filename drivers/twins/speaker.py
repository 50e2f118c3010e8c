"""A virtual loudspeaker: a named pipe that takes sound at the pace of a sound card.

The driver reaches it by its path or, through ALSA's own ``file`` plugin, by
``aplay``. It keeps what was played, and when.
"""

import bisect
import contextlib
import fcntl
import itertools
import os
import select
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from drivers.speaker.format import BYTES_A_SECOND
from drivers.twins.faults import Fault
from drivers.twins.twin import Twin
from drivers.wake import WakePipe

KEPT = 30 * 50  # pieces: half a minute of sound
PIPE_BYTES = 4096  # a card's own buffer: 85 ms
PIECE_SECONDS = 0.02
SLOWER = 4.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of what was played; ``at`` in monotonic seconds."""

    at: float
    pcm: bytes = field(repr=False)


class SpeakerTwin(Twin):
    """A loudspeaker that can be heard by a program.

    Args:
        name: what it is called in threads.
        link: where the pipe is made; its folder too.
        paced: whether sound takes its time, as with a real card.

    """

    understood = frozenset({Fault.SILENT, Fault.LATE, Fault.UNPLUG})

    def __init__(self, name: str, link: Path, paced: bool = True) -> None:
        self.name, self.link, self.paced = name, link, paced
        self.pieces: deque[Piece] = deque(maxlen=KEPT)
        self._faults: set[Fault] = set()
        self._pipe: int | None = None
        self._due = 0.0
        self._lock = threading.Lock()
        self._wake = WakePipe()
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"twin-{name}", daemon=True
        )

    @property
    def path(self) -> str:
        """Its name for the driver, without ALSA."""
        return str(self.link)

    @property
    def alsa_name(self) -> str:
        """Its name for ``aplay``."""
        return f"file:'{self.link}',raw"

    @property
    def plugged(self) -> bool:
        """Whether it is there."""
        return self._pipe is not None

    def heard(self) -> bytes:
        """All that was played, as far as it is kept."""
        return b"".join(piece.pcm for piece in list(self.pieces))

    def when(self, pcm: bytes) -> list[float]:
        """When this began to sound, each time that it was played whole."""
        pieces = list(self.pieces)
        starts = [0, *itertools.accumulate(len(piece.pcm) for piece in pieces)]
        played = b"".join(piece.pcm for piece in pieces)
        found, at = [], 0
        while (at := played.find(pcm, at)) >= 0:
            found.append(pieces[bisect.bisect_right(starts, at) - 1].at)
            at += len(pcm)
        return found

    def start(self) -> Self:
        """Plug in and listen."""
        self._plug()
        self._thread.start()
        return self

    def stop(self) -> None:
        """Unplug and end the thread; may be called twice."""
        self._stopping.set()
        self._wake.wake()
        if self._thread.ident is not None:
            self._thread.join()
        self._unplug()
        self._wake.close()

    def fault(self, word: Fault, on: bool = True) -> None:
        """Begin or end to misbehave.

        ``silent``: hangs and takes no sound; ``late``: takes it four times too slowly;
        ``unplug``: is gone.

        Raises:
            ValueError: this twin does not know the word.

        """
        self.check_known(word)
        if word is Fault.UNPLUG:
            self._unplug() if on else self._plug()
        elif on:
            self._faults.add(word)
        else:
            self._faults.discard(word)
        self._wake.wake()

    def _plug(self) -> None:
        with self._lock:
            if self._pipe is None:
                self.link.parent.mkdir(parents=True, exist_ok=True)
                self.link.unlink(missing_ok=True)
                os.mkfifo(self.link, 0o600)
                self._pipe = self._listen()

    def _unplug(self) -> None:
        with self._lock:
            if self._pipe is not None:
                self.link.unlink(missing_ok=True)
                os.close(self._pipe)
                self._pipe = None

    def _listen(self) -> int:
        pipe = os.open(self.link, os.O_RDONLY | os.O_NONBLOCK)
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        return pipe

    def _run(self) -> None:
        while not self._stopping.is_set():
            pipe = None if Fault.SILENT in self._faults else self._pipe
            watched = [self._wake.descriptor] + ([] if pipe is None else [pipe])
            with contextlib.suppress(OSError, ValueError):  # unplugged as we wait
                select.select(watched, [], [])
            self._wake.drain()
            if pipe is not None:
                self._take(pipe)
            self._rest()

    def _take(self, pipe: int) -> None:
        """Take what a card would have played by now."""
        with self._lock:
            if pipe != self._pipe:
                return
            try:
                piece = os.read(pipe, int(PIECE_SECONDS * BYTES_A_SECOND))
            except BlockingIOError:
                return
            if piece:
                self._note(piece)
                return
            # Until it is opened anew, an ended pipe is ready all the time.
            self._pipe = self._listen()
            os.close(pipe)

    def _note(self, piece: bytes) -> None:
        now = time.monotonic()
        self.pieces.append(Piece(now, piece))
        slower = SLOWER if Fault.LATE in self._faults else 1.0
        begun = max(self._due, now - PIECE_SECONDS)
        self._due = begun + len(piece) / BYTES_A_SECOND * slower

    def _rest(self) -> None:
        if self.paced:
            self._stopping.wait(max(0.0, self._due - time.monotonic()))
