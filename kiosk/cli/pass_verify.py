"""`kiosk pass verify`: whether a pass is ours, whole, in time and not revoked."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from kiosk.cli.common import DONE, NOT_WELL, config_option, json_option, out, print_json
from kiosk.cli.pass_office import pass_errors, pass_office
from kiosk.passes.office import PassOffice
from verification.ledger.records import instant
from verification.paper.examine import examine
from verification.paper.paper import Paper
from verification.paper.trust import TrustStore
from verification.passes.claims import PassClaims
from verification.passes.code import short_code
from verification.passes.signer import PREFIX
from verification.registry.papers import Papers

MAX_FILE = 1024 * 1024
HEADINGS = (
    "来源 from",
    "真 authentic",
    "在期 in time",
    "作废 revoked",
    "编号 code",
    "期限 expires",
    "原因 refusal",
)
FIELDS = ("file", "authentic", "in_time", "revoked", "code", "expires", "refusal")


class Time(click.ParamType[datetime]):
    """A moment in RFC 3339; one without a zone is UTC."""

    name = "time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it, or say what it looks like."""
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            self.fail("2026-11-22T08:00:00+08:00", param, ctx)
        return at if at.tzinfo else at.replace(tzinfo=UTC)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="TEXT-OR-FILE…")
@click.option("--at", type=Time(), help="按此时间核验。 The time to judge dates by.")
@config_option
@json_option
@pass_errors
def verify(
    sources: tuple[str, ...], at: datetime | None, config_path: Path, as_json: bool
) -> None:
    """核验通行证：签名、期限、是否作废；不核对持证人。

    Check passes by the lists of this site: the text of a code ("HC1:…"), or files
    with one text a line. Nobody's document is compared. One JSON object a pass;
    exit code 1 when one of them is not good.
    """
    texts = [pair for source in sources for pair in _texts(source)]
    with pass_office(config_path) as office:
        judge = _Judge(office, at or office.now())
        found = [judge.judged(name, text) for name, text in texts]
    if as_json:
        for one in found:
            print_json(one)
    else:
        _show(found)
    good = bool(found) and all(map(_is_good, found))
    sys.exit(DONE if good else NOT_WELL)


class _Judge:
    """Judges texts by what a site holds."""

    def __init__(self, office: PassOffice, at: datetime) -> None:
        lists = office.lists()
        keys = lists.trusted_keys() if lists else ()
        self._trust = TrustStore().with_passes(keys)
        self._listed_at = lists.at if lists else None
        self._papers: Papers = office.papers
        self._at = at

    def judged(self, name: str, text: str) -> dict[str, Any]:
        """One line of the output."""
        paper = examine([text.encode()], self._trust, self._at)
        claims = paper.pass_claims
        return {
            "file": name,
            "kind": paper.kind.value,
            **_worth(paper),
            "revoked": self._revoked(claims),
            "code": short_code(claims.id) if claims else None,
            "generation": claims.generation if claims else None,
            "lists_at": instant(self._listed_at) if self._listed_at else None,
        }

    def _revoked(self, claims: PassClaims | None) -> bool | None:
        """Revoked here or on the list, or followed by a later one."""
        if claims is None or self._listed_at is None:
            return None
        record = self._papers.pass_record(claims.id)
        ended = record is not None and record.ended
        return ended or self._papers.pass_revoked(claims.id)


def _worth(paper: Paper) -> dict[str, Any]:
    return {
        "authentic": paper.authentic,
        "in_time": paper.in_time,
        "issuer": paper.issuer,
        "kid": paper.kid,
        "expires": instant(paper.expires) if paper.expires else None,
        "refusal": paper.refusal.value if paper.refusal else None,
    }


def _is_good(found: dict[str, Any]) -> bool:
    return (
        found["kind"] == "pass"
        and found["refusal"] is None
        and found["authentic"] is True
        and found["revoked"] is False
    )


def _texts(source: str) -> Iterator[tuple[str, str]]:
    """A text by itself, or the lines of a file; a text is never shown again."""
    if source.startswith(PREFIX):
        yield "-", source
        return
    try:
        with Path(source).open(encoding="utf-8-sig") as file:
            lines = file.read(MAX_FILE).splitlines()
    except UnicodeDecodeError:
        raise click.BadParameter(
            f"{source}: 不是文本；图片请用 no text; for pictures: kiosk paper check"
        ) from None
    yield from ((source, line) for line in lines if line.strip())


def _show(found: list[dict[str, Any]]) -> None:
    table = Table(
        "来源 from", "真 authentic", "在期 in time", "作废 revoked", "编号 code"
    )
    table.add_column("期限 expires")
    table.add_column("原因 refusal")
    for one in found:
        table.add_row(*(_cell(one[name]) for name in FIELDS))
    out.print(table)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return "—" if value is None else str(value)
