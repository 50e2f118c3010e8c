"""The function that decides: same inputs, same verdict, at any place and time.

A genuine card whose number fails its check digit comes to `not_registered` with
the warning ``number_<code>``: nobody can be registered under such a number, and
the member of staff who is called can look at the card. It never raises.
"""

from verification.cases import birth_year, card_case
from verification.catalogue import OUTCOME_OF
from verification.evidence import Evidence, PaperEvidence
from verification.look_up_paper import paper_case
from verification.lookups import PaperLookup, RegistryLookup
from verification.masks import mask_name, public_name
from verification.moments import Moment
from verification.paper_rules import paper_reason
from verification.paper_verdict import paper_verdict
from verification.policy import Policy
from verification.reasons import Outcome, Reason
from verification.rules import Case, age_seconds, reason_for
from verification.verdict import Verdict

__all__ = ["PaperLookup", "RegistryLookup", "Verdict", "verify"]


def verify(
    evidence: Evidence, registry: RegistryLookup, policy: Policy, now: Moment
) -> Verdict:
    """Decide about a card, or about a paper with or without a document beside it.

    Raises:
        sqlite3.Error: the registry cannot be read; the lane says `check_failed`.

    """
    if isinstance(evidence, PaperEvidence):
        paper = paper_case(evidence, registry, policy, now)
        return paper_verdict(paper, paper_reason(paper))
    case = card_case(evidence, registry, policy, now)
    return _verdict(case, reason_for(case))


def _verdict(case: Case, reason: Reason) -> Verdict:
    outcome = OUTCOME_OF[reason]
    person, document = case.person, case.document
    name = case.evidence.name or (person.masked_name if person else None)
    admitted = outcome is Outcome.ADMIT
    return Verdict(
        outcome=outcome,
        reason=reason,
        rules=case.policy.version,
        kind=str(document.kind) if document else case.evidence.kind,
        subject=case.subject,
        masked_name=mask_name(name) if name else None,
        public_name=public_name(name) if name else None,
        masked_number=document.masked if document else None,
        birth_year=birth_year(case),
        data_age_s=age_seconds(case, case.data_at),
        claim_seconds=case.policy.card_reuse_seconds if admitted else None,
        warnings=case.warnings,
    )
