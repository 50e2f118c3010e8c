"""What a check comes to."""

from dataclasses import dataclass, field

from verification.reasons import Outcome, Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome and reason, with what the screen, the board and the ledger need.

    Attributes:
        subject: of the person, also when a linked card or a paper was shown; of the
            document, or else the paper, when the person is not registered; ``None``
            when none is known.
        masked_name: staff form.
        public_name: screen form.
        masked_number: of what was shown.
        kind: of what was shown, corrected from its number.
        data_age_s: how old the data was; ``None`` when never set.
        rules: version of the policy.
        claim_seconds: how long ``subject`` is not taken again; ``None`` when nobody
            is admitted.
        paper: names the paper that admits, the same for its picture and its typed
            code; ``paper_claim_seconds`` is how long it is not taken again.
        wants_document: the holder's document would decide it: ask for it.
        warnings: words for staff: region, converted, invented, name_differs,
            number_checksum, unlisted, holder_unknown, paper_expired, …

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
    paper: bytes | None = field(default=None, repr=False)
    paper_claim_seconds: int | None = None
    wants_document: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[tuple[bytes, int], ...]:
        """What must be free, all of it, to open: names and for how many seconds.

        An admitting paper claims itself and its person, so that a card and a pass of
        one person do not open two gates at once.
        """
        wanted = (
            (self.paper, self.paper_claim_seconds),
            (self.subject, self.claim_seconds),
        )
        return tuple((name, seconds) for name, seconds in wanted if name and seconds)
