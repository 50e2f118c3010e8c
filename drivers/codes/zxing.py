"""zxing-cpp as a reader of one grey image: the first opinion.

Each symbology is asked for by name: what is left off (EAN, ITF, Codabar, Micro
QR and the like) has too few check bits and is found in shelves, shirts and noise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from drivers.codes.characters import declared_text
from drivers.protocols import Symbology

Grey = NDArray[np.uint8]
Corners = tuple[tuple[float, float], ...]

LOCAL = zxingcpp.Binarizer.LocalAverage
HISTOGRAM = zxingcpp.Binarizer.GlobalHistogram
MIDDLE_GREY = zxingcpp.Binarizer.FixedThreshold

ALL = frozenset(Symbology)
QR_ONLY = frozenset({Symbology.QR})
FORMATS = {
    Symbology.QR: zxingcpp.BarcodeFormat.QRCodeModel2,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.AZTEC: zxingcpp.BarcodeFormat.Aztec,
    Symbology.CODE128: zxingcpp.BarcodeFormat.Code128,
    Symbology.PDF417: zxingcpp.BarcodeFormat.PDF417,
}
QR_FORMATS = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.QRCodeModel2)
NAMES = {
    zxingcpp.BarcodeFormat.QRCode: Symbology.QR,
    **{given: name for name, given in FORMATS.items()},
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one reader saw in one rendition, in pixels of that rendition.

    ``modules``: on one side of a QR code; 0 when unknown.
    """

    symbology: Symbology
    data: bytes = field(repr=False)
    corners: Corners = ()
    modules: int = 0


@dataclass(frozen=True, slots=True)
class Zxing:
    """One way of calling the decoder.

    Attributes:
        kinds: the symbologies that are looked for.
        hard: also turned by 90 degrees, scaled down, and light on dark.
        scaled: also turned and scaled down: for large modules.
        threshold: what is dark: less than its surroundings (local average), than
            one point between the image's dark and light, or than middle grey.

    """

    kinds: frozenset[Symbology] = ALL
    hard: bool = False
    scaled: bool = False
    threshold: zxingcpp.Binarizer = LOCAL

    def __call__(self, grey: Grey) -> tuple[Found, ...]:
        """All codes of a grey image; none where it is empty."""
        if not grey.size:
            return ()
        found = zxingcpp.read_barcodes(
            grey,
            formats=_formats(self.kinds),
            try_rotate=self.hard or self.scaled,
            try_downscale=self.hard or self.scaled,
            try_invert=self.hard,
            text_mode=zxingcpp.TextMode.HexECI,
            binarizer=self.threshold,
        )
        return tuple(_known(found))


def _formats(kinds: frozenset[Symbology]) -> zxingcpp.BarcodeFormats:
    return zxingcpp.BarcodeFormats([FORMATS[kind] for kind in sorted(kinds)])


def _known(found: Iterable[zxingcpp.Barcode]) -> Iterator[Found]:
    for code in found:
        symbology = NAMES.get(code.format)
        if symbology is not None and code.bytes:
            data = declared_text(bytes(code.bytes), bytes.fromhex(code.text))
            yield Found(symbology, data, _corners(code.position), _modules(code))


def _modules(code: zxingcpp.Barcode) -> int:
    """Of a QR code by its version, ISO/IEC 18004: 21, and 4 more for each."""
    extra = code.extra if isinstance(code.extra, dict) else {}
    version = str(extra.get("Version", ""))
    known = code.format in QR_FORMATS and version.isdigit()
    return 17 + 4 * int(version) if known else 0


def _corners(position: zxingcpp.Position) -> Corners:
    top = (position.top_left, position.top_right)
    ring = (*top, position.bottom_right, position.bottom_left)
    return tuple((float(point.x), float(point.y)) for point in ring)
