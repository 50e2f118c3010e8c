"""What can go wrong with our own passes, their keys and their lists.

VerificationError
├── ContentProblem (also ValueError)   signed bytes that do not say what a pass says
├── CodeProblem (also ValueError)      a typed short code that cannot be one
├── SigningProblem                     a pass or list that this key must not sign
└── ListProblem                        a list that is not taken; ``flaw`` says why
"""

from enum import StrEnum

from verification.errors import VerificationError


class ContentProblem(VerificationError, ValueError):
    """Signed bytes that do not say what a pass says; the text never repeats them."""


class CodeProblem(VerificationError, ValueError):
    """A typed short code that cannot be one; the text never repeats it.

    Attributes:
        code: length, characters or check.

    """

    def __init__(self, code: str) -> None:
        super().__init__(f"not the short code of a pass: {code}")
        self.code = code


class SigningProblem(VerificationError):
    """A pass or a list that this key must not sign now; the text says what to do."""


class Flaw(StrEnum):
    """Why a list is not taken."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    OTHER_ROOT = "other_root"  # signed, but not by the root that is pinned here
    UNKNOWN_SIGNER = "unknown_signer"  # by no key that the key list lets sign
    OLDER_KEYS = "older_keys"  # it goes with a newer key list than the one here
    ROLLED_BACK = "rolled_back"
    FROM_THE_FUTURE = "from_the_future"  # or this machine's clock is behind


class ListProblem(VerificationError):
    """A list that is not taken; what was held before stays.

    Attributes:
        flaw: why.

    """

    def __init__(self, flaw: Flaw, text: str) -> None:
        super().__init__(text)
        self.flaw = flaw
