"""`kiosk pass`: our own paper passes."""

import click

from kiosk.cli.lazy import LazyGroup

COMMANDS = {
    "issue": "kiosk.cli.pass_issue:issue",
    "keys": "kiosk.cli.pass_keys:keys",
    "list": "kiosk.cli.pass_issue:listed",
    "print": "kiosk.cli.pass_print:printed",
    "revoke": "kiosk.cli.pass_issue:revoke",
    "verify": "kiosk.cli.pass_verify:verify",
}


@click.group("pass", cls=LazyGroup, table=COMMANDS)
def passes() -> None:
    """签发、打印、作废纸质通行证，管理签名密钥。

    Issue, print and revoke paper passes; keep their signing keys.
    """
