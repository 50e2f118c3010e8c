"""One key of the signed key list, and how it stands there.

====== ====== ===================================================================
key    type   meaning
====== ====== ===================================================================
1      map    the public key as a COSE_Key (RFC 9052 section 7, RFC 9053 section
              7.1): 1 kty 2, 2 kid, 3 alg -7, -1 crv 1, -2 x and -3 y, 32 bytes
2      uint   nothing is signed with it before, Unix seconds
3      uint   from then on none of its passes counts; absent: no end yet
4      uint   state when the list was issued, see `KeyState`
====== ====== ===================================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from cryptography.hazmat.primitives.asymmetric import ec

from verification.passes.claims import moment, seconds
from verification.passes.errors import ContentProblem
from verification.passes.keys import PublicKey, key_id

KEY, BEGINS, ENDS, STATE = 1, 2, 3, 4
_KTY, _KID, _ALG, _CRV, _X, _Y = 1, 2, 3, -1, -2, -3
_EC2, _ES256, _P256, _COORDINATE = 2, -7, 1, 32


class KeyState(IntEnum):
    """What a signing key is good for."""

    ANNOUNCED = 1  # in the list so that every kiosk knows it, signs nothing yet
    ACTIVE = 2
    KEPT = 3  # signs nothing any more, its passes still count
    RETIRED = 4  # none of its passes counts


_STATES: Mapping[object, KeyState] = {int(state): state for state in KeyState}


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One signing key of the list.

    Attributes:
        kid: its name, 8 bytes.
        not_before: nothing is signed with it before.
        not_after: from then on none of its passes counts; ``None`` for no end yet.
        state: on the day when the list was issued; see `KeyList.state`.

    """

    kid: bytes
    public: PublicKey = field(repr=False)
    not_before: datetime
    not_after: datetime | None
    state: KeyState

    @classmethod
    def of(
        cls,
        public: PublicKey,
        not_before: datetime,
        not_after: datetime | None = None,
        state: KeyState = KeyState.ACTIVE,
    ) -> "KeyEntry":
        """The entry of a key under its right name."""
        return cls(key_id(public), public, not_before, not_after, state)


def read_entry(value: object) -> KeyEntry:
    """An entry from the map that a list has for it.

    Raises:
        ContentProblem: a part is missing or wrong.

    """
    if not isinstance(value, Mapping):
        raise ContentProblem("an entry that is not a map")
    ends = value.get(ENDS)
    state = _STATES.get(value.get(STATE))
    if state is None:
        raise ContentProblem("an unknown state of a key")
    return KeyEntry.of(
        _public(value.get(KEY)),
        moment(value.get(BEGINS)),
        None if ends is None else moment(ends),
        state,
    )


def entry_map(entry: KeyEntry) -> dict[int, object]:
    """An entry as a list has it."""
    point = entry.public.public_numbers()
    key = {
        _KTY: _EC2,
        _KID: entry.kid,
        _ALG: _ES256,
        _CRV: _P256,
        _X: point.x.to_bytes(_COORDINATE),
        _Y: point.y.to_bytes(_COORDINATE),
    }
    made: dict[int, object] = {
        KEY: key,
        BEGINS: seconds(entry.not_before),
        STATE: int(entry.state),
    }
    if entry.not_after is not None:
        made[ENDS] = seconds(entry.not_after)
    return made


def _public(value: object) -> PublicKey:
    if not isinstance(value, Mapping):
        raise ContentProblem("a key that is not a map")
    if (value.get(_KTY), value.get(_CRV), value.get(_ALG)) != (_EC2, _P256, _ES256):
        raise ContentProblem("a key of another kind")
    try:
        x, y = (int.from_bytes(_coordinate(value.get(name))) for name in (_X, _Y))
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        raise ContentProblem("a key that is not on its curve") from None
    if value.get(_KID) != key_id(public):
        raise ContentProblem("a key under the name of another")
    return public


def _coordinate(value: object) -> bytes:
    if not isinstance(value, bytes) or len(value) != _COORDINATE:
        raise ContentProblem("a key without a right coordinate")
    return value
