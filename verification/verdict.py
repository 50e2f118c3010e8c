"""What a check comes to."""

from dataclasses import dataclass, field

from verification.reasons import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome and reason, with what the screen, the board and the ledger need.

    Attributes:
        subject: of the person, also when a linked card was shown; of the document
            when the person is not registered; ``None`` when neither is known.
        masked_name: staff form.
        public_name: screen form.
        masked_number: of what was shown.
        kind: of what was shown, corrected from its number.
        data_age_s: how old the data was; ``None`` when never set.
        rules: version of the policy.
        claim_seconds: how long the same evidence is not taken again; ``None``
            when nobody is admitted.
        warnings: words for staff: region, converted, invented, name_differs,
            number_checksum, …

    """

    outcome: Outcome
    reason: Reason
    rules: str
    kind: str
    subject: bytes | None = field(default=None, repr=False)
    masked_name: str | None = field(default=None, repr=False)
    public_name: str | None = field(default=None, repr=False)
    masked_number: str | None = field(default=None, repr=False)
    birth_year: int | None = field(default=None, repr=False)
    data_age_s: int | None = None
    claim_seconds: int | None = None
    warnings: tuple[str, ...] = ()
