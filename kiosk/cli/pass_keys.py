"""`kiosk pass keys`: make, list, rotate, retire, export, import."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from kiosk.cli.common import config_option, err, json_option, open_config, site
from kiosk.cli.pass_keys_output import show_keys
from kiosk.cli.pass_office import AUTHOR, pass_errors, pass_office, utc_now
from kiosk.passes.barred import withdraw_barred
from kiosk.passes.handover import Trusts, export_lists, import_lists
from kiosk.passes.office import PassOffice
from verification.passes.keys import KID, PublicKey, fingerprint, same_fingerprint
from verification.passes.rotation import LEAD

LONGEST_LEAD_DAYS = 90

root_option = click.option(
    "--root",
    "root_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="根密钥文件，不在本机时用。 The root key, when it is kept elsewhere.",
)


@click.group()
def keys() -> None:
    """通行证的签名密钥：生成、查看、轮换、停用、导出、导入。

    The keys that sign passes. A root key signs only the list of keys and may lie in
    a safe; the lists are files that a kiosk without network is handed on a stick.
    """


@keys.command()
@config_option
@json_option
@pass_errors
def make(config_path: Path, as_json: bool) -> None:
    """首次生成：根密钥、持证人密钥、可立即使用的签名密钥。

    The first keys of an issuing site; the signing key begins at once.
    """
    _change(config_path, as_json, PassOffice.make)


@keys.command("list")
@config_option
@json_option
@pass_errors
def listed(config_path: Path, as_json: bool) -> None:
    """所有密钥、两份名单的编号和时间、根密钥指纹。

    All keys, the numbers and times of both lists, the fingerprint of the root.
    """
    _change(config_path, as_json, lambda office: None)


@keys.command()
@click.option(
    "--lead-days",
    type=click.IntRange(0, LONGEST_LEAD_DAYS),
    default=LEAD.days,
    show_default=True,
    help="提前公布的天数。 Days between announcing a key and its first use.",
)
@root_option
@config_option
@json_option
@pass_errors
def rotate(
    lead_days: int, root_file: Path | None, config_path: Path, as_json: bool
) -> None:
    """公布新的签名密钥；到期前旧密钥继续签发，之后仅用于核验。

    Announce a new signing key. Hand the new list to every kiosk before it begins;
    the key before it goes on verifying until its last pass has expired.
    """
    lead = timedelta(days=lead_days)
    _change(config_path, as_json, lambda office: office.rotate(lead, root_file))


def _kid(context: click.Context, parameter: click.Parameter, value: str) -> bytes:
    """A key id as `keys list` shows it."""
    try:
        kid = bytes.fromhex(value)
    except ValueError:
        kid = b""
    if len(kid) != KID:
        raise click.BadParameter(
            f"密钥编号为 {2 * KID} 位十六进制数 a key id has {2 * KID} hex digits; "
            "see: kiosk pass keys list",
            context,
            parameter,
        )
    return kid


@keys.command()
@click.argument("kid", metavar="KEY", callback=_kid)
@click.option(
    "--force",
    is_flag=True,
    help="即使仍有有效通行证。 Even though passes are still good; they all die.",
)
@root_option
@config_option
@json_option
@pass_errors
def retire(
    kid: bytes, force: bool, root_file: Path | None, config_path: Path, as_json: bool
) -> None:
    """停用一把密钥，它签发的通行证全部作废，私钥销毁。

    End a key: none of its passes counts any more, its private half is destroyed.
    """
    _change(
        config_path,
        as_json,
        lambda office: office.retire(kid, force=force, root_file=root_file),
    )


@keys.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--with-holder-key",
    "with_holder",
    is_flag=True,
    help="同时导出持证人密钥（机密）。 The secret holder key, too.",
)
@config_option
@json_option
@pass_errors
def export_command(
    folder: Path, with_holder: bool, config_path: Path, as_json: bool
) -> None:
    """导出两份签名名单，交给其他设备。

    Write both signed lists for other kiosks; the list of revoked passes is signed
    afresh where the keys are. First the passes of people end whose status bars
    them by now.
    """
    zone = ZoneInfo(open_config(config_path).site.timezone)
    with site(config_path) as house:
        office = PassOffice.of(house, AUTHOR, utc_now)
        withdraw_barred(house, office)
        export_lists(office, folder, with_holder=with_holder)
        show_keys(office, zone, as_json)
    if with_holder:
        err.print(
            "持证人密钥是机密：导入后请从介质上删除 "
            "the holder key is secret: delete it from the stick after the import",
            style="yellow",
            soft_wrap=True,
        )


@keys.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--root-fingerprint",
    "typed",
    help="首次导入：与发证单位核对过的指纹。 First time: the fingerprint, compared.",
)
@config_option
@json_option
@pass_errors
def import_command(
    folder: Path, typed: str | None, config_path: Path, as_json: bool
) -> None:
    """导入签名名单；旧名单、他人签署的名单一律拒绝。

    Take over signed lists. An older list, or one of another root, is refused. The
    first time, compare the fingerprint that `keys list` shows at the issuing site.
    """
    _change(
        config_path,
        as_json,
        lambda office: import_lists(office, folder, _trusts(typed, as_json)),
    )


def _change(
    config_path: Path, as_json: bool, change: Callable[[PassOffice], object]
) -> None:
    """Do something at the office, then show what there is."""
    zone = ZoneInfo(open_config(config_path).site.timezone)
    with pass_office(config_path) as office:
        change(office)
        show_keys(office, zone, as_json)


def _trusts(typed: str | None, as_json: bool) -> Trusts:
    def trusts(root: PublicKey) -> bool:
        if typed is not None:
            return same_fingerprint(root, typed)
        if as_json or not (sys.stdin.isatty() and err.is_terminal):
            return False
        err.print(fingerprint(root), markup=False, highlight=False)
        return click.confirm(
            "与发证单位的指纹一致吗? The same as at the issuing site?", err=True
        )

    return trusts
