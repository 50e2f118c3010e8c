"""What `kiosk people` shows: summaries, rows that were left out, progress."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from rich.progress import Progress as Bars
from rich.table import Column, Table
from rich.text import Text

from kiosk.cli.common import err, out
from kiosk.people.importer import ImportReport
from kiosk.people.planning import ImportPlan
from kiosk.people.progress import Progress, Stage
from kiosk.people.reports import RowReport
from kiosk.people.undoing import Undone
from verification.registry import ImportCounts
from verification.registry.imports import ImportRecord

SHOWN_ROWS = 20
JSON_ROWS = 1000
STAGES = {
    Stage.READING: "读取 reading",
    Stage.COMPARING: "比对 comparing",
    Stage.WRITING: "写入 writing",
}
WORDS = {
    "new": "新增 new",
    "changed": "更改 changed",
    "unchanged": "不变 unchanged",
    "doubtful": "待确认 doubtful",
    "refused": "有误 refused",
}


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress]:
    """A bar on stderr while somebody looks at a terminal."""
    with Bars(
        console=err, transient=True, disable=quiet or not err.is_terminal
    ) as bars:
        tasks = {
            stage: bars.add_task(text, visible=False) for stage, text in STAGES.items()
        }

        def show(stage: Stage, done: int, total: int | None) -> None:
            bars.update(tasks[stage], completed=done, total=total, visible=True)

        yield show


def show_plan(plan: ImportPlan) -> None:
    """The summary of an import, and what of the file was not read."""
    table = Table("结果 result", "行数 rows")
    for name, value in facts(plan.counts).items():
        table.add_row(WORDS[name], f"{value:,}")
    out.print(table)
    for name, value in sorted(plan.fields.items()):
        say(f"更改 changes in {name}: {value:,}")
    if plan.head.extra:
        say(f"未导入的列 columns kept out: {'、'.join(plan.head.extra)}")
    if plan.head.other_sheets:
        say(
            f"只读取工作表 only this sheet was read: {plan.head.sheet} "
            f"(+{plan.head.other_sheets}; --sheet)"
        )
    if plan.skipped:
        rows = ", ".join(map(str, plan.skipped[:SHOWN_ROWS]))
        say(f"合计、签名或重复的表头 sums, signatures, headings again: {rows}")


def show_rows(reports: tuple[RowReport, ...]) -> None:
    """The first rows that were left out, and how many there are in all."""
    if not reports:
        return
    table = Table("行 row", "证件号码 number", "原因 why")
    for report in reports[:SHOWN_ROWS]:
        why = "\n".join(f"{f.chinese}\n{f.english}" for f in report.faults)
        table.add_row(str(report.row), Text(report.masked), Text(why))
    out.print(table)
    if len(reports) > SHOWN_ROWS:
        say(f"共 {len(reports):,} 行未导入 rows left out in all: {len(reports):,}")


def show_imports(records: Sequence[ImportRecord], zone: ZoneInfo) -> None:
    """All imports as a table, newest first, in the site's time."""
    undone = {record.undoes for record in records}
    table = Table(Column("编号 id", no_wrap=True), "时间 at", "行数 rows")
    for record in records:
        at = f"{record.at.astimezone(zone):%Y-%m-%d %H:%M}" if record.at else ""
        counts = (
            f"{WORDS[name]} {value:,}"
            for name, value in facts(record.counts).items()
            if value
        )
        table.add_row(
            Text(f"{record.id}\n{record.label}".strip()),
            f"{at}\n{_state(record, record.id in undone)}",
            "\n".join(counts),
        )
    out.print(table)


def import_object(record: ImportRecord) -> dict[str, Any]:
    """An import as JSON."""
    return {
        "id": str(record.id),
        "at": record.at and record.at.isoformat(),
        "author": record.author,
        "label": record.label,
        "undoes": record.undoes and str(record.undoes),
        "finished": record.confirmed_at is not None,
        **facts(record.counts),
    }


def import_result(plan: ImportPlan, report: ImportReport | None) -> dict[str, Any]:
    """A finished import or a dry run as JSON; rows are bounded, their total not."""
    reports = report.reports if report else plan.reports
    return {
        "import": str(report.id) if report else None,
        **facts(report.counts if report else plan.counts),
        "fields": dict(plan.fields),
        "sheet": plan.head.sheet,
        "other_sheets": plan.head.other_sheets,
        "columns_kept_out": list(plan.head.extra),
        "rows_of_nobody": list(plan.skipped),
        "rows_total": len(reports),
        "rows": [_row_object(row) for row in reports[:JSON_ROWS]],
    }


def show_undone(undone: Undone) -> None:
    """How an undo ended, with the masked numbers of those who were left alone."""
    say(f"去掉了 removed: {undone.removed:,}")
    say(f"恢复了 brought back: {undone.restored:,}")
    if undone.kept:
        say(f"之后又被更改，未动 changed since, left alone: {len(undone.kept):,}")
    for number in undone.kept[:SHOWN_ROWS]:
        say(f"  {number}")


def undone_object(undone: Undone) -> dict[str, Any]:
    """An undo as JSON."""
    kept = list(undone.kept[:JSON_ROWS])
    return {
        "undo": str(undone.id),
        "people": undone.people,
        "kept_total": len(undone.kept),
        "kept": kept,
    }


def facts(counts: ImportCounts) -> dict[str, int]:
    """Counts by name, in the order of `WORDS`."""
    return {name: getattr(counts, name) for name in WORDS}


def _row_object(report: RowReport) -> dict[str, Any]:
    return {
        "row": report.row,
        "number": report.masked,
        "doubtful": report.doubtful,
        "faults": [
            {"fault": fault.fault, "zh": fault.chinese, "en": fault.english}
            for fault in report.faults
        ],
    }


def _state(record: ImportRecord, undone: bool) -> str:
    if record.undoes:
        return "撤销 undo"
    if undone:
        return "已撤销 undone"
    return "完成 done" if record.confirmed_at else "未完成 broke off"


def say(text: str) -> None:
    """One line on stdout."""
    out.print(text, markup=False, highlight=False, soft_wrap=True)
