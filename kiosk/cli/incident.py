"""`kiosk incident`: what an investigation needs, in one file without personal data."""

import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    WRONG_USE,
    clear_errors,
    config_option,
    err,
    json_option,
    open_config,
    open_house,
    out,
    print_json,
    stop,
)
from kiosk.cli.sealed import file_errors
from kiosk.house import House
from kiosk.incident import Made, Scene, make_pack
from verification.errors import VerificationError


@click.command()
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="写入的新 .zip 文件。 The new .zip file.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=7,
    show_default=True,
    help="往回看几天。 How many days back.",
)
@click.option(
    "--log",
    "logs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="日志文件，可重复；systemd 的日志会自动取。 A file of logs; may be repeated. "
    "What systemd keeps is taken by itself.",
)
@config_option
@json_option
@clear_errors
def incident(
    path: Path, days: int, logs: tuple[Path, ...], config_path: Path, as_json: bool
) -> None:
    """出事以后：收集调查要用的材料，不含任何个人信息。

    After an incident: versions, settings, devices, the check of the ledger, numbers of
    events, what staff did by internal id, logs and hashes in one archive without
    anybody's data, and a draft of the notice that the law wants (PIPL article 57).
    Works where databases are damaged, too; exit code 1 when a part could not be made.
    """
    if path.suffix.lower() != ".zip":
        stop(f"{path}: 文件名要以 .zip 结尾 must end in .zip", WRONG_USE)
    config = open_config(config_path)
    house, now = _house(config_path), datetime.now(UTC)
    try:
        scene = Scene(
            config, config_path, house, now - timedelta(days=days), now, tuple(logs)
        )
        with file_errors(path):
            made = make_pack(scene, path)
    finally:
        if house is not None:
            house.close()
    _show(made, as_json)
    sys.exit(NOT_WELL if made.failed else DONE)


def _house(config_path: Path) -> House | None:
    """Keys and databases; nothing where they cannot be opened, which is said."""
    try:
        return open_house(config_path)
    except (VerificationError, sqlite3.Error) as error:
        err.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return None


def _show(made: Made, as_json: bool) -> None:
    if as_json:
        told = {"file": str(made.path), "manifest_sha256": made.manifest}
        print_json(told | {"parts": list(made.parts), "failed": list(made.failed)})
        return
    lines = [
        f"{made.path}: {len(made.parts)} 个文件 files",
        f"清单的 SHA-256，请抄下 of the manifest, note it down: {made.manifest}",
        "notice.txt 是第五十七条通知的草稿，请补全 the draft of a notice: fill it in",
    ]
    lines += [f"没有收集到 could not be collected: {name}" for name in made.failed]
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)
