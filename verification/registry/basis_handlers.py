"""What changes of a person's legal basis do to the tables."""

from verification.errors import RegistryConflict
from verification.registry import taken_back
from verification.registry.change import Change, Value
from verification.registry.desk import Before, Desk

READ = "SELECT basis, notice, basis_at, withdrawn_at FROM people WHERE subject = ?"
SET = (
    "UPDATE people SET basis = ?, notice = ?, basis_at = ?, withdrawn_at = ? "
    "WHERE subject = ?"
)
COLUMNS = ("basis", "notice", "basis_at", "withdrawn_at")


def record(desk: Desk, change: Change) -> Before:
    """A basis replaces the one before; what was withdrawn holds again."""
    before, body = _now(desk, change), change.body
    at = body.get("basis_at", int(change.at.timestamp()))
    withdrawn = body.get("withdrawn_at")
    _set(desk, change, body["basis"], body.get("notice"), at, withdrawn)
    if withdrawn is None:
        taken_back.forget(desk, taken_back.CONSENT, change.key)
    return Before(before)


def withdraw(desk: Desk, change: Change) -> Before:
    """The basis holds no longer; a second time changes nothing."""
    before = _now(desk, change)
    basis, notice, at, withdrawn = before.values()
    now = withdrawn or int(change.at.timestamp())
    _set(desk, change, basis, notice, at, now)
    return Before(before)


def _now(desk: Desk, change: Change) -> dict[str, Value]:
    row = desk.one(READ, change.key)
    if row is None:
        raise RegistryConflict("unknown_person", change.key)
    return dict(zip(COLUMNS, row, strict=True))


def _set(desk: Desk, change: Change, *values: Value) -> None:
    desk.connection.execute(SET, (*values, change.key))
