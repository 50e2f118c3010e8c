"""One speech on its way: the program that plays it, fed as it takes it."""

import contextlib
import os
import select
import subprocess
import time
from typing import IO

from drivers.errors import NoAnswer, PortLost
from drivers.speaker.players import missing, player
from drivers.wake import WakePipe

HUNG_SECONDS = 3.0  # more than what lies in the pipe sounds: 64 KiB are 1.4 s
ASKED_SECONDS = 0.04  # to end by itself, with the card left as it should be
END_SECONDS = 1.0
MOST_SAID = 4096
SHOWN = 160  # signs of what a program says of itself


class Playing:
    """A player with its speech; without any it only tries the device.

    Args:
        device: an ALSA name or the path of a named pipe.
        pcm: 24 kHz, one channel, 16 bits; may be empty.

    Raises:
        OSError: the program cannot be started.

    """

    def __init__(self, device: str, pcm: bytes) -> None:
        self._left = memoryview(pcm)
        self._said = b""
        self._process = subprocess.Popen(
            player(device),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._ears = _descriptor(self._process.stderr)
        self._mouth = _descriptor(self._process.stdin)
        os.set_blocking(self._mouth, False)
        self._moved_at = time.monotonic()

    @property
    def pid(self) -> int:
        """Of the program."""
        return self._process.pid

    def turn(self, woken: WakePipe) -> bool:
        """Feed it until it ends (True) or somebody wakes us (False).

        Raises:
            NoAnswer: it takes no more sound, or does not end.
            PortLost: it ended with a fault.

        """
        wait = self._moved_at + HUNG_SECONDS - time.monotonic()
        if wait <= 0:
            raise NoAnswer("the sound card takes no sound")
        mouths = [] if self._feeding_is_over() else [self._mouth]
        ears = [self._ears, woken.descriptor]
        heard, ready, _ = select.select(ears, mouths, [], wait)
        if ready:
            self._feed()
        if self._ears in heard and self._has_ended():
            return True
        if woken.descriptor in heard:
            woken.drain()
        return False

    def end(self) -> None:
        """Silence, at once; may be called twice."""
        self._process.terminate()
        try:
            self._process.wait(ASKED_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            # One that hangs within the kernel does not even hear this.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(END_SECONDS)
        for pipe in (self._process.stdin, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _feeding_is_over(self) -> bool:
        """Whether all is written; its input is closed then."""
        stdin = self._process.stdin
        if self._left or stdin is None:
            return False
        if not stdin.closed:
            stdin.close()
        return True

    def _feed(self) -> None:
        with contextlib.suppress(BlockingIOError):
            try:
                self._left = self._left[os.write(self._mouth, self._left) :]
            except BrokenPipeError:  # what it says, or how it ends, tells why
                self._left = self._left[:0]
            self._moved_at = time.monotonic()

    def _has_ended(self) -> bool:
        said = os.read(self._ears, MOST_SAID)
        if said:
            self._said = (self._said + said)[-MOST_SAID:]
            return False
        code = self._process.wait(END_SECONDS)
        if code:
            raise PortLost(f"the sound card is not there: {self._last_words(code)}")
        return True

    def _last_words(self, code: int) -> str:
        lines = self._said.decode("utf-8", "replace").split("\n")
        spoken = [line.strip() for line in lines if line.strip()]
        return spoken[-1][:SHOWN] if spoken else f"its player ended with {code}"


def trouble(device: str) -> str:
    """Why a device cannot be played on; empty when it can. It is opened, unheard."""
    woken = WakePipe()
    try:
        playing = Playing(device, b"")
        try:
            while not playing.turn(woken):
                pass  # it says something; how it ends counts
        finally:
            playing.end()
    except FileNotFoundError:
        return missing(device)
    except (NoAnswer, PortLost) as error:
        return str(error)
    finally:
        woken.close()
    return ""


def _descriptor(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise PortLost("the player has no pipe")
    return pipe.fileno()
