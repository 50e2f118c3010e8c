"""There is always an administrator who can come in: one place says so."""

import sqlite3

from kiosk.staff.errors import LastAdmin
from kiosk.staff.roles import Role

SAID = (
    "这是最后一位能登录的管理员，不能停用，也不能改做别的。请先加一位管理员"
    "（kiosk staff add NAME --role administrator）。"
    " This is the last administrator who can sign in: add another one first."
)


def keep_an_administrator(connection: sqlite3.Connection, staff: str, now: int) -> None:
    """Look that somebody else could still look after the accounts.

    Within the transaction that takes this one away: of two administrators who end
    each other's account at once the second is refused.

    Args:
        connection: in a write transaction.
        staff: internal id of who is to be no administrator any more.
        now: Unix milliseconds; a one-time code that is over lets nobody in.

    Raises:
        LastAdmin: nobody else could.
    """
    own, others = connection.execute(
        "SELECT sum(id = ?), sum(id <> ?) FROM staff"
        " WHERE role = ? AND disabled_ms IS NULL"
        " AND (password IS NOT NULL OR code_expires_ms > ?)",
        (staff, staff, Role.ADMINISTRATOR, now),
    ).fetchone()
    if own and not others:
        raise LastAdmin(SAID)
