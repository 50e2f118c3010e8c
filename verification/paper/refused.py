"""`Refused`: how a decoder says that it goes no further."""

from verification.errors import VerificationError
from verification.paper.paper import Refusal


class Refused(VerificationError):
    """A paper that is refused at some stage; its text never repeats the paper.

    Attributes:
        refusal: why.

    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def malformed() -> Refused:
    """The refusal of bytes that are not what they must be."""
    return Refused(Refusal.MALFORMED)


def too_large() -> Refused:
    """The refusal of bytes that go beyond a limit."""
    return Refused(Refusal.TOO_LARGE)
