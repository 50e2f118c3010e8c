"""The process that tries rules out: stdin is what to try, stdout what came of it.

It has the lowest priority and bounds of its own, so that neither the pages nor a gate
wait for it. It writes JSON lines: ``[done, total]`` now and then, at last an object.

Start it as ``python -m kiosk.rehearsal.child``.
"""

import json
import os
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.house import Folder
from kiosk.policy import policy_from, table_of
from kiosk.rehearsal.trial import Policies, Trial
from verification.keys import load_keys
from verification.ledger.reading import Reader
from verification.ledger.vault import Vault
from verification.registry import Registry

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 600
LOWEST = 19


def limit_process() -> None:
    """Bind this process: priority, memory, processor time."""
    os.nice(LOWEST)
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))


def rehearse(asked: dict[str, Any]) -> dict[str, Any]:
    """What is asked for: data_dir, timezone, lanes, since, now and then."""
    folder = Folder(Path(asked["data_dir"]))
    keys = load_keys(folder.keys)
    registry = Registry.open(folder.registry, keys)
    registry.db.conn.execute("PRAGMA query_only = 1")
    reader = Reader(folder.ledger, Vault(keys.wrap))
    now, then = (_policies(asked[name], asked["timezone"]) for name in ("now", "then"))
    zone = ZoneInfo(asked["timezone"])
    trial = Trial(reader, registry, zone, asked["lanes"], now, then)
    found = trial.run(datetime.fromisoformat(asked["since"]), _tell)
    return found.as_dict()


def _policies(body: str, timezone: str) -> Policies:
    table = table_of(body)
    return {one: policy_from(table, timezone, one) for one in ("in", "out")}


def _tell(done: int, total: int) -> None:
    _say([done, total])


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    limit_process()
    _say(rehearse(json.load(sys.stdin)))
