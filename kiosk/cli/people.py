"""`kiosk people`: import, export, undo, imports."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import click

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    OUT_OF_REACH,
    WRONG_USE,
    clear_errors,
    config_option,
    err,
    json_option,
    print_json,
    show_password,
    site,
    stop,
)
from kiosk.cli.people_columns import check_columns, open_table
from kiosk.cli.people_output import (
    import_object,
    import_result,
    progress_bar,
    say,
    show_imports,
    show_plan,
    show_rows,
    show_undone,
    undone_object,
)
from kiosk.people.at_house import (
    exporter_at,
    importer_at,
    is_label,
    recorder,
    utc_now,
)
from kiosk.people.errors import ImportRefused, PeopleError
from kiosk.people.export import TableKind
from kiosk.people.importer import ImportReport
from kiosk.people.planning import ImportPlan
from kiosk.people.seen import Known
from kiosk.people.undoing import find_import, undo_import

P = ParamSpec("P")
R = TypeVar("R")

AUTHOR = "console"

file_argument = click.argument("file", type=click.Path(path_type=Path))


def people_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Errors of tables and files as one message and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ImportRefused as error:
            stop(str(error), NOT_WELL)
        except PeopleError as error:
            stop(str(error), WRONG_USE)
        except FileExistsError as error:
            stop(f"文件已存在 the file is there already: {error.filename}", WRONG_USE)
        except OSError as error:
            stop(f"{error.filename}: {error.strerror}", OUT_OF_REACH)
        raise AssertionError("stop() does not return")

    return clear_errors(guarded)


def check_label(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A label is kept in the clear: no number of anybody may be in it."""
    if not is_label(value):
        raise click.BadParameter(
            "名称过长或含有号码 too long, or a number is in it", context, parameter
        )
    return value


@click.group()
def people() -> None:
    """人员名单：导入、导出、撤销。

    The people of the site: import, export, undo.
    """


@people.command("import")
@file_argument
@click.option(
    "--dry-run", is_flag=True, help="只比对，不写入。 Compare, write nothing."
)
@click.option(
    "--all-or-nothing",
    is_flag=True,
    help="有一行不能导入就全部不导入。 Any bad row stops the whole import.",
)
@click.option(
    "--accept",
    type=int,
    multiple=True,
    metavar="ROW",
    help="确认导入这一待确认的行，可重复。 Take this doubtful row; may be repeated.",
)
@click.option(
    "--label",
    default="",
    callback=check_label,
    help="本次导入的名称，不要写人名。 A name for this import, never a person's.",
)
@click.option(
    "--columns",
    default="",
    metavar="WORDS",
    callback=check_columns,
    help="没有表头时每一列是什么，逗号分开，- 不读。 Where headings do not say what "
    "the columns are: a word for each, - keeps it out.",
)
@click.option(
    "--sheet", default="", metavar="TITLE", help="只读这个工作表。 Read this worksheet."
)
@click.option("--yes", is_flag=True, help="不再询问。 Do not ask.")
@config_option
@json_option
@people_errors
def import_command(
    file: Path,
    dry_run: bool,
    all_or_nothing: bool,
    accept: tuple[int, ...],
    label: str,
    columns: tuple[str, ...],
    sheet: str,
    yes: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """导入名单（CSV 或 XLSX）。有误的行不导入，并逐行说明。

    Import a list, CSV or XLSX. Bad rows are left out and named one by one; the exit
    code is 1 if there are any. Needed columns: 证件号码 document_number and
    姓名 name; may have: 证件类型 document_kind, 健康状态 status, 有效期至
    valid_until, 电话 phone, 老年卡号 senior_card, 社保卡号 social_security_card,
    市民卡号 citizen_card, 联系人 relative, 备注 note.
    """
    with site(config_path) as house:
        importer = importer_at(house, house.registry, AUTHOR)
        told = Known(statuses=tuple(importer.statuses), sheet=sheet)
        with (
            open_table(file, columns, told) as table,
            progress_bar(as_json) as progress,
        ):
            plan = importer.plan(table, accept=accept, progress=progress)
        if not as_json:
            show_plan(plan)
            show_rows(plan.reports)
        report = None
        if not dry_run:
            confirm(yes or as_json)
            with progress_bar(as_json) as progress:
                report = importer.apply(
                    plan, label=label, all_or_nothing=all_or_nothing, progress=progress
                )
    finish(plan, report, as_json)


def confirm(sure: bool) -> None:
    """Ask somebody at a terminal; a script knows what it does."""
    if not sure and sys.stdin.isatty() and err.is_terminal:
        click.confirm("写入以上结果吗? Write this?", abort=True, err=True)


def finish(plan: ImportPlan, report: ImportReport | None, as_json: bool) -> None:
    """Say how it ended; a dry run has no report."""
    reports = report.reports if report else plan.reports
    if as_json:
        print_json(import_result(plan, report))
    elif report:
        show_rows(reports[len(plan.reports) :])
        say(f"已导入 imported: {report.id}")
    else:
        say("仅比对，未写入任何内容。 Compared only, nothing was written.")
    sys.exit(NOT_WELL if reports else DONE)


@people.command()
@file_argument
@click.option("--purpose", default="", help="用途，记入台账。 What for; is recorded.")
@click.option("--masked", is_flag=True, help="隐去号码和姓名。 Masked.")
@click.option(
    "--table",
    type=click.Choice([kind.value for kind in TableKind]),
    default=TableKind.XLSX.value,
    show_default=True,
    help="压缩包里的表格。 The table inside.",
)
@config_option
@json_option
@people_errors
def export(
    file: Path,
    purpose: str,
    masked: bool,
    table: str,
    config_path: Path,
    as_json: bool,
) -> None:
    """导出名单：加密的 .zip 文件，密码只显示一次。完整号码须说明用途。

    Export everybody to a new sealed file, whose name ends in .zip; its password is
    shown once and kept nowhere. 7-Zip, WinRAR, Bandizip or 360 open it. Whole numbers
    need a purpose, which is recorded.
    """
    kind = TableKind(table)
    with site(config_path) as house, progress_bar(as_json) as progress:
        exporter = exporter_at(house, AUTHOR)
        if masked:
            done = exporter.masked(file, kind, progress)
        else:
            done = exporter.full(file, purpose, kind, progress)
    if as_json:
        told = {"people": done.people, "masked": masked, "password": done.password}
        print_json(told)
        return
    say(f"已导出 exported: {done.people:,}")
    show_password(done.password)


@people.command()
@click.argument("import_id", metavar="IMPORT")
@config_option
@json_option
@people_errors
def undo(import_id: str, config_path: Path, as_json: bool) -> None:
    """撤销一次导入（编号，或 last）。之后又被更改的人员不动。

    Take an import back, by its id or `last`; who was changed since stays as is, and
    then the exit code is 1.
    """
    with site(config_path) as house:
        imported = find_import(house.registry, import_id)
        undone = undo_import(
            house.registry, imported.id, AUTHOR, utc_now(), recorder(house, AUTHOR)
        )
    if as_json:
        print_json(undone_object(undone))
    else:
        show_undone(undone)
    sys.exit(NOT_WELL if undone.kept else DONE)


@people.command()
@config_option
@json_option
@people_errors
def imports(config_path: Path, as_json: bool) -> None:
    """历次导入。

    All imports, newest first.
    """
    with site(config_path) as house:
        records = house.registry.imports()
        zone = ZoneInfo(house.config.site.timezone)
    if as_json:
        print_json([import_object(record) for record in records])
    else:
        show_imports(records, zone)
