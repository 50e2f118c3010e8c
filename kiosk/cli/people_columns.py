"""`kiosk people import --columns`: what the columns are where headings do not say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from rich.table import Table as Shown
from rich.text import Text

from kiosk.cli.common import err
from kiosk.people.choosing import choice_of, problem_of
from kiosk.people.columns import Column
from kiosk.people.errors import TableProblem
from kiosk.people.limits import COMMAND_LINE
from kiosk.people.seen import Known, Seen
from kiosk.people.tables import Table

OUT = "-"


def check_columns(
    context: click.Context, parameter: click.Parameter, value: str
) -> tuple[str, ...]:
    """Words of ours, `-` for a column that is kept out."""
    words = tuple(word.strip() for word in value.split(",")) if value else ()
    strange = {*words} - {*Column, OUT}
    if strange:
        known = ", ".join([*Column, OUT])
        raise click.BadParameter(f"可用 one of: {known}", context, parameter)
    return words


def open_table(file: Path, columns: Sequence[str], told: Known) -> Table:
    """A table whose columns are known, by its headings or by what was said.

    Raises:
        TableProblem: they are not; each column was shown with what it may be.

    """
    try:
        table = Table(file, COMMAND_LINE, known=told)
    except TableProblem as problem:
        if "seen" not in problem.values:
            raise
        key, seen = problem.values["key"], problem.values["seen"]
        if not columns:
            show_columns([Seen.unpacked(one) for one in seen])
            raise
        return _said(file, key, list(map(Seen.unpacked, seen)), columns, told)
    if told.sheet and table.head.sheet != told.sheet:
        table.close()
        sheets = "、".join(table.head.sheets)
        raise click.UsageError(f"没有这个工作表 no such sheet; 有 there are: {sheets}")
    if not columns:
        return table
    table.close()
    return _said(file, table.head.key, table.head.seen, columns, told)


def show_columns(seen: Sequence[Seen]) -> None:
    """Each column with masked examples, and the words that would confirm the guess."""
    shown = Shown("列 column", "例 examples", "可能是 may be")
    for one in seen:
        called = f"{one.letter} {one.heading}".strip()
        shown.add_row(Text(called), Text("、".join(one.examples)), one.column or OUT)
    err.print(shown)
    words = ",".join(one.column or OUT for one in seen)
    err.print(
        f"核对后用 after a look, use: --columns {words}",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _said(
    file: Path,
    key: str,
    seen: Sequence[Seen],
    columns: Sequence[str],
    told: Known,
) -> Table:
    chosen = choice_of(seen, ["" if word == OUT else word for word in columns])
    many = f"名单有 {len(seen)} 列 the list has {len(seen)} columns"
    problem = (many,) if chosen is None else problem_of(chosen)
    if chosen is None or problem:
        raise click.UsageError(" ".join(problem or ()))
    return Table(file, COMMAND_LINE, known=replace(told, chosen={key: chosen}))
