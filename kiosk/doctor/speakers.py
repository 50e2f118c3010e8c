"""Loudspeakers of gates that speak by themselves: does the sound card open?"""

from collections.abc import Iterator

from drivers.speaker import trouble
from kiosk.config.models import LaneTable
from kiosk.doctor.finding import Finding
from kiosk.gate.devices import speaker_name

REMEDY = (
    "接好音箱或声卡，用 aplay -L 查名字 plug it in, aplay -L lists the names; "
    "usermod -aG audio changxing"
)


def speaker(lane: LaneTable) -> Iterator[Finding]:
    """A loudspeaker that nobody uses now; it is opened for a moment, unheard."""
    if lane.voice is None or lane.voice.engine != "gate":
        return
    name, why = speaker_name(lane.id), trouble(lane.voice.device)
    if not why:
        yield Finding(name, "opens", True)
    elif "apt-get" in why:
        yield Finding(name, "no player", False, remedy=f"安装 {why}")
    else:
        remedy = f"{lane.voice.device}: {REMEDY} ({why})"
        yield Finding(name, "not reachable", False, remedy=remedy)
