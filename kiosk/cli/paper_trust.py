"""`kiosk paper trust`: whose foreign papers this site believes."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import click
from rich.table import Table
from rich.text import Text

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    OUT_OF_REACH,
    clear_errors,
    config_option,
    json_option,
    out,
    print_json,
    site,
    stop,
)
from kiosk.cli.pass_office import AUTHOR, utc_now
from kiosk.cli.people_output import say
from kiosk.house import House
from kiosk.paper.foreign import Contents, TrustOffice, TrustProblem
from verification.registry import TrustFile

P = ParamSpec("P")
R = TypeVar("R")

SHOWN = 20
SHORT_DIGEST = 12


def trust_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A file that cannot be taken is one message and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except TrustProblem as problem:
            stop(str(problem), NOT_WELL)
        except OSError as error:
            stop(f"{error.filename}: {error.strerror}", OUT_OF_REACH)
        raise AssertionError("stop() does not return")

    return clear_errors(guarded)


@contextmanager
def trust_office(config_path: Path) -> Iterator[tuple[House, TrustOffice]]:
    """House and office of a command, given back at its end."""
    with site(config_path) as house:
        yield house, TrustOffice.of(house, AUTHOR, utc_now)


@click.group()
def trust() -> None:
    """外来证明的公钥：导入、查看、移除；谁、何时导入都有记录。

    The keys of foreign papers: import, list, remove; who brought them and when is
    recorded. Keys of our own passes come with `kiosk pass keys import`.
    """


@trust.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE…",
)
@config_option
@json_option
@trust_errors
def import_command(files: tuple[Path, ...], config_path: Path, as_json: bool) -> None:
    """导入公钥文件；同名文件被替换。

    Import files of keys: a JSON map of key ids, key sets of SMART Health Cards and
    their lists of cards taken back, certificates as PEM or DER. A file of the same
    name is replaced. The exit code is 1 when an entry could not be used.
    """
    with trust_office(config_path) as (_house, office):
        # All are read before one is taken: a slip in the last name changes nothing.
        given = [(path.name, path.read_bytes()) for path in files]
        taken = {name: office.take(name, data) for name, data in given}
    if as_json:
        print_json([{"file": name, **_counts(what)} for name, what in taken.items()])
    else:
        for name, what in taken.items():
            say(f"已导入 imported: {name} ({_in_words(what)})")
            _show_skipped(what)
    sys.exit(NOT_WELL if any(what.skipped for what in taken.values()) else DONE)


@trust.command("list")
@config_option
@json_option
@trust_errors
def listed(config_path: Path, as_json: bool) -> None:
    """已导入的公钥文件。 The files of keys that this site believes."""
    with trust_office(config_path) as (house, office):
        files, zone = office.files(), ZoneInfo(house.config.site.timezone)
    if as_json:
        print_json([_object(file, what) for file, what in files])
        return
    table = Table("文件 file", "内容 holds", "导入 imported", "SHA-256")
    for file, what in files:
        at = f"{file.imported_at.astimezone(zone):%Y-%m-%d %H:%M}\n{file.author}"
        digest = file.sha256.hex()[:SHORT_DIGEST]
        table.add_row(Text(file.name), _in_words(what), Text(at), digest)
    out.print(table)


@trust.command()
@click.argument("name")
@config_option
@trust_errors
def remove(name: str, config_path: Path) -> None:
    """移除一个公钥文件；由它核验的证明不再被认可。

    Remove a file of keys; papers that only it could verify are unknown from then on.
    """
    with trust_office(config_path) as (_house, office):
        office.remove(name)
    say(f"已移除 removed: {name}")


def _in_words(what: Contents) -> str:
    parts = (
        ("HCERT", what.keys),
        ("SHC", what.cards),
        ("证书 certificates", what.certificates),
    )
    return ", ".join(f"{word} {count:,}" for word, count in parts if count)


def _show_skipped(what: Contents) -> None:
    for one in what.skipped[:SHOWN]:
        say(f"  未采用 not taken: {one}")
    if len(what.skipped) > SHOWN:
        say(f"  未采用共 not taken in all: {len(what.skipped):,}")


def _counts(what: Contents) -> dict[str, Any]:
    return {
        "keys": what.keys,
        "cards": what.cards,
        "certificates": what.certificates,
        "skipped": [str(one) for one in what.skipped],
    }


def _object(file: TrustFile, what: Contents) -> dict[str, Any]:
    return {
        "file": file.name,
        "sha256": file.sha256.hex(),
        "imported_at": file.imported_at.isoformat(),
        "author": file.author,
        **_counts(what),
    }
