"""The rungs of the reading ladder, cheapest first, in three tables.

The order and the choice are measured: `kiosk bench paper` prints what each rung
finds that the ones before it did not, and what it costs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.codes.renditions import (
    Render,
    even,
    larger,
    larger_mean,
    larger_part,
    least_channel,
    sharp,
    soothed,
    whole,
    wider,
)
from drivers.codes.zbar import read_zbar
from drivers.codes.zxing import QR_ONLY, Found, Grey, Zxing

Reader = Callable[[Grey], tuple[Found, ...]]


@dataclass(frozen=True, slots=True)
class Rung:
    """One attempt: a rendition and a decoder."""

    name: str
    render: Render
    read: Reader


FAST_QR = Zxing(QR_ONLY)
SCALED_QR = Zxing(QR_ONLY, scaled=True)
FULL_QR = Zxing(QR_ONLY, hard=True)
FULL = Zxing(hard=True)
FULL_HISTOGRAM = Zxing(hard=True, histogram=True)

QUICK = (
    Rung("qr", whole, FAST_QR),
    Rung("qr-region-x2", larger_part(2), FAST_QR),
    Rung("qr-scaled", whole, SCALED_QR),
)
THOROUGH = (
    Rung("region-x2", larger_part(2), Zxing(scaled=True)),
    Rung("full", whole, FULL),
    Rung("qr-least-channel", least_channel, FULL_QR),
    Rung("qr-mean-x2-sharp", sharp(larger_mean(2), 3, 1.5), FULL_QR),
    Rung("qr-x2-sharp", sharp(larger_part(2), 3, 1.5), FULL_QR),
    Rung("qr-x1.5", larger(1.5), FULL_QR),
    Rung("qr-even", even, FULL_QR),
    Rung("zbar-region-x2", larger_part(2), read_zbar),
)
STILL = (
    Rung("full", whole, FULL),
    Rung("full-x2", larger(2), FULL),
    Rung("full-histogram", whole, FULL_HISTOGRAM),
    Rung("full-x1.5", larger(1.5), FULL),
    Rung("least-channel", least_channel, FULL),
    Rung("full-x2-sharp", sharp(larger(2), 3, 1.5), FULL),
    Rung("x2-sharp-histogram", sharp(larger(2), 3, 1.5), FULL_HISTOGRAM),
    Rung("full-x3-sharp", sharp(larger(3), 4, 2), FULL),
    Rung("soothed-x2-sharp", sharp(soothed(larger(2), 1.6), 3, 2), FULL),
    Rung("full-even", even, FULL),
    Rung("wider-x4", wider(4), FULL),
    Rung("zbar", whole, read_zbar),
    Rung("zbar-x2", larger(2), read_zbar),
)
