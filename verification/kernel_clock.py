"""Whether a time service keeps this machine's clock, as the kernel knows it.

chrony, ntpd and systemd-timesyncd all tell the kernel through adjtimex(2), and
the kernel takes the word back when nothing was heard for hours. The marker file
of systemd-timesyncd stays until the next start of the machine and says less.
"""

import ctypes
from collections.abc import Callable

STA_UNSYNC = 0x0040  # linux/timex.h
TIME_ERROR = 5


class Timex(ctypes.Structure):
    """struct timex of linux/timex.h; the fields behind are of no interest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def _adjtimex() -> Callable[[object], int] | None:
    try:
        function = ctypes.CDLL(None, use_errno=True).adjtimex
    except (AttributeError, OSError):
        return None
    function.restype = ctypes.c_int
    return function


_CALL = _adjtimex()


def kernel_synced() -> bool:
    """Whether the kernel says so; ``False`` also where it cannot be asked."""
    if _CALL is None:
        return False
    answer = Timex()  # modes 0 only reads, which everybody may
    state = _CALL(ctypes.byref(answer))
    return 0 <= state < TIME_ERROR and not answer.status & STA_UNSYNC
