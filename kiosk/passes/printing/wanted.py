"""What a gate wants beside a pass of ours, so that the paper says it rightly."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.config.models import DEFAULT_PAPER, PaperWord, PolicyTable


class Wanted(StrEnum):
    """What a holder does after the code was held to the camera."""

    ID = "id"  # the holder's document, too
    NOTHING = "nothing"
    STAFF = "staff"  # whoever is at the gate looks


@dataclass(frozen=True, slots=True)
class Steps:
    """How it is printed; a card has room for two short lines."""

    chinese: str
    english: str
    card: tuple[str, str]


STEPS: Mapping[Wanted, Steps] = MappingProxyType(
    {
        Wanted.ID: Steps(
            "把二维码对着镜头，再放身份证",
            "Hold the code to the camera, then lay down the ID card",
            ("把二维码对着镜头", "再放身份证"),
        ),
        Wanted.NOTHING: Steps(
            "把二维码对着镜头就可以",
            "Hold the code to the camera; no ID card is asked for",
            ("把二维码对着镜头", "不用放身份证"),
        ),
        Wanted.STAFF: Steps(
            "把二维码对着镜头，请人来看",
            "Hold the code to the camera; staff will look at it",
            ("把二维码对着镜头", "请工作人员看"),
        ),
    }
)


def wanted_by(policy: PolicyTable, kind: PaperWord = "pass") -> Wanted:
    """What the rules in force want of whoever shows such a paper."""
    worth = policy.paper.get(kind, DEFAULT_PAPER[kind])
    if worth == "refer":
        return Wanted.STAFF
    needed = worth == "needs_id" or policy.paper_requires_id
    return Wanted.ID if needed else Wanted.NOTHING
