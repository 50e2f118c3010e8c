"""What every reason means, for staff and for visitors, in Chinese and English.

The sentences lie in ``catalogue.toml`` beside this file, each reason once.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from verification.reasons import Outcome, Reason

TABLE = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason in words.

    Attributes:
        staff_zh: what happened, for the board; so ``staff_en``.
        public_zh: the line on the screen, at most ten characters, without blame
            and without a word about health; so ``public_en``.
        next_zh: what the visitor does now; so ``next_en``.
        remedy_zh: what the member of staff does now; so ``remedy_en``.

    """

    reason: Reason
    outcome: Outcome
    staff_zh: str
    staff_en: str
    public_zh: str
    public_en: str
    next_zh: str
    next_en: str
    remedy_zh: str
    remedy_en: str


def explain(reason: Reason) -> Explanation:
    """The words for a reason."""
    return CATALOGUE[reason]


def _load() -> dict[Reason, Explanation]:
    text = files("verification").joinpath(TABLE).read_text(encoding="utf-8")
    return {
        Reason(word): Explanation(Reason(word), Outcome(outcome), **words)
        for outcome, reasons in tomllib.loads(text).items()
        for word, words in reasons.items()
    }


CATALOGUE: Mapping[Reason, Explanation] = MappingProxyType(_load())
OUTCOME_OF: Mapping[Reason, Outcome] = MappingProxyType(
    {reason: entry.outcome for reason, entry in CATALOGUE.items()}
)
