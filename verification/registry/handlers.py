"""What each kind of change does to the tables; only `changes.apply` calls this.

Every handler gives back what it replaced, so that the change can be undone.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from verification.documents import Document
from verification.errors import RegistryConflict
from verification.masks import mask_name
from verification.registry import (
    basis_handlers,
    certificates,
    death_handlers,
    taken_back,
)
from verification.registry.change import Change, Value
from verification.registry.desk import Before, Desk
from verification.registry.kinds import ChangeKind
from verification.registry.pass_handlers import end_all, issue, revoke
from verification.registry.records import pack_iso, unpack_iso

FORGET = (
    "UPDATE changes SET body = '{}', before = NULL, box = NULL, before_box = NULL "
    "WHERE key = ?"
)
INSERT_PERSON = (
    "INSERT INTO people (subject, kind, masked_name, name_key, birth_year, status, "
    "source, status_at, valid_until, basis, notice, basis_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
SET_STATUS = (
    "UPDATE people SET status = ?, source = ?, status_at = ?, valid_until = ? "
    "WHERE subject = ?"
)
# The last day stays: the gate goes on saying that it is over. Where there was none, it
# is the day on which the status was known.
EXPIRE = (
    "UPDATE people SET valid_until = coalesce(valid_until, "
    "CAST(strftime('%Y%m%d', status_at, 'unixepoch') AS INTEGER)), "
    "status = NULL, source = NULL, status_at = NULL WHERE subject = ?"
)
_STATUS = "'$.status', '$.source', '$.status_at', '$.valid_until'"
FORGET_STATUS = (
    f"UPDATE changes SET body = json_remove(body, {_STATUS}), "  # noqa: S608 - our names
    f"before = json_remove(before, {_STATUS}) "
    "WHERE key = ? AND kind IN ('person.registered', 'status.set')"
)
# A card that was reported lost stays lost, until somebody says that it was found.
LINK = (
    "INSERT INTO cards VALUES (?, ?, ?, 0) "
    "ON CONFLICT (card) DO UPDATE SET kind = excluded.kind"
)
ATTEST = (
    "INSERT INTO attestations (person, kind, valid_until, recorded_at, shown) "
    "VALUES (?, ?, ?, ?, ?) ON CONFLICT (person, kind) DO UPDATE SET "
    "valid_until = excluded.valid_until, recorded_at = excluded.recorded_at, "
    "shown = excluded.shown"
)


def _register(desk: Desk, change: Change) -> Before:
    if desk.one("SELECT 1 FROM people WHERE subject = ?", change.key):
        return _register_again(desk, change)
    personal = _personal(change)
    document = Document.parse(personal["number"], personal["kind"], today=date.max)
    birth = document.birth
    desk.vault.make_key(change.key)
    desk.vault.keep(change.key, change.key, personal)
    row = (change.key, document.kind, *_name_values(desk, personal))
    year = birth and birth.year
    values = (*row, year, *_status_values(change.body), *_basis_values(change))
    desk.connection.execute(INSERT_PERSON, values)
    taken_back.of_person(desk, change)
    return Before()


def _register_again(desk: Desk, change: Change) -> Before:
    """Two writers registered the same person: the later one corrects."""
    personal = _correct(desk, change).personal
    status = _set_status(desk, change).body if "status" in change.body else None
    if "basis" in change.body:
        basis_handlers.record(desk, change)
    return Before(status or {}, personal)


def _correct(desk: Desk, change: Change) -> Before:
    old = desk.vault.look(change.key, change.key)
    if old is None:
        raise RegistryConflict("unknown_person", change.key)
    personal = _personal(change)
    desk.vault.keep(change.key, change.key, personal)
    desk.connection.execute(
        "UPDATE people SET masked_name = ?, name_key = ? WHERE subject = ?",
        (*_name_values(desk, personal), change.key),
    )
    return Before(None, old)


def _erase(desk: Desk, change: Change) -> Before:
    desk.vault.destroy(change.key)
    end_all(desk, change)
    for statement in (
        "DELETE FROM cards WHERE person = ?",
        "DELETE FROM attestations WHERE person = ?",
        "DELETE FROM asked WHERE person = ?",
        "DELETE FROM people WHERE subject = ?",
        FORGET,
    ):
        desk.connection.execute(statement, (change.key,))
    return Before()


def _set_status(desk: Desk, change: Change) -> Before:
    row = desk.one(
        "SELECT status, source, status_at, valid_until FROM people WHERE subject = ?",
        change.key,
    )
    if row is None:
        raise RegistryConflict("unknown_person", change.key)
    values = (*_status_values(change.body), change.key)
    desk.connection.execute(SET_STATUS, values)
    status, source, status_at, valid_until = row
    return Before(
        {
            "status": status,
            "source": source,
            "status_at": status_at,
            "valid_until": unpack_iso(valid_until),
        }
    )


def _expire(desk: Desk, change: Change) -> Before:
    """A status that ended long ago is forgotten, in the history too."""
    desk.connection.execute(EXPIRE, (change.key,))
    desk.connection.execute(FORGET_STATUS, (change.key,))
    return Before()


def _link(desk: Desk, change: Change) -> Before:
    if not desk.one("SELECT 1 FROM people WHERE subject = ?", change.key):
        raise RegistryConflict("unknown_person", change.key)
    card = _card(change)
    old = desk.one("SELECT person, kind, revoked FROM cards WHERE card = ?", card)
    if old and old[0] != change.key:
        raise RegistryConflict("card_of_another_person", change.key)
    told = certificates.told(desk, card)
    desk.connection.execute(LINK, (card, change.key, change.body["kind"]))
    if not old:
        taken_back.of_card(desk, card)
    certificates.keep(desk, card, change.body)
    desk.vault.keep(change.key, card, _personal(change))
    return Before({"kind": old[1], "revoked": old[2], **told} if old else None)


def _unlink(desk: Desk, change: Change) -> Before:
    card = _card(change)
    kind, revoked = _own_card(desk, change, card)
    number, told = desk.vault.look(change.key, card), certificates.told(desk, card)
    desk.connection.execute("DELETE FROM cards WHERE card = ?", (card,))
    desk.vault.drop(card)
    return Before({"kind": kind, "revoked": revoked, **told}, number)


def _revoke(desk: Desk, change: Change) -> Before:
    return _set_revoked(desk, change, 1)


def _restore(desk: Desk, change: Change) -> Before:
    card = _card(change)
    own = card == change.key
    taken_back.forget(desk, taken_back.DOCUMENT if own else taken_back.CARD, card)
    return _set_revoked(desk, change, 0)


def _set_revoked(desk: Desk, change: Change, revoked: int) -> Before:
    card = _card(change)
    if card != change.key:
        old = _own_card(desk, change, card)[1]
        desk.connection.execute(
            "UPDATE cards SET revoked = ? WHERE card = ?", (revoked, card)
        )
        return Before({"revoked": old})
    row = desk.one("SELECT revoked FROM people WHERE subject = ?", card)
    if row is None:
        raise RegistryConflict("unknown_person", card)
    desk.connection.execute(
        "UPDATE people SET revoked = ? WHERE subject = ?", (revoked, card)
    )
    return Before({"revoked": row[0]})


def _attest(desk: Desk, change: Change) -> Before:
    if not desk.one("SELECT 1 FROM people WHERE subject = ?", change.key):
        raise RegistryConflict("unknown_person", change.key)
    kind, until = change.body["kind"], pack_iso(change.body.get("valid_until"))
    before = _attested(desk, change)
    at = change.body.get("recorded_at", int(change.at.timestamp()))
    values = (change.key, kind, until, at, change.body.get("shown"))
    desk.connection.execute(ATTEST, values)
    return before


def _withdraw(desk: Desk, change: Change) -> Before:
    before = _attested(desk, change)
    desk.connection.execute(
        "DELETE FROM attestations WHERE person = ? AND kind = ?",
        (change.key, change.body["kind"]),
    )
    return before


HANDLERS: dict[ChangeKind, Callable[[Desk, Change], Before]] = {
    ChangeKind.REGISTERED: _register,
    ChangeKind.CORRECTED: _correct,
    ChangeKind.ERASED: _erase,
    ChangeKind.STATUS_SET: _set_status,
    ChangeKind.STATUS_EXPIRED: _expire,
    ChangeKind.CARD_LINKED: _link,
    ChangeKind.CARD_UNLINKED: _unlink,
    ChangeKind.CARD_REVOKED: _revoke,
    ChangeKind.CARD_RESTORED: _restore,
    ChangeKind.ATTESTATION_RECORDED: _attest,
    ChangeKind.ATTESTATION_WITHDRAWN: _withdraw,
    ChangeKind.BASIS_RECORDED: basis_handlers.record,
    ChangeKind.BASIS_WITHDRAWN: basis_handlers.withdraw,
    ChangeKind.DIED: death_handlers.record,
    ChangeKind.LIVES: death_handlers.take_back,
    ChangeKind.PASS_ISSUED: issue,
    ChangeKind.PASS_REVOKED: revoke,
}


def _attested(desk: Desk, change: Change) -> Before:
    row = desk.one(
        "SELECT valid_until, recorded_at, shown FROM attestations "
        "WHERE person = ? AND kind = ?",
        change.key,
        change.body["kind"],
    )
    if row is None:
        return Before()
    until, at, shown = row
    before = {"valid_until": unpack_iso(until), "recorded_at": at}
    return Before(before | ({"shown": shown} if shown else {}))


def _own_card(desk: Desk, change: Change, card: bytes) -> tuple[str, int]:
    row = desk.one(
        "SELECT kind, revoked FROM cards WHERE card = ? AND person = ?",
        card,
        change.key,
    )
    if row is None:
        raise RegistryConflict("unknown_card", change.key)
    return row[0], row[1]


def _status_values(body: Mapping[str, Value]) -> tuple[Value, ...]:
    until = pack_iso(body.get("valid_until"))
    return body.get("status"), body.get("source"), body.get("status_at"), until


def _basis_values(change: Change) -> tuple[Value, ...]:
    if "basis" not in change.body:
        return None, None, None
    at = int(change.at.timestamp())
    return change.body["basis"], change.body.get("notice"), at


def _name_values(desk: Desk, personal: Mapping[str, Any]) -> tuple[str, bytes]:
    name = personal["name"]
    return mask_name(name), desk.vault.name_key(name)


def _personal(change: Change) -> Mapping[str, Any]:
    return change.personal or {}


def _card(change: Change) -> bytes:
    return bytes.fromhex(str(change.body["card"]))
