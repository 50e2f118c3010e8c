"""The check of a lane at the start of a shift: what was seen of its devices."""

from collections.abc import Mapping
from dataclasses import dataclass

CHECKUP_SECONDS = 180.0
OK = "ok"
MISSING = "missing"  # nobody tried
LOST = "lost"  # the device itself is not there
UNTRIED = "untried"  # one reader read, another was not tried
SAID = "said"  # the voice spoke; nobody has said yet whether it was heard
READERS, CAMERA, GATE, VOICE = "card", "paper", "relay", "voice"


@dataclass(frozen=True, slots=True)
class Checkup:
    """A check under way; of a card or a sheet nothing is kept but that it was read.

    Attributes:
        staff: who began it.
        begun: monotonic seconds; ``ends`` is when it is given up.
        seen: by device what was seen: `OK` or a word of what is wrong.
        readers: the names of the readers that read a card.
        order: the test opening that the ledger or the gate still has to answer,
            which ``command`` asked for; the gate is silent at ``due``.
        said_ms: when the voice was last asked for, Unix milliseconds.
        over: the result is recorded, but the relay has not let go yet.

    """

    staff: str
    begun: float
    ends: float
    seen: Mapping[str, str]
    readers: frozenset[str] = frozenset()
    order: str | None = None
    command: str | None = None
    due: float | None = None
    said_ms: int | None = None
    over: bool = False

    @property
    def next_at(self) -> float:
        """When `Elapsed` is due for it."""
        return self.ends if self.due is None else min(self.ends, self.due)
