"""`kiosk report`: the numbers of a day, a month or a span, as a table or a file."""

from datetime import date
from pathlib import Path

import click
from rich.table import Table as Grid

from kiosk.cli.common import (
    NOT_WELL,
    OUT_OF_REACH,
    WRONG_USE,
    clear_errors,
    config_option,
    err,
    json_option,
    out,
    print_json,
    site,
    stop,
)
from kiosk.house import House
from kiosk.reports import (
    BadSpan,
    Block,
    DayBook,
    Names,
    Report,
    Span,
    blocks_of,
    day_book,
    write_sheet,
)
from kiosk.staff import Staff
from verification.errors import StorageProblem

day_type = click.DateTime(formats=["%Y-%m-%d"])
file_type = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--month", help="一个月，如 2026-11。 A month.")
@click.option("--day", type=day_type, help="一天。 A day; today by default.")
@click.option("--from", "first", type=day_type, help="从这一天。 From this day.")
@click.option("--to", "last", type=day_type, help="到这一天。 To this day, included.")
@click.option("--lane", help="只要这条通道。 Only this lane, by its id.")
@click.option("--csv", "csv_path", type=file_type, help="写成 CSV。 A new CSV file.")
@click.option(
    "--xlsx", "xlsx_path", type=file_type, help="写成 XLSX。 A new XLSX file."
)
@json_option
@config_option
@clear_errors
def report(
    month: str | None,
    day: date | None,
    first: date | None,
    last: date | None,
    lane: str | None,
    csv_path: Path | None,
    xlsx_path: Path | None,
    as_json: bool,
    config_path: Path,
) -> None:
    """工作台账：来了多少人，多快，多少人要等，为什么；只有数字。

    How many came, how quickly, how many had to wait and why; only numbers.
    """
    with site(config_path) as house:
        if lane is not None and house.config.lane(lane) is None:
            known = ", ".join(one.id for one in house.config.lanes)
            stop(f"没有这条通道 there is no lane {lane}; {known}", WRONG_USE)
        book = day_book(house)
        try:
            span = _span(book, month, day, first, last)
        except BadSpan as problem:
            stop(f"日期不对 these are no days of a report: {problem}", WRONG_USE)
        found = _counted(book, span, lane)
        names = _names(house)
        for path, suffix in ((csv_path, ".csv"), (xlsx_path, ".xlsx")):
            if path is not None:
                _write(path, suffix, found, names, house.config.site.name)
    if as_json:
        print_json(_as_json(found, names))
    elif csv_path is None and xlsx_path is None:
        _print(found, names)


def _span(
    book: DayBook,
    month: str | None,
    day: date | None,
    first: date | None,
    last: date | None,
) -> Span:
    asked = [one for one in (month, day, first or last) if one is not None]
    if len(asked) > 1:
        raise BadSpan("--month, --day, --from/--to: 只能用一种 use one of them")
    if month is not None:
        return Span.month(month)
    begin = _day(first or day or last) or book.today()
    return Span(begin, _day(last) or (book.today() if first else begin))


def _day(moment: date | None) -> date | None:
    return date(moment.year, moment.month, moment.day) if moment else None


def _counted(book: DayBook, span: Span, lane: str | None) -> Report:
    try:
        return book.report(span, lane)
    except StorageProblem as problem:
        stop(str(problem), NOT_WELL)
        raise


def _names(house: House) -> Names:
    """Whoever has the console may see who opened."""
    lanes = {lane.id: lane.name for lane in house.config.lanes}
    people = Staff(house.folder.registry)
    try:
        staff = {one.id: one.display_name for one in people.accounts.all()}
    finally:
        people.close()
    return Names(lanes, staff)


def _write(
    path: Path, suffix: str, found: Report, names: Names, site_name: str
) -> None:
    if path.suffix != suffix:
        stop(f"{path}: 文件名要以 {suffix} 结尾 must end in {suffix}", WRONG_USE)
    try:
        write_sheet(path, found, names, site_name)
    except FileExistsError:
        stop(f"{path}: 已经有这个文件 is there already", WRONG_USE)
    except OSError as error:
        stop(f"{path}: 写不了 cannot be written: {error.strerror}", OUT_OF_REACH)
    err.print(f"已写入 written: {path}", markup=False, highlight=False, soft_wrap=True)


def _print(found: Report, names: Names) -> None:
    span = found.span
    out.print(f"{span.first} – {span.last}", highlight=False)
    if found.empty:
        out.print("没有来访 nobody came, nobody called, nothing was lost")
        return
    for block in blocks_of(found, names):
        if block.rows:
            out.print(_grid(block))


def _grid(block: Block) -> Grid:
    """A table that cuts no word and no number, however narrow the terminal."""
    grid = Grid(title=" ".join(block.title), title_justify="left")
    for number, cell in enumerate(block.head):
        dated = number == 0 and block.key == "days"
        grid.add_column("\n".join(cell), overflow="fold", no_wrap=dated)
    for row in block.rows:
        grid.add_row(*(" ".join(dict.fromkeys(cell)) for cell in row))
    return grid


def _as_json(found: Report, names: Names) -> dict[str, object]:
    return {
        "first": str(found.span.first),
        "last": str(found.span.last),
        "lane": found.lane,
        "visits": found.visits,
        "through": found.through,
        "hindered": found.hindered,
        "our_fault": found.our_fault,
        "tables": [
            {
                "key": block.key,
                "head": [english for _, english in block.head],
                "rows": [[english for _, english in row] for row in block.rows],
            }
            for block in blocks_of(found, names)
            if block.rows
        ],
    }
