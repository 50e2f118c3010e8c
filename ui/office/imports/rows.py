"""What the page of imports shows: counts, rows that were left out, earlier imports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from kiosk.people.columns import CHINESE, Column
from kiosk.people.planning import ImportPlan
from kiosk.people.progress import Stage
from kiosk.people.reports import RowReport
from kiosk.people.seen import Seen
from kiosk.people.undoing import WITHIN, Undone
from ui.language import t
from ui.office.imports.state import State, Step
from ui.words import Word
from verification.registry import ImportCounts
from verification.registry.imports import ImportRecord

T = TypeVar("T")

PAGE = 50
COUNTS: dict[str, Word] = {
    "new": Word("新增", "new"),
    "changed": Word("更改", "changed"),
    "unchanged": Word("不变", "unchanged"),
    "doubtful": Word("待确认", "doubtful"),
    "refused": Word("有误", "refused"),
}
STAGES: dict[Stage, Word] = {
    Stage.READING: Word("正在读取名单", "Reading the list"),
    Stage.COMPARING: Word("正在和登记比对", "Comparing with who is registered"),
    Stage.WRITING: Word("正在写入", "Writing"),
}
STEPS: dict[Step, Word] = {
    Step.PLANNING: Word("正在打开文件", "Opening the file"),
    Step.WRITING: Word("正在写入", "Writing"),
    Step.UNDOING: Word("正在撤销", "Taking back"),
}
FIELDS: dict[str, Word] = {
    "name": Word("姓名", "name"),
    "phone": Word("电话", "phone"),
    "relative": Word("联系人", "relative"),
    "note": Word("备注", "note"),
    "status": Word("健康状态", "status"),
    "valid_until": Word("有效期至", "valid until"),
    "cards": Word("卡", "cards"),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a long list."""

    rows: Sequence[object]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier import as the list shows it; ``undo`` says whether it may go back."""

    id: str
    at: str
    who: str
    label: str
    counts: str
    state: str
    undo: bool


def slice_of(rows: Sequence[T], page: int) -> Slice:
    """A page that exists, counted from one."""
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    return Slice(rows[(page - 1) * PAGE : page * PAGE], page, pages)


def counts_of(counts: ImportCounts) -> list[tuple[str, str, int]]:
    """Key, word and number of rows, in the order of the page."""
    return [(key, _say(word), getattr(counts, key)) for key, word in COUNTS.items()]


def fields_of(plan: ImportPlan) -> list[tuple[str, int]]:
    """How often each field would change."""
    return [
        (_say(word), plan.fields[key])
        for key, word in FIELDS.items()
        if key in plan.fields
    ]


def called(column: Seen) -> str:
    """A column of a file, as its heading says or as a spreadsheet counts."""
    return column.heading or t(f"{column.letter} 列", f"column {column.letter}")


def column_name(column: Column) -> str:
    """A column in the language of the page."""
    return t(CHINESE[column], column.replace("_", " "))


def taken_back(undone: Undone) -> str:
    """How many people went and how many are as before, each only where there are."""
    removed, restored = undone.removed, undone.restored
    told = [t(f"去掉了 {removed} 人", f"{removed} people were removed")] * bool(removed)
    if restored or not removed:
        told.append(t(f"恢复了 {restored} 人", f"{restored} people are as before"))
    return t("，", ", ").join(told) + t("。", ".")


def only(reports: Sequence[RowReport], what: str) -> Sequence[RowReport]:
    """The rows that are doubtful, or those that are refused, or all."""
    if what not in ("doubtful", "refused"):
        return reports
    return [one for one in reports if one.doubtful == (what == "doubtful")]


def doing(state: State) -> str:
    """What a running import does at this moment."""
    return _say(STAGES[state.stage] if state.stage else STEPS[state.step])


def earlier(
    records: Sequence[ImportRecord],
    names: Mapping[str, str],
    now: datetime,
    zone: ZoneInfo,
) -> list[Earlier]:
    """Imports and undos, newest first."""
    undone = {record.undoes for record in records if record.confirmed_at}
    return [
        Earlier(
            id=str(record.id),
            at=f"{record.at.astimezone(zone):%Y-%m-%d %H:%M}" if record.at else "",
            who=names.get(record.author, t("本机命令", "command line")),
            label="" if record.undoes else record.label,
            counts=_summary(record),
            state=_state(record, undone),
            undo=may_undo(record, undone, now),
        )
        for record in records
    ]


def may_undo(record: ImportRecord, undone: Collection[object], now: datetime) -> bool:
    """Only an import, only once, and only within a day."""
    if record.undoes or record.id in undone or record.at is None:
        return False
    return now - record.at <= WITHIN


def _summary(record: ImportRecord) -> str:
    if record.undoes:
        return t("撤销 %d 人", "taken back for %d people") % record.counts.changed
    told = [f"{word} {count}" for _, word, count in counts_of(record.counts) if count]
    return t("，", ", ").join(told)


def _state(record: ImportRecord, undone: Collection[object]) -> str:
    if record.undoes:
        return t("撤销", "undo")
    if record.id in undone:
        return t("已撤销", "taken back")
    return t("已写入", "written") if record.confirmed_at else t("没做完", "broke off")


def _say(word: Word) -> str:
    return t(word.zh, word.en)
