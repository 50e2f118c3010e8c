"""`kiosk backup`: a sealed copy of the site, and the key that opens it."""

from pathlib import Path

import click
from rich.progress import Progress

from kiosk.backup.making import Made, Order, make_backup
from kiosk.backup.sealing_keys import Identity, Recipient
from kiosk.cli.common import (
    OUT_OF_REACH,
    WRONG_USE,
    clear_errors,
    config_option,
    err,
    json_option,
    open_config,
    out,
    print_json,
    site,
    stop,
)


@click.group(invoke_without_command=True)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="放到哪个文件夹，例如 U 盘。 Where to, such as a stick; else [backup] folder.",
)
@click.option(
    "--for",
    "recipient",
    help="公钥 age1…。 For whom it is sealed; else [backup] recipient.",
)
@click.option(
    "--with-keys",
    is_flag=True,
    help="连同站点密钥。 With the site's keys: then this copy opens everything.",
)
@config_option
@json_option
@click.pass_context
@clear_errors
def backup(
    context: click.Context,
    folder: Path | None,
    recipient: str | None,
    with_keys: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """备份：封好的一份拷贝，站点照常工作。

    A sealed copy of people, ledger and settings while the site goes on working. Only
    the private key opens it, which lies elsewhere: `kiosk backup keys make`. The
    site's own keys are not in it; keep a copy of the folder keys in a safe.
    """
    if context.invoked_subcommand is not None:
        return
    with site(config_path) as house, Progress(console=err, transient=True) as bar:
        wanted = recipient or house.config.backup.recipient
        if wanted is None:
            stop(
                "没有公钥 for whom? make a key first: kiosk backup keys make FILE, and "
                "put its public half into config.toml, [backup] recipient",
                WRONG_USE,
            )
            return
        task = bar.add_task("备份 backing up", total=None)
        place = folder or house.config.backup.place(house.folder.root)
        made = make_backup(
            house,
            Order(Recipient.parse(wanted), place.resolve(), keys=with_keys),
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    _show(made, as_json)


@backup.group()
def keys() -> None:
    """备份的钥匙。 The key that opens backups."""


@keys.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@config_option
@json_option
@clear_errors
def make(file: Path, config_path: Path, as_json: bool) -> None:
    """做一把钥匙，私钥写入 FILE，请放在保险柜里。

    Make a key: the private half goes to FILE, best on a stick in a safe; the public
    half is shown for config.toml. Without FILE no backup can ever be opened.
    """
    data_dir = open_config(config_path).site.data_dir
    if file.resolve().is_relative_to(data_dir):
        stop(f"不要放在本机数据旁边 not beside what it protects: {data_dir}", WRONG_USE)
    if file.exists():
        stop(f"文件已存在 the file is there already: {file}", WRONG_USE)
    identity = Identity.make()
    try:
        identity.write(file)
    except OSError as error:
        stop(f"{file}: {error.strerror}", OUT_OF_REACH)
    if as_json:
        print_json({"file": str(file), "recipient": str(identity.recipient)})
        return
    click.echo(f"私钥 private key: {file}")
    click.echo(f'[backup]\nrecipient = "{identity.recipient}"')


def _show(made: Made, as_json: bool) -> None:
    told = made.manifest
    if as_json:
        print_json(
            {
                "file": str(made.path),
                "bytes": made.size,
                "sha256": made.sha256,
                "made": told.made.isoformat(timespec="seconds"),
                "people": told.people,
                "ledger_size": told.ledger_size,
                "keys": told.keys,
                "removed": list(made.removed),
            }
        )
        return
    out.print(
        f"{made.path}\n"
        f"{made.size:,} 字节 bytes · {told.people} 人 people · "
        f"账本 ledger {told.ledger_size} · SHA-256 {made.sha256[:16]}…",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    if told.keys:
        out.print("内含站点密钥 the site's keys are in it", markup=False)
    for name in made.removed:
        out.print(f"已删除旧备份 removed: {name}", markup=False, highlight=False)
