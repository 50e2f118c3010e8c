"""`kiosk bench`, and the parts of it that are measured alone."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
from rich.table import Table

from kiosk.bench.rows import BenchRow
from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    OUT_OF_REACH,
    clear_errors,
    config_option,
    json_option,
    open_config,
    out,
    print_json,
    stop,
)
from kiosk.cli.lazy import LazyGroup

COMMANDS = {
    "paper": "kiosk.cli.bench_paper:paper",
    "screen": "kiosk.cli.bench_screen:screen",
    "web": "kiosk.cli.bench_web:web",
}

quick_option = click.option(
    "--quick", is_flag=True, help="少量，用于自检。 Few repetitions, as a self-check."
)


@click.group(cls=LazyGroup, table=COMMANDS, invoke_without_command=True)
@config_option
@quick_option
@json_option
@click.pass_context
@clear_errors
def bench(ctx: click.Context, config_path: Path, quick: bool, as_json: bool) -> None:
    """测量：刷卡到开门、到屏幕，查询，导入，内存。

    Measure on this machine, on a site of its own below data_dir with virtual
    devices; exit code 1 when a limit is not kept. Without a command: everything
    but paper and the screen alone.
    """
    if ctx.invoked_subcommand is not None:
        return
    from kiosk.bench import run_bench
    from kiosk.bench.runs import QUICK, Sizes
    from kiosk.bench.site import BenchFailed

    data_dir = open_config(config_path).site.data_dir
    try:
        rows = run_bench(data_dir, QUICK if quick else Sizes(), lambda row: None)
    except BenchFailed as failed:
        stop(f"没有测成 no figures: {failed}", OUT_OF_REACH)
    finish(rows, as_json)


def finish(rows: Sequence[BenchRow], as_json: bool) -> NoReturn:
    """Print the figures and end with 1 when a limit is not kept."""
    if as_json:
        print_json([row.as_dict() for row in rows])
    else:
        out.print(_table(rows))
    sys.exit(NOT_WELL if any(row.ok is False for row in rows) else DONE)


def _table(rows: Sequence[BenchRow]) -> Table:
    table = Table()
    for heading in ("项目 figure", "值 value", "限 limit", "", "说明 note"):
        table.add_column(heading)
    for row in rows:
        shown = "-" if row.value is None else f"{row.value:.4g} {row.unit}"
        sign = "≥ " if row.at_least else ""
        limit = "" if row.limit is None else f"{sign}{row.limit:g} {row.unit}"
        mark = {True: "✓", False: "✗", None: ""}[row.ok]
        table.add_row(row.name, shown, limit, mark, row.note)
    return table
