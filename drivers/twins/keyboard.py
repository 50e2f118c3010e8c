"""A virtual keyboard-wedge reader: key events through a pty.

It has no checksum, and noise on a keyboard is made of whole events of other
kinds: the kernel never gives half an event.
"""

from pathlib import Path

from drivers.keyboard.keys import (
    EV_KEY,
    EV_MSC,
    EV_SYN,
    EVENT,
    PLAIN,
    PRESSED,
    RELEASED,
    SHIFTED,
)
from drivers.twins.faults import Fault
from drivers.twins.reader_twin import UNDERSTOOD, ReaderTwin

LEFT_SHIFT, ENTER = 42, 28
MSC_SCAN = 4
FIRST_SILENT_KEY = 0x100  # mouse buttons and the like: no characters
PLAIN_KEYS = {sign: code for code, sign in sorted(PLAIN.items(), reverse=True)}
SHIFTED_KEYS = {sign: code for code, sign in sorted(SHIFTED.items(), reverse=True)}


class KeyboardTwin(ReaderTwin):
    """A reader that types.

    Args:
        name: what it is called in threads.
        link: where the driver finds it.

    """

    understood = UNDERSTOOD - {Fault.BAD_CHECKSUM}

    def __init__(self, name: str, link: Path) -> None:
        super().__init__(name, link)

    def lay(self, text: str) -> None:
        """Lay a card whose number is ``text``: it is typed, then Enter."""
        self.send(b"".join(map(typed, text)) + stroke(ENTER))

    def press(self, code: int) -> None:
        """Press and let go of one key."""
        self.send(stroke(code))

    def half(self, frame: bytes) -> bytes:
        """The first half of the events: the reader stops typing."""
        return frame[: len(frame) // EVENT.size // 2 * EVENT.size]

    def noise(self, count: int) -> bytes:
        """At most ``count`` bytes of events that mean no character."""
        events = (self._noise_event() for _ in range(count // EVENT.size))
        return b"".join(events)

    def _noise_event(self) -> bytes:
        if self.random.random() < 0.5:
            return event(EV_MSC, MSC_SCAN, self.random.getrandbits(31))
        return event(EV_KEY, FIRST_SILENT_KEY + self.random.randrange(64), PRESSED)


def event(kind: int, code: int, value: int) -> bytes:
    """One event at time zero."""
    return EVENT.pack(0, 0, kind, code, value)


def stroke(code: int) -> bytes:
    """A key pressed and let go, as the kernel tells it."""
    pressed = event(EV_KEY, code, PRESSED) + event(EV_SYN, 0, 0)
    released = event(EV_KEY, code, RELEASED) + event(EV_SYN, 0, 0)
    return event(EV_MSC, MSC_SCAN, 0) + pressed + released


def typed(sign: str) -> bytes:
    """The events of one character, with shift where it needs it.

    Raises:
        ValueError: no key has this character.

    """
    if sign in PLAIN_KEYS:
        return stroke(PLAIN_KEYS[sign])
    if sign not in SHIFTED_KEYS:
        raise ValueError("a keyboard reader cannot type this character")
    down = event(EV_KEY, LEFT_SHIFT, PRESSED) + event(EV_SYN, 0, 0)
    up = event(EV_KEY, LEFT_SHIFT, RELEASED) + event(EV_SYN, 0, 0)
    return down + stroke(SHIFTED_KEYS[sign]) + up
