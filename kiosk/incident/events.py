"""The ledger in numbers: whether it holds, and how many events of which kind when."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kiosk.incident.scene import Scene
from kiosk.staff import Staff
from verification.ledger import LedgerProblem, read_anchor
from verification.ledger.records import instant

WORD = re.compile(r"[a-z][a-z_.]{0,39}")
STAFF_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOURS = (
    "SELECT substr(at, 1, 13), kind, count(*) FROM events WHERE at >= ? "
    "GROUP BY 1, 2 ORDER BY 1, 2"
)
ACTIONS = (
    "SELECT substr(at, 1, 10), json_extract(head, '$.staff'), kind, "
    "coalesce(json_extract(head, '$.more.change'), json_extract(head, '$.more.what')) "
    "FROM events WHERE at >= ? AND json_valid(head)"
)


def ledger_state(scene: Scene) -> dict[str, Any]:
    """The check of the whole chain, its head, and all signed checkpoints."""
    ledger, folder = scene.opened.ledger, scene.folder
    found = ledger.verify(anchor=folder.anchor if folder.anchor.exists() else None)
    chinese, english = found.sentences()
    return {
        "ok": found.ok,
        "found": [chinese, english],
        "first_bad_row": found.first_bad_seq,
        "rows": found.count,
        "last_row": found.last_seq,
        "head_hash": found.head_hash.hex(),
        "events_without_a_person_any_more": found.erased,
        "anchor": _anchor(scene),
        "checkpoints": [
            {"size": size, "note": note}
            for size, note in ledger.reader.rows(
                "SELECT size, note FROM checkpoints ORDER BY size"
            )
        ],
    }


def _anchor(scene: Scene) -> dict[str, Any] | None:
    try:
        mark = read_anchor(scene.folder.anchor)
    except LedgerProblem:
        return {"problem": "unreadable"}
    return {"row": mark.seq, "hash": mark.hash.hex()} if mark else None


def events_by_hour(scene: Scene) -> Iterator[tuple[str, str, int]]:
    """Hour (UTC), kind and how many."""
    yield from scene.opened.ledger.reader.rows(HOURS, (instant(scene.since),))


def staff_actions(scene: Scene) -> list[tuple[str, str, str, str, str, int]]:
    """Day (UTC), internal id, role, kind, what it was about, and how often."""
    roles = {one.id: one.role.value for one in _accounts(scene)}
    reader = scene.opened.ledger.reader
    counted = Counter(
        (str(day), _who(staff), str(kind), _word(what))
        for day, staff, kind, what in reader.rows(ACTIONS, (instant(scene.since),))
        if staff
    )
    return [
        (day, who, roles.get(who, ""), kind, what, often)
        for (day, who, kind, what), often in sorted(counted.items())
    ]


def accounts(scene: Scene) -> list[dict[str, Any]]:
    """Everybody who can sign in, by internal id."""
    return [
        {
            "id": one.id,
            "role": one.role.value,
            "disabled": one.disabled,
            "second_factor": one.has_totp,
        }
        for one in _accounts(scene)
    ]


def sign_in_failures(scene: Scene) -> dict[str, Any]:
    """What the brake on guessing counts now: of names and addresses, as hashes."""
    rows = scene.opened.registry.db.execute(
        "SELECT failures, last_ms FROM signin_failures ORDER BY failures DESC"
    ).fetchall()
    return {
        "names_and_addresses": len(rows),
        "failures": [
            {"in_a_row": failures, "last_ms": last} for failures, last in rows
        ],
    }


def _accounts(scene: Scene) -> list[Any]:
    staff = Staff(scene.opened.folder.registry)
    try:
        return list(staff.accounts.all())
    finally:
        staff.close()


def _who(staff: object) -> str:
    text = str(staff)
    return text if STAFF_ID.fullmatch(text) or WORD.fullmatch(text) else "[other]"


def _word(what: object) -> str:
    """A word of ours; anything else could be a purpose that somebody typed."""
    text = "" if what is None else str(what)
    return text if WORD.fullmatch(text) else ""
