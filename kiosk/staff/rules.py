"""What a site asks of its staff."""

from dataclasses import dataclass

LOCK_MS = 60_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of its staff.

    Attributes:
        lock_ms: after which a guard's session that nobody touched is locked; 0 never.
        second_factor: whether everybody but guards needs a second factor.

    """

    lock_ms: int = LOCK_MS
    second_factor: bool = False
