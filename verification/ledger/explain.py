"""The story of one event: what happened before and after, and whether it holds."""

from dataclasses import dataclass
from datetime import datetime

from verification.catalogue import CATALOGUE
from verification.ledger.chain import link
from verification.ledger.changed import changed
from verification.ledger.errors import LedgerProblem
from verification.ledger.kinds import EventKind
from verification.ledger.ledger import Ledger
from verification.ledger.phrases import CLOCKS, EVIDENCE, KINDS, OUTCOMES, WAYS, age
from verification.ledger.records import Event
from verification.moments import ClockState

UNKNOWN = "—"
SEALED = ("（加密的文件）", " in a sealed file")


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a story.

    Attributes:
        seq: its row.
        at: when, as the kiosk's clock said.
        clock: how far that clock could be trusted.
        kind: what happened.
        holds: whether the row fits the hash of the row before it.
        chinese: the sentence for staff.
        english: the same in English.

    """

    seq: int
    at: datetime
    clock: ClockState
    kind: EventKind
    holds: bool
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A visit, or a single event that belongs to none.

    Attributes:
        seq: the row that was asked about.
        visit: what it belongs to.
        steps: oldest first.
        holds: whether every row of it fits the chain.
        attested_by: size of the first signed checkpoint that covers the row;
            ``None`` while there is none.

    """

    seq: int
    visit: str | None
    steps: tuple[Step, ...]
    holds: bool
    attested_by: int | None


def explain(ledger: Ledger, seq: int) -> Explanation:
    """Tell the story that row ``seq`` belongs to.

    Raises:
        LedgerProblem: there is no such row, or it cannot be read.

    """
    asked = ledger.reader.event(seq)
    if asked is None:
        raise LedgerProblem(f"there is no event {seq} in this ledger")
    story: list[Event] = list(ledger.story(asked.visit)) if asked.visit else [asked]
    steps = tuple(_step(ledger, event) for event in story)
    covering = ledger.reader.rows(
        "SELECT min(size) FROM checkpoints WHERE size >= ?", (seq,)
    )
    holds = all(step.holds for step in steps)
    return Explanation(seq, asked.visit, steps, holds, covering[0][0])


def _step(ledger: Ledger, event: Event) -> Step:
    chinese, english = sentences(event)
    holds = row_holds(ledger, event.seq)
    return Step(event.seq, event.at, event.clock, event.kind, holds, chinese, english)


def row_holds(ledger: Ledger, seq: int) -> bool:
    """Whether a row fits the hash of the row before it.

    Says nothing of the rows before: only a check of the whole ledger does.
    """
    rows = ledger.reader.rows(
        "SELECT seq, CAST(head AS BLOB), commitment, hash FROM events "
        "WHERE seq IN (?, ?) ORDER BY seq",
        (seq - 1, seq),
    )
    previous = ledger.genesis.hash if seq == 1 else rows[0][3]
    here, head, commitment, digest = rows[-1]
    whole = len(rows) == (1 if seq == 1 else 2) and here == seq
    return whole and link(previous, head, commitment) == digest


def sentences(event: Event) -> tuple[str, str]:
    """What an event means, in Chinese and in English."""
    chinese, english = KINDS[event.kind]
    words = _words(event)
    return (
        chinese.format(**{name: pair[0] for name, pair in words.items()}),
        english.format(**{name: pair[1] for name, pair in words.items()}),
    )


def _words(event: Event) -> dict[str, tuple[str, str]]:
    return {
        "lane": _same(event.lane),
        "staff": _same(event.staff),
        "ways": _ways(event),
        "changed": changed(event.more),
        "order": _same(event.more.get("order")),
        "rules": _same(event.rules),
        "purpose": _same(event.more.get("purpose")),
        "sealed": SEALED if event.more.get("sealed") else ("", ""),
        "override": _same(event.more.get("override")),
        "evidence": EVIDENCE[event.evidence],
        "outcome": OUTCOMES[event.outcome] if event.outcome else _same(None),
        "reason": _reason(event),
        "basis": _basis(event),
    }


def _ways(event: Event) -> tuple[str, str]:
    """How somebody signed in; nothing for events from before this was kept."""
    said = [str(event.more.get(key, "")) for key in ("how", "second")]
    known = [WAYS[word] for word in said if word in WAYS]
    if not known:
        return "", ""
    chinese, english = zip(*known, strict=True)
    return f"（{'、'.join(chinese)}）", f" ({', '.join(english)})"


def _same(value: object) -> tuple[str, str]:
    word = UNKNOWN if value is None else str(value)
    return word, word


def _reason(event: Event) -> tuple[str, str]:
    if event.reason is None:
        return _same(None)
    words = CATALOGUE[event.reason]
    return words.staff_zh, words.staff_en


def _basis(event: Event) -> tuple[str, str]:
    """What a verdict was based on: age of the data, rules, clock."""
    clock = CLOCKS[event.clock]
    chinese, english = [clock[0]], [clock[1]]
    if event.data_age_s is not None:
        old = age(event.data_age_s)
        chinese.insert(0, f"数据更新于 {old[0]}前")
        english.insert(0, f"the data were {old[1]} old")
    if event.rules is not None:
        chinese.insert(0, f"规则版本 {event.rules}")
        english.insert(0, f"rules {event.rules}")
    return f"依据：{'，'.join(chinese)}。", f"Based on: {', '.join(english)}."
