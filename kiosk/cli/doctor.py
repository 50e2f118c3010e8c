"""`kiosk doctor`."""

import sys
from pathlib import Path

import click
from rich.table import Table

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    clear_errors,
    config_option,
    json_option,
    open_house,
    out,
    print_json,
)
from kiosk.doctor import Finding, examine

MARKS = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "·"}


@click.command()
@config_option
@json_option
@clear_errors
def doctor(config_path: Path, as_json: bool) -> None:
    """体检：哪里不对，怎么办。

    What is wrong, what to do; exit code 1 when something is not well. It never
    writes to a port.
    """
    house = open_house(config_path)
    try:
        findings = list(examine(house))
    finally:
        house.close()
    if as_json:
        print_json([finding.as_dict() for finding in findings])
    else:
        _print(findings)
    well = all(finding.ok is not False for finding in findings)
    sys.exit(DONE if well else NOT_WELL)


def _print(findings: list[Finding]) -> None:
    table = Table()
    for heading in ("", "项目 item", "结果 found", "怎么办 what to do"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        found = f"{finding.value} {finding.unit}".strip()
        remedy = finding.remedy if finding.ok is not True else ""
        table.add_row(MARKS[finding.ok], finding.name, found, remedy)
    out.print(table)
