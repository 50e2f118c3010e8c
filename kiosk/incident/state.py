"""Devices and processes as they are now, and how many people are concerned."""

from typing import Any

from kiosk.doctor import examine
from kiosk.incident.scene import Scene
from kiosk.live.store import now_ms

COUNTS = {  # what lies in the registry, and in how many rows
    "people": "SELECT count(*) FROM people",
    "cards": "SELECT count(*) FROM cards",
    "attestations": "SELECT count(*) FROM attestations",
    "passes": "SELECT count(*) FROM passes",
}
OTHERS = {
    "staff": "SELECT count(*) FROM staff",
    "requests": "SELECT count(*) FROM help_requests",
}
PARTS = "SELECT count(*) FROM details"  # personal parts of events


def devices(scene: Scene) -> dict[str, Any]:
    """What the gate process last said of its devices, and of the processes."""
    live = scene.opened.open_live()
    try:
        shown = live.devices()
        beats = {name: live.beat_age_ms(name) for name in ("gate", "web")}
        clock = live.clock()
    finally:
        live.close()
    at = now_ms()
    return {
        "clock": clock,
        "processes": [{"name": n, "last_beat_ms_ago": age} for n, age in beats.items()],
        "devices": [
            {
                "device": one.device,
                "lane": one.lane,
                "role": one.role,
                "driver": one.driver,
                "condition": one.condition,
                "reason": one.reason,
                "for_s": (at - one.since_ms) // 1000,
            }
            for one in shown
        ],
    }


def people_concerned(scene: Scene) -> dict[str, int]:
    """How many people, cards, passes … are kept; numbers about nobody."""
    house = scene.opened
    db = house.registry.db
    there = set(db.table_names())
    wanted = COUNTS | {
        name: sql for name, sql in OTHERS.items() if sql.split()[-1] in there
    }
    found = {name: int(db.execute(sql).fetchone()[0]) for name, sql in wanted.items()}
    return found | {"personal_parts_of_events": house.ledger.reader.rows(PARTS)[0][0]}


def findings(scene: Scene) -> list[dict[str, Any]]:
    """What the doctor finds."""
    return [finding.as_dict() for finding in examine(scene.opened)]
