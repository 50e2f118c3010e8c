"""Where a lane's decisions meet the registry and the ledger."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from kiosk.lane.actions import Decide, GiveBack, Intend, Record
from kiosk.lane.events import Decided, Ignored, Intended
from verification.errors import VerificationError
from verification.evidence import CardEvidence, EvidenceKind
from verification.ids import new_id
from verification.ledger import Entry, EventKind, Ledger, Transaction
from verification.moments import Moment
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.registry import Registry
from verification.verify import Verdict, verify

log = structlog.get_logger()
RECORD_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, VerificationError, OSError)


@dataclass(frozen=True, slots=True)
class Desk:
    """Verifies, claims and records for one lane."""

    lane: str
    registry: Registry
    ledger: Ledger
    policy: Policy
    now: Callable[[], Moment]

    def decide(self, action: Decide) -> Decided | Ignored:
        """Verify a card; commit presented, verdict, claim and intent at once.

        Any failure ends in `unable`: no exception opens a gate or stops a lane.
        """
        verdict = self._verify(action)
        if action.open_for is not None:
            if verdict.subject != action.open_for:
                return Ignored(action.visit)
            verdict = replace(
                verdict, outcome=Outcome.ADMIT, reason=Reason.ALREADY_OPEN
            )
        try:
            with self.ledger.transaction() as transaction:
                verdict, order = self._commit(transaction, action, verdict)
        except RECORD_ERRORS as error:
            log.error("record_failed", lane=self.lane, error=type(error).__name__)
            return replace(_decided(action.visit, verdict, None), recorded=False)
        return _decided(action.visit, verdict, order)

    def intend(self, action: Intend) -> Intended:
        """Commit an override and the intent to open that follows from it."""
        order = str(new_id())
        facts = {"reason": action.reason, "command": action.command}
        try:
            self.ledger.append(
                self._entry(EventKind.OVERRIDE, action, facts),
                self._entry(EventKind.GATE_INTENT, action, {"order": order}),
            )
        except RECORD_ERRORS as error:
            log.error("record_failed", lane=self.lane, error=type(error).__name__)
            return Intended(action.visit, None)
        return Intended(action.visit, order)

    def record(self, action: Record) -> bool:
        """Add one event; false when the ledger could not be written."""
        entry = Entry(
            action.kind,
            lane=self.lane,
            visit=action.visit,
            outcome=action.outcome,
            reason=action.reason,
            evidence=action.evidence,
            staff=action.staff,
            more=action.more,
        )
        try:
            self.ledger.append(entry)
        except RECORD_ERRORS as error:
            log.error("record_failed", lane=self.lane, error=type(error).__name__)
            return False
        return True

    def give_back(self, action: GiveBack) -> bool:
        """Free the claim of a visit that did not go through."""
        try:
            with self.ledger.transaction() as transaction:
                transaction.give_back(action.visit)
        except RECORD_ERRORS as error:
            log.error("record_failed", lane=self.lane, error=type(error).__name__)
            return False
        return True

    def _verify(self, action: Decide) -> Verdict:
        read = action.read
        evidence = CardEvidence(
            read.kind.value, read.number, read.name, read.birth, read.valid_until
        )
        try:
            return verify(evidence, self.registry, self.policy, self.now())
        except Exception as error:  # on doubt the gate stays shut
            log.error("check_failed", lane=self.lane, error=type(error).__name__)
            return Verdict(
                Outcome.UNABLE,
                Reason.CHECK_FAILED,
                self.policy.version,
                read.kind.value,
            )

    def _commit(
        self, transaction: Transaction, action: Decide, verdict: Verdict
    ) -> tuple[Verdict, str | None]:
        transaction.append(self._about(EventKind.PRESENTED, action.visit, verdict))
        opens = verdict.outcome is Outcome.ADMIT and action.open_for is None
        if opens and not self._claimed(transaction, action.visit, verdict):
            verdict = replace(verdict, outcome=Outcome.REFER, reason=Reason.PASS_REUSED)
            opens = False
        transaction.append(self._about(EventKind.VERDICT, action.visit, verdict))
        if not opens:
            return verdict, None
        order = str(new_id())
        intent = self._about(EventKind.GATE_INTENT, action.visit, verdict)
        transaction.append(replace(intent, more={"order": order}))
        return verdict, order

    def _claimed(self, transaction: Transaction, visit: str, verdict: Verdict) -> bool:
        if verdict.subject is None or not verdict.claim_seconds:
            return True
        return transaction.claim(
            verdict.subject, self.lane, visit, verdict.claim_seconds
        )

    def _about(self, kind: EventKind, visit: str, verdict: Verdict) -> Entry:
        decided = kind is EventKind.VERDICT
        return Entry(
            kind,
            lane=self.lane,
            visit=visit,
            outcome=verdict.outcome if decided else None,
            reason=verdict.reason if decided else None,
            evidence=EvidenceKind.CARD,
            data_age_s=verdict.data_age_s if decided else None,
            rules=self.policy.version if decided else None,
            subject=verdict.subject,
            personal=_personal(verdict) if verdict.subject else None,
        )

    def _entry(
        self, kind: EventKind, action: Intend, facts: Mapping[str, str]
    ) -> Entry:
        return Entry(
            kind,
            lane=self.lane,
            visit=action.visit,
            evidence=EvidenceKind.STAFF,
            staff=action.staff,
            more=facts,
        )


def _personal(verdict: Verdict) -> dict[str, str]:
    shown = {
        "name": verdict.masked_name,
        "number": verdict.masked_number,
        "document": verdict.kind,
    }
    return {name: text for name, text in shown.items() if text}


def _decided(visit: str, verdict: Verdict, order: str | None) -> Decided:
    return Decided(
        visit,
        verdict.outcome,
        verdict.reason,
        order,
        verdict.subject,
        verdict.masked_name,
        verdict.public_name,
        verdict.masked_number,
        verdict.kind,
    )
