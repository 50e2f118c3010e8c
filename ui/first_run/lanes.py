"""The lanes as the config has them, and how the gate process finds their devices."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.config.models import LaneTable
from kiosk.live import DeviceView
from ui.desk import desk
from ui.words import CONDITIONS, REMEDIES, ROLES, Word

BY_PATH = Path("/dev/serial/by-path")
ALIVE_MS = 5000
WELL = "ok"
WAITING = Word("还没有消息", "not heard of yet")


@dataclass(frozen=True, slots=True)
class DevicePart:
    """One device: what it is, how it is, and what to do if it is not well."""

    name: str
    role: Word
    says: Word
    remedy: Word | None
    well: bool


@dataclass(frozen=True, slots=True)
class LanePart:
    """One lane; ``bare`` when the config gives it no reader and no camera."""

    name: str
    devices: tuple[DevicePart, ...]
    bare: bool


def lane_parts() -> list[LanePart]:
    """All lanes of the site."""
    known = desk().live.devices()
    return [_lane(table, known) for table in desk().house.config.lanes]


def takes_cards() -> bool:
    """Whether any lane has something to lay a card on."""
    return any(table.readers for table in desk().house.config.lanes)


def gate_runs() -> bool:
    """Whether the gate process lives."""
    age = desk().live.beat_age_ms("gate")
    return age is not None and age < ALIVE_MS


def serial_ports() -> list[str]:
    """The serial ports that this machine has, as config.toml names them."""
    return sorted(str(path) for path in BY_PATH.glob("*"))


def _lane(table: LaneTable, known: list[DeviceView]) -> LanePart:
    devices = tuple(_device(one) for one in known if one.lane == table.id)
    bare = not table.readers and table.camera is None
    return LanePart(table.name, devices, bare)


def _device(view: DeviceView) -> DevicePart:
    return DevicePart(
        view.device,
        ROLES.get(view.role, Word(view.role, view.role)),
        CONDITIONS.get(view.condition, WAITING),
        REMEDIES.get(view.condition),
        view.condition == WELL,
    )
