"""`PassDesk`: issues our passes to people, and ends them.

A pass is kept in the registry before anybody holds it: what is signed here is known
here. It counts through its last day, and from the morning of the day of issue, so
that a kiosk whose clock is some minutes behind takes it, too.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kiosk.house import House
from kiosk.passes.barred import Words, barred_words
from kiosk.passes.content import Hand, claims_for
from kiosk.passes.office import PassOffice
from kiosk.passes.problems import PassProblem, Why
from verification.errors import RegistryConflict
from verification.passes.claims import ID_LENGTH, PassClaims
from verification.passes.code import parse_code
from verification.passes.errors import CodeProblem, SigningProblem
from verification.passes.holder import load_holder_keys
from verification.passes.issued import IssuedPass
from verification.passes.key_entry import KeyState
from verification.passes.keys import SigningKey
from verification.passes.signer import sign_pass
from verification.registry import Editor, PassEnd, PassRecord, PersonDetails, Registry

DAYS = 30  # paper cannot be called back, so it lives shortly
MOST_DAYS = 365
TRIES = 3
HEX = 2 * ID_LENGTH


def nothing_missing(name: str) -> str:
    """Where passes are handed on as text, every name will do."""
    return ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of many: a pass, or why there is none."""

    person: bytes
    issued: IssuedPass | None = None
    problem: PassProblem | None = None


@dataclass(frozen=True, slots=True)
class PassDesk:
    """Issues and revokes in one author's name.

    Attributes:
        registry: of the site, over a connection of the caller's own.
        office: the signing keys and lists.
        zone: of the site; a pass ends with a day there.
        missing: the characters of a name that cannot be printed.
        barred: words of a status with which nobody gets a pass.

    """

    registry: Registry
    office: PassOffice
    zone: ZoneInfo
    missing: Callable[[str], str]
    barred: Words

    @classmethod
    def of(
        cls,
        house: House,
        author: str,
        now: Callable[[], datetime],
        missing: Callable[[str], str] = nothing_missing,
    ) -> "PassDesk":
        """The desk of a house; ``missing`` is that of whoever prints its passes."""
        office = PassOffice.of(house, author, now)
        zone = ZoneInfo(house.config.site.timezone)
        barred = barred_words(house)
        return cls(house.registry, office, zone, missing, barred)

    def issue(self, person: bytes, days: int = DAYS) -> IssuedPass:
        """A new pass for a registered person; her earlier ones end with it.

        Args:
            person: subject of her document.
            days: how many days it counts, today not counted.

        Raises:
            PassProblem: unknown_person, dead, barred, no_glyph, no_font, or twice.
            SigningProblem: no key may sign now.
            KeyProblem: a key's file must not be used.

        """
        issued = self._issue(self._hand(), person, days)
        self._note("pass.issued", 1)
        return issued

    def issue_many(
        self, people: Iterable[bytes], days: int = DAYS
    ) -> Iterator[Attempt]:
        """Passes for many; who cannot have one is left out and named with the reason.

        Raises:
            SigningProblem: no key may sign now.
            KeyProblem: a key's file must not be used.

        """
        hand, count = self._hand(), 0
        try:
            for person in people:
                attempt = self._attempt(hand, person, days)
                count += attempt.issued is not None  # kept, even if nobody goes on
                yield attempt
        finally:
            if count:
                self._note("pass.issued", count)

    def renew(self, word: str, days: int = DAYS) -> IssuedPass:
        """A new pass for the holder of this one, which ends with it.

        Raises:
            PassProblem: unknown_pass, or as `issue`.
            SigningProblem: no key may sign now.
            KeyProblem: a key's file must not be used.

        """
        return self.issue(self.find(word).person, days)

    def again(self, word: str) -> IssuedPass:
        """The same pass once more, to be printed again.

        Raises:
            PassProblem: unknown_pass or ended.
            SigningProblem: the key that signed it is not here any more.
            KeyProblem: a key's file must not be used.

        """
        record = self.find(word)
        details = self.registry.details(record.person)
        if details is None or record.ended or record.expires <= self.office.now():
            raise PassProblem(Why.ENDED)
        hand = self._hand(record.kid)
        times = (record.issued_at, record.not_before, record.expires)
        claims = claims_for(details, hand, (record.id, record.generation), times)
        return sign_pass(claims, hand.signer)

    def revoke(self, word: str, why: PassEnd = PassEnd.WITHDRAWN) -> PassRecord | None:
        """A pass ends for ever; `publish` tells kiosks without network.

        Args:
            word: its short code, or its id in hex digits.
            why: lost, withdrawn or mistake.

        Returns:
            The pass; ``None`` for an id that the registry does not know, as after a
            restored backup: it is revoked all the same.

        Raises:
            PassProblem: unknown_pass.

        """
        record, pass_id = self._find(word)
        if pass_id is None:
            raise PassProblem(Why.UNKNOWN_PASS)
        key = record.person if record else pass_id
        change = self._editor().revoke_pass(key, pass_id, why)
        self.registry.apply([change])
        self._note("pass.revoked", 1)
        return self.registry.papers.pass_record(pass_id)

    def find(self, word: str) -> PassRecord:
        """A pass by its short code or its id.

        Raises:
            PassProblem: unknown_pass.

        """
        record, _ = self._find(word)
        if record is None:
            raise PassProblem(Why.UNKNOWN_PASS)
        return record

    def publish(self) -> bool:
        """Sign the list of revoked passes anew; false when this box signs nothing.

        Raises:
            SigningProblem: the clock is behind the list in force.
            KeyProblem: the key's file must not be used.

        """
        lists = self.office.lists()
        signer = lists.keys.signer(self.office.now()) if lists else None
        if signer is None or not self.office.ring.has(signer.kid):
            return False
        self.office.publish()
        return True

    def _find(self, word: str) -> tuple[PassRecord | None, bytes | None]:
        papers = self.registry.papers
        pass_id = _pass_id(word)
        if pass_id is not None:
            return papers.pass_record(pass_id), pass_id
        try:
            record = papers.pass_by_code(parse_code(word))
        except CodeProblem:
            return None, None
        return record, record.id if record else None

    def _hand(self, kid: bytes | None = None) -> Hand:
        """The key that signs now, or the one that signed before."""
        signer = self.office.signer() if kid is None else self._signed_with(kid)
        holder = load_holder_keys(self.office.folder)
        if holder is None:
            raise SigningProblem(
                "本机没有持证人密钥 holder.key the holder key is not on this machine; "
                "issue passes where the keys were made"
            )
        return Hand(signer, holder)

    def _signed_with(self, kid: bytes) -> SigningKey:
        lists = self.office.lists()
        entry = lists.keys.find(kid) if lists else None
        if entry is None or entry.state is KeyState.RETIRED:
            raise PassProblem(Why.ENDED)
        return self.office.ring.signing_key(entry)

    def _issue(self, hand: Hand, person: bytes, days: int) -> IssuedPass:
        for _ in range(TRIES):
            details = self.registry.details(person)
            if details is None:
                raise PassProblem(Why.UNKNOWN_PERSON)
            if details.record.dead:
                raise PassProblem(Why.DEAD)
            if details.record.status in self.barred:
                raise PassProblem(Why.BARRED)
            missing = self.missing(details.name)
            if missing:
                raise PassProblem(Why.NO_GLYPH, missing)
            issued = sign_pass(self._new_claims(details, hand, days), hand.signer)
            if self._kept(issued, person):
                return issued
        raise PassProblem(Why.TWICE)

    def _attempt(self, hand: Hand, person: bytes, days: int) -> Attempt:
        try:
            return Attempt(person, self._issue(hand, person, days))
        except PassProblem as problem:
            return Attempt(person, problem=problem)

    def _kept(self, issued: IssuedPass, person: bytes) -> bool:
        change = self._editor().issue_pass(issued.claims, issued.kid, person)
        try:
            self.registry.apply([change])
        except RegistryConflict:
            return False  # a code that is taken, a later pass, an erased person
        return True

    def _new_claims(self, details: PersonDetails, hand: Hand, days: int) -> PassClaims:
        passes = self.registry.papers.passes_of(details.record.subject)
        generation = passes[0].generation + 1 if passes else 1
        now, end = self.office.now().replace(microsecond=0), hand.signer.not_after
        expires = self._midnight(now, days + 1)
        times = (now, self._midnight(now, 0), min(expires, end) if end else expires)
        return claims_for(details, hand, (os.urandom(ID_LENGTH), generation), times)

    def _midnight(self, now: datetime, days: int) -> datetime:
        day = now.astimezone(self.zone).date() + timedelta(days=days)
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def _editor(self) -> Editor:
        return Editor(self.registry.keys, self.office.author, self.office.now())

    def _note(self, change: str, count: int) -> None:
        self.office.record({"change": change, "count": count})


def _pass_id(word: str) -> bytes | None:
    """An id in hex digits; a short code has another length."""
    plain = word.strip().lower()
    try:
        return bytes.fromhex(plain) if len(plain) == HEX else None
    except ValueError:
        return None
