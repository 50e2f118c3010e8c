"""`TrustOffice`: brings in and removes the keys of foreign papers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.house import House
from verification.paper.trust import TrustStore
from verification.paper.trust_files import LARGEST_FILE, Skipped
from verification.registry import TrustFile
from verification.registry.shelf import Shelf

Facts = Mapping[str, str | int]
LONGEST_NAME = 100


class TrustProblem(Exception):
    """A file of keys that is not taken, or is not there; the text says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of keys holds.

    Attributes:
        keys: of the EU and WHO family, also those of certificates.
        cards: issuers' keys of SMART Health Cards, and lists of cards taken back.
        certificates: signers and authorities that a VDS-NC may chain to.
        skipped: what of it was not taken, and why.

    """

    keys: int
    cards: int
    certificates: int
    skipped: tuple[Skipped, ...] = ()


def contents_of(name: str, data: bytes) -> Contents:
    """Look into a file of keys.

    Raises:
        TrustProblem: nothing in it can be used.

    """
    store = TrustStore.from_files({name: data})
    if replace(store, skipped=()) == TrustStore():
        why = "; ".join(str(one) for one in store.skipped[:3])
        raise TrustProblem(f"没有可用的公钥 nothing in it can be used: {why or name}")
    return Contents(
        keys=sum(map(len, store.hcert.values())),
        cards=sum(map(len, store.cards.keys.values())) + len(store.cards.revocations),
        certificates=len(store.certificates),
        skipped=store.skipped,
    )


@dataclass(frozen=True, slots=True)
class TrustOffice:
    """Changes whom this site believes of foreign papers, in one author's name.

    Attributes:
        shelf: where the files are kept.
        record: writes facts about nobody into the ledger.

    """

    shelf: Shelf
    author: str
    now: Callable[[], datetime]
    record: Callable[[Facts], None]

    @classmethod
    def of(
        cls, house: House, author: str, now: Callable[[], datetime]
    ) -> "TrustOffice":
        """The office of a house."""
        return cls(house.registry.shelf, author, now, house.recorder(author))

    def take(self, name: str, data: bytes) -> Contents:
        """Believe the keys of a file, in place of one of the same name.

        Raises:
            TrustProblem: nothing in it can be used, or its name is too long.

        """
        if len(name) > LONGEST_NAME or len(data) > LARGEST_FILE:
            raise TrustProblem(
                f"文件名过长或文件太大 too long a name or too large: {name}"
            )
        contents = contents_of(name, data)
        self.shelf.put_trust(name, data, self.author, self.now())
        self._note("trust.imported", name)
        return contents

    def files(self) -> list[tuple[TrustFile, Contents]]:
        """All files with what they hold."""
        data = self.shelf.trust_data()
        files = self.shelf.trust_files()
        return [(file, contents_of(file.name, data[file.name])) for file in files]

    def remove(self, name: str) -> None:
        """Believe these keys no longer.

        Raises:
            TrustProblem: there is no such file.

        """
        if not self.shelf.remove_trust(name):
            raise TrustProblem(f"没有这个文件 there is no such file: {name}")
        self._note("trust.removed", name)

    def _note(self, change: str, name: str) -> None:
        digests = {file.name: file.sha256.hex() for file in self.shelf.trust_files()}
        facts = {"change": change, "file": name, "sha256": digests.get(name, "")}
        self.record(facts)
