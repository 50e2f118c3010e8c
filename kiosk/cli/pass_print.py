"""`kiosk pass print`."""

import sys
import time
from pathlib import Path

import click

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    OUT_OF_REACH,
    WRONG_USE,
    config_option,
    err,
    json_option,
    stop,
)
from kiosk.cli.pass_issue import desk_errors, pass_desk
from kiosk.cli.pass_office import AUTHOR
from kiosk.cli.pass_print_output import Job, left_out_of, printing_bar, show_printed
from kiosk.house import House
from kiosk.passes.batch import MOST_PASSES, gather, print_passes
from kiosk.passes.desk import DAYS, MOST_DAYS
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.printing.layout import DPI, PrintFormat
from kiosk.passes.printing.pdf import Printed
from kiosk.passes.rows import good_passes
from verification.ledger.files import replace_file


@click.command("print")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all", "everything", is_flag=True, help="所有有效的。 All in force.")
@click.option(
    "--expiring",
    type=click.IntRange(1),
    metavar="DAYS",
    help="几天内到期的。 Those that expire within so many days.",
)
@click.option(
    "--new",
    is_flag=True,
    help="换发新证再打印，旧证随即作废。 Issue new ones for the same holders first.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    help=f"新证的有效天数，配合 --new。 With --new: how many days; else {DAYS}.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in PrintFormat]),
    default=PrintFormat.A5.value,
    show_default=True,
    help="A5 一页一张、卡片、A4 上多张卡片。 A page, a card, or cards on A4 to cut.",
)
@click.option(
    "--dpi",
    type=click.Choice([str(dpi) for dpi in DPI]),
    default="300",
    show_default=True,
    help="打印机每英寸点数。 Dots an inch of the printer.",
)
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="写入的新文件。 The new file.",
)
@click.option(
    "--html",
    is_flag=True,
    help="写成网页，由浏览器打印。 HTML for a browser instead.",
)
@config_option
@json_option
@desk_errors
def printed(
    codes: tuple[str, ...],
    everything: bool,
    expiring: int | None,
    new: bool,
    days: int | None,
    form: str,
    dpi: str,
    path: Path,
    html: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """打印通行证（短码或编号），每张都回读核对后才写出文件。

    Print passes as PDF, by short code or id. Every page is read back by the reading
    ladder, at the printer's dots and at 150 dpi, before there is a file. Print at
    100 %, not fitted to the page. Who cannot have a pass is named, with exit code 1.
    """
    if sum(map(bool, (codes, everything, expiring))) != 1:
        stop("CODE、--all、--expiring 用且只用一种 use just one of these", WRONG_USE)
    if days and not new:
        stop("--days 须与 --new 一起用 belongs to --new", WRONG_USE)
    check_target(path)
    begun = time.monotonic()
    with pass_desk(config_path) as (house, desk):
        unprintable(house.config.site.name)  # no font: said before passes end
        job = Job(path, PrintFormat(form), int(dpi))
        soon = good_passes(house.registry, desk.office.now(), expiring)
        words = list(codes) or [row.record.id.hex() for row in soon]
        if len(words) > MOST_PASSES:
            stop(f"一次最多 at most {MOST_PASSES:,} in one file", WRONG_USE)
        job.batch = gather(desk, words, (days or DAYS) if new else None)
        result = make(job, house, html=html, quiet=as_json)
    job.seconds = time.monotonic() - begun
    show_printed(job, result, as_json=as_json)
    sys.exit(NOT_WELL if job.batch.left_out else DONE)


def check_target(path: Path) -> None:
    """A job of minutes must not fail at its end for a folder."""
    if path.exists():
        stop(f"文件已存在 the file is there already: {path}", WRONG_USE)
    if not path.parent.is_dir():
        stop(f"没有这个文件夹 there is no such folder: {path.parent}", OUT_OF_REACH)


def make(job: Job, house: House, *, html: bool, quiet: bool) -> Printed:
    """Print, read back, record it, and only then write the file."""
    passes = job.batch.passes
    if not passes:
        for line in left_out_of(job):
            err.print(line, markup=False, highlight=False, soft_wrap=True)
        stop("没有可打印的通行证 there is no pass to print", NOT_WELL)
    with printing_bar(quiet) as progress:
        made = print_passes(house, AUTHOR, passes, job.form, job.dpi, progress)
    replace_file(job.path, made.html.encode() if html else made.pdf)
    return made
