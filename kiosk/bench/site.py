"""A site for measuring: one lane on twins, real processes, real databases."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import tomli_w

from drivers.twins.sam import SamTwin
from kiosk.config import Config, load_config
from kiosk.demo import people
from kiosk.demo.people import DemoPerson
from kiosk.demo.setting import free_port
from kiosk.demo.twins import GateTwin, TwinSet, VirtualReader
from kiosk.house import House
from kiosk.lane.phases import Phase
from kiosk.live import Live
from kiosk.parent import environment

LANE = "bench"
PULSE_SECONDS = 0.3
START_SECONDS = 40.0
WAIT_SECONDS = 20.0  # a figure that takes longer is none
STOP_SECONDS = 8.0
FIRST = 5_000_000  # invented people that no fill of the registry reaches
CARDS = 40


class BenchFailed(Exception):
    """Something that had to happen did not; there is no figure."""


def wait_until(
    condition: Callable[[], bool], what: str, seconds: float = WAIT_SECONDS
) -> None:
    """Wait for a condition.

    Raises:
        BenchFailed: it did not come true in time.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise BenchFailed(f"waited in vain for: {what}")
        time.sleep(0.002)


@dataclass(slots=True)
class BenchSite:
    """Config and twins of the lane that is measured."""

    config: Config
    config_path: Path
    twins: TwinSet
    cards: list[DemoPerson]

    @property
    def reader(self) -> VirtualReader:
        """The identity-card reader."""
        return self.twins.readers[f"{LANE}-id"]

    @property
    def sam(self) -> SamTwin:
        """The same, as the twin that it is."""
        twin = self.reader.twin
        if not isinstance(twin, SamTwin):
            raise TypeError("the bench's reader is a SAM module")
        return twin

    @property
    def gate(self) -> GateTwin:
        """The relay board."""
        return self.twins.gates[f"{LANE}-gate"]


@contextmanager
def bench_site(data_dir: Path) -> Iterator[BenchSite]:
    """A fresh site on the disk of ``data_dir``; removed at the end."""
    folder = data_dir / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        path = folder / "config.toml"
        path.write_text(tomli_w.dumps(_settings(folder)), "utf-8")
        config = load_config(path)
        today = datetime.now(UTC).date()
        cards = [_card(FIRST + index, today) for index in range(CARDS)]
        house = House.open(config, lambda text: None)
        people.register(house.registry, cards, datetime.now(UTC))
        house.close()
        with TwinSet(config, folder / "dev", paced=False) as twins:
            yield BenchSite(config, path, twins, cards)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def process(site: BenchSite, name: str) -> Iterator["subprocess.Popen[bytes]"]:
    """`kiosk gate` or `kiosk web` of the site, ended at the end."""
    command = [sys.executable, "-m", "kiosk", name, "--config", str(site.config_path)]
    child = subprocess.Popen(
        command,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment(),  # a bench that is killed leaves nobody at its ports
    )
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def running_gate(site: BenchSite) -> Iterator[tuple["subprocess.Popen[bytes]", Live]]:
    """The gate process with its lane ready, and live.db."""
    house = House.open(site.config, lambda text: None)
    live = house.open_live()
    house.close()
    try:
        with process(site, "gate") as child:
            wait_until(lambda: phase(live) == Phase.READY, "the lane", START_SECONDS)
            yield child, live
    finally:
        live.close()


def phase(live: Live) -> str:
    """What the lane is doing; empty before it said anything."""
    view = live.lane(LANE)
    return view.board.phase if view else ""


def memory_mb(pid: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise BenchFailed("this system does not tell the memory of a process")


def processor_seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _card(index: int, today: date) -> DemoPerson:
    return people.resident(index, "green", "bench", today)


def _settings(folder: Path) -> dict[str, object]:
    return {
        "site": {"name": "bench", "data_dir": str(folder), "drill": True},
        "web": {"host": "127.0.0.1", "port": free_port(0)},
        "policy": {"card_reuse_seconds": 0},
        "lanes": [
            {
                "id": LANE,
                "name": "bench",
                "passage_seconds": 8,
                "readers": [
                    {
                        "id": f"{LANE}-id",
                        "driver": "sam",
                        "port": str(folder / "dev" / f"{LANE}-id"),
                        "poll_ms": 300,
                    }
                ],
                "gate": {
                    "driver": "waveshare",
                    "port": str(folder / "dev" / f"{LANE}-gate"),
                    "pulse_seconds": PULSE_SECONDS,
                },
                "inputs": {"passage": "board:1"},
            }
        ],
    }
