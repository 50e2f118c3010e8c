"""Makes the devices of a lane from its config."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, cast

from drivers.camera import CameraSettings, PaperCamera
from drivers.framed import FramedReader
from drivers.gates import GATES, GateSettings, SupervisedGate
from drivers.inputs import InputSource
from drivers.keyboard import KeyboardReader
from drivers.line_inputs import LineInputs
from drivers.pcsc import PcscReader
from drivers.protocols import CardKind, Emit
from drivers.sam import SamReader
from drivers.speaker import LoudSpeaker
from drivers.supervisor import Device
from kiosk.config import ConfigError
from kiosk.config.cameras import CameraTable, PluginCameraTable
from kiosk.config.devices import (
    FramedReaderTable,
    KeyboardReaderTable,
    PcscReaderTable,
    PluginGateTable,
    PluginReaderTable,
    ReaderTable,
    SamReaderTable,
    SerialGateTable,
)
from kiosk.config.models import LaneTable


@dataclass(frozen=True, slots=True)
class NamedDevice:
    """A device with its role in the lane."""

    device: Device
    role: str  # reader, camera, gate, inputs, speaker
    driver: str


@dataclass(frozen=True, slots=True)
class LaneDevices:
    """All devices of a lane."""

    gate: SupervisedGate
    all: tuple[NamedDevice, ...]

    @property
    def readers(self) -> frozenset[str]:
        """Names of the readers."""
        return frozenset(d.device.name for d in self.all if d.role == "reader")

    @property
    def camera(self) -> str | None:
        """Name of the camera for papers."""
        cameras = (d.device.name for d in self.all if d.role == "camera")
        return next(cameras, None)

    @property
    def speaker(self) -> LoudSpeaker | None:
        """The loudspeaker of a lane that speaks by itself."""
        found = (d.device for d in self.all if isinstance(d.device, LoudSpeaker))
        return next(found, None)


def gate_name(lane: str) -> str:
    """The name of a lane's gate among the devices."""
    return f"{lane}-gate"


def camera_name(lane: str) -> str:
    """The name of a lane's camera among the devices."""
    return f"{lane}-camera"


def speaker_name(lane: str) -> str:
    """The name of a lane's loudspeaker among the devices."""
    return f"{lane}-speaker"


def make_devices(lane: LaneTable, emit: Emit) -> LaneDevices:
    """All devices of a lane; none is opened yet.

    Raises:
        ConfigError: a driver that no installed distribution brings.
        WrongSetting: settings that a driver cannot work with.
    """
    gate = _gate(lane, emit)
    named = [NamedDevice(gate, "gate", lane.gate.driver)]
    for reader in lane.readers:
        named.append(NamedDevice(make_reader(reader, emit), "reader", reader.driver))
    if lane.camera is not None:
        camera = make_camera(lane.id, lane.camera, emit)
        named.append(NamedDevice(camera, "camera", lane.camera.driver))
    if lane.inputs.port is not None:
        named.append(NamedDevice(_line_inputs(lane, emit), "inputs", "line"))
    if lane.voice is not None and lane.voice.engine == "gate":
        speaker = LoudSpeaker(speaker_name(lane.id), lane.voice.device)
        named.append(NamedDevice(speaker, "speaker", speaker.driver))
    return LaneDevices(gate, tuple(named))


def make_reader(table: ReaderTable, emit: Emit) -> Device:
    """A reader of cards; it is not opened yet.

    Raises:
        ConfigError: a driver that no installed distribution brings.
    """
    if isinstance(table, SamReaderTable):
        return SamReader(
            table.id, table.port, emit, table.baudrate, table.poll_ms / 1000
        )
    if isinstance(table, FramedReaderTable):
        kind, framing = CardKind(table.card), table.framing
        return FramedReader(table.id, table.port, emit, kind, framing, table.baudrate)
    if isinstance(table, KeyboardReaderTable):
        kind, framing = CardKind(table.card), table.framing
        return KeyboardReader(table.id, table.port, emit, kind, framing)
    if isinstance(table, PcscReaderTable):
        return PcscReader(table.id, table.port, emit)
    return _plugin_reader(table, emit)


def _plugin_reader(table: PluginReaderTable, emit: Emit) -> Device:
    make = plugin("kiosk.readers", table.driver)
    kind = CardKind(table.card)
    return cast(Device, make(table.id, table.port, emit, kind, **table.options))


def make_camera(lane: str, table: CameraTable, emit: Emit) -> Device:
    """The camera of a lane; it is not opened yet.

    Raises:
        ConfigError: a driver that no installed distribution brings.
    """
    name = camera_name(lane)
    if isinstance(table, PluginCameraTable):
        make = plugin("kiosk.cameras", table.driver)
        return cast(Device, make(name, table.source, emit, **table.options))
    settings = CameraSettings(table.source, table.width, table.height, table.fps)
    return PaperCamera(name, settings, emit)


def _gate(lane: LaneTable, emit: Emit) -> SupervisedGate:
    table, name = lane.gate, gate_name(lane.id)
    own_line = lane.inputs.port is None
    inputs = {
        key: spec
        for key, spec in lane.inputs.specs().items()
        if own_line or spec.source is InputSource.BOARD
    }
    if isinstance(table, PluginGateTable):
        make = plugin("kiosk.gates", table.driver)
        return cast(SupervisedGate, make(name, table.port, emit, **table.options))
    settings = GateSettings(inputs=inputs)
    if isinstance(table, SerialGateTable):
        settings = GateSettings(
            table.port, table.channel, table.address, table.baudrate, inputs
        )
    return GATES[table.driver](name, settings, emit)


def _line_inputs(lane: LaneTable, emit: Emit) -> Device:
    inputs = {
        key: spec
        for key, spec in lane.inputs.specs().items()
        if spec.source is InputSource.LINE
    }
    return LineInputs(f"{lane.id}-inputs", lane.inputs.port or "", emit, inputs)


def plugin(group: str, name: str) -> Callable[..., Any]:
    """The factory that another distribution registered.

    Raises:
        ConfigError: nobody registered that name; the text lists who did.
    """
    found = {entry.name: entry for entry in entry_points(group=group)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none"
        raise ConfigError(
            f"driver = {name!r}: no such driver; installed in {group}: {known}. "
            "Correct the name or install the distribution that brings it"
        )
    return cast(Callable[..., Any], found[name].load())
