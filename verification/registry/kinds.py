"""Words for what happens to the registry, and for why a pass ended."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """What can happen to the registry."""

    REGISTERED = "person.registered"
    CORRECTED = "person.corrected"
    ERASED = "person.erased"
    STATUS_SET = "status.set"
    STATUS_EXPIRED = "status.expired"
    CARD_LINKED = "card.linked"
    CARD_UNLINKED = "card.unlinked"
    CARD_REVOKED = "card.revoked"
    CARD_RESTORED = "card.restored"
    ATTESTATION_RECORDED = "attestation.recorded"
    ATTESTATION_WITHDRAWN = "attestation.withdrawn"
    BASIS_RECORDED = "basis.recorded"
    BASIS_WITHDRAWN = "basis.withdrawn"
    DIED = "person.died"  # told by a relative, whose relation and proof lie in the box
    LIVES = "person.lives"  # that was a mistake
    PASS_ISSUED = "pass.issued"  # noqa: S105 - a paper pass, not a password
    PASS_REVOKED = "pass.revoked"  # noqa: S105


class PassEnd(StrEnum):
    """Why a pass counts no longer; words, because they outlive the person's data."""

    SUPERSEDED = "superseded"  # a later one was issued
    ERASED = "erased"  # with everything else about the person
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    MISTAKE = "mistake"  # issued by mistake
