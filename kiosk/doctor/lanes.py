"""The lanes: ports, drivers, cameras, wiring. Nothing is written to a port here."""

import grp
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from drivers.gates import gate_notes
from kiosk.config import Config, ConfigError
from kiosk.config.devices import (
    PcscReaderTable,
    PluginGateTable,
    PluginReaderTable,
    ReaderTable,
)
from kiosk.config.models import LaneTable
from kiosk.doctor.cameras import camera
from kiosk.doctor.finding import Finding
from kiosk.doctor.shell import remedy
from kiosk.doctor.speakers import speaker
from kiosk.gate.devices import gate_name, plugin
from kiosk.live import Live

ALIVE_MS = 3000


def lanes(config: Config, live: Live) -> Iterator[Finding]:
    """Every device, as the running gate process says, or by its port otherwise."""
    age = live.beat_age_ms("gate")
    running = age is not None and age < ALIVE_MS
    yield Finding("gate_process", "running" if running else "not running", None)
    if running:
        yield from _as_told(live)
    if not running:
        yield from _readers(config.enrolment)
    for lane in config.lanes:
        if not running:
            yield from _ports(lane)
            yield from speaker(lane)
        yield from _wiring(lane)
        yield from _hours(lane)


def _as_told(live: Live) -> Iterator[Finding]:
    for device in live.devices():
        well = device.condition == "ok"
        text = remedy(device) if device.role == "screen" else device.reason
        yield Finding(
            device.device, device.condition, well, remedy="" if well else text
        )


def _readers(tables: Iterable[ReaderTable]) -> Iterator[Finding]:
    for reader in tables:
        if isinstance(reader, PluginReaderTable):
            yield _plugin(reader.id, "kiosk.readers", reader.driver)
        elif isinstance(reader, PcscReaderTable):
            yield Finding(reader.id, "pcsc", None)
        else:
            yield _port(reader.id, reader.port)


def _ports(lane: LaneTable) -> Iterator[Finding]:
    yield from _readers(lane.readers)
    if isinstance(lane.gate, PluginGateTable):
        yield _plugin(gate_name(lane.id), "kiosk.gates", lane.gate.driver)
    elif lane.gate.driver != "manual":
        yield _port(gate_name(lane.id), lane.gate.port)
    if lane.camera is not None:
        yield from camera(lane.id, lane.camera)


def _plugin(name: str, group: str, driver: str) -> Finding:
    try:
        plugin(group, driver)
    except ConfigError as error:
        return Finding(name, "no driver", False, remedy=str(error))
    return Finding(name, driver, True)


def _port(name: str, path: str) -> Finding:
    place = Path(path)
    if not place.exists():
        return Finding(
            name,
            "no such port",
            False,
            remedy=f"{path}: 检查接线和端口名 check cable and name; "
            "ls /dev/serial/by-path",
        )
    if not os.access(place, os.R_OK | os.W_OK):
        group = grp.getgrgid(place.stat().st_gid).gr_name
        return Finding(
            name, "no permission", False, remedy=f"usermod -aG {group} changxing"
        )
    return Finding(name, "there", True)


def _wiring(lane: LaneTable) -> Iterator[Finding]:
    gate = lane.gate
    if isinstance(gate, PluginGateTable):
        return
    notes = gate_notes(gate.driver, gate.pulse_seconds, gate.fail, lane.inputs.specs())
    for number, note in enumerate(notes, 1):
        name = f"{gate_name(lane.id)}-note-{number}"
        yield Finding(name, gate.driver, None, remedy=note)


def _hours(lane: LaneTable) -> Iterator[Finding]:
    if lane.hours:
        hours = ", ".join(one.text for one in lane.hours)
        remedy = "这些时段门开着，不查证件 the gate stands open, nobody is checked"
        yield Finding(f"{lane.id}-open-hours", hours, None, remedy=remedy)
