"""What a relay board understands, as pure bytes: no port, no clock.

A `Board` knows the requests for one channel and how to judge what comes back.
An `Exchange` is one request with its judge; the judge is called again and
again with everything that has come since the request was written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from drivers.errors import WrongSetting

ANSWER_SECONDS = 0.3


class Kind(StrEnum):
    """What an answer is worth."""

    RIGHT = "right"  # the answer to our request
    REFUSED = "refused"  # the board said no
    WRONG = "wrong"  # a good frame, but the answer to something else
    NONE = "none"  # nothing that makes sense came in time
    NOT_DUE = "not_due"  # the board never answers this request


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    ``bits`` holds the levels that were read, bit 0 first. ``echoed`` says
    whether the line sends our own bytes back; ``None`` when that cannot be told.
    """

    kind: Kind
    bits: int = 0
    detail: str = ""
    echoed: bool | None = None


NOT_DUE = Answer(Kind.NOT_DUE)

Judge = Callable[[bytes, bool, bool], Answer | None]
"""``judge(data, ended, echoing)``: the answer in ``data``, or ``None`` to wait on.

With ``ended`` the time is over and an answer must be given.
"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, its judge (``None``: it is never answered) and its patience."""

    request: bytes
    judge: Judge | None
    timeout: float = ANSWER_SECONDS


class Board(Protocol):
    """One channel of one family of relay boards."""

    timed: bool
    """Whether the board itself ends a pulse."""
    gap: float
    """Seconds of silence that the board needs before a request."""
    slack: float
    """Seconds by which the board may be late in ending a pulse."""
    may_be_deaf: bool
    """Whether boards of this family exist that never answer anything."""
    readings: tuple[Exchange, ...]
    """Ways to read the coil; the first that answers is used."""

    def pulse(self, seconds: float) -> Exchange:
        """Close the contact for ``seconds``; without a timer, until told `off`."""

    def on(self) -> Exchange:
        """Close the contact until told `off`."""

    def off(self) -> Exchange:
        """Open the contact."""

    def coil(self, bits: int) -> bool:
        """Our coil in the answer to one of ``readings``."""

    def inputs(self) -> Exchange | None:
        """Read the board's inputs, bit 0 = input 1; ``None`` when it has none."""


def check_channel(driver: str, channel: int, most: int) -> None:
    """Refuse a channel that the board cannot have; channels count from 1.

    Raises:
        WrongSetting: it is not within 1 and ``most``.

    """
    if not 1 <= channel <= most:
        raise WrongSetting(
            f"channel = {channel}: a {driver} board counts its channels "
            f"from 1 to {most}"
        )


def check_address(driver: str, address: int) -> None:
    """Refuse an address that no board on the line can have.

    Raises:
        WrongSetting: it is not within 1 and 255.

    """
    if not 1 <= address <= 255:
        raise WrongSetting(
            f"address = {address}: a {driver} board has an address from 1 to 255, "
            "set by its switches or its maker's tool"
        )
