"""Passes as one PDF: the same ones again, or new ones for a whole selection."""

from flask import (
    Flask,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from kiosk.passes.batch import gather, record_printed
from kiosk.passes.printing.job import Job
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.wanted import wanted_by
from kiosk.passes.problems import PassProblem
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry
from ui.office.passes.common import PASS_ID, pass_desk, pass_pages, shown, tried
from ui.office.passes.doubts import alone
from ui.office.passes.heap import Heap, HeapWork, Step
from ui.office.passes.one import days_asked
from ui.office.passes.overview import overview
from ui.office.passes.words import BUSY, DOING, say
from verification.registry import Registry

DPI = 300
EXTENSION = "changxing.heaps"
MOST = 60  # a quarter of a minute; a larger heap is for `kiosk pass print`
QUICK_SECONDS = 2.0  # what needs no page that says how far it is
FILE = "attachment; filename=passes.pdf"  # a name of ours: it says nobody's

Left = list[tuple[str, str]]
"""Who was left out, and why."""


@pass_pages.post("/renew")
def renew_many() -> Response:
    """New passes for the chosen ones; then they are printed with a second key."""
    words = _chosen()
    if isinstance(words, str):
        return overview(words)
    with own_registry() as registry:
        fresh = [word for word in words if _is_newest(registry, word)]
        single = alone(registry, fresh)
        heap = [word for word in fresh if word not in single]
        batch = tried(lambda: gather(pass_desk(registry), heap, days_asked()))
        if isinstance(batch, str):
            return overview(batch)
        papers = registry.papers
        ids = [one.claims.id for one in batch.passes]
        made = shown(registry, filter(None, map(papers.pass_record, ids)))
        left = [*_problems(registry, batch.left_out), *_late(registry, words, fresh)]
        left += [(_called(registry, word), said) for word, said in single.items()]
    text = render_template("office_pass_batch.html", made=made, left_out=left)
    return make_response(text)


@pass_pages.post("/print")
def print_many() -> Response:
    """One PDF of passes; what takes longer than a moment shows how far it is."""
    words, form = _chosen(), request.form.get("format", PrintFormat.SHEET.value)
    if form not in set(PrintFormat):
        abort(400)
    if isinstance(words, str):
        return overview(words)
    job = tried(lambda: _job(words, PrintFormat(form)))
    if isinstance(job, str):
        return overview(job)
    work, me = heap_work(), signed_in().account.id
    if not work.begin(me, job):
        return overview(say(BUSY), 503)
    heap = work.wait(me, QUICK_SECONDS)
    if heap is not None and heap.step is Step.WORKING:
        return redirect(url_for(".printing"), 303)
    return _handed(work, me)


@pass_pages.get("/print")
def printing() -> Response:
    """How far a heap is; where there is none, the overview."""
    heap = heap_work().look(signed_in().account.id)
    if heap is None:
        return redirect(url_for(".page"), 303)
    says = tried(lambda: _raised(heap))
    text = render_template(
        "office_pass_printing.html",
        heap=heap,
        says=says if isinstance(says, str) else say(DOING[heap.stage]),
    )
    return make_response(text)


@pass_pages.get("/print/state")
def printing_state() -> Response:
    """The same for the page that waits."""
    heap = heap_work().look(signed_in().account.id)
    if heap is None:
        return jsonify(step="gone")
    says, done, total = say(DOING[heap.stage]), heap.done, heap.total
    return jsonify(step=heap.step, says=says, done=done, total=total)


@pass_pages.post("/print/take")
def take_print() -> Response:
    """The finished file."""
    return _handed(heap_work(), signed_in().account.id)


@pass_pages.post("/print/drop")
def drop_print() -> Response:
    """Nobody wants it any more: what is printed ends, what is finished is forgotten."""
    heap_work().drop(signed_in().account.id)
    return redirect(url_for(".page"), 303)


def heap_work() -> HeapWork:
    """The heaps of the app that serves this request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, HeapWork)  # noqa: S101 - `begin_heaps` put it there
    return found


def close_heaps(app: Flask) -> None:
    """End what is printed."""
    app.extensions[EXTENSION].close()


def begin_heaps(app: Flask) -> None:
    """At the start of a site's pages."""
    app.extensions[EXTENSION] = HeapWork()


def _job(words: list[str], form: PrintFormat) -> Job | str:
    """What to print, or who cannot be: in a file nobody would miss them."""
    with own_registry() as registry:
        batch = gather(pass_desk(registry), words, None)
        left = _problems(registry, batch.left_out)
    if left:
        return t("；", "; ").join(f"{who} {why}" for who, why in left)
    house = desk().house
    wanted = wanted_by(house.policy)
    return Job(batch.passes, form, DPI, house.config.site, wanted)


def _handed(work: HeapWork, owner: str) -> Response:
    """The file of a heap that is ready, or why there is none."""
    heap = work.take(owner)
    if heap is None:
        return _without(work, owner)
    if not heap.recorded:
        record_printed(desk().house, owner, heap.passes)
    response = make_response(heap.pdf)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = FILE
    return response


def _without(work: HeapWork, owner: str) -> Response:
    heap = work.look(owner)
    problem = None if heap is None else tried(lambda: _raised(heap))
    if isinstance(problem, str):
        work.drop(owner)
        return overview(problem)
    return redirect(url_for(".page" if heap is None else ".printing"), 303)


def _raised(heap: Heap) -> None:
    if heap.problem is not None:
        raise heap.problem


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
