"""Whether the setting up is open, for whom, and what its steps are."""

from flask import abort

from kiosk.first_run import FirstRun, Progress
from ui.access import signed_in
from ui.desk import desk
from ui.words import Word

STEPS: tuple[tuple[str, Word], ...] = (
    ("first_run.page", Word("管理员", "administrator")),
    ("first_run.people", Word("同事", "colleagues")),
    ("first_run.lanes", Word("通道", "lanes")),
    ("first_run.person", Word("第一个人", "first person")),
    ("first_run.card", Word("刷卡", "the card")),
)


def kept() -> FirstRun:
    """How far the setting up of this site has come."""
    return FirstRun(desk().house.folder.root)


def has_accounts() -> bool:
    """Whether anybody has an account; then the first page is no page any more."""
    return bool(desk().staff.accounts.all())


def only_before_accounts() -> None:
    """There is no first account to be made where there is one."""
    if has_accounts():
        abort(404)


def mine() -> Progress:
    """The progress of the one who made the first account; no page for others."""
    found = kept().progress()
    if found is None or not found.admin or found.admin != signed_in().account.id:
        abort(404)
    return found
