"""How `kiosk pass keys` shows keys and lists."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table

from kiosk.cli.common import out, print_json
from kiosk.passes.office import PassOffice
from verification.ledger.records import instant
from verification.passes.holder import HOLDER_KEY
from verification.passes.key_entry import KeyEntry, KeyState
from verification.passes.keys import fingerprint
from verification.passes.lists import PassLists

STATES = {
    KeyState.ANNOUNCED: "已公布，未启用 announced",
    KeyState.ACTIVE: "签发中 active",
    KeyState.KEPT: "仅核验 kept",
    KeyState.RETIRED: "已停用 retired",
}
HEADINGS = ("密钥 key", "状态 state", "启用 from", "终止 until", "私钥 private")
NONE = "还没有签名密钥 no keys yet; 请运行 run: kiosk pass keys make"


def show_keys(office: PassOffice, zone: ZoneInfo, as_json: bool) -> None:
    """All keys and both lists."""
    lists = office.lists()
    if as_json:
        print_json(keys_object(office, lists))
    elif lists is None:
        _say(NONE)
    else:
        _show(office, lists, zone)


def keys_object(office: PassOffice, lists: PassLists | None) -> dict[str, Any]:
    """Keys and lists in plain values; ``issuer`` is null before the first keys."""
    root, now = office.ring.root(), office.now()
    revoked = lists.revoked if lists else None
    entries = lists.keys.entries if lists else ()
    return {
        "issuer": lists.issuer if lists else None,
        "root_fingerprint": fingerprint(root) if root else None,
        "root_key_here": office.ring.has_root_key,
        "holder_key_here": _has_holder(office),
        "key_list": lists and _list_object(lists.keys.number, lists.keys.issued_at),
        "revoked_list": revoked
        and _list_object(revoked.number, revoked.issued_at)
        | {"revoked": len(revoked.ids)},
        "keys": [_key_object(office, lists, entry, now) for entry in entries],
    }


def _list_object(number: int, issued_at: datetime) -> dict[str, Any]:
    return {"number": number, "issued_at": instant(issued_at)}


def _key_object(
    office: PassOffice, lists: PassLists | None, entry: KeyEntry, now: datetime
) -> dict[str, Any]:
    state = lists.keys.state(entry, now) if lists else entry.state
    return {
        "kid": entry.kid.hex(),
        "state": state.name.lower(),
        "not_before": instant(entry.not_before),
        "not_after": instant(entry.not_after) if entry.not_after else None,
        "private_key_here": office.ring.has(entry.kid),
    }


def _show(office: PassOffice, lists: PassLists, zone: ZoneInfo) -> None:
    table = Table()
    for heading in HEADINGS:
        table.add_column(heading, no_wrap=heading == HEADINGS[0], overflow="fold")
    for entry in lists.keys.entries:
        table.add_row(
            entry.kid.hex(),
            STATES[lists.keys.state(entry, office.now())],
            _day(entry.not_before, zone),
            _day(entry.not_after, zone),
            "在本机 here" if office.ring.has(entry.kid) else "—",
        )
    out.print(table)
    keys, revoked, root = lists.keys, lists.revoked, office.ring.root()
    _say(f"发证单位 issuer: {lists.issuer}")
    _say(f"密钥名单 key list: no. {keys.number}, {_day(keys.issued_at, zone)}")
    if revoked:
        when = _day(revoked.issued_at, zone)
        count = f"{len(revoked.ids):,}"
        _say(f"作废名单 revoked passes: no. {revoked.number}, {when}, {count}")
    if root:
        _say(f"根密钥指纹 fingerprint of the root: {fingerprint(root)}")
    if office.ring.has_root_key:
        _say(
            f"根密钥在本机，建议移到保险柜 the root key lies in {office.ring.folder}; "
            "better keep it in a safe and use --root FILE"
        )
    if not _has_holder(office):
        _say(
            "没有持证人密钥，无法核对持证人，将转人工 without the holder key nobody "
            "can be compared with a pass here: staff decide"
        )


def _has_holder(office: PassOffice) -> bool:
    return (office.folder / HOLDER_KEY).exists()


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else "—"


def _say(text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)
