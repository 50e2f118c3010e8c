"""What can go wrong with staff accounts.

StaffError
├── NoSuchStaff    nobody has that login name
├── NameTaken      somebody has it already
├── LastAdmin      without them nobody could look after the accounts
├── BadPassword    a password that must not be used; the text says why
├── BadPin         a PIN that must not be used; the text says why
└── BadFactor      a sealed second factor that does not open
"""

from verification.errors import VerificationError


class StaffError(VerificationError):
    """Base of the errors of staff accounts."""


class NoSuchStaff(StaffError):
    """Nobody has that login name."""


class NameTaken(StaffError):
    """Somebody has that login name already."""


class LastAdmin(StaffError):
    """The last administrator who can come in; the text says what to do first."""


class BadPassword(StaffError, ValueError):
    """A password that must not be used; the text says why and never repeats it."""


class BadPin(StaffError, ValueError):
    """A PIN that must not be used; the text says why and never repeats it."""


class BadFactor(StaffError):
    """A sealed second factor that does not open: another key, or damaged."""
