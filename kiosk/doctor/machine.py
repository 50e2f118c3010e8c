"""The machine: Python, disk, clock, libraries, font, speech."""

import ctypes.util
import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kiosk.doctor.finding import Finding
from verification.clock import ClockWatch
from verification.moments import ClockState

ENOUGH_MB = 500
OLDEST = (3, 11)


def machine(data_dir: Path, clock: ClockWatch) -> Iterator[Finding]:
    """What every process of ours needs of the machine."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        "python",
        version,
        sys.version_info >= OLDEST,
        limit="3.11",
        remedy="安装 install Python 3.11+",
    )
    yield _disk(data_dir)
    yield _clock(clock)
    yield _library("zbar", "zbar", "libzbar0", "pyzbar.pyzbar")
    yield _library("opencv", "GL", "libgl1", "cv2")
    yield _font()
    yield _program("espeak-ng")


def _disk(data_dir: Path) -> Finding:
    free = shutil.disk_usage(data_dir).free // 1_000_000
    return Finding(
        "disk_free",
        free,
        free >= ENOUGH_MB,
        "MB",
        ENOUGH_MB,
        "腾出磁盘空间；满了就不开门 free disk space: a full disk opens no gate",
    )


def _clock(clock: ClockWatch) -> Finding:
    state = clock.moment().clock
    return Finding(
        "clock",
        state.value,
        state is not ClockState.UNTRUSTED,
        limit="synced",
        remedy="校准时间 set the clock: timedatectl set-ntp true",
    )


def _library(name: str, library: str, package: str, module: str) -> Finding:
    remedy = f"apt-get install {package}"
    if ctypes.util.find_library(library) is None:
        return Finding(name, "missing", False, remedy=remedy)
    try:
        importlib.import_module(module)
    except ImportError as error:
        return Finding(name, str(error), False, remedy=remedy)
    return Finding(name, "loads", True)


def _font() -> Finding:
    remedy = "apt-get install fonts-noto-cjk"
    lister = shutil.which("fc-list")
    if lister is None:
        return Finding("font", "fc-list missing", None, remedy=f"{remedy} fontconfig")
    found = subprocess.run(
        [lister, ":lang=zh", "family"], capture_output=True, text=True, check=False
    ).stdout
    name = "Noto Sans CJK SC"
    return Finding(
        "font", name if name in found else "missing", name in found, remedy=remedy
    )


def _program(name: str) -> Finding:
    there = shutil.which(name) is not None
    return Finding(
        name,
        "installed" if there else "missing",
        there or None,
        remedy="" if there else f"apt-get install {name}",
    )
