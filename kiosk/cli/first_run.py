"""`kiosk first-run`: the address and the one-time code of a site without accounts."""

import socket
import sys
from pathlib import Path

import click

from kiosk.cli.common import (
    NOT_WELL,
    clear_errors,
    config_option,
    out,
    site,
    stop,
)
from kiosk.first_run import FirstRun
from kiosk.house import House
from kiosk.staff import Staff

PAGE = "/first-run"
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - read, not bound


@click.command("first-run")
@config_option
@clear_errors
def first_run(config_path: Path) -> None:
    """第一次使用，或者接着没做完的设置：显示网址和一次性密码。

    The first use of a site, or what is left of it: an address and a one-time code for
    the browser.
    """
    with site(config_path) as house:
        if not has_accounts(house):
            show_code(house)
        elif not show_code_to_resume(house):
            stop("已经有账号了 there are accounts already: kiosk staff list", NOT_WELL)


def has_accounts(house: House) -> bool:
    """Whether anybody has an account, be it a disabled one."""
    staff = Staff(house.folder.registry)
    try:
        return bool(staff.accounts.all())
    finally:
        staff.close()


def announce(house: House) -> None:
    """At the start of a site without accounts: how its first one is made.

    A code is shown to people alone: what is no terminal may well be a log.
    """
    if has_accounts(house):
        return
    if sys.stdout.isatty():
        show_code(house)
    else:
        _say("还没有账号。在这台机器上运行 No account yet. Run here: kiosk first-run")


def show_code(house: House) -> None:
    """Make a code and show it with the address that it is for."""
    _say("第一次使用。 The first use of this site.")
    _show(house, FirstRun(house.folder.root).begin())


def show_code_to_resume(house: House) -> bool:
    """As `show_code`, for a first run that was broken off; False when none was."""
    code = FirstRun(house.folder.root).resume()
    if code is None:
        return False
    _say("接着上次没做完的设置，先用管理员账号登录。")
    _say("To go on where it was broken off, sign in as an administrator first.")
    _show(house, code)
    return True


def _show(house: House, code: str) -> None:
    _say(f"请在浏览器打开 open in a browser: {address(house)}")
    _say(f"一次性密码 one-time code: {code}")
    _say("60 分钟内用一次有效。 Works once, within 60 minutes.")


def address(house: House) -> str:
    """Where a browser of this network finds the page, as far as we can know."""
    web = house.config.web
    host = socket.gethostname() if web.host in EVERYWHERE else web.host
    host = web.names[0] if web.names else host
    return f"http://{f'[{host}]' if ':' in host else host}:{web.port}{PAGE}"


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
