"""What a check of the ledger may find, in words."""

from dataclasses import dataclass
from enum import StrEnum


class Damage(StrEnum):
    """What is wrong at the first bad row."""

    GENESIS = "genesis"
    CHANGED = "changed"
    COPY = "copy"
    MISSING = "missing"
    TRUNCATED = "audit_truncated"
    REWRITTEN = "rewritten"
    CHECKPOINT = "checkpoint"
    BOX = "box"
    TREE = "tree"
    ANCHOR = "anchor"
    UNREADABLE = "unreadable"


SENTENCES: dict[Damage, tuple[str, str]] = {
    Damage.GENESIS: (
        "账本的起始记录被改动。",
        "The record that the ledger began with was changed.",
    ),
    Damage.CHANGED: (
        "第 {seq} 行与校验链不符：此行被改动，或行的顺序被调换。",
        "Row {seq} does not fit the chain: it was changed, or rows changed places.",
    ),
    Damage.COPY: (
        "第 {seq} 行用于查询的列被改动，与记录不符。",
        "A column of row {seq} was changed and does not say what the record says.",
    ),
    Damage.MISSING: ("第 {seq} 行缺失。", "Row {seq} is missing."),
    Damage.TRUNCATED: (
        "从第 {seq} 行起的记录缺失：尾部被删除、损坏，或换上了旧副本。",
        "Rows from {seq} on are missing: "
        "the end was removed or damaged, or an old copy was put back.",
    ),
    Damage.REWRITTEN: (
        "截至第 {seq} 行的历史与此前留存的凭证不符：记录被重写。",
        "The history up to row {seq} is not the one that was attested before: "
        "it was rewritten.",
    ),
    Damage.CHECKPOINT: (
        "第 {seq} 行的签名检查点缺失或无效。",
        "The signed checkpoint of row {seq} is missing or not valid.",
    ),
    Damage.BOX: (
        "第 {seq} 行的个人信息部分被改动。",
        "The personal part of row {seq} was changed.",
    ),
    Damage.TREE: (
        "校验树与第 {seq} 行为止的记录不符。",
        "The tree does not fit the rows up to {seq}.",
    ),
    Damage.ANCHOR: (
        "锚文件无法读取，不能确认尾部是否完整。",
        "The anchor file cannot be read; nobody knows whether the end is complete.",
    ),
    Damage.UNREADABLE: (
        "第 {seq} 行附近的数据无法读取。",
        "The data around row {seq} cannot be read.",
    ),
}


class Broken(Exception):
    """Ends a check at the first bad row."""

    def __init__(self, seq: int, what: Damage) -> None:
        super().__init__(seq, what)
        self.seq = seq
        self.what = what


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found.

    Attributes:
        ok: nothing is wrong.
        first_bad_seq: the first bad row; 0 for the record it began with.
        what: what is wrong there.
        count: rows that were checked and are good.
        last_seq: the last good row.
        head_hash: its hash.
        checkpoints: signatures that were checked and fit, kept here or elsewhere.
        newest_checkpoint: size of the newest of them, 0 without one.
        erased: events whose personal part is gone, as it should be with time.

    """

    ok: bool
    first_bad_seq: int | None
    what: Damage | None
    count: int
    last_seq: int
    head_hash: bytes
    checkpoints: int
    newest_checkpoint: int
    erased: int

    def sentences(self) -> tuple[str, str]:
        """What to tell, in Chinese and in English."""
        if self.what is None:
            return (
                f"账本完整：已核对 {self.count} 行、{self.checkpoints} 个检查点。",
                f"The ledger holds: {self.count} rows "
                f"and {self.checkpoints} checkpoints checked.",
            )
        chinese, english = SENTENCES[self.what]
        seq = self.first_bad_seq
        return chinese.format(seq=seq), english.format(seq=seq)
