"""What can go wrong between a document and its verdict.

VerificationError
├── DocumentError (also ValueError)   a number that cannot be one
├── KeyProblem                        a key file that must not be used
├── StorageProblem                    a database that is not as we need it
└── BoxError                          a box that this key does not open
"""


class VerificationError(Exception):
    """Base of all errors of this package."""


class DocumentError(VerificationError, ValueError):
    """A number that cannot be a document number; the text never repeats it."""


class KeyProblem(VerificationError):
    """A key file is missing, open to others, or not ours; the text says what to do."""


class StorageProblem(VerificationError):
    """A database that cannot be opened as we need it."""


class BoxError(VerificationError):
    """A box that does not open: another key, another row, or damaged bytes."""
