"""`kiosk paper check`: what papers in files are worth."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    OUT_OF_REACH,
    clear_errors,
    config_option,
    err,
    json_option,
    out,
    site,
    stop,
)
from kiosk.cli.moments import moment_of
from kiosk.paper.checked import Checked, check_files, content
from kiosk.paper.judge import Judge
from kiosk.paper.trust import folder_trust, site_trust
from kiosk.paper.words import ANSWERS, KINDS, NUMBER, REFUSALS, WELL
from kiosk.passes.office import FOLDER
from verification.paper.paper import PaperKind
from verification.paper.trust import TrustStore
from verification.passes.ring import Ring


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…"
)
@click.option(
    "--trust",
    "trust_path",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="信任密钥所在文件夹；默认用本站已导入的。 "
    "Folder with trusted keys; what this site imported by default.",
)
@click.option(
    "--at",
    type=moment_of,
    metavar="TIME",
    help="按此时刻判断有效期，默认现在，不带时区即 UTC。 "
    "The time to judge dates by: now by default; UTC without a zone.",
)
@click.option(
    "--claims",
    is_flag=True,
    help="一并显示证明内容（个人信息）。 Also show what the papers say: personal data.",
)
@config_option
@json_option
@clear_errors
def check(
    files: tuple[Path, ...],
    trust_path: Path | None,
    at: datetime | None,
    claims: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """核验文件里的证明：图片，或每行一个码的文本。

    Say what the papers in files are worth: images, drawings, texts with one code
    a line, .smart-health-card files. Exit code 1 when one of them is not well, 3
    when a file could not be read (the others are checked all the same).
    """
    results = []
    with _judge(trust_path, config_path, at or datetime.now(UTC)) as judge:
        for skipped in judge.trust.skipped:
            err.print(f"未采用 left out: {skipped}", markup=False, soft_wrap=True)
        for checked in check_files(files, judge):
            results.append(checked)
            _tell(checked, as_json=as_json, claims=claims)
    if not as_json:
        _show(results, claims=claims)
    sys.exit(_code(results))


@contextmanager
def _judge(path: Path | None, config_path: Path, at: datetime) -> Iterator[Judge]:
    """By a folder of keys, or by all that a site knows: also what it took back."""
    if path is not None:
        yield Judge(_trust(path), at)
        return
    with site(config_path) as house:
        registry = house.registry
        trust = site_trust(registry.shelf, Ring(house.folder.keys / FOLDER).root())
        yield Judge(trust, at, registry.papers.pass_revoked)


def _trust(path: Path) -> TrustStore:
    try:
        return folder_trust(path)
    except OSError as error:
        stop(f"{path}: {error.strerror}", OUT_OF_REACH)
        raise


def _tell(checked: Checked, *, as_json: bool, claims: bool) -> None:
    if checked.error is not None:
        err.print(f"{checked.file}: {checked.error}", markup=False, soft_wrap=True)
    if as_json:
        line = checked.as_dict(claims=claims)
        click.echo(json.dumps(line, ensure_ascii=False))


def _code(results: Sequence[Checked]) -> int:
    if any(result.error is not None for result in results):
        return OUT_OF_REACH
    return NOT_WELL if any(result.refusal for result in results) else DONE


def _show(results: Sequence[Checked], *, claims: bool) -> None:
    table = Table()
    for heading in ("文件 file", "种类 kind", "签名 signature", "期限 dates"):
        table.add_column(heading, overflow="fold")
    for heading in ("签发者 issuer", "有效期至 expires", "结论 result"):
        table.add_column(heading, overflow="fold")
    for result in results:
        table.add_row(*map(Text, _row(result)))
    out.print(table)
    for result in results if claims else ():
        said = json.dumps(content(result.paper), ensure_ascii=False, indent=2)
        out.print(f"{result.file}:\n{said}", markup=False, soft_wrap=True)


def _row(result: Checked) -> tuple[str, ...]:
    paper = result.paper
    return (
        Path(result.file).name,
        KINDS[paper.kind],
        ANSWERS[paper.authentic],
        ANSWERS[paper.in_time],
        paper.issuer or "",
        f"{paper.expires:%Y-%m-%d}" if paper.expires else "",
        _verdict(result),
    )


def _verdict(result: Checked) -> str:
    if result.refusal is not None:
        return REFUSALS[result.refusal]
    return NUMBER if result.paper.kind is PaperKind.NUMBER else WELL
