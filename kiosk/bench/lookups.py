"""`verify` among few and among many registered people."""

import random
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from kiosk.bench.site import BenchSite
from kiosk.policy import policy_of
from kiosk.stats import Figures, figures
from verification.evidence import CardEvidence
from verification.invented import invented_person
from verification.keys import create_keys, load_keys
from verification.moments import ClockState, Moment
from verification.policy import Policy
from verification.registry import Registry
from verification.registry.bulk import fill
from verification.verify import verify

WARM = 2000
BLOCK = 500


def lookup_figures(
    site: BenchSite,
    sizes: Sequence[int],
    count: int,
    progress: Callable[[int, int], None],
) -> dict[int, Figures]:
    """The figures of ``count`` verdicts for each size of the registry.

    The sizes are timed in turn, block by block, so that whatever else the machine
    does meets all of them alike.

    Args:
        site: its policy is used and its disk.
        sizes: how many people are registered.
        count: how many verdicts are timed for each.
        progress: told the size and how many are registered already.
    """
    draw = random.Random(11)  # noqa: S311 - a sample, not a secret
    policy, times = policy_of(site.config), {size: list[float]() for size in sizes}
    with ExitStack() as stack:
        registries = {}
        for size in sizes:
            folder = site.config.site.data_dir / f"people-{size}"
            stack.callback(shutil.rmtree, folder)
            registries[size] = _filled(folder, size, progress)
            stack.callback(registries[size].close)
        for size, registry in registries.items():
            _times(registry, policy, size, WARM, draw)
        for _ in range(max(1, count // BLOCK)):
            for size, registry in registries.items():
                times[size] += _times(registry, policy, size, BLOCK, draw)
    return {size: figures(times[size]) for size in sizes}


def _filled(folder: Path, size: int, progress: Callable[[int, int], None]) -> Registry:
    create_keys(folder / "keys")
    registry = Registry.open(folder / "registry.db", load_keys(folder / "keys"))
    fill(registry, size, datetime.now(UTC), progress=lambda n: progress(size, n))
    return registry


def _times(
    registry: Registry, policy: Policy, size: int, count: int, draw: random.Random
) -> list[float]:
    now = Moment(datetime.now(UTC), ClockState.HOLDOVER)
    times = []
    for _ in range(count):
        person = invented_person(draw.randrange(size))
        evidence = CardEvidence("resident", person.number, person.name, person.birth)
        begun = time.perf_counter()
        verify(evidence, registry, policy, now)
        times.append(time.perf_counter() - begun)
    return times
