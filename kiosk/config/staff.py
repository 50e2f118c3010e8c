"""How the staff sign in."""

from typing import Literal

from pydantic import Field, field_validator

from kiosk.config.base import Table

SHORTEST_LOCK = 15  # seconds: less would lock while a guard reads


class StaffTable(Table):
    """How the staff sign in.

    Attributes:
        lock_seconds: after which a guard's tablet that nobody touches asks for the PIN
            before it does anything; 0 never.
        second_factor: whether everybody but guards needs a second factor; unset, it
            is required, but not in a drill.
        second_approver: whether a copy or an erasure of somebody's data takes two
            registrars, one who prepares it and one who carries it out.

    """

    lock_seconds: int = Field(60, ge=0, le=3600)
    second_factor: Literal["required", "off"] | None = None
    second_approver: bool = False

    @field_validator("lock_seconds")
    @classmethod
    def _time_to_read(cls, value: int) -> int:
        if 0 < value < SHORTEST_LOCK:
            raise ValueError(f"use 0 for never, or {SHORTEST_LOCK} to 3600")
        return value
