"""`kiosk purge`: erase what is due now, or say what would be."""

from pathlib import Path

import click
from rich.progress import Progress
from rich.table import Table

from kiosk.cli.common import (
    clear_errors,
    config_option,
    err,
    json_option,
    out,
    print_json,
    site,
)
from kiosk.retention.classes import CLASSES
from kiosk.retention.destroying import destroy_when_due
from kiosk.retention.purge import due
from kiosk.retention.purge import purge as purge_site


@click.command()
@click.option(
    "--dry-run", is_flag=True, help="只看，不删。 Say what is due, erase nothing."
)
@click.option(
    "--clock-is-right",
    is_flag=True,
    help="已看过日期和时间，没有错。 Somebody looked at date and time.",
)
@config_option
@json_option
@clear_errors
def purge(
    dry_run: bool, clock_is_right: bool, config_path: Path, as_json: bool
) -> None:
    """删除到期的个人信息；网页进程每天自动做一次。

    Erase personal data whose time is over, as the web process does once a day by
    itself. Gates go on meanwhile; the ledger keeps a receipt.
    """
    with site(config_path) as house:
        if dry_run:
            counts, seq = due(house), None
        else:
            with Progress(console=err, transient=True) as bar:
                task = bar.add_task("清理 purging", total=None)
                done = purge_site(
                    house, lambda: bar.advance(task), clock_is_right=clock_is_right
                )
            counts, seq = done.counts, done.event.seq
            if clock_is_right and destroy_when_due(house, clock_is_right=True):
                err.print("已按计划全部销毁 everything was destroyed, as decided")
    if as_json:
        print_json({"dry_run": dry_run, "event": seq, "counts": counts})
    else:
        _print(counts, dry_run)


def _print(counts: dict[str, int], dry_run: bool) -> None:
    table = Table("", "到期 due" if dry_run else "已删除 erased")
    for one in CLASSES:
        number = counts.get(one.kept.value, 0)
        table.add_row(f"{one.name.zh} {one.name.en}", str(number))
    out.print(table)
