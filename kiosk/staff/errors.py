"""What can go wrong with staff accounts.

StaffError
├── NoSuchStaff    nobody has that login name
├── NameTaken      somebody has it already
└── BadPassword    a password that must not be used; the text says why
"""

from verification.errors import VerificationError


class StaffError(VerificationError):
    """Base of the errors of staff accounts."""


class NoSuchStaff(StaffError):
    """Nobody has that login name."""


class NameTaken(StaffError):
    """Somebody has that login name already."""


class BadPassword(StaffError, ValueError):
    """A password that must not be used; the text says why and never repeats it."""
