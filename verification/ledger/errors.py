"""What can go wrong with the ledger.

StorageProblem
└── LedgerProblem          the ledger is not as it must be
    └── RecordFailed       an event could not be recorded; nothing was written
NoteError (ValueError)     a checkpoint that says nothing we may believe
"""

from verification.errors import StorageProblem, VerificationError


class LedgerProblem(StorageProblem):
    """A ledger that is not ours, or rows that cannot be read; says what to do."""


class RecordFailed(LedgerProblem):
    """The ledger did not take a record: nothing of it was written, nothing may open."""


class NoteError(VerificationError, ValueError):
    """A signed note of another log, with another key, or with damaged text."""
