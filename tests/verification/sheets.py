"""Sheets of paper that somebody may show, for the tests beside it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from judged import (
    EVIDENCE,
    NOW,
    PERSON,
    POLICY,
    SOMEBODY,
    STRANGER,
    Passes,
    check,
    rules,
)

from verification.evidence import CardEvidence, PaperEvidence
from verification.moments import ClockState
from verification.paper.paper import Paper, PaperKind
from verification.passes.claims import PassClaims
from verification.passes.code import short_code
from verification.policy import Policy, Worth
from verification.registry import CardRecord, PassRecord
from verification.verify import Verdict

DAY = timedelta(days=1)
PASS_ID = bytes.fromhex("0102030405060708")
KID = bytes.fromhex("aabbccddeeff0011")
CLAIMS = PassClaims(
    id=PASS_ID,
    masked_name="李**国",
    holder=b"h" * 16,
    kind="resident",
    generation=2,
    issued_at=NOW - DAY,
    not_before=NOW - DAY,
    expires=NOW + 29 * DAY,
)
RECORD = PassRecord(
    id=PASS_ID,
    person=PERSON.subject,
    kind="resident",
    generation=2,
    newest=2,
    kid=KID,
    issued_at=CLAIMS.issued_at,
    not_before=CLAIMS.not_before,
    expires=CLAIMS.expires,
    revoked=False,
    why=None,
)
SHEET = Paper(
    PaperKind.PASS,
    authentic=True,
    in_time=True,
    kid=KID.hex(),
    expires=CLAIMS.expires,
    digest=b"d" * 16,
    pass_claims=CLAIMS,
)
HCERT = Paper(
    PaperKind.HCERT,
    authentic=True,
    in_time=True,
    issuer="XA",
    kid="0011",
    expires=NOW + DAY,
    digest=b"c" * 16,
    birth=SOMEBODY.birth.isoformat(),
    claims={"v": "a certificate's content"},
)
NUMBER = Paper(PaperKind.NUMBER, digest=b"n" * 16, number="ZJ2022-000123")
LINKED = CardRecord(b"paper:ZJ2022-000123", PERSON.subject, "paper", False)
CODE = PaperEvidence.of_code(short_code(PASS_ID))
HERS = EVIDENCE
ANOTHERS = CardEvidence("resident", STRANGER.number)
LISTED = Passes(RECORD)
OPEN = rules(
    paper_requires_id=False,
    unlisted_pass=Worth.ADMIT,
    papers=dict.fromkeys(POLICY.papers, Worth.ADMIT),
)
WITH_ID = rules(papers=dict.fromkeys(POLICY.papers, Worth.NEEDS_ID))


def show(
    paper: Paper | PaperEvidence = SHEET,
    beside: CardEvidence | None = None,
    policy: Policy = OPEN,
    clock: ClockState = ClockState.SYNCED,
    **lookup: Any,
) -> Verdict:
    """The verdict on a sheet; by default one that is issued here and admits."""
    lookup = {"shelf": LISTED, "card": LINKED, **lookup}
    evidence = paper if isinstance(paper, PaperEvidence) else PaperEvidence(paper)
    return check(replace(evidence, holder=beside), policy, clock, **lookup)
