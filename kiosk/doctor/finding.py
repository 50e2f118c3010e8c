"""One thing that the doctor looked at."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """A measured or observed fact with its limit.

    ``ok`` is ``None`` for advice that is neither good nor bad. ``remedy`` says what
    to do, in Chinese and English.
    """

    name: str
    value: str | int | float | bool
    ok: bool | None
    unit: str = ""
    limit: str | int | float | None = None
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For ``--json``: name, value, unit, limit, ok, and the remedy."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "limit": self.limit,
            "ok": self.ok,
            "remedy": self.remedy,
        }
