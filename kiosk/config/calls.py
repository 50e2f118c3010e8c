"""How calls for help go on when nobody answers."""

from pydantic import Field, field_validator

from kiosk.config.base import Table

SHORTEST_ALARM = 10  # seconds: staff need as long to read who calls


class CallsTable(Table):
    """How calls for help go on when nobody answers.

    Attributes:
        escalate_seconds: after which a call that nobody acknowledged is brought to
            every board with a second sound; 0 never.

    """

    escalate_seconds: int = Field(30, ge=0, le=300)

    @field_validator("escalate_seconds")
    @classmethod
    def _time_to_answer(cls, value: int) -> int:
        if 0 < value < SHORTEST_ALARM:
            raise ValueError(f"use 0 for never, or {SHORTEST_ALARM} to 300")
        return value
