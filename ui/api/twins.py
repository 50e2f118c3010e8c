"""The simulator's twins: what they show, what they saw, what they shall do."""

from dataclasses import asdict
from typing import Any, Literal

from flask import Blueprint, Response, abort, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.live.simulator import Traffic
from ui.desk import desk

MOST_TRAFFIC = 200


class TwinOrder(BaseModel):
    """An order for a twin; each verb takes its own of the other fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str = Field(max_length=64)
    verb: Literal[
        "lay", "lift", "show", "take_away", "hold",
        "fault", "unplug", "plug", "pulse_input", "set_input",
    ]  # fmt: skip
    card: str | None = Field(None, max_length=64)
    sheet: str | None = Field(None, max_length=64)
    word: str | None = Field(None, max_length=64)
    input: str | None = Field(None, max_length=64)
    on: bool | None = None


def add_to(api: Blueprint) -> None:
    """Add these routes."""
    api.add_url_rule("/simulator", view_func=simulator_state)
    api.add_url_rule("/simulator/orders", view_func=simulator_order, methods=["POST"])


def simulator_state() -> Response:
    """All twins, and the traffic noted after the id ``after``."""
    table = desk().simulator
    after = request.args.get("after", 0, type=int)
    traffic = table.traffic(after)[-MOST_TRAFFIC:]
    return jsonify(
        twins=[asdict(view) for view in table.twins()],
        traffic=[traffic_json(piece) for piece in traffic],
    )


def simulator_order() -> tuple[Response, int]:
    """Put an order for a twin down."""
    try:
        order = TwinOrder.model_validate(request.get_json())
    except ValidationError:
        abort(400)
    table = desk().simulator
    if order.device not in {view.device for view in table.twins()}:
        abort(404)
    body = order.model_dump(exclude={"device", "verb"}, exclude_none=True)
    return jsonify(order=table.ask(order.device, order.verb, body)), 202


def traffic_json(piece: Traffic) -> dict[str, Any]:
    """One piece of traffic with its bytes as pairs of hexadecimal digits."""
    return {
        "id": piece.id,
        "at_ms": piece.at_ms,
        "device": piece.device,
        "received": piece.received,
        "hex": piece.data.hex(" ").upper(),
        "note": piece.note,
    }
