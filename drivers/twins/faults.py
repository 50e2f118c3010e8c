"""The fault words that every twin understands."""

from enum import StrEnum


class Fault(StrEnum):
    """A way in which a device can misbehave.

    A fault stays until it is lifted, but for ``half_frame``, ``bad_checksum``,
    ``late`` and ``wrong_echo``, which can be asked for a number of times.
    """

    SILENT = "silent"  # hears, but never answers and does nothing
    NOISE = "noise"  # random bytes at line rate around everything
    HALF_FRAME = "half_frame"  # answers stop in the middle
    BAD_CHECKSUM = "bad_checksum"  # answers carry a wrong checksum
    LATE = "late"  # answers come after the asker gave up
    UNPLUG = "unplug"  # the line is gone
    STUCK_ON = "stuck_on"  # a relay that never lets go
    NO_ACK = "no_ack"  # does what it is told, but does not answer
    WRONG_ECHO = "wrong_echo"  # does it, but answers something else
    FROZEN = "frozen"  # a camera that sends the same picture again and again
    BLACK = "black"  # a covered lens
