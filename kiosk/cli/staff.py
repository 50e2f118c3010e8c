"""`kiosk staff`: who may sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from kiosk.cli.common import (
    WRONG_USE,
    clear_errors,
    config_option,
    json_option,
    out,
    print_json,
    site,
    stop,
)
from kiosk.house import House
from kiosk.staff import Account, Role, Staff, StaffError
from kiosk.staff.at_house import open_staff
from verification.ledger import Entry, EventKind

name_argument = click.argument("name")


@click.group()
def staff() -> None:
    """工作人员账号。没有默认账号；第一个用一次性密码进来。

    Staff accounts. There is no default one: `add` shows a one-time code here, on the
    console, which works once and for 24 hours.
    """


@staff.command()
@name_argument
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="做什么工作。 What they work as.",
)
@click.option("--display-name", default="", help="页面上的名字。 The name on pages.")
@config_option
@json_option
@clear_errors
def add(
    name: str, role: str, display_name: str, config_path: Path, as_json: bool
) -> None:
    """新建账号，显示一次性密码。 Make an account and show its one-time code."""
    with _opened(config_path) as (house, people):
        account, code = people.accounts.add(name, Role(role), display_name)
        _record(house, account, "staff.add")
    _show_code(account, code, as_json)


@staff.command()
@name_argument
@config_option
@json_option
@clear_errors
def code(name: str, config_path: Path, as_json: bool) -> None:
    """新的一次性密码；旧密码和登录立刻失效。

    A new one-time code. The old password and all sessions end at once.
    """
    with _opened(config_path) as (house, people):
        new = people.accounts.issue_code(name)
        account = people.accounts.named(name)
        _record(house, account, "staff.code")
    _show_code(account, new, as_json)


@staff.command()
@name_argument
@config_option
@clear_errors
def disable(name: str, config_path: Path) -> None:
    """停用账号，立刻退出。 Shut an account; its sessions end at once."""
    with _opened(config_path) as (house, people):
        people.accounts.disable(name)
        _record(house, people.accounts.named(name), "staff.disable")


@staff.command()
@name_argument
@config_option
@clear_errors
def enable(name: str, config_path: Path) -> None:
    """恢复停用的账号。 Open a disabled account again."""
    with _opened(config_path) as (house, people):
        people.accounts.enable(name)
        _record(house, people.accounts.named(name), "staff.enable")


@staff.command()
@name_argument
@config_option
@json_option
@clear_errors
def recovery(name: str, config_path: Path, as_json: bool) -> None:
    """十个新的恢复码，当第二道验证用；旧的作废。

    Ten new recovery codes as a second factor; the old ones end. For a lost phone, and
    for a machine whose clock is not trusted.
    """
    with _opened(config_path) as (house, people):
        account = _of_the_office(people, name)
        codes = people.factors.renew_codes(account)
        _record(house, account, "staff.recovery")
    if as_json:
        print_json(_as_json(account) | {"codes": codes})
        return
    told = "恢复码，每个用一次有效 recovery codes, each works once:"
    out.print("\n".join([told, *codes]), markup=False, highlight=False)


@staff.command("reset-factor")
@name_argument
@config_option
@clear_errors
def reset_factor(name: str, config_path: Path) -> None:
    """去掉第二道验证，立刻退出；下次登录时重新设置。

    Forget app and recovery codes; sessions end, the next sign-in sets an app up.
    """
    with _opened(config_path) as (house, people):
        account = people.accounts.named(name)
        people.factors.reset(account)
        _record(house, account, "staff.factor_reset")


@staff.command("list")
@config_option
@json_option
@clear_errors
def list_(config_path: Path, as_json: bool) -> None:
    """所有账号。 All accounts."""
    with _opened(config_path) as (_house, people):
        accounts = people.accounts.all()
    if as_json:
        print_json([_as_json(account) for account in accounts])
        return
    table = Table("登录名 login", "名字 name", "工作 role", "状态 state")
    for account in accounts:
        state = "停用 disabled" if account.disabled else _entry_of(account)
        table.add_row(account.login, account.display_name, account.role.value, state)
    out.print(table)


@contextmanager
def _opened(config_path: Path) -> Iterator[tuple[House, Staff]]:
    """House and staff of a command, given back at its end."""
    with site(config_path) as house:
        people = open_staff(house)
        try:
            yield house, people
        except StaffError as error:
            stop(str(error), WRONG_USE)
        finally:
            people.close()


def _record(house: House, account: Account, what: str) -> None:
    facts = {"change": what, "account": account.id, "role": account.role.value}
    house.ledger.append(Entry(EventKind.REGISTRY_CHANGE, more=facts))


def _of_the_office(people: Staff, name: str) -> Account:
    account = people.accounts.named(name)
    if account.role is Role.GUARD:
        raise StaffError("值班员用 PIN，没有恢复码。 A guard has a PIN instead.")
    return account


def _entry_of(account: Account) -> str:
    said = ["密码 password"] * account.has_password + ["PIN"] * account.uses_pin
    said = said or ["等一次性密码 one-time code"]
    said += ["手机验证码 app"] * account.has_totp
    if account.has_second:
        said.append(f"恢复码 {account.recovery_codes} recovery codes")
    return "、".join(said)


def _as_json(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.login,
        "display_name": account.display_name,
        "role": account.role.value,
        "disabled": account.disabled,
        "has_password": account.has_password,
        "has_pin": account.uses_pin,
        "has_totp": account.has_totp,
        "recovery_codes": account.recovery_codes,
    }


def _show_code(account: Account, code: str, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(account) | {"code": code, "valid_hours": 24})
        return
    out.print(
        f"{account.login}（{account.display_name}，{account.role.value}）\n"
        f"一次性密码 one-time code: {code}\n"
        "24 小时内用一次有效。 Works once, for 24 hours.",
        markup=False,
        highlight=False,
    )
