"""The morning as tables."""

from collections import Counter

from rich.table import Table

from kiosk.cli.common import out
from kiosk.demo.result import MorningResult

SHOWN_PROBLEMS = 20


def print_report(result: MorningResult) -> None:
    """Print what happened and how long each step took."""
    out.print(_what_happened(result))
    out.print(_how_long(result))
    for played in result.problems[:SHOWN_PROBLEMS]:
        out.print(f"[red]不对 wrong[/red] {played.visitor.part}: {played.problem}")
    if len(result.played) < result.expected:
        out.print(f"提前结束 ended early: {len(result.played)}/{result.expected}")
    books = "一致 agree" if result.books_agree else "不一致 DIFFER"
    chain = "完整 holds" if result.ledger_ok else "断裂 BROKEN"
    out.print(
        f"继电器动作 relay openings {result.pulses_seen}, 账本 ledger: {books}; "
        f"哈希链 chain: {chain}; {result.seconds:.0f} s"
    )


def _what_happened(result: MorningResult) -> Table:
    table = Table(title=f"早晨：{len(result.played)} 位来访者 visitors")
    for heading in ("角色 part", "人数 n", "判断 verdict", "如常 as expected"):
        table.add_column(heading)
    rows = Counter(
        (p.visitor.part.value, p.reason or "-", p.well) for p in result.played
    )
    for (part, reason, well), count in sorted(rows.items()):
        table.add_row(part, str(count), reason, "✓" if well else "✗")
    return table


def _how_long(result: MorningResult) -> Table:
    table = Table(title="每一步用时 how long each step took (ms)")
    for heading in ("步骤 step", "n", "p50", "p95", "p99", "max"):
        table.add_column(heading, justify="left" if heading[0] == "步" else "right")
    for name, step in result.steps.items():
        shown = step.as_ms()
        table.add_row(name, *(f"{shown[key]:g}" for key in shown))
    return table
