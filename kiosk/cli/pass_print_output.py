"""What `kiosk pass print` shows; it names no holder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.progress import Progress as Bar
from rich.progress import TaskID

from kiosk.cli.common import err, print_json
from kiosk.cli.pass_issue_output import SHOWN
from kiosk.cli.people_output import say
from kiosk.passes.batch import Batch
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.pdf import Printed
from kiosk.passes.printing.progress import Progress, Stage

TITLES = {
    Stage.LAYING_OUT: "排版 laying out",
    Stage.WRITING: "写入 writing",
    Stage.READING: "回读 reading back",
}


@dataclass(slots=True)
class Job:
    """What is to be printed, and what became of it."""

    path: Path
    form: PrintFormat
    dpi: int
    batch: Batch = field(default_factory=Batch)
    seconds: float = 0


@contextmanager
def printing_bar(quiet: bool) -> Iterator[Progress]:
    """A bar on stderr while somebody looks at a terminal."""
    hidden = quiet or not err.is_terminal
    with Bar(console=err, transient=True, disable=hidden) as bar:
        tasks: dict[Stage, TaskID] = {}

        def progress(stage: Stage, done: int, total: int) -> None:
            if stage not in tasks:  # without a total it moves until it is told more
                tasks[stage] = bar.add_task(TITLES[stage], total=None)
            if done:
                bar.update(tasks[stage], completed=done, total=total)

        yield progress


def left_out_of(job: Job) -> Iterator[str]:
    """A line for each pass that cannot be printed, the first of many."""
    for word, problem in job.batch.left_out[:SHOWN]:
        yield f"  {word}: {problem}"
    if job.batch.left_out:
        yield f"未打印 left out: {len(job.batch.left_out):,}"


def show_printed(job: Job, made: Printed, *, as_json: bool) -> None:
    """How it ended."""
    if as_json:
        print_json(_object(job, made))
        return
    say(f"已打印 printed: {made.passes:,} ({made.pages:,} 页 pages) → {job.path}")
    say(
        f"二维码边长 side of the code: {made.mm:.1f} mm, "
        f"每模块 {made.dots} 点 dots a module, {job.dpi} dpi; {job.seconds:.1f} s"
    )
    if made.small:
        say(
            "提示：按整点打印，不足 42 mm；203、600 dpi 的打印机更合适。 Whole dots "
            "make it smaller than 42 mm; a printer of 203 or 600 dpi fits better."
        )
    say("请按 100% 比例打印，勿缩放。 Print at 100 %, do not fit to the page.")
    for line in left_out_of(job):
        say(line)


def _object(job: Job, made: Printed) -> dict[str, Any]:
    return {
        "file": str(job.path),
        "format": job.form,
        "dpi": job.dpi,
        "passes": made.passes,
        "pages": made.pages,
        "seconds": round(job.seconds, 3),
        "mm": round(made.mm, 2),
        "dots_per_module": made.dots,
        "small": made.small,
        "codes": [issued.code for issued in job.batch.passes],
        "left_out": [
            {"pass": word, "why": p.why, "zh": p.chinese, "en": p.english}
            for word, p in job.batch.left_out
        ],
        "listed": job.batch.published,
    }
