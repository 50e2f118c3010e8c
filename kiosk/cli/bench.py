"""`kiosk bench`."""

import sys
from pathlib import Path

import click
from rich.table import Table

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


@click.command()
@config_option
@click.option(
    "--quick", is_flag=True, help="少量，用于自检。 Few repetitions, as a self-check."
)
@json_option
@clear_errors
def bench(config_path: Path, quick: bool, as_json: bool) -> None:
    """测量：刷卡到开门、到屏幕，查询，导入，内存。

    Measure on this machine, on a site of its own below data_dir with virtual
    devices; exit code 1 when a limit is not kept.
    """
    from kiosk.bench import run_bench
    from kiosk.bench.runs import QUICK, Sizes
    from kiosk.bench.site import BenchFailed

    data_dir = open_config(config_path).site.data_dir
    try:
        rows = run_bench(data_dir, QUICK if quick else Sizes(), lambda row: None)
    except BenchFailed as failed:
        stop(f"没有测成 no figures: {failed}", OUT_OF_REACH)
    if as_json:
        print_json([row.as_dict() for row in rows])
    else:
        table = Table()
        for heading in ("项目 figure", "值 value", "上限 limit", "", "说明 note"):
            table.add_column(heading)
        for row in rows:
            shown = "-" if row.value is None else f"{row.value:.4g} {row.unit}"
            limit = "" if row.limit is None else f"{row.limit:g} {row.unit}"
            mark = {True: "✓", False: "✗", None: ""}[row.ok]
            table.add_row(row.name, shown, limit, mark, row.note)
        out.print(table)
    sys.exit(NOT_WELL if any(row.ok is False for row in rows) else DONE)
