"""What an administrator does with somebody else's account: one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort, request

from kiosk.staff import Account, Role
from ui.desk import desk
from ui.words import ROLE_WORDS, Word

Handing = str | None  # a one-time code that is to be handed over


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done with an account.

    Attributes:
        change: what the ledger calls it.
        key: what its key says.
        done: what is said when it is done, before the name.
        do: does it; returns a one-time code to hand over, if that is what it makes.
        sure: what is said before the password is asked for; empty where it is not.

    """

    change: str
    key: Word
    done: Word
    do: Callable[[Account], Handing]
    sure: Word | None = None


def _code(account: Account) -> Handing:
    return desk().staff.accounts.issue_code(account.login)


def _reset_factor(account: Account) -> Handing:
    desk().staff.factors.reset(account)
    return None


def _disable(account: Account) -> Handing:
    desk().staff.accounts.disable(account.login)
    return None


def _enable(account: Account) -> Handing:
    desk().staff.accounts.enable(account.login)
    return None


def _sign_out(account: Account) -> Handing:
    desk().staff.accounts.end_sessions(account.login)
    return None


def _change_role(account: Account) -> Handing:
    word = request.form.get("role", "")
    if word not in ROLE_WORDS:
        abort(400)
    desk().staff.accounts.change_role(account.login, Role(word))
    return None


DEEDS: Mapping[str, Deed] = {
    "code": Deed(
        "staff.code",
        Word("新的一次性密码", "New one-time code"),
        Word("已换一次性密码：", "New code for: "),
        _code,
        Word(
            "旧的密码和 PIN 立刻失效，这位马上退出；用新的一次性密码再进来。",
            "The old password and PIN end at once, and so do all sessions; the new"
            " code lets them in.",
        ),
    ),
    "factor": Deed(
        "staff.factor_reset",
        Word("重设第二道验证", "Reset the second factor"),
        Word("已重设第二道验证：", "Second factor reset: "),
        _reset_factor,
        Word(
            "手机验证码和恢复码立刻作废，这位马上退出；下次登录时重新设置。"
            "请先当面核实是本人。",
            "App and recovery codes end at once, and so do all sessions; the next"
            " sign-in sets a new app up. Make sure who asks, face to face.",
        ),
    ),
    "role": Deed(
        "staff.role",
        Word("改工作", "Change the work"),
        Word("已改工作：", "Changed: "),
        _change_role,
        Word(
            "这位马上退出，再登录就按新的工作。",
            "Their sessions end; the next sign-in has the new rights.",
        ),
    ),
    "disable": Deed(
        "staff.disable",
        Word("停用", "Disable"),
        Word("已停用：", "Disabled: "),
        _disable,
    ),
    "enable": Deed(
        "staff.enable",
        Word("恢复", "Enable"),
        Word("已恢复：", "Enabled: "),
        _enable,
    ),
    "sign-out": Deed(
        "staff.sign_out",
        Word("请这位退出", "Sign out"),
        Word("已退出：", "Signed out: "),
        _sign_out,
    ),
}
