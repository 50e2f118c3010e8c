"""`TrustStore`: whom we believe."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from verification.paper.certificates import Certificate
from verification.paper.shc_trust import CardTrust
from verification.paper.trust_files import LARGEST_FILE, Found, Skipped
from verification.paper.trusted_key import TrustedKey

Keys = Mapping[bytes, tuple[TrustedKey, ...]]


@dataclass(frozen=True, slots=True)
class TrustStore:
    """All keys that we believe, each for one family of papers only.

    A state's key signs no pass of ours, and a key of ours no state's certificate.

    Attributes:
        hcert: keys of the EU and WHO family, by key id; several may share one.
        passes: keys of our own passes, by key id.
        cards: issuers of SMART Health Cards.
        certificates: signers and authorities (CSCA) that stood in files of their
            own: a VDS-NC must be signed by one of them or chain to one.
        skipped: what of the files was not taken, and why.

    """

    hcert: Keys = field(default_factory=dict)
    passes: Keys = field(default_factory=dict)
    cards: CardTrust = field(default_factory=CardTrust)
    certificates: tuple[Certificate, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> "TrustStore":
        """Read every file of a folder, but none that is hidden.

        Raises:
            OSError: the folder cannot be listed.

        """
        found = Found()
        for path in sorted(folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                _read_file(found, path)
        return cls._of(found)

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> "TrustStore":
        """The same from files that lie elsewhere, by name."""
        found = Found()
        for name, data in sorted(files.items()):
            found.read(name, data)
        return cls._of(found)

    def with_passes(self, keys: Iterable[tuple[bytes, TrustedKey]]) -> "TrustStore":
        """The same store that believes these keys, and no others, of our passes."""
        return replace(self, passes=_by_kid(keys))

    @classmethod
    def _of(cls, found: Found) -> "TrustStore":
        return cls(
            hcert=_by_kid(found.hcert),
            cards=CardTrust.of(found.card_keys, found.revocations),
            certificates=tuple(found.certificates),
            skipped=tuple(found.skipped),
        )


def _by_kid(pairs: Iterable[tuple[bytes, TrustedKey]]) -> Keys:
    sorted_keys = defaultdict[bytes, list[TrustedKey]](list)
    for kid, key in pairs:
        sorted_keys[kid].append(key)
    return {kid: tuple(keys) for kid, keys in sorted_keys.items()}


def _read_file(found: Found, path: Path) -> None:
    try:
        with path.open("rb") as file:
            found.read(path.name, file.read(LARGEST_FILE + 1))
    except OSError as error:
        found.skipped.append(Skipped(path.name, "", error.strerror or "unreadable"))
