"""Codes that the tests draw for themselves."""

import io

import cv2
import numpy as np
import segno
import zxingcpp

from drivers.protocols import Symbology

TEXT = "ZJ2022-000123"


def symbol(text, symbology, scale=4):
    """A clean drawing of one code on white, grey."""
    kind = zxingcpp.barcode_format_from_str(str(symbology))
    code = zxingcpp.create_barcode(text, kind)
    drawn = np.array(code.to_image(scale=scale, add_quiet_zones=False), np.uint8)
    return np.pad(drawn, 12 * scale, constant_values=255)


def qr(text, scale=4, **options):
    """A QR code as segno draws it, grey."""
    return drawn_by_segno(segno.make_qr(text, **options), scale)


def drawn_by_segno(code, scale=4):
    """Any symbol of segno as a grey image."""
    file = io.BytesIO()
    code.save(file, kind="png", scale=scale)
    png = np.frombuffer(file.getvalue(), np.uint8)
    return cv2.imdecode(png, cv2.IMREAD_GRAYSCALE)


def coloured(grey, bgr):
    """Black turned into a colour."""
    share = grey[:, :, None].astype(np.float64) / 255
    return (share * 255 + (1 - share) * np.array(bgr)).astype(np.uint8)


def beside(*images):
    """Several drawings on one sheet."""
    height = max(image.shape[0] for image in images)
    return np.hstack(
        [
            np.pad(i, ((0, height - i.shape[0]), (20, 20)), constant_values=255)
            for i in images
        ]
    )


def found(codes):
    """What was read, without how."""
    return [(Symbology(code.symbology), code.data) for code in codes]
