"""What is known of a registered certificate beside its number: what it is, its end."""

from collections.abc import Mapping

from verification.registry.change import Value
from verification.registry.desk import Desk
from verification.registry.records import pack_iso, unpack_iso

TOLD = "SELECT what, valid_until FROM certificates WHERE card = ?"
FORGET = "DELETE FROM certificates WHERE card = ?"
KEEP = "INSERT INTO certificates (card, what, valid_until) VALUES (?, ?, ?)"


def keep(desk: Desk, card: bytes, body: Mapping[str, Value]) -> None:
    """What a change says of a certificate, in place of what was said before."""
    desk.connection.execute(FORGET, (card,))
    what, until = body.get("what"), pack_iso(body.get("valid_until"))
    if what or until:
        desk.connection.execute(KEEP, (card, what, until))


def told(desk: Desk, card: bytes) -> dict[str, Value]:
    """What is known of it now, as a change says it."""
    row = desk.one(TOLD, card)
    if row is None:
        return {}
    facts: dict[str, Value] = {"what": row[0], "valid_until": unpack_iso(row[1])}
    return {name: value for name, value in facts.items() if value}
