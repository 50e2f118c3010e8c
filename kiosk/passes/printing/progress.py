"""Who looks on while passes are printed."""

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """What is being done."""

    LAYING_OUT = "laying_out"
    WRITING = "writing"  # in one go: told at its begin and its end
    READING = "reading"


class Progress(Protocol):
    """Is told how far the work is."""

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        """So many pages of ``total``."""


def no_progress(stage: Stage, done: int, total: int) -> None:
    """Nobody looks on."""
