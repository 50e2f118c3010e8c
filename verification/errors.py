"""What can go wrong between a document and its verdict.

VerificationError
├── DocumentError (also ValueError)   a number that cannot be one
├── PolicyProblem (also ValueError)   rules that contradict themselves
├── RegistryConflict                  a change that does not fit what is there
├── KeyProblem                        a key file that must not be used
├── StorageProblem                    a database that is not as we need it
└── BoxError                          a box that this key does not open
"""


class VerificationError(Exception):
    """Base of all errors of this package."""


class DocumentError(VerificationError, ValueError):
    """A number that cannot be a document number; the text never repeats it.

    Attributes:
        code: empty, length, characters, date, checksum, float or kind.

    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class PolicyProblem(VerificationError, ValueError):
    """Rules that contradict themselves; the text names the rule."""


class RegistryConflict(VerificationError):
    """A change that does not fit the registry; nothing of its batch was kept.

    Attributes:
        code: unknown_person, unknown_card, unknown_pass, card_of_another_person,
            pass_again (its id or short code was given before), pass_generation
            (there is a later one), list_rolled_back or policy_changed (somebody
            set other rules meanwhile).
        key: the subject of the person whom the change was about.

    """

    def __init__(self, code: str, key: bytes) -> None:
        super().__init__(f"the change does not fit the registry: {code}")
        self.code = code
        self.key = key


class KeyProblem(VerificationError):
    """A key file is missing, open to others, or not ours; the text says what to do."""


class StorageProblem(VerificationError):
    """A database that cannot be opened as we need it."""


class BoxError(VerificationError):
    """A box that does not open: another key, another row, or damaged bytes."""
