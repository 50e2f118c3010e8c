"""Who looks on while an import or an export runs."""

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """What is being done."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"


class Progress(Protocol):
    """Is told how far the work is."""

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        """So many rows of ``total``, which is ``None`` while nobody knows."""


def no_progress(stage: Stage, done: int, total: int | None) -> None:
    """Nobody looks on."""
