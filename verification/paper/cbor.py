"""CBOR of strangers (RFC 8949): plain values within bounds, nothing interpreted.

A library keeps the last of two equal keys in silence and gives tags a meaning
(shared references, regular expressions, decimals of any size): both would let two
readers of one signed paper see different things. Here a repeated key is refused
and a tag is only its number.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from verification.paper.refused import malformed, too_large

MAX_BYTES = 16 * 1024
MAX_DEPTH = 16
MAX_ITEMS = 4096

_BREAK = object()
_INDEFINITE = -1
_SIMPLE = {20: False, 21: True, 22: None, 23: None}
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_KEYS = (int, str, bytes)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value under a tag that was not interpreted."""

    tag: int
    value: Any


def decode(data: bytes, max_bytes: int = MAX_BYTES) -> Any:
    """The one value that ``data`` encodes.

    Integers, bytes, text, lists, dicts, booleans, floats, ``None`` (also for
    undefined) and `Tagged`.

    Raises:
        Refused: malformed (also: repeated keys, keys that are not integers, text
            or bytes, bytes after the value, simple values without a meaning) or
            too_large (beyond ``max_bytes``, 16 levels or 4096 items).

    """
    if len(data) > max_bytes:
        raise too_large()
    reader = _Reader(data)
    value = reader.item(0)
    if value is _BREAK or reader.at != len(data):
        raise malformed()
    return value


def untagged(value: Any) -> Any:
    """The value under all its tags."""
    while isinstance(value, Tagged):
        value = value.value
    return value


class _Reader:
    """Reads item after item; never beyond the bytes, the depth or the count."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.items = 0
        self.majors: dict[int, Callable[[int, int, int], Any]] = {
            0: lambda info, arg, depth: self._integer(arg),
            1: lambda info, arg, depth: -1 - self._integer(arg),
            2: lambda info, arg, depth: self._string(2, arg),
            3: lambda info, arg, depth: _text(self._string(3, arg)),
            4: lambda info, arg, depth: self._list(arg, depth),
            5: lambda info, arg, depth: self._map(arg, depth),
            6: lambda info, arg, depth: self._tag(arg, depth),
            7: lambda info, arg, depth: self._simple(info, arg),
        }

    def item(self, depth: int) -> Any:
        """The next item, or the mark that ends an indefinite one."""
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise too_large()
        major, info, argument = self._head()
        return self.majors[major](info, argument, depth)

    def _value(self, depth: int) -> Any:
        value = self.item(depth)
        if value is _BREAK:
            raise malformed()
        return value

    def _head(self) -> tuple[int, int, int]:
        first = self._take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info, info
        if info < 28:
            return major, info, int.from_bytes(self._take(1 << (info - 24)))
        if info == 31:
            return major, info, _INDEFINITE
        raise malformed()

    def _take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise malformed()
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken

    def _integer(self, argument: int) -> int:
        if argument == _INDEFINITE:
            raise malformed()
        return argument

    def _string(self, major: int, argument: int) -> bytes:
        if argument != _INDEFINITE:
            return self._take(argument)
        parts = []
        while (head := self._head()) != (7, 31, _INDEFINITE):
            self.items += 1
            if head[0] != major or head[2] == _INDEFINITE or self.items > MAX_ITEMS:
                raise malformed()
            parts.append(self._take(head[2]))
        return b"".join(parts)

    def _list(self, argument: int, depth: int) -> list[Any]:
        if argument != _INDEFINITE:
            self._fits(argument)
            return [self._value(depth + 1) for _ in range(argument)]
        values = []
        while (value := self.item(depth + 1)) is not _BREAK:
            values.append(value)
        return values

    def _map(self, argument: int, depth: int) -> dict[Any, Any]:
        self._fits(2 * argument)
        pairs: dict[Any, Any] = {}
        while argument != len(pairs):
            key = self.item(depth + 1)
            if key is _BREAK and argument == _INDEFINITE:
                break
            if not isinstance(key, _KEYS) or isinstance(key, bool) or key in pairs:
                raise malformed()
            pairs[key] = self._value(depth + 1)
        return pairs

    def _fits(self, items: int) -> None:
        """Refuse a length that the remaining bytes cannot hold."""
        if items > len(self.data) - self.at:
            raise malformed()

    def _tag(self, argument: int, depth: int) -> Tagged:
        return Tagged(self._integer(argument), self._value(depth + 1))

    def _simple(self, info: int, argument: int) -> Any:
        if argument == _INDEFINITE:
            return _BREAK
        if info in _FLOATS:
            raw = argument.to_bytes(1 << (info - 24))
            return struct.unpack(_FLOATS[info], raw)[0]
        if info == 24 or info not in _SIMPLE:
            raise malformed()
        return _SIMPLE[info]


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise malformed() from None
