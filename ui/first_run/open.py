"""Whether the setting up is open, for whom, and what its steps are."""

from flask import abort, redirect, url_for

from kiosk.first_run import FirstRun, Progress
from kiosk.staff import Right
from ui.access import current, signed_in
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


def resumable() -> Progress | None:
    """What was broken off and waits for its code, if anything does."""
    found = kept().progress()
    return found if found is not None and found.admin and found.code else None


def may_resume() -> bool:
    """Whether who asks may go on with it: an administrator, also another one."""
    found = current()
    return found is not None and found.account.role.may(Right.MANAGE_STAFF)


def mine() -> Progress:
    """The progress of the one who goes through it; no page for others."""
    found = kept().progress()
    if found is None or not found.admin or found.admin != signed_in().account.id:
        abort(404)
    if found.code:  # a new one was made meanwhile: it is asked for
        abort(redirect(url_for("first_run.page"), 303))
    return found
