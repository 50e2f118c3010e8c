"""Virtual readers that send card numbers by themselves."""

import threading
from pathlib import Path

from drivers.framed.framing import Checksum
from drivers.framed.payload import checksum_of
from drivers.twins.reader_twin import ReaderTwin

RDM6300_REPEAT = 0.065  # seconds between the frames of a lying tag


def rdm6300_frame(digits: str) -> bytes:
    """The frame of an RDM6300 for the five bytes that ``digits`` (hex) name."""
    check = checksum_of(bytes.fromhex(digits), Checksum.XOR)
    return f"\x02{digits.upper()}{check:02X}\x03".encode("ascii")


def m3650a_frame(uid: bytes) -> bytes:
    """The automatic report of an M3650A-HA for a Mifare card's 4-byte UID."""
    body = bytes.fromhex("04 0C 02 20 00 04 00") + uid
    return body + bytes([checksum_of(body, Checksum.NOT_XOR)])


def line_frame(text: str, end: str = "\r\n") -> bytes:
    """A line of text."""
    return (text + end).encode()


class FramedTwin(ReaderTwin):
    """A reader on which tags can be laid.

    Args:
        name: what it is called in threads.
        link: where the driver finds it.
        baudrate: the pace on the wire; ``None`` sends at once.
        repeat_seconds: between two frames of a lying tag; ``None`` for readers
            that say it once.
        checksum_at: where in the frame the fault ``bad_checksum`` strikes.

    """

    def __init__(
        self,
        name: str,
        link: Path,
        baudrate: int | None = 9600,
        repeat_seconds: float | None = None,
        checksum_at: int = -1,
    ) -> None:
        super().__init__(name, link, baudrate)
        self.repeat_seconds = repeat_seconds
        self._checksum_at = checksum_at
        self._changed = threading.Condition()
        self._frame: bytes | None = None
        self._ended = False
        self._sender = threading.Thread(
            target=self._repeat, name=f"tag-{name}", daemon=True
        )

    def start(self) -> "FramedTwin":
        """Plug in."""
        super().start()
        self._sender.start()
        return self

    def stop(self) -> None:
        """Unplug and end all threads; may be called twice."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self.stopping.set()
        if self._sender.ident is not None:
            self._sender.join()
        super().stop()

    def lay(self, frame: bytes) -> None:
        """Lay a tag whose frame is ``frame`` on the reader."""
        with self._changed:
            # A fresh object each time: the same tag laid anew is not the lying one.
            self._frame = bytes(bytearray(frame))
            self._changed.notify_all()

    def lift(self) -> None:
        """Take the tag away."""
        with self._changed:
            self._frame = None
            self._changed.notify_all()

    def spoil(self, frame: bytes) -> bytes:
        """``frame`` with a wrong checksum."""
        spoilt = bytearray(frame)
        spoilt[self._checksum_at] ^= 0x01
        return bytes(spoilt)

    def _repeat(self) -> None:
        said: bytes | None = None
        while (frame := self._next_frame(said)) is not None:
            self.send(frame)
            said = frame

    def _next_frame(self, said: bytes | None) -> bytes | None:
        """What to send now; ``None`` when the reader is stopped."""
        with self._changed:
            if said is not None and said is self._frame and not self._ended:
                self._changed.wait(self.repeat_seconds)
            while self._frame is None and not self._ended:
                self._changed.wait()
            return None if self._ended else self._frame
