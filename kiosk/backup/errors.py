"""What can go wrong with a backup.

BackupProblem (StorageProblem)
├── BadKey (also ValueError)   a text that is no key
├── WrongKey                   a backup that was sealed for another key
└── Damaged                    bytes that are not what was sealed
"""

from verification.errors import StorageProblem


class BackupProblem(StorageProblem):
    """A backup cannot be made or opened; the text says what to do."""


class BadKey(BackupProblem, ValueError):
    """A text that is no key of a backup; it is never repeated."""


class WrongKey(BackupProblem):
    """The backup was sealed for another key."""


class Damaged(BackupProblem):
    """The file is cut off, or bytes of it are not those that were sealed."""
