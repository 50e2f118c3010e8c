"""ZIP files under AES-256, as WinZip, 7-Zip, WinRAR, Bandizip and 360 open them.

APPNOTE.TXT 6.3.10 (PKWARE) and "AES Encryption Information: Encryption Specification
AE-1 and AE-2" (WinZip), here AE-2 with 256 bits. The data of an entry are::

    salt (16) | check of the password (2) | encrypted (n) | HMAC-SHA1 of that (10)

Key, HMAC key and check come from PBKDF2-HMAC-SHA1 with 1000 rounds. The cipher is
AES in counter mode whose counter begins at 1 and grows in *little*-endian order.
Names, sizes and dates of the entries stay readable: a name must say nothing.
"""

import hashlib
import hmac
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Self, cast

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

ROUNDS = 1000
KEY = 32
SALT = 16
CHECK = 2
PROOF = 10
BLOCK = 16
PIECE = 64 * 1024
LARGEST = 0xFFFFFFFF  # without the ZIP64 extension
NEEDED = 51  # version of a reader that knows AES
FLAGS = 0x0801  # encrypted, names in UTF-8
AES_METHOD = 99
DEFLATED = 8
EXTRA = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, DEFLATED)
OWNER_ONLY = 0o100600 << 16
LOCAL = struct.Struct("<4sHHHHHLLLHH")
CENTRAL = struct.Struct("<4sHHHHHHLLLHHHHHLL")
END = struct.Struct("<4sHHHHLLH")
UNIX = 3 << 8


class TooLarge(ValueError):
    """More than the format holds."""

    def __init__(self) -> None:
        super().__init__("文件超过 4 GB more than 4 GB do not fit into such a file")


@dataclass(slots=True)
class _Entry:
    name: bytes
    offset: int
    packed: int = 0
    plain: int = 0


class SealedZip:
    """An archive to write, entry after entry; a context that ends it well.

    Args:
        out: takes the bytes, and can seek.
        password: ASCII, strong: see `new_password`.
        at: the date of its entries.

    """

    def __init__(self, out: IO[bytes], password: str, at: datetime) -> None:
        self._out = out
        self._password = password.encode("ascii")
        self._when = _dos_time(at)
        self._entries: list[_Entry] = []

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Only what came to its end gets the directory that makes it an archive."""
        if kind is None:
            self._finish()

    def write(self, name: str, data: bytes) -> None:
        """One small entry.

        Raises:
            TooLarge: the archive is full.

        """
        with self.entry(name) as file:
            file.write(data)

    @contextmanager
    def entry(self, name: str) -> Iterator[IO[bytes]]:
        """One entry that is written piece by piece; it cannot seek.

        Raises:
            TooLarge: the archive is full.

        """
        here = _Entry(name.encode(), self._out.tell())
        self._local_header(here)
        begun = self._out.tell()
        stream = _Stream(self._out, self._password)
        yield cast(IO[bytes], stream)
        here.plain = stream.close()
        here.packed = self._out.tell() - begun
        self._local_header(here)  # by now it is known how long
        self._out.seek(0, os.SEEK_END)
        self._entries.append(here)

    def _local_header(self, one: _Entry) -> None:
        if max(one.plain, one.packed, one.offset) > LARGEST:
            raise TooLarge
        self._out.seek(one.offset)
        header = LOCAL.pack(
            b"PK\x03\x04", NEEDED, FLAGS, AES_METHOD, *self._when, 0,
            one.packed, one.plain, len(one.name), len(EXTRA),
        )  # fmt: skip
        self._out.write(header + one.name + EXTRA)

    def _finish(self) -> None:
        begun = self._out.tell()
        for one in self._entries:
            header = CENTRAL.pack(
                b"PK\x01\x02", UNIX | NEEDED, NEEDED, FLAGS, AES_METHOD, *self._when,
                0, one.packed, one.plain, len(one.name), len(EXTRA),
                0, 0, 0, OWNER_ONLY, one.offset,
            )  # fmt: skip
            self._out.write(header + one.name + EXTRA)
        size, count = self._out.tell() - begun, len(self._entries)
        if begun > LARGEST:
            raise TooLarge
        end = END.pack(b"PK\x05\x06", 0, 0, count, count, size, begun, 0)
        self._out.write(end)


class _Stream:
    """Deflates, encrypts and proves what is written into one entry."""

    def __init__(self, out: IO[bytes], password: bytes) -> None:
        salt = os.urandom(SALT)
        made = hashlib.pbkdf2_hmac("sha1", password, salt, ROUNDS, 2 * KEY + CHECK)
        self._out = out
        # ECB of counters is counter mode; the library's own counts the other way.
        ecb = Cipher(algorithms.AES(made[:KEY]), modes.ECB())  # noqa: S305 - see above
        self._cipher = ecb.encryptor()
        self._proof = hmac.new(made[KEY : 2 * KEY], digestmod="sha1")
        self._packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._held = bytearray()
        self._counter = 1
        self._plain = 0
        out.write(salt + made[2 * KEY :])

    def write(self, data: bytes) -> int:
        """Take bytes; whole pieces go out at once."""
        self._plain += len(data)
        self._held += self._packer.compress(data)
        while len(self._held) >= PIECE:
            self._put(bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Whoever writes a file may ask for it; the rest goes out at the end."""

    def close(self) -> int:
        """The rest and the proof; returns how many bytes were taken."""
        self._held += self._packer.flush()
        self._put(bytes(self._held))
        self._out.write(self._proof.digest()[:PROOF])
        return self._plain

    def _put(self, packed: bytes) -> None:
        blocks = -(-len(packed) // BLOCK)
        counters = range(self._counter, self._counter + blocks)
        self._counter += blocks
        plain = b"".join(number.to_bytes(BLOCK, "little") for number in counters)
        stream = self._cipher.update(plain)[: len(packed)]
        mixed = int.from_bytes(packed, "big") ^ int.from_bytes(stream, "big")
        sealed = mixed.to_bytes(len(packed), "big")
        self._proof.update(sealed)
        self._out.write(sealed)


def _dos_time(at: datetime) -> tuple[int, int]:
    """Time and date as MS-DOS wrote them."""
    time = at.hour << 11 | at.minute << 5 | at.second // 2
    return time, max(at.year - 1980, 0) << 9 | at.month << 5 | at.day
