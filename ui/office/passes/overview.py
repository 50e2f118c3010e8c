"""How the passes of a site stand: counts, and lists in pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from kiosk.passes.desk import DAYS as USUAL
from ui.brakes import braked
from ui.language import t
from ui.office.common import own_registry
from ui.office.passes.common import (
    Shown,
    pass_desk,
    pass_pages,
    shown,
    to_pass,
    tried,
    utc_now,
)
from ui.office.passes.words import day_options
from verification.registry import Registry

PAGE = 50
SOON = (7, 14, 30)
LATELY = timedelta(days=30)
LISTS = ("soon", "over", "all", "ended")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which list, within how many days, and which page of it."""

    which: str
    days: int
    page: int

    def address(self, page: int = 1, which: str = "") -> str:
        """Of a page of a list."""
        return url_for(
            "pass_pages.page",
            show=which or self.which,
            days=self.days,
            page=page if page > 1 else None,
        )


@pass_pages.get("")
def page() -> Response:
    """Counts and one list, the ones that end soon first."""
    return overview()


@pass_pages.post("/find")
def find() -> Response:
    """To the pass with this short code; a code is sent, never part of an address."""
    code = request.form.get("code", "").strip()
    wait = braked("search")
    if wait:
        return overview(wait, 429)
    with own_registry() as registry:
        found = tried(lambda: pass_desk(registry).find(code))
    if isinstance(found, str):
        return overview(found)
    return to_pass(found.id)


def overview(problem: str = "", status: int = 400) -> Response:
    """The page, with what is wrong about what was sent to it."""
    asked, now = _asked(), utc_now()
    with own_registry() as registry:
        counts = _counts(registry, asked, now)
        total = counts[asked.which]
        pages = max(1, -(-total // PAGE))
        rows = _rows(registry, asked, min(asked.page, pages), now)
    text = render_template(
        "office_passes.html",
        asked=asked,
        counts=counts,
        rows=rows,
        number=min(asked.page, pages),
        pages=pages,
        soon_options=[(str(n), t(f"{n} 天内", f"within {n} days")) for n in SOON],
        day_options=day_options(),
        usual=str(USUAL),
        problem=problem,
    )
    return make_response(text, status if problem else 200)


def _counts(registry: Registry, asked: Asked, now: datetime) -> dict[str, int]:
    papers = registry.papers
    return {
        "all": papers.count_ending(now),
        "soon": papers.count_ending(now, now + timedelta(asked.days)),
        "over": papers.count_ending(now - LATELY, now),
        "ended": papers.count_taken_back(now - LATELY),
    }


def _rows(registry: Registry, asked: Asked, page: int, now: datetime) -> list[Shown]:
    papers, skip = registry.papers, (page - 1) * PAGE
    if asked.which == "ended":
        return shown(registry, papers.taken_back(now - LATELY, PAGE, skip))
    if asked.which == "over":
        return shown(registry, papers.ending(now - LATELY, now, PAGE, skip))
    until = now + timedelta(asked.days) if asked.which == "soon" else None
    return shown(registry, papers.ending(now, until, PAGE, skip))


def _asked() -> Asked:
    which = request.args.get("show", "soon")
    days = request.args.get("days", 14, type=int)
    page = request.args.get("page", 1, type=int)
    return Asked(
        which if which in LISTS else "soon",
        days if days in SOON else 14,
        min(max(page, 1), 10_000),
    )
