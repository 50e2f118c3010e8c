"""`kiosk restore`: a site from its backup."""

from pathlib import Path

import click
from rich.progress import Progress

from kiosk.backup.errors import BadKey, Damaged, WrongKey
from kiosk.backup.restoring import InUse, Restored, Wanted
from kiosk.backup.restoring import restore as restore_site
from kiosk.backup.sealing_keys import Identity
from kiosk.cli.common import (
    NOT_WELL,
    WRONG_USE,
    clear_errors,
    config_option,
    err,
    json_option,
    open_config,
    out,
    print_json,
    stop,
)
from kiosk.config import Config
from kiosk.house import House
from kiosk.retention.purge import purge
from verification.errors import VerificationError


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "key_file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="私钥文件。 The private key of `kiosk backup keys make`.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="现有数据移到一旁。 An existing site goes aside, into a folder of its own.",
)
@click.option(
    "--note",
    "notes",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="另存的检查点文件。 A checkpoint that was kept elsewhere; may be repeated.",
)
@config_option
@json_option
@clear_errors
def restore(
    file: Path,
    key_file: Path,
    replace: bool,
    notes: tuple[Path, ...],
    config_path: Path,
    as_json: bool,
) -> None:
    """从备份恢复；先停下本站点的进程。

    Bring the site back from FILE; end its processes first. It is opened and checked
    beside the site and takes its place at the very end. Says what is lost.
    """
    config = open_config(config_path)
    try:
        with Progress(console=err, transient=True) as bar:
            task = bar.add_task("恢复 restoring", total=None)
            done = restore_site(
                config,
                Wanted(
                    file,
                    Identity.read(key_file),
                    replace,
                    [note.read_text("utf-8") for note in notes],
                ),
                lambda now, total: bar.update(task, completed=now, total=total),
            )
    except (WrongKey, BadKey, InUse) as error:
        stop(str(error), WRONG_USE)
        return
    except Damaged as error:
        stop(str(error), NOT_WELL)
        return
    _show(done, as_json)
    _purge(config)


def _purge(config: Config) -> None:
    """What is due by now was not when the backup was made."""
    house = House.open(config, lambda text: None)
    try:
        purge(house)
    except VerificationError as error:
        err.print(str(error), style="red", markup=False, soft_wrap=True)
    finally:
        house.close()


def _show(done: Restored, as_json: bool) -> None:
    told = done.manifest
    if as_json:
        print_json(
            {
                "made": told.made.isoformat(timespec="seconds"),
                "people": told.people,
                "ledger_size": told.ledger_size,
                "known_size": done.known,
                "lost": done.lost,
                "erased_again": done.erased,
                "aside": str(done.aside) if done.aside else None,
            }
        )
        return
    lines = [
        f"已恢复 restored: {told.made:%Y-%m-%d %H:%M} UTC · {told.people} 人 people · "
        f"账本 ledger {told.ledger_size}",
        _lost(done.lost),
        _erased(done.erased),
    ]
    if done.aside:
        lines.append(f"旧数据 the old files: {done.aside}")
    for line in lines:
        out.print(line, markup=False, highlight=False, soft_wrap=True)


def _lost(lost: int | None) -> str:
    if lost is None:
        return "不知道丢了多少 nobody knows how many events are lost: no checkpoint"
    return f"丢失的记录 events lost since: {lost}"


def _erased(erased: int | None) -> str:
    if erased is None:
        return (
            "！备份之后删除过的人可能又回来了，作废的通行证和卡、撤回的同意、停用的账号也可能"
            "又有效：请按回执再做一次。\n"
            "! Whom the site erased since the backup may be back, and what it revoked, "
            "withdrew or disabled may count again: the old registry that knows of it "
            "is lost. Do it again by the receipts."
        )
    return f"备份之后删除过的人，已再次删除 erased again: {erased}"
