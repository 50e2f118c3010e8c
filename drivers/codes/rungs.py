"""The rungs of the reading ladder, cheapest first, in three tables.

The order and the choice are measured: `kiosk bench paper` prints what each rung
finds that the ones before it did not, and what it costs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.codes.renditions import (
    Render,
    enlarged,
    even,
    larger,
    larger_mean,
    larger_part,
    least_channel,
    part,
    refocused,
    sharp,
    soothed,
    whole,
)
from drivers.codes.zbar import read_zbar
from drivers.codes.zxing import HISTOGRAM, MIDDLE_GREY, QR_ONLY, Found, Grey, Zxing

Reader = Callable[[Grey], tuple[Found, ...]]


@dataclass(frozen=True, slots=True)
class Rung:
    """One attempt: a rendition and a decoder.

    ``opinion`` names a decoder that counts once however often it is asked.
    """

    name: str
    render: Render
    read: Reader
    opinion: str = ""


# ZBar drops the upper half of Code 128's characters, always in the same way.
ZBAR = "zbar"
FAST_QR = Zxing(QR_ONLY)
SCALED_QR = Zxing(QR_ONLY, scaled=True)
FULL_QR = Zxing(QR_ONLY, hard=True)
FULL = Zxing(hard=True)
FULL_HISTOGRAM = Zxing(hard=True, threshold=HISTOGRAM)
# A strong unsharp mask leaves hardly any middle grey: it is itself a threshold.
FULL_GREY = Zxing(hard=True, threshold=MIDDLE_GREY)

QUICK = (
    Rung("qr", whole, FAST_QR),
    Rung("qr-region-x2", larger_part(2), FAST_QR),
    Rung("qr-scaled", whole, SCALED_QR),
)
THOROUGH = (
    Rung("region-x2", larger_part(2), Zxing(scaled=True)),
    Rung("full", whole, FULL),
    Rung("histogram", whole, FULL_HISTOGRAM),
    Rung("region-x2-sharp", sharp(larger_part(2), 3, 1.5), FULL_GREY),
    Rung("mean-x2-sharp", sharp(larger_mean(2), 3, 1.5), FULL),
    Rung("least-channel", least_channel, FULL),
    Rung("region-refocused-x2", enlarged(refocused(part, 1.3), 2), FULL),
    Rung("region-far-refocused-x2", enlarged(refocused(part, 2), 2), FULL),
    Rung("region-soothed-x2-sharp", sharp(enlarged(soothed(part, 0.8), 2), 3, 2), FULL),
    Rung("x2-sharp", sharp(larger(2), 3, 1.5), FULL_GREY),
    Rung("qr-x1.5", larger(1.5), FULL_QR),
    Rung("qr-even", even, FULL_QR),
    Rung("region-x3-sharp", sharp(larger_part(3), 6, 4), FULL_GREY),
    Rung("zbar", whole, read_zbar, ZBAR),
)
STILL = (
    Rung("full", whole, FULL),
    Rung("x2", larger(2), FULL),
    Rung("x2-sharp", sharp(larger(2), 3, 1.5), FULL_GREY),
    Rung("x3-sharp", sharp(larger(3), 6, 4), FULL_GREY),
    Rung("histogram", whole, FULL_HISTOGRAM),
    Rung("x1.5", larger(1.5), FULL),
    Rung("soothed-x2-sharp", sharp(enlarged(soothed(whole, 0.8), 2), 3, 2), FULL),
    Rung("x2-sharp-histogram", sharp(larger(2), 3, 1.5), FULL_HISTOGRAM),
    Rung("refocused-x2", enlarged(refocused(whole, 1.3), 2), FULL),
    Rung("far-refocused-x2", enlarged(refocused(whole, 2), 2), FULL),
    Rung("x3-sharp-local", sharp(larger(3), 4, 2), FULL),
    Rung("least-channel", least_channel, FULL),
    Rung("even", even, FULL),
    Rung("zbar", whole, read_zbar, ZBAR),
)
