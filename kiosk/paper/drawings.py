"""Drawings (SVG) as pixels: some issuers hand out their codes as such files."""

import base64

import numpy as np
import pypdfium2
import weasyprint
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from numpy.typing import NDArray
from weasyprint.urls import URLFetcher

from kiosk.paper.errors import NotReadable

MOST_ELEMENTS = 20_000
DOTS_PER_POINT = 4.0  # of a page of 100 mm: 1134 pixels

_PAGE = (
    "<style>@page{{size:100mm;margin:0}}body{{margin:0}}"
    "img{{display:block;width:100mm}}</style>"
    '<img src="data:image/svg+xml;base64,{data}">'
)


def drawing(svg: bytes) -> NDArray[np.uint8]:
    """An SVG file as an image, (h, w, 3); nothing that it refers to is fetched.

    Raises:
        NotReadable: broken, with entities, or with too many parts.

    """
    try:
        elements = sum(1 for _ in fromstring(svg, forbid_dtd=True).iter())
    except (ParseError, DefusedXmlException, ValueError):
        raise NotReadable("图形文件已损坏 the drawing is broken") from None
    if elements > MOST_ELEMENTS:
        raise NotReadable("图形太复杂 the drawing has too many parts")
    page = weasyprint.HTML(
        string=_PAGE.format(data=base64.b64encode(svg).decode()),
        url_fetcher=URLFetcher(allowed_protocols=["data"]),
    )
    with pypdfium2.PdfDocument(page.write_pdf()) as document:
        bitmap = document[0].render(scale=DOTS_PER_POINT)
        return np.array(bitmap.to_numpy(), dtype=np.uint8)
