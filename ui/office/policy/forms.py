"""The form of the rules: what is in force fills it, what comes back is checked."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from kiosk.config.models import PolicyTable
from kiosk.policy import policy_from
from ui.language import t
from verification.errors import PolicyProblem
from verification.policy import PAPERS

SPARE = 2  # empty lines for new words
MOST_WORDS = 30
LONGEST_WORD = 20
YEAR = 8760
# Least and most of a number; whether it may be left out.
NUMBERS: dict[str, tuple[int, int, bool]] = {
    "max_status_age_hours": (1, YEAR, True),
    "max_data_age_hours": (1, YEAR, True),
    "card_reuse_seconds": (0, 3600, False),
    "reuse_window_minutes": (0, 1440, False),
    "max_list_age_hours": (1, YEAR, False),
}
CHOICES = ("unregistered", "unlisted_pass", *(f"paper_{kind}" for kind in PAPERS))

Form = dict[str, Any]
Problems = dict[str, str]


def filled(table: PolicyTable) -> Form:
    """The form as the rules in force would send it."""
    words = [*table.status.items(), *[("", "refer")] * SPARE]
    policy = policy_from(table, "UTC")
    return {
        "statuses": words,
        "unregistered": table.unregistered,
        "unlisted_pass": table.unlisted_pass,
        "paper_requires_id": "yes" if table.paper_requires_id else "no",
        "require": list(table.require),
        **{name: _shown(getattr(table, name)) for name in NUMBERS},
        **{f"paper_{kind}": policy.papers[kind].value for kind in PAPERS},
    }


def sent(form: "MultiDict[str, str]") -> Form:
    """The form as somebody sent it."""
    words = zip(
        form.getlist("status_word")[:MOST_WORDS],
        form.getlist("status_outcome")[:MOST_WORDS],
        strict=False,
    )
    names = (*CHOICES, *NUMBERS, "paper_requires_id")
    return {
        "statuses": [(word.strip(), outcome) for word, outcome in words],
        "require": form.getlist("require")[:MOST_WORDS],
        **{name: form.get(name, "").strip()[:40] for name in names},
    }


def read(form: Form) -> tuple[PolicyTable | None, Problems]:
    """The rules that a form asks for, or what is wrong with its fields."""
    problems: Problems = {}
    values = {
        "status": _statuses(form["statuses"], problems),
        "unregistered": form["unregistered"],
        "unlisted_pass": form["unlisted_pass"],
        "paper": {kind: form[f"paper_{kind}"] for kind in PAPERS},
        "paper_requires_id": form["paper_requires_id"] == "yes",
        "require": form["require"],
    }
    for name in NUMBERS:
        values[name] = _number(name, form[name], problems)
    if problems:
        return None, problems
    return _table(values)


def _table(values: Mapping[str, Any]) -> tuple[PolicyTable | None, Problems]:
    try:
        table = PolicyTable.model_validate(values)
        policy_from(table, "UTC")
    except ValidationError as error:
        unknown = t("请从列出的里面选。", "Choose one of those listed.")
        fields = ("_".join(map(str, one["loc"][:2])) for one in error.errors())
        return None, {_field(name): unknown for name in fields}
    except PolicyProblem as problem:
        return None, {"status_word": str(problem)}
    return table, {}


def _field(place: str) -> str:
    """The form's name of a place in the table."""
    if place.startswith("status"):
        return "status_word"
    return "require" if place.startswith("require") else place


def _statuses(words: list[tuple[str, str]], problems: Problems) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, outcome in words:
        if not word:
            continue
        if word in found:
            problems["status_word"] = t(
                f"“{word}”写了两次。", f"“{word}” stands there twice."
            )
        if len(word) > LONGEST_WORD:
            problems["status_word"] = t(
                f"最多 {LONGEST_WORD} 个字。", f"{LONGEST_WORD} characters at most."
            )
        found[word] = outcome
    if not found:
        problems["status_word"] = t(
            "至少写一个状态。", "At least one status is wanted."
        )
    return found


def _number(name: str, text: str, problems: Problems) -> int | None:
    least, most, optional = NUMBERS[name]
    if not text and optional:
        return None
    if text.isascii() and text.isdecimal() and least <= int(text) <= most:
        return int(text)
    problems[name] = t(
        f"请写 {least} 到 {most} 的整数。", f"A whole number from {least} to {most}."
    )
    return None


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
