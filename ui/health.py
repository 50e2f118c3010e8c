"""/healthz: whether this process works and what it sees of the others."""

from typing import Any

from flask import Blueprint, Response, jsonify

from ui.desk import desk
from verification.errors import VerificationError

health = Blueprint("health", __name__)


@health.get("/healthz")
def healthz() -> tuple[Response, int]:
    """JSON for a watcher; 503 when pages could not show the truth."""
    at = desk()
    state: dict[str, Any] = {
        "web": "ok" if at.hub.alive else "stuck",
        "gate_beat_age_ms": at.live.beat_age_ms("gate"),
        "ledger": "ok" if _ledger_reachable() else "unreachable",
        "streams": at.hub.streams,
    }
    well = state["web"] == state["ledger"] == "ok"
    return jsonify(state), 200 if well else 503


def _ledger_reachable() -> bool:
    try:
        desk().journal.version()
    except VerificationError:
        return False
    return True
