"""`kiosk pass verify`: whether a pass is ours, whole, in time and not revoked."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from drivers.codes import Ladder
from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    OUT_OF_REACH,
    config_option,
    json_option,
    open_config,
    out,
    print_json,
    stop,
)
from kiosk.cli.moments import moment_of
from kiosk.cli.pass_office import pass_errors, pass_office
from kiosk.paper.errors import NotReadable
from kiosk.paper.files import codes_in
from kiosk.paper.words import REFUSALS
from kiosk.passes.verifying import PassVerifier, Verified
from verification.paper.paper import PaperKind
from verification.passes.signer import PREFIX

NO_PASS = "不是通行证 not a pass of ours"  # noqa: S105 - a paper pass, not a password
NO_CODE = "没有找到码 no code found"
REVOKED = "已作废或已换发 revoked, or there is a later one"
UNKNOWN = "没有作废名单，无法确定 nobody knows whether it is revoked: no list here"


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="TEXT-OR-FILE…")
@click.option(
    "--at",
    type=moment_of,
    metavar="TIME",
    help="按此时刻判断有效期，默认现在。 The time to judge dates by: now by default.",
)
@config_option
@json_option
@pass_errors
def verify(
    sources: tuple[str, ...], at: datetime | None, config_path: Path, as_json: bool
) -> None:
    """核验通行证：签名、期限、是否作废；不核对持证人。

    Check passes by the lists of this site: the text of a code ("HC1:…"), images, or
    texts with one code a line. Nobody's document is compared. Exit code 1 when one
    of them is not good.
    """
    zone = ZoneInfo(open_config(config_path).site.timezone)
    codes = [pair for source in sources for pair in _codes(source)]
    with pass_office(config_path) as office:
        verifier = PassVerifier(office, at or office.now())
        found = [verifier.verify(source, code) for source, code in codes]
    for one in found:
        if as_json:
            print_json(one.as_dict())
        else:
            out.print(_sentence(one, zone), markup=False, soft_wrap=True)
    sys.exit(DONE if all(one.good for one in found) else NOT_WELL)


def _codes(source: str) -> Iterator[tuple[str, bytes]]:
    """The codes of a text or a file; a text is never shown again."""
    if source.startswith(PREFIX):
        yield "-", source.encode()
        return
    try:
        codes = codes_in(Path(source), Ladder())
    except NotReadable as error:
        stop(f"{source}: {error}", OUT_OF_REACH)
        raise
    if not codes:
        stop(f"{source}: {NO_CODE}", NOT_WELL)
    yield from ((source, code) for code in codes)


def _sentence(found: Verified, zone: ZoneInfo) -> str:
    mark = "✓" if found.good else "✗"
    return f"{mark} {found.code or found.source}  {_worth(found, zone)}"


def _worth(found: Verified, zone: ZoneInfo) -> str:
    paper = found.paper
    if paper.refusal is not None:
        return REFUSALS[paper.refusal]
    if paper.kind is not PaperKind.PASS or paper.expires is None:
        return NO_PASS
    if found.revoked is None:
        return UNKNOWN
    until = f"{paper.expires.astimezone(zone):%Y-%m-%d %H:%M}"
    return REVOKED if found.revoked else f"有效，至 good until {until}"
