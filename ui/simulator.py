"""/simulator: the drill's toys: cards to lay, faults, and what the twins saw."""

from flask import Blueprint, render_template

from ui.desk import desk

simulator = Blueprint("simulator", __name__)


@simulator.get("/simulator")
def page() -> str:
    """The frame of the page; its script asks for the twins."""
    config = desk().house.config
    return render_template(
        "simulator.html", lanes=config.lanes, office=bool(config.enrolment)
    )
