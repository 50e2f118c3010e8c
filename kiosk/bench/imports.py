"""A large import, and what a lane notices of it."""

import csv
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.bench.site import BenchFailed, BenchSite
from kiosk.bench.swipes import Swiper
from verification.invented import invented_person


def write_people(path: Path, rows: int, first: int = 0) -> None:
    """A table of invented people as a community office would send it.

    ``first`` is the invented person whom it begins with.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["姓名", "证件号码", "健康状态", "电话"])
        for index in range(first, first + rows):
            person = invented_person(index)
            table.writerow([person.name, person.number, "green", person.phone])


def swipes_during_import(
    site: BenchSite, swiper: Swiper, rows: int, tick: Callable[[], None]
) -> tuple[float, list[float]]:
    """Import while people swipe.

    Returns:
        Rows a second, and the decision times during the import.
    """
    path = site.config.site.data_dir / "people.csv"
    write_people(path, rows)
    command = [sys.executable, "-m", "kiosk", "people", "import", str(path)]
    command += ["--yes", "--config", str(site.config_path)]
    begun = time.monotonic()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    ended, times = begun, []
    try:
        while child.poll() is None:
            times.append(swiper.swipe().decision)
            tick()
        ended = time.monotonic()
    finally:
        child.kill()
        child.wait()
    if child.returncode != 0 or not times:
        raise BenchFailed(f"the import ended with {child.returncode}")
    return rows / (ended - begun), times
