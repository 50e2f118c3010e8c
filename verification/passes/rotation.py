"""How one key list follows from the one before: first key, next key, retired key.

Pure: the root signs what comes out of here. A new key is announced before its
first use, so that every kiosk has heard of it by then; the key before it is kept
until the last pass that it may have signed has expired.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from verification.passes.errors import SigningProblem
from verification.passes.key_entry import KeyEntry, KeyState
from verification.passes.key_list import KeyList
from verification.passes.keys import PublicKey
from verification.passes.signer import LONGEST_LIFE

LEAD = timedelta(days=7)


def first_key_list(site: str, public: PublicKey, now: datetime) -> KeyList:
    """The first list of a site; its one key begins at once."""
    at = now.replace(microsecond=0)
    return KeyList(1, at, site, (KeyEntry.of(public, at),))


def rotated(
    held: KeyList, public: PublicKey, now: datetime, lead: timedelta = LEAD
) -> KeyList:
    """The list that announces a new key.

    Args:
        held: the list in force.
        public: the new key.
        now: the day of issue.
        lead: from when on it signs; long enough for the list to reach every kiosk.

    Raises:
        SigningProblem: the clock is behind the list in force.

    """
    at = _issue(held, now)
    entries = [*held.entries, KeyEntry.of(public, at + lead)]
    kept = (entry for entry in entries if not _forgotten(entry, at))
    return _followed_by(held, at, _ended(kept))


def retired(held: KeyList, kid: bytes, now: datetime) -> KeyList:
    """The list that kills a key and all its passes.

    Raises:
        SigningProblem: there is no such key, no other key could sign, or the clock
            is behind the list in force.

    """
    at = _issue(held, now)
    entry = held.find(kid)
    if entry is None:
        raise SigningProblem(
            "没有这把密钥 there is no such key; see: kiosk pass keys list"
        )
    gone = replace(entry, not_after=at, state=KeyState.RETIRED)
    entries = [gone if each.kid == kid else each for each in held.entries]
    following = _followed_by(held, at, entries)
    if following.signer(at) is None:
        raise SigningProblem(
            "停用后没有可签名的密钥，请先运行 no key would be left to sign with; first "
            "run: kiosk pass keys rotate --lead-days 0"
        )
    return following


def next_number(held_number: int, held_at: datetime, now: datetime) -> int:
    """The number of the list that follows.

    Raises:
        SigningProblem: the clock is behind the list in force.

    """
    if now < held_at:
        raise SigningProblem(
            f"时钟早于现有名单（{held_at:%F %H:%M:%S} UTC），请先校准时钟 "
            "this clock is behind the list in force; set the clock first"
        )
    return held_number + 1


def _issue(held: KeyList, now: datetime) -> datetime:
    at = now.replace(microsecond=0)
    next_number(held.number, held.issued_at, at)
    return at


def _followed_by(held: KeyList, at: datetime, entries: Iterable[KeyEntry]) -> KeyList:
    following = replace(
        held, number=held.number + 1, issued_at=at, entries=tuple(entries)
    )
    states = [following.state(entry, at) for entry in following.entries]
    return replace(
        following,
        entries=tuple(
            replace(entry, state=state)
            for entry, state in zip(following.entries, states, strict=True)
        ),
    )


def _ended(entries: Iterable[KeyEntry]) -> list[KeyEntry]:
    """Each key but the last one ends when its last pass must have expired."""
    ordered = sorted(entries, key=lambda entry: entry.not_before)
    return [
        replace(entry, not_after=after.not_before + LONGEST_LIFE)
        if entry.not_after is None
        else entry
        for entry, after in pairwise(ordered)
    ] + ordered[-1:]


def _forgotten(entry: KeyEntry, at: datetime) -> bool:
    """A key without a living pass for so long that nobody asks for it."""
    return entry.not_after is not None and entry.not_after + LONGEST_LIFE <= at
