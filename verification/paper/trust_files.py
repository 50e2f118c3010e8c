"""Files of trusted keys, as offices hand them on; a bad entry spoils no other."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from verification.paper.certificates import (
    Certificate,
    CertificateProblem,
    load_certificate,
    load_certificates,
    load_public_key,
)
from verification.paper.shc_trust import (
    CardKey,
    CardRevocations,
    read_key_set,
    read_revocations,
)
from verification.paper.trusted_key import TrustedKey, key_of, kid_of

LARGEST_FILE = 32 * 1024 * 1024
BARE_KEY = "SPKI:"

_PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----.*?-----END [A-Z0-9 ]+-----", re.DOTALL)
_KID_SHOWN = 64


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was not taken of a file.

    Attributes:
        entry: key id or number of the certificate in it; empty for the whole file.

    """

    file: str
    entry: str
    why: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.why) if part)


@dataclass(slots=True)
class Found:
    """Everything that was found in files so far."""

    hcert: list[tuple[bytes, TrustedKey]] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    card_keys: list[CardKey] = field(default_factory=list)
    revocations: list[CardRevocations] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def read(self, name: str, data: bytes) -> None:
        """Take what ``data`` holds: a JSON map, a key set, a list, certificates."""
        if len(data) > LARGEST_FILE:
            self.skipped.append(Skipped(name, "", "太大 too large"))
        elif data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
            self._json(name, data)
        else:
            self._certificates(name, data)

    def _json(self, name: str, data: bytes) -> None:
        try:
            document = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            self.skipped.append(Skipped(name, "", "不是有效的 JSON not valid JSON"))
            return
        before = len(self.card_keys)
        self.card_keys += read_key_set(document)
        revocations = read_revocations(document)
        if revocations is not None:
            self.revocations.append(revocations)
        elif not _is_key_set(document):
            self._map(name, document)
        elif before == len(self.card_keys):
            self.skipped.append(Skipped(name, "", "没有可用的公钥 no usable key in it"))

    def _map(self, name: str, document: Any) -> None:
        entries = list(_entries(document))
        if not entries:
            self.skipped.append(Skipped(name, "", "没有公钥 no keys in it"))
        for kid, value in entries:
            self._try(name, kid, partial(self._entry, name, kid, value))

    def _entry(self, name: str, kid: str, value: Any) -> None:
        self.hcert.append((_bytes(kid), _trusted(value, name)))

    def _certificates(self, name: str, data: bytes) -> None:
        for number, block in enumerate(_PEM.findall(data) or [data], 1):
            self._try(name, str(number), partial(self._certificate, name, block))

    def _certificate(self, name: str, block: bytes) -> None:
        for certificate in load_certificates(block):
            self.certificates.append(certificate)
            self.hcert.append((kid_of(certificate.der), key_of(certificate, name)))

    def _try(self, name: str, entry: str, take: Callable[[], None]) -> None:
        try:
            take()
        except CertificateProblem as problem:
            self.skipped.append(Skipped(name, entry[:_KID_SHOWN], str(problem)))


def _is_key_set(document: Any) -> bool:
    return isinstance(document, Mapping) and (
        isinstance(document.get("keys"), list) or "issuerInfo" in document
    )


def _entries(document: Any) -> Iterator[tuple[str, Any]]:
    """Pairs of key id and value out of a map of lists."""
    if isinstance(document, Mapping):
        for kid, values in document.items():
            for value in values if isinstance(values, list) else [values]:
                yield kid, value


def _trusted(value: Any, source: str) -> TrustedKey:
    if not isinstance(value, str):
        raise CertificateProblem("neither a certificate nor a key")
    if value.startswith(BARE_KEY):
        spki = _bytes(value.removeprefix(BARE_KEY))
        return TrustedKey(load_public_key(spki), source=source)
    return key_of(load_certificate(_bytes(value)), source)


def _bytes(text: str) -> bytes:
    """Base64 or base64url, padded or not."""
    plain = text.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise CertificateProblem("not base64") from None
