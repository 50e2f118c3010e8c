"""`PassOffice`: makes, follows and retires signing keys, and signs the lists."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.alone import alone
from kiosk.house import House
from kiosk.passes.door import Files, held_lists, take_lists
from verification.passes.errors import SigningProblem
from verification.passes.holder import create_holder_key
from verification.passes.key_list import KeyList
from verification.passes.keys import PrivateKey, SigningKey, key_id
from verification.passes.lists import PassLists
from verification.passes.revocations import RevocationList
from verification.passes.ring import Ring
from verification.passes.rotation import (
    LEAD,
    first_key_list,
    next_number,
    retired,
    rotated,
)
from verification.registry.papers import Papers
from verification.registry.shelf import REVOKED, Shelf

Facts = Mapping[str, str | int]
FOLDER = "passes"
LOCK = "passes.lock"
EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PassOffice:
    """The keys and lists of one site, changed in one author's name.

    Attributes:
        folder: the keys of the site.
        site: its name, as the key list says it.
        shelf: where the lists are kept.
        papers: which passes were issued and revoked.
        author: internal id of the member of staff, or a program's word.
        now: wall-clock time, UTC.
        record: writes facts about nobody into the ledger.

    """

    folder: Path
    site: str
    shelf: Shelf
    papers: Papers
    author: str
    now: Callable[[], datetime]
    record: Callable[[Facts], None]

    @classmethod
    def of(cls, house: House, author: str, now: Callable[[], datetime]) -> "PassOffice":
        """The office of a house."""
        return cls(
            house.folder.keys,
            house.config.site.name,
            house.registry.shelf,
            house.registry.papers,
            author,
            now,
            house.recorder(author),
        )

    @property
    def ring(self) -> Ring:
        """The private keys and the trusted root."""
        return Ring(self.folder / FOLDER)

    def alone(self) -> AbstractContextManager[None]:
        """Hold keys and lists, which two offices at once would spoil for each other."""
        return alone(self.folder / LOCK)

    def lists(self) -> PassLists | None:
        """The lists in force; ``None`` before the first keys."""
        return held_lists(self.shelf, self.ring.root())

    def signer(self) -> SigningKey:
        """The key that signs passes now.

        Raises:
            SigningProblem: there is none, or it is not here.
            KeyProblem: its file must not be used.

        """
        return self.ring.signer(self._keys(), self.now())

    def make(self) -> PassLists:
        """The first keys of a site: root, holder key, and a signing key for at once.

        Raises:
            SigningProblem: there are keys already, or another site's root is trusted.

        """
        with self.alone():
            if self.lists() is not None:
                raise SigningProblem(
                    "已有签名密钥；要换新请运行 there are keys already; "
                    "for a new one run: kiosk pass keys rotate"
                )
            return self._make()

    def rotate(
        self, lead: timedelta = LEAD, root_file: Path | None = None
    ) -> PassLists:
        """Announce a new signing key that begins after ``lead``.

        Raises:
            SigningProblem: there are no keys yet, or the clock is behind.
            KeyProblem: the root is not where it was said to be.

        """
        with self.alone():
            held, root = self._keys(), self.ring.root_key(root_file)
            key = self.ring.make_key().public_key()
            made = rotated(held, key, self.now(), lead)
            return self._issue("pass.keys.rotated", key_id(key), made, root)

    def retire(
        self, kid: bytes, *, force: bool = False, root_file: Path | None = None
    ) -> PassLists:
        """End a signing key with all its passes; its private half is destroyed.

        Raises:
            SigningProblem: passes of it are still good and ``force`` is not given,
                or no other key could sign.
            KeyProblem: the root is not where it was said to be.

        """
        with self.alone():
            held, root = self._keys(), self.ring.root_key(root_file)
            made = retired(held, kid, self.now())
            if not force:
                self._check_spare(kid)
            lists = self._issue("pass.keys.retired", kid, made, root)
            self.ring.destroy(kid)
            return lists

    def publish(self) -> RevocationList:
        """Sign what is revoked now as the next numbered list, and keep it.

        Raises:
            SigningProblem: no key may sign now, or the clock is behind.
            KeyProblem: the key's file must not be used.

        """
        with self.alone():
            keys = self._keys()
            made, data = self._revoked(keys)
            self._take(Files(revoked=data))
        self.record({"change": "pass.revoked.listed", "number": made.number})
        return made

    def living(self, kid: bytes) -> int:
        """How many passes of a key are still good."""
        now = self.now()
        return sum(
            record.kid == kid and record.expires > now and not record.ended
            for record in self.papers.passes()
        )

    def _make(self) -> PassLists:
        ring = self.ring
        root = ring.root_key() if ring.root() else ring.make_root()
        create_holder_key(self.folder)
        key = ring.make_key().public_key()
        made = first_key_list(self.site, key, self.now())
        return self._issue("pass.keys.made", key_id(key), made, root)

    def _keys(self) -> KeyList:
        lists = self.lists()
        if lists is None:
            raise SigningProblem(
                "还没有签名密钥，请先运行 there are no keys yet; first run: "
                "kiosk pass keys make"
            )
        return lists.keys

    def _check_spare(self, kid: bytes) -> None:
        living = self.living(kid)
        if living:
            raise SigningProblem(
                f"还有 {living:,} 张有效通行证由它签发，停用会使其全部作废；确定请加 "
                f"--force. {living:,} passes that it signed are still good and would "
                "die with it; if that is meant, add --force"
            )

    def _issue(
        self, change: str, kid: bytes, made: KeyList, root: PrivateKey
    ) -> PassLists:
        """Keep a key list with the list of revoked passes that goes with it."""
        revoked, data = self._revoked(made)
        lists = self._take(Files(made.sign(root), data))
        numbers = {"number": made.number, "revoked_number": revoked.number}
        self.record({"change": change, "kid": kid.hex(), **numbers})
        return lists

    def _revoked(self, keys: KeyList) -> tuple[RevocationList, bytes]:
        now = self.now().replace(microsecond=0)
        held = self.shelf.paper_list(REVOKED)
        number = next_number(held.seq, held.issued_at, now) if held else 1
        made = RevocationList.of(number, now, keys, self._ids(now))
        return made, made.sign(self.ring.signer(keys, now))

    def _ids(self, now: datetime) -> set[bytes]:
        """What is revoked here, and what stood on the last list but is unknown here.

        A registry that was restored from an older copy must not bring back to life
        what was revoked since.
        """
        lists = self.lists()
        listed = lists.revoked.ids if lists and lists.revoked else frozenset()
        ever = self.papers.revoked_ids(EVER)
        return {*self.papers.revoked_ids(now), *listed.difference(ever)}

    def _take(self, files: Files) -> PassLists:
        root = self.ring.root()
        if root is None:
            raise SigningProblem("没有根密钥 there is no root key here")
        return take_lists(self.shelf, root, files, self.author, self.now())
