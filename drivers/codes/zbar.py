"""ZBar as the late second opinion, fenced.

It reads some codes that zxing-cpp does not, but it guesses character sets and
returns other bytes than stand in the code: only plain ASCII is believed. The
binding raises on every structured-append symbol and on an empty image.
"""

from pyzbar.pyzbar import ZBarSymbol, decode
from pyzbar.pyzbar_error import PyZbarError

from drivers.codes.zxing import Found, Grey
from drivers.protocols import Symbology

KINDS = {"QRCODE": Symbology.QR, "CODE128": Symbology.CODE128}
NAMED = [ZBarSymbol.QRCODE, ZBarSymbol.CODE128]
FENCED = (ValueError, ZeroDivisionError, PyZbarError)


def read_zbar(grey: Grey) -> tuple[Found, ...]:
    """QR codes and Code 128 of a grey image; none where the binding gives up."""
    try:
        seen = decode(grey, symbols=NAMED)
    except FENCED:
        return ()
    return tuple(
        Found(KINDS[code.type], code.data, _corners(code.polygon))
        for code in seen
        if code.type in KINDS and code.data and code.data.isascii()
    )


def _corners(polygon: list[tuple[int, int]]) -> tuple[tuple[float, float], ...]:
    if len(polygon) != 4:
        return ()
    return tuple((float(x), float(y)) for x, y in polygon)
