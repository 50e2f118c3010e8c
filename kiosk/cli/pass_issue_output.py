"""What `kiosk pass issue`, `list` and `revoke` show; names are masked."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.progress import Progress
from rich.table import Column, Table
from rich.text import Text

from kiosk.cli.common import err, out, print_json
from kiosk.cli.people_output import say
from kiosk.passes.desk import Attempt
from kiosk.passes.problems import PassProblem
from kiosk.passes.rows import PassRow, PassState
from verification.passes.code import short_code
from verification.passes.issued import IssuedPass
from verification.registry import PassRecord

SHOWN = 20
STATES = {
    PassState.IN_FORCE: "有效 in force",
    PassState.EXPIRING: "即将过期 expiring",
    PassState.EXPIRED: "已过期 expired",
    PassState.REVOKED: "已作废 revoked",
}


@dataclass(slots=True)
class Results:
    """What became of a run: passes by person, and who was left out with the reason."""

    issued: dict[bytes, IssuedPass] = field(default_factory=dict)
    left_out: list[tuple[str, PassProblem]] = field(default_factory=list)
    published: bool = False

    def add(self, place: str, attempt: Attempt) -> None:
        """Take one attempt; ``place`` is what to call the person."""
        if attempt.issued:
            self.issued[attempt.person] = attempt.issued
        if attempt.problem:
            self.left_out.append((place, attempt.problem))


@contextmanager
def progress_over(total: int, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on stderr while somebody looks at a terminal."""
    hidden = quiet or not err.is_terminal
    with Progress(console=err, transient=True, disable=hidden) as bar:
        task = bar.add_task("签发 issuing", total=total)
        yield lambda: bar.advance(task)


def last_day(expires: datetime, zone: ZoneInfo) -> str:
    """The last day on which a pass counts, as people say it."""
    return f"{(expires - timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"


def show_issued(
    results: Results, zone: ZoneInfo, *, as_json: bool, with_text: bool
) -> None:
    """The passes of a run and who was left out."""
    if as_json:
        print_json(_results(results, zone, with_text))
        return
    table = Table("短码 code", "姓名 name", "有效期至 valid until")
    for issued in list(results.issued.values())[:SHOWN]:
        name = Text(issued.claims.masked_name)
        table.add_row(issued.code, name, last_day(issued.claims.expires, zone))
    if results.issued:
        out.print(table)
    say(f"已签发 issued: {len(results.issued):,}")
    for place, problem in results.left_out[:SHOWN]:
        say(f"  {place}: {problem}")
    if results.left_out:
        say(f"未签发 left out: {len(results.left_out):,}")


def show_list(rows: Sequence[PassRow], zone: ZoneInfo, *, as_json: bool) -> None:
    """Passes as a table; JSON has all of them."""
    if as_json:
        print_json([_row(row, zone) for row in rows])
        return
    table = Table(
        Column("短码 code", no_wrap=True),
        "姓名 name",
        "有效期至 valid until",
        "状态 state",
    )
    for row in rows:
        until = last_day(row.record.expires, zone)
        state = STATES[row.state] + (f" ({row.record.why})" if row.record.why else "")
        table.add_row(row.code, Text(row.masked_name), until, state)
    out.print(table)
    say(f"共 in all: {len(rows):,}")


def show_revoked(record: PassRecord | None, published: bool, *, as_json: bool) -> None:
    """A pass that ended, and whether the signed list says so already."""
    code = short_code(record.id) if record else None
    why = record.why if record else None
    if as_json:
        print_json({"code": code, "why": why, "listed": published})
        return
    say(f"已作废 revoked: {code or '本机未登记的通行证 a pass not registered here'}")
    if published:
        say("已签署新的作废名单 the list of revoked passes was signed anew")
    else:
        say(
            "本机没有签名密钥，作废名单未更新 no signing key here: the list of revoked "
            "passes for kiosks without network is as before"
        )


def _results(results: Results, zone: ZoneInfo, with_text: bool) -> dict[str, Any]:
    return {
        "issued": [
            _issued(person, issued, zone, with_text)
            for person, issued in results.issued.items()
        ],
        "left_out": [
            {"place": place, "why": p.why, "zh": p.chinese, "en": p.english}
            for place, p in results.left_out
        ],
        "listed": results.published,
    }


def _issued(
    person: bytes, issued: IssuedPass, zone: ZoneInfo, with_text: bool
) -> dict[str, Any]:
    claims = issued.claims
    shown = {
        "code": issued.code,
        "id": claims.id.hex(),
        "person": person.hex(),
        "name": claims.masked_name,
        "generation": claims.generation,
        "kid": issued.kid.hex(),
        "expires": claims.expires.isoformat(),
        "last_day": last_day(claims.expires, zone),
    }
    return {**shown, "text": issued.text} if with_text else shown


def _row(row: PassRow, zone: ZoneInfo) -> dict[str, Any]:
    record = row.record
    return {
        "code": row.code,
        "id": record.id.hex(),
        "person": row.person,
        "name": row.masked_name,
        "generation": record.generation,
        "kid": record.kid.hex(),
        "issued_at": record.issued_at.isoformat(),
        "expires": record.expires.isoformat(),
        "last_day": last_day(record.expires, zone),
        "state": row.state,
        "why": record.why,
    }
