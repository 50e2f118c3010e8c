r"""The age format: a short header for one key, then chunks that prove themselves.

C2SP, age.md (age-encryption.org/v1), with one X25519 recipient::

    age-encryption.org/v1\n
    -> X25519 <ephemeral key, base64>\n
    <file key (16) sealed by ChaCha20-Poly1305, base64>\n
    --- <HMAC-SHA256 of all above up to and with ---, base64>\n
    nonce (16) | chunks of 64 KiB + 16

Each chunk is sealed under HKDF-SHA256(file key, salt = nonce, "payload") with the
nonce ``counter (11) | last (1)``: chunks cannot change places, be left out or be cut
off. The base64 has no padding.
"""

import base64
import binascii
import hashlib
import hmac
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.backup.errors import Damaged, WrongKey
from kiosk.backup.sealing_keys import Identity, Recipient

INTRO = b"age-encryption.org/v1\n"
STANZA = b"-> X25519 "
LABEL = b"age-encryption.org/v1/X25519"
FILE_KEY = 16
NONCE = 16
CHUNK = 64 * 1024
TAG = 16
LONGEST_LINE = 256
MOST_STANZAS = 20
END = b"--- "
LAST = b"\x01"


class Sealer:
    """A file to write to, whose bytes come out sealed; ends with `close`."""

    def __init__(self, out: IO[bytes], recipient: Recipient) -> None:
        self._out = out
        file_key, nonce = os.urandom(FILE_KEY), os.urandom(NONCE)
        out.write(_header(file_key, recipient) + nonce)
        self._box = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._held = bytearray()
        self._counter = 0

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks go out as soon as another one follows."""
        self._held += data
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), b"\x00")
            del self._held[:CHUNK]
        return len(data)

    def close(self) -> None:
        """The last chunk; without it nobody takes the file for whole."""
        self._put(bytes(self._held), LAST)
        self._held.clear()

    def _put(self, plain: bytes, last: bytes) -> None:
        nonce = self._counter.to_bytes(11, "big") + last
        self._out.write(self._box.encrypt(nonce, plain, None))
        self._counter += 1


class Opener:
    """A file to read from: every byte that it gives was proved first.

    Raises:
        WrongKey: it was sealed for another key.
        Damaged: it is no such file, cut off, or changed; also while reading.

    """

    def __init__(self, sealed: IO[bytes], identity: Identity) -> None:
        self._sealed = sealed
        file_key = _open_header(sealed, identity)
        nonce = sealed.read(NONCE)
        if len(nonce) != NONCE:
            raise _cut_off()
        self._box = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._held = b""
        self._counter = 0
        self._next = sealed.read(CHUNK + TAG)
        if not self._next:
            raise _cut_off()

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end, which is the sealed end."""
        while len(self._held) < size and self._next:
            self._held += self._chunk()
        given, self._held = self._held[:size], self._held[size:]
        return given

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._sealed.read(CHUNK + TAG)
        last = b"\x00" if self._next else LAST
        nonce = self._counter.to_bytes(11, "big") + last
        self._counter += 1
        try:
            return self._box.decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError):
            raise _cut_off() from None


def _header(file_key: bytes, recipient: Recipient) -> bytes:
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient.public))
    wrap = ChaCha20Poly1305(_derive(secret, share + recipient.public, LABEL))
    body = wrap.encrypt(bytes(12), file_key, None)
    lines = INTRO + STANZA + _b64(share) + b"\n" + _b64(body) + b"\n---"
    return lines + b" " + _b64(_mac(file_key, lines)) + b"\n"


def _open_header(sealed: IO[bytes], identity: Identity) -> bytes:
    intro = sealed.readline(LONGEST_LINE)
    if intro != INTRO:
        raise Damaged("不是本程序的备份 this is not a backup, or it is damaged")
    lines, file_key = intro, None
    for _ in range(2 * MOST_STANZAS):
        line = sealed.readline(LONGEST_LINE)
        if line.startswith(END):
            return _proved(file_key, lines, line)
        lines += line
        if line.startswith(STANZA):
            body = sealed.readline(LONGEST_LINE)
            lines += body
            file_key = file_key or _unwrap(line, body, identity)
    raise _cut_off()


def _unwrap(line: bytes, body: bytes, identity: Identity) -> bytes | None:
    share, wrapped = _unb64(line[len(STANZA) :]), _unb64(body)
    try:
        secret = identity.private.exchange(X25519PublicKey.from_public_bytes(share))
        key = _derive(secret, share + identity.recipient.public, LABEL)
        return ChaCha20Poly1305(key).decrypt(bytes(12), wrapped, None)
    except (InvalidTag, ValueError):
        return None


def _proved(file_key: bytes | None, lines: bytes, end: bytes) -> bytes:
    if file_key is None:
        raise WrongKey(
            "这把密钥打不开这个备份 the backup was sealed for another key; "
            "its public half stands in config.toml, [backup] recipient"
        )
    if not hmac.compare_digest(_unb64(end[len(END) :]), _mac(file_key, lines + b"---")):
        raise _cut_off()
    return file_key


def _derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(secret)


def _mac(file_key: bytes, lines: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), lines, hashlib.sha256)


def _b64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unb64(text: bytes) -> bytes:
    plain = text.rstrip(b"\n")
    try:
        data = base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        raise _cut_off() from None
    if _b64(data) != plain:  # one text for the same bytes, and no other
        raise _cut_off()
    return data


def _cut_off() -> Damaged:
    return Damaged(
        "备份不完整或被改动 the backup is cut off or was changed; "
        "take another copy of it"
    )
