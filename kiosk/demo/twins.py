"""A virtual twin for every device of a config."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from drivers.protocols import CardKind
from drivers.twins.blocks import foreign_2023_block, permit_block, resident_block
from drivers.twins.camera import CameraTwin
from drivers.twins.framed import (
    RDM6300_REPEAT,
    FramedTwin,
    line_frame,
    m3650a_frame,
    rdm6300_frame,
)
from drivers.twins.keyboard import KeyboardTwin
from drivers.twins.reader_twin import ReaderTwin
from drivers.twins.relay_boards import RELAY_TWINS
from drivers.twins.relay_twin import RelayTwin
from drivers.twins.sam import SamTwin
from drivers.twins.speaker import SpeakerTwin
from kiosk.config import Config, ConfigError
from kiosk.config.devices import (
    FramedReaderTable,
    KeyboardReaderTable,
    ReaderTable,
    SamReaderTable,
    SerialGateTable,
)
from kiosk.config.models import LaneTable
from kiosk.demo.cameras import VirtualCamera
from kiosk.demo.people import DemoCard, delivered
from kiosk.gate.devices import camera_name, gate_name, speaker_name
from kiosk.gate.enrolment import NO_LANE

FRAMES = 10  # a second; a real camera has more, and a computer of its own
TEN_YEARS = timedelta(days=3650)
BLOCKS: dict[CardKind, Callable[..., bytes]] = {
    CardKind.RESIDENT: resident_block,
    CardKind.HMT: permit_block,
    CardKind.FOREIGN_2023: foreign_2023_block,
}


@dataclass(slots=True)
class VirtualReader:
    """A reader's twin with the config that it stands in for.

    ``lane`` is empty for a reader of the office.
    """

    lane: str
    table: ReaderTable
    twin: ReaderTwin
    lying: str | None = None

    def takes(self, card: DemoCard) -> bool:
        """Whether this reader can read that card."""
        if isinstance(self.table, SamReaderTable):
            return card.serial == 0
        return card.serial != 0 and card.kind.value == self.table.card

    def lay(self, card: DemoCard) -> None:
        """Lay a card on the reader."""
        self.lying = card.id
        if isinstance(self.twin, SamTwin):
            self.twin.lay(block_of(card))
        elif isinstance(self.twin, KeyboardTwin):
            self.twin.lay(delivered(card, "line"))
        elif isinstance(self.twin, FramedTwin):
            self.twin.lay(_frame(self.table, card))

    def lift(self) -> None:
        """Take the card away."""
        self.lying = None
        if isinstance(self.twin, SamTwin | FramedTwin):
            self.twin.lift()


@dataclass(slots=True)
class GateTwin:
    """A relay board's twin with the config that it stands in for."""

    lane: LaneTable
    table: SerialGateTable
    twin: RelayTwin
    passed_at: float = 0.0

    @property
    def contact(self) -> bool:
        """Whether the contact of this lane is closed."""
        return self.twin.on(self.table.channel)

    @property
    def is_open(self) -> bool:
        """Whether the barrier is open: from the pulse until somebody went through.

        A real gate has a controller of its own that does so; when nobody comes it
        closes after the lane's passage time.
        """
        moved = self.twin.moved_at(self.table.channel)
        waiting = moved > self.passed_at
        in_time = time.monotonic() - moved < self.lane.passage_seconds
        return self.contact or (moved > 0 and waiting and in_time)

    def pass_through(self, seconds: float) -> None:
        """Somebody goes through: the passage contact closes for a while.

        Raises:
            ValueError: this lane has no passage contact on its board.
        """
        number = self.input_number("passage")
        if number is None:
            raise ValueError("this lane has no passage input")
        self.twin.pulse_input(number, seconds)
        self.passed_at = time.monotonic()

    def press(self, seconds: float) -> None:
        """Somebody presses the help key of the lane for a while.

        Raises:
            ValueError: this lane has no help key on its board.
        """
        number = self.input_number("help")
        if number is None:
            raise ValueError("this lane has no help key")
        self.twin.pulse_input(number, seconds)

    def input_number(self, name: str) -> int | None:
        """The board's input that this lane uses as passage, fire or help."""
        spec = getattr(self.lane.inputs, name)
        if spec is None or not spec.startswith("board:"):
            return None
        return int(spec.split(":")[1])


class TwinSet:
    """All twins of a site.

    Args:
        config: which devices there are.
        folder: where the links to the virtual lines are made.
        paced: whether bytes take the time of the real wire, and sound its time.

    Raises:
        ConfigError: a device that has no virtual twin.
    """

    def __init__(self, config: Config, folder: Path, paced: bool = True) -> None:
        self.readers: dict[str, VirtualReader] = {}
        self.gates: dict[str, GateTwin] = {}
        self.cameras: dict[str, VirtualCamera] = {}
        self.speakers: dict[str, SpeakerTwin] = {}
        readers = [(NO_LANE, table) for table in config.enrolment]
        readers += [(lane.id, table) for lane in config.lanes for table in lane.readers]
        for place, table in readers:
            twin = _reader_twin(table, folder, paced)
            self.readers[table.id] = VirtualReader(place, table, twin)
        for lane in config.lanes:
            if isinstance(lane.gate, SerialGateTable):
                link = folder / gate_name(lane.id)
                pace = lane.gate.baudrate if paced else None
                board = RELAY_TWINS[lane.gate.driver](link, baudrate=pace)
                self.gates[gate_name(lane.id)] = GateTwin(lane, lane.gate, board)
            if lane.camera is not None:
                name = camera_name(lane.id)
                self.cameras[name] = VirtualCamera(lane.id, _camera_twin(name))
            if lane.voice is not None and lane.voice.engine == "gate":
                name = speaker_name(lane.id)
                self.speakers[name] = SpeakerTwin(name, folder / name, paced)

    def links(self) -> dict[str, str]:
        """Device to the path, or for a camera the address, that its config has."""
        found = {name: camera.twin.source for name, camera in self.cameras.items()}
        found |= {name: twin.path for name, twin in self.speakers.items()}
        return found | {name: twin.port.path for name, twin in self.all().items()}

    def all(self) -> dict[str, ReaderTwin]:
        """Device to its twin; cameras, speakers are apart: no line."""
        found = {name: reader.twin for name, reader in self.readers.items()}
        return found | {name: gate.twin for name, gate in self.gates.items()}

    def __enter__(self) -> Self:
        for twin in self._started():
            twin.start()
        return self

    def __exit__(self, *_: object) -> None:
        for twin in self._started():
            twin.stop()

    def _started(self) -> list[ReaderTwin | CameraTwin | SpeakerTwin]:
        cameras = [camera.twin for camera in self.cameras.values()]
        return [*self.all().values(), *cameras, *self.speakers.values()]


def block_of(card: DemoCard) -> bytes:
    """The 256 bytes on the chip of a document."""
    until = card.valid_until
    return BLOCKS[card.kind](
        number=card.number,
        name=card.person.name,
        birth=card.person.birth,
        valid_from=(until or date(2036, 1, 1)) - TEN_YEARS,
        valid_until=until,
    )


def _frame(table: ReaderTable, card: DemoCard) -> bytes:
    preset = getattr(table, "preset", None) or "line"
    if preset == "rdm6300":
        return rdm6300_frame(f"00{card.serial:08X}")
    if preset == "m3650a":
        return m3650a_frame(card.serial.to_bytes(4, "big"))
    return line_frame(delivered(card, preset))


def _camera_twin(name: str) -> CameraTwin:
    """A camera that has found a free port, and keeps it when it is plugged in."""
    twin = CameraTwin(name, fps=FRAMES)
    with twin:
        return twin


def _reader_twin(table: ReaderTable, folder: Path, paced: bool) -> ReaderTwin:
    link = folder / table.id
    if isinstance(table, SamReaderTable):
        return SamTwin(table.id, link, table.baudrate if paced else None)
    if isinstance(table, FramedReaderTable):
        repeat = RDM6300_REPEAT if table.preset == "rdm6300" else None
        pace = table.baudrate if paced else None
        return FramedTwin(table.id, link, pace, repeat)
    if isinstance(table, KeyboardReaderTable):
        return KeyboardTwin(table.id, link)
    raise ConfigError(
        f"reader {table.id!r}: the driver {table.driver!r} has no virtual twin; "
        "leave it out of the config that the demo uses"
    )
