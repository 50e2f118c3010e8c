"""Cameras: is something there, does it open, does a picture come?"""

import os
import queue
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from drivers.protocols import Condition, DeviceState, DriverEvent
from drivers.supervisor import Supervisor, ZombieThread
from kiosk.config import ConfigError
from kiosk.config.cameras import CameraTable
from kiosk.doctor.finding import Finding
from kiosk.gate.devices import camera_name, make_camera

REACH_SECONDS = 3.0
PICTURE_SECONDS = 15.0
PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}
NOT_WELL = frozenset({Condition.LOST, Condition.FAILED, Condition.SILENT})


def camera(lane: str, table: CameraTable) -> Iterator[Finding]:
    """What a camera that nobody uses now has to say; it is opened for a moment."""
    name = camera_name(lane)
    missing = _missing(table.source)
    if missing:
        yield Finding(name, "not reachable", False, remedy=f"{table.shown}: {missing}")
        return
    yield _picture(name, lane, table)


def _missing(source: int | str) -> str:
    """Why there can be no picture, without opening the camera; empty when there can."""
    if isinstance(source, str) and "://" in source:
        return _unreachable(source)
    if source == "-":
        return ""
    place = Path(f"/dev/video{source}") if isinstance(source, int) else Path(source)
    if not place.exists():
        return "检查接线和名称 check cable and name; ls /dev/v4l/by-path"
    if not os.access(place, os.R_OK):
        return "没有读取权限 no permission; usermod -aG video changxing"
    return ""


def _unreachable(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme, 0)
        socket.create_connection((parts.hostname or "", port), REACH_SECONDS).close()
    except (OSError, ValueError) as error:
        return f"检查网络和地址 check network and address ({type(error).__name__})"
    return ""


def _picture(name: str, lane: str, table: CameraTable) -> Finding:
    states: queue.SimpleQueue[DeviceState] = queue.SimpleQueue()

    def note(event: DriverEvent) -> None:
        if isinstance(event, DeviceState):
            states.put(event)

    try:
        device = make_camera(lane, table, note)
    except ConfigError as error:
        return Finding(name, "no driver", False, remedy=str(error))
    supervisor = Supervisor(device, note)
    supervisor.start()
    try:
        state = _first_word(states)
    finally:
        supervisor.tell_stop()
    try:
        supervisor.join()
    except ZombieThread:
        return Finding(
            name, "hangs", False, remedy="拔下再插上 unplug it and plug it in"
        )
    return _told(name, state)


def _first_word(states: "queue.SimpleQueue[DeviceState]") -> DeviceState | None:
    """The first condition that settles it."""
    try:
        while True:
            state = states.get(timeout=PICTURE_SECONDS)
            if state.well or state.condition in NOT_WELL:
                return state
    except queue.Empty:
        return None


def _told(name: str, state: DeviceState | None) -> Finding:
    if state is None:
        remedy = "检查电源和镜头 check power and lens"
        return Finding(name, "no picture", False, remedy=remedy)
    remedy = "" if state.well else state.reason
    value = "picture" if state.well else state.condition.value
    return Finding(name, value, state.well, remedy=remedy)
