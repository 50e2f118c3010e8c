"""Passes as one PDF: the same ones again, or new ones for a whole selection."""

import threading

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response

from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.problems import PassProblem
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.passes.common import PASS_ID, pass_desk, pass_pages, shown, tried
from ui.office.passes.one import days_asked
from ui.office.passes.overview import overview
from ui.office.passes.words import BUSY, say
from verification.registry import Registry

DPI = 300
MOST = 60  # a quarter of a minute; a larger heap is for `kiosk pass print`
FILE = "attachment; filename=passes.pdf"  # a name of ours: it says nobody's

Left = list[tuple[str, str]]
"""Who was left out, and why."""

_one_at_a_time = threading.Lock()


@pass_pages.post("/renew")
def renew_many() -> Response:
    """New passes for the chosen ones; then they are printed with a second key."""
    words = _chosen()
    if isinstance(words, str):
        return overview(words)
    # Half a second and 60 MB that a web process without a printer never needs.
    from kiosk.passes.batch import gather

    with own_registry() as registry:
        fresh = [word for word in words if _is_newest(registry, word)]
        batch = tried(lambda: gather(pass_desk(registry), fresh, days_asked()))
        if isinstance(batch, str):
            return overview(batch)
        papers = registry.papers
        ids = [one.claims.id for one in batch.passes]
        made = shown(registry, filter(None, map(papers.pass_record, ids)))
        left = [*_problems(registry, batch.left_out), *_late(registry, words, fresh)]
    text = render_template("office_pass_batch.html", made=made, left_out=left)
    return make_response(text)


@pass_pages.post("/print")
def print_many() -> Response:
    """One PDF of passes; each page was read back before it leaves."""
    words, form = _chosen(), request.form.get("format", PrintFormat.SHEET.value)
    if form not in set(PrintFormat):
        abort(400)
    if isinstance(words, str):
        return overview(words)
    if not _one_at_a_time.acquire(blocking=False):
        return overview(say(BUSY), 503)
    try:
        made = tried(lambda: _pdf(words, PrintFormat(form)))
    finally:
        _one_at_a_time.release()
    if isinstance(made, str):
        return overview(made)
    response = make_response(made)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = FILE
    return response


def _pdf(words: list[str], form: PrintFormat) -> bytes | str:
    """The file, or who cannot be printed: in a file nobody would miss them."""
    from kiosk.passes.batch import gather, print_passes

    with own_registry() as registry:
        batch = gather(pass_desk(registry), words, None)
        left = _problems(registry, batch.left_out)
    if left:
        return t("；", "; ").join(f"{who} {why}" for who, why in left)
    house, own = desk().house, signed_in().account.id
    return print_passes(house, own, batch.passes, form, DPI).pdf


def _chosen() -> list[str] | str:
    words = list(dict.fromkeys(request.form.getlist("pass")))
    if not all(map(PASS_ID.fullmatch, words)):
        abort(400)
    if not words:
        return t("请先选通行证。", "Choose passes first.")
    if len(words) > MOST:
        return t(
            f"一次最多 {MOST} 张；再多请用命令 kiosk pass print。",
            f"At most {MOST} at once; for more use the command kiosk pass print.",
        )
    return words


def _is_newest(registry: Registry, word: str) -> bool:
    record = registry.papers.pass_record(bytes.fromhex(word))
    return record is not None and record.generation == record.newest


def _problems(registry: Registry, left_out: list[tuple[str, PassProblem]]) -> Left:
    return [
        (_called(registry, word), t(problem.chinese, problem.english))
        for word, problem in left_out
    ]


def _late(registry: Registry, words: list[str], fresh: list[str]) -> Left:
    """What was renewed meanwhile, perhaps by a second press of the same key."""
    said = t("刚刚已经换发过", "was renewed just now")
    return [(_called(registry, word), said) for word in words if word not in fresh]


def _called(registry: Registry, word: str) -> str:
    record = (
        registry.papers.pass_record(bytes.fromhex(word)) if word[0] != "#" else None
    )
    rows = shown(registry, [record] if record else [])
    return f"{rows[0].name} {rows[0].code}" if rows else word
