"""How long passes take to a PDF that was read back: one, and a heap of them."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from kiosk.bench.rows import BenchRow, ms
from kiosk.config.models import SiteTable
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.pdf import render_pdf
from kiosk.stats import figures
from verification.documents import DocumentKind
from verification.passes.claims import PassClaims
from verification.passes.issued import IssuedPass
from verification.passes.keys import SigningKey, key_id, new_private_key
from verification.passes.signer import sign_pass

DPI = 300
TIMES = 5
SITE = SiteTable(name="幸福里社区", drill=True)


def nobodys_passes(count: int) -> list[IssuedPass]:
    """Signed passes of nobody, with a key made for this run."""
    now = datetime.now(UTC).replace(microsecond=0)
    private, end = new_private_key(), now + timedelta(days=30)
    key = SigningKey(key_id(private.public_key()), private, now)
    kind = DocumentKind.RESIDENT
    return [
        sign_pass(
            PassClaims(os.urandom(8), "测*试", os.urandom(16), kind, 1, now, now, end),
            key,
        )
        for _ in range(count)
    ]


def printing_rows(count: int, tick: Callable[[], None]) -> Iterator[BenchRow]:
    """One pass to A5, the first one and after it; ``count`` to A5 and to sheets."""
    one, many = nobodys_passes(1), nobodys_passes(count)
    first = _seconds(one, PrintFormat.A5)
    later = figures([_seconds(one, PrintFormat.A5) for _ in range(TIMES)])
    yield ms("print_first_pass", first)
    yield ms("print_one_pass_p50", later.p50)
    tick()
    for form in (PrintFormat.A5, PrintFormat.SHEET):
        note = f"{count} passes, each read back twice"
        yield BenchRow(f"print_many_{form}", _seconds(many, form), "s", note=note)
        tick()


def _seconds(passes: list[IssuedPass], form: PrintFormat) -> float:
    begun = time.perf_counter()
    render_pdf(passes, form, DPI, SITE)
    return time.perf_counter() - begun
