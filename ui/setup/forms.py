"""What the set-up pages send, as checked steps."""

from datetime import UTC, datetime
from typing import Any

from flask import request
from pydantic import ValidationError

from kiosk.screens import STEPS, Step
from ui.access import is_local, signed_in
from ui.setup.words import NO_SUCH_PANEL, RANGES, UNMEASURED
from ui.words import Word

LISTS = frozenset({"missed", "keys"})
OWN = frozenset({"at", "by", "here"})  # of the server, never of the form
LONGEST = 200

Problems = dict[str, Word]


class BadStep(Exception):
    """What was sent is no step; ``problems`` by the name of the field."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def sent(name: str) -> dict[str, str]:
    """The fields of a step as they were sent."""
    fields = set(STEPS[name].model_fields) - OWN
    return {field: request.form.get(field, "")[:LONGEST].strip() for field in fields}


def read_step(name: str) -> Step:
    """The step that a form of this request describes.

    Raises:
        BadStep: it describes none.

    """
    given: dict[str, Any] = {
        field: [part for part in text.split(",") if part] if field in LISTS else text
        for field, text in sent(name).items()
        if text or field in LISTS
    }
    given["at"] = datetime.now(UTC)
    given["by"] = signed_in().account.login
    given["here"] = is_local(request.remote_addr)
    try:
        return STEPS[name].model_validate(given)
    except ValidationError as error:
        raise BadStep(_problems(error)) from None


def figures(step: Step) -> dict[str, str]:
    """What was measured or chosen, as the ledger takes it; no word of who or when."""
    measured = step.model_dump(exclude=set(OWN), exclude_none=True)
    return {field: _written(value) for field, value in measured.items()}


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _problems(error: ValidationError) -> Problems:
    found: Problems = {}
    for one in error.errors(include_input=False, include_url=False):
        if not one["loc"]:
            found["line_mm"] = NO_SUCH_PANEL
        else:
            field = str(one["loc"][0])
            found[field] = RANGES.get(field, UNMEASURED)
    return found
