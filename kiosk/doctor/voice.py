"""The voice: recordings of people that a gate would pass over."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.doctor.finding import Finding
from kiosk.voice import recording_problems

SHOWN = 5


def voice(data_dir: Path) -> Iterator[Finding]:
    """What lies among the recordings and is not played."""
    problems = recording_problems(data_dir)
    told = [f"{p.name}: {p.why}" for p in problems[:SHOWN]]
    if told:
        told.append("重录或删除 record again or remove: /admin/voice")
    yield Finding(
        "recordings_unfit",
        len(problems),
        not problems,
        "files",
        0,
        "; ".join(told),
    )
