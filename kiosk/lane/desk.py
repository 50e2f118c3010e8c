"""Where a lane's decisions meet the registry and the ledger."""

import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from kiosk.lane.actions import Decide, GiveBack, Intend, Record
from kiosk.lane.events import Decided, Ignored, Incomplete, Intended
from kiosk.lane.judge import Judge, Judged
from kiosk.lane.registering import registrable
from kiosk.lane.shown import Shown, TypedCode, is_paper
from verification.ages import AgeGroup, age_group
from verification.errors import VerificationError
from verification.evidence import EvidenceKind
from verification.ids import new_id
from verification.ledger import Entry, EventKind, Ledger, Transaction
from verification.moments import ClockState, Moment
from verification.paper.trust import TrustStore
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.registry import Registry
from verification.verify import Verdict

log = structlog.get_logger()
LONGEST_DECISION_MS = 10_000  # older: what lay there before was looked at once more
RECORD_ERRORS: tuple[type[Exception], ...] = (sqlite3.Error, VerificationError, OSError)


@dataclass(frozen=True, slots=True)
class Desk:
    """Verifies, claims and records for one lane.

    ``policy`` gives the rules in force; ``trust`` says whose signatures on papers
    are believed now; nobody's by default.
    """

    lane: str
    registry: Registry
    ledger: Ledger
    policy: Callable[[], Policy]
    now: Callable[[], Moment]
    trust: Callable[[], TrustStore] = TrustStore

    def decide(self, action: Decide) -> Decided | Ignored | Incomplete:
        """Verify what was shown; commit presented, verdict, claims and intent at once.

        Any failure ends in `unable`: no exception opens a gate or stops a lane.
        """
        judged = self._judge(action)
        verdict = judged.verdict
        if action.open_for is not None:
            if verdict is None or not _of_whom(verdict, action.open_for):
                return Ignored(action.visit, is_paper(action.read))
            reason = Reason.ALREADY_OPEN
            verdict = replace(verdict, outcome=Outcome.ADMIT, reason=reason)
        if verdict is None:
            return Incomplete(action.visit)
        return self._record_verdict(action, replace(judged, verdict=verdict), verdict)

    def _record_verdict(
        self, action: Decide, judged: Judged, verdict: Verdict
    ) -> Decided:
        try:
            with self.ledger.transaction() as transaction:
                verdict, order = self._commit(transaction, action, judged, verdict)
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

    def _judge(self, action: Decide) -> Judged:
        judge = Judge(self.registry, self.policy(), self.now, self.trust)
        try:
            return judge.judge(action)
        except Exception as error:  # on doubt the gate stays shut
            log.error("check_failed", lane=self.lane, error=type(error).__name__)
            return judge.failed(action)

    def _commit(
        self, transaction: Transaction, action: Decide, judged: Judged, verdict: Verdict
    ) -> tuple[Verdict, str | None]:
        about = self._about(action, judged, verdict)
        transaction.append(about)
        opens = verdict.outcome is Outcome.ADMIT and action.open_for is None
        # All that an opening claims, the person and the paper, or nothing. What this
        # visit holds from an opening before is used: it is not given back here.
        claims = (verdict.claims, self.lane, action.visit)
        if opens and not transaction.claim_all(*claims):
            verdict = replace(verdict, outcome=Outcome.REFER, reason=Reason.PASS_REUSED)
            opens = False
        transaction.append(
            replace(
                about,
                kind=EventKind.VERDICT,
                outcome=verdict.outcome,
                reason=verdict.reason,
                data_age_s=verdict.data_age_s,
                rules=verdict.rules,
                more={**judged.facts, **_decision_time(action)},
            )
        )
        if not opens:
            return verdict, None
        order = str(new_id())
        intent = replace(about, kind=EventKind.GATE_INTENT, more={"order": order})
        transaction.append(intent)
        return verdict, order

    def _about(self, action: Decide, judged: Judged, verdict: Verdict) -> Entry:
        return Entry(
            EventKind.PRESENTED,
            lane=self.lane,
            visit=action.visit,
            evidence=judged.evidence,
            staff=action.staff,
            more=judged.facts,
            subject=verdict.subject,
            personal=self._personal(verdict) if verdict.subject else None,
        )

    def _personal(self, verdict: Verdict) -> dict[str, str]:
        shown = {
            "name": verdict.masked_name,
            "number": verdict.masked_number,
            "document": verdict.kind,
            "age": self._age(verdict),
        }
        return {name: text for name, text in shown.items() if text}

    def _age(self, verdict: Verdict) -> str | None:
        """The ten years that reports count by, which say less than a birthday."""
        now = self.now()
        trusted = now.clock is not ClockState.UNTRUSTED
        year = now.utc.astimezone(self.policy().zone).year if trusted else None
        group = age_group(verdict.birth_year, year)
        return None if group is AgeGroup.UNKNOWN else group.value

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


def _of_whom(verdict: Verdict, subject: bytes) -> bool:
    """Whether the one for whom the gate stands open shows something else of hers.

    What is refused is never hers to show: a lost card, a pass that was revoked.
    """
    return verdict.subject == subject and verdict.outcome is not Outcome.REFUSE


def _decision_time(action: Decide) -> dict[str, int]:
    """Milliseconds from the last byte of what was shown to its verdict."""
    if action.again:
        return {}
    reads: list[Shown] = [action.read]
    if action.beside is not None:
        reads.append(action.beside)
    shown = max((one.at for one in reads if not isinstance(one, TypedCode)), default=0)
    took = round((time.monotonic() - shown) * 1000)
    return {"decided_ms": took} if 0 <= took <= LONGEST_DECISION_MS else {}


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
        wants_document=verdict.wants_document,
        registrable=registrable(verdict),
    )
