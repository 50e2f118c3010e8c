"""The drawer of papers: what is on each sheet, drawn when it is first shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from drivers.protocols import Symbology
from drivers.twins.sheet import Pose, Sheet, render
from kiosk.demo.foreign import PRODUCT, PROVINCIAL, forged, stranger
from kiosk.demo.papers import BAR_NUMBER, LENT_NUMBER, QR_NUMBER, DemoPapers
from verification.passes.keys import SigningKey

PASS_LINES = ("PAPER PASS", "INVENTED - FOR DRILLS ONLY", "Show this sheet.")
OTHER_LINES = ("INVENTED - FOR DRILLS ONLY", "Nobody's certificate")
PHOTO = Pose(px_per_module=5, tilt=12, turn=-8, roll=4, curl=25, glare=0.25, noise=4)
PHOTO_SIDE = 900  # pixels of the phone's picture that are shown


@dataclass(frozen=True)
class DemoSheet:
    """A sheet of paper, or the picture of one on a phone.

    Attributes:
        id: in orders of the simulator.
        label: for people.
        content: what is written in its code.
        photo: whether it is a photograph of the sheet.

    """

    id: str
    label: str
    content: str = field(repr=False)
    symbology: Symbology = Symbology.QR
    lines: Sequence[str] = PASS_LINES
    photo: bool = False

    @cached_property
    def sheet(self) -> Sheet:
        """Drawn at the first asking."""
        paper = Sheet.of(self.content, self.symbology, self.lines)
        return _photographed(paper) if self.photo else paper


def sheets(papers: DemoPapers, signer: SigningKey) -> Mapping[str, DemoSheet]:
    """The drawer, by id."""
    return {sheet.id: sheet for sheet in (*_passes(papers, signer), *_others())}


def _passes(papers: DemoPapers, signer: SigningKey) -> list[DemoSheet]:
    first, second, third = papers.valid
    return [
        DemoSheet("valid", "通行证 · 有效", first),
        DemoSheet("valid-2", "通行证 · 有效（二）", second),
        DemoSheet("photo", "通行证 · 手机翻拍的第一张", first, photo=True),
        DemoSheet("lent", "通行证 · 没带证的人的", third),
        DemoSheet("revoked", "通行证 · 已作废", papers.revoked),
        DemoSheet("expired", "通行证 · 已过期", papers.expired),
        DemoSheet("old", "通行证 · 补发以前的旧证", papers.old),
        DemoSheet("new", "通行证 · 补发的新证", papers.new),
        DemoSheet("forged", "通行证 · 伪造的", forged(signer)),
    ]


def _others() -> list[DemoSheet]:
    code, text = Symbology.CODE128, OTHER_LINES
    return [
        DemoSheet("number", "登记编号 · 身份证（二）的", QR_NUMBER, lines=text),
        DemoSheet("number-bar", "登记编号 · 条码", BAR_NUMBER, code, text),
        DemoSheet("borrowed", "登记编号 · 借别人的", LENT_NUMBER, lines=text),
        DemoSheet("stranger", "外国证书 · 不认识签发方", stranger(), lines=text),
        DemoSheet("provincial", "外省健康码 · 网址", PROVINCIAL, lines=text),
        DemoSheet("product", "商品上的码", PRODUCT, lines=text),
    ]


def _photographed(paper: Sheet) -> Sheet:
    side, rng = PHOTO_SIDE, np.random.default_rng(2)
    picture = render(paper, PHOTO, side, side, rng)
    return Sheet.of_page(picture, PHOTO.px_per_module)
