"""What changes do to passes: issue, revoke, and end with their person.

Each revoked pass stands in ``revoked_passes``, too, which outlives its person: the
sheet may still be shown, and the signed list must name it until it has expired.
"""

from verification.errors import RegistryConflict
from verification.registry.change import Change
from verification.registry.desk import Before, Desk
from verification.registry.kinds import PassEnd

CODE_BYTES = 5  # of a pass id stand in the short code; see `verification.passes.code`
TAKEN = "SELECT 1 FROM {} WHERE id BETWEEN ? AND ?"
NEWEST = "SELECT max(generation) FROM passes WHERE person = ?"
INSERT = (
    "INSERT INTO passes (id, person, kind, generation, kid, issued_at, not_before, "
    "expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
KEEP_ENDED = (
    "INSERT INTO revoked_passes SELECT id, ?, ?, expires FROM passes "
    "WHERE person = ? AND revoked = 0 ON CONFLICT DO NOTHING"
)
END_ALL = "UPDATE passes SET revoked = 1, why = ? WHERE person = ? AND revoked = 0"
END = "UPDATE passes SET revoked = 1, why = ? WHERE id = ?"
KEEP_ONE = "INSERT INTO revoked_passes VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"


def code_range(prefix: bytes) -> tuple[bytes, bytes]:
    """The least and the greatest pass id that has this short code."""
    rest = 8 - CODE_BYTES
    return prefix[:CODE_BYTES] + b"\x00" * rest, prefix[:CODE_BYTES] + b"\xff" * rest


def issue(desk: Desk, change: Change) -> Before:
    """A pass for a registered person; it ends all that she had."""
    holder = desk.one("SELECT died_at FROM people WHERE subject = ?", change.key)
    if holder is None or holder[0] is not None:
        code = "dead" if holder else "unknown_person"
        raise RegistryConflict(code, change.key)
    body, pass_id = change.body, _pass_id(change)
    for table in ("passes", "revoked_passes"):
        if desk.one(TAKEN.format(table), *code_range(pass_id)):
            raise RegistryConflict("pass_again", change.key)
    newest = desk.one(NEWEST, change.key)
    if newest and newest[0] and newest[0] >= int(str(body["generation"])):
        raise RegistryConflict("pass_generation", change.key)
    end_passes(desk, change, PassEnd.SUPERSEDED)
    desk.connection.execute(
        INSERT,
        (
            pass_id,
            change.key,
            body["kind"],
            body["generation"],
            bytes.fromhex(str(body["kid"])),
            body["issued_at"],
            body["not_before"],
            body["expires"],
        ),
    )
    return Before()


def revoke(desk: Desk, change: Change) -> Before:
    """A pass ends; a second time changes nothing."""
    pass_id, why = _pass_id(change), change.body["why"]
    row = desk.one("SELECT person, revoked, expires FROM passes WHERE id = ?", pass_id)
    if row is None and change.key != pass_id:
        raise RegistryConflict("unknown_pass", change.key)
    if row is not None and row[0] != change.key:
        raise RegistryConflict("unknown_pass", change.key)
    at, expires = int(change.at.timestamp()), row[2] if row else None
    desk.connection.execute(KEEP_ONE, (pass_id, at, why, expires))
    if row and not row[1]:
        desk.connection.execute(END, (why, pass_id))
    return Before({"revoked": row[1] if row else 0})


def end_all(desk: Desk, change: Change) -> None:
    """The person is erased: no pass of hers counts, and none says whose it was."""
    end_passes(desk, change, PassEnd.ERASED)
    desk.connection.execute("DELETE FROM passes WHERE person = ?", (change.key,))


def end_passes(desk: Desk, change: Change, why: PassEnd) -> None:
    """No pass of hers counts from now on."""
    at = int(change.at.timestamp())
    desk.connection.execute(KEEP_ENDED, (at, why, change.key))
    desk.connection.execute(END_ALL, (why, change.key))


def _pass_id(change: Change) -> bytes:
    return bytes.fromhex(str(change.body["pass"]))
