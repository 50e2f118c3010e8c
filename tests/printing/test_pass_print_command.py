"""`kiosk pass print` as typed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from printing_kit import page_texts
from test_glyphs import LATE

from kiosk.config import load_config
from kiosk.house import House
from verification.invented import invented_person
from verification.ledger import EventKind

Run = Callable[..., Any]


def exports(config_file: Path) -> list[Any]:
    """What the ledger says of exports: who, and more."""
    house = House.open(load_config(config_file), lambda text: None)
    found = house.ledger.events(kind=EventKind.PERSONAL_EXPORTED)
    told = [[event.staff, dict(event.more)] for event in found]
    house.close()
    return told


def test_named_passes_are_printed_and_it_is_recorded(
    run: Run, codes: list[str], config_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "passes.pdf"
    told = run("pass", "print", codes[1], codes[0].lower(), "--to", str(file))
    assert tuple(
        told[key] for key in ("passes", "pages", "dots_per_module", "left_out")
    ) == (2, 2, 7, [])
    assert pytest.approx(told["mm"], abs=0.1) == 40.9
    first, second = page_texts(file.read_bytes())
    assert codes[1] in first
    assert codes[0] in second
    assert file.stat().st_mode & 0o777 == 0o600
    assert [file] == list(tmp_path.glob("passes*"))
    assert exports(config_file) == [["console", {"purpose": "pass.print", "people": 2}]]


def test_all_or_those_that_end_soon_are_printed(
    run: Run, codes: list[str], tmp_path: Path
) -> None:
    def told(name: str, *words: str, code: int = 0) -> Any:
        to = ("--to", str(tmp_path / name), "--dpi", "203")
        return run("pass", "print", *words, *to, code=code)

    sheet = told("all.pdf", "--all", "--format", "sheet")
    assert tuple(
        sheet[key] for key in ("passes", "pages", "dots_per_module", "small")
    ) == (3, 1, 5, False)
    assert "no pass" in str(told("none.pdf", "--expiring", "5", code=1))
    assert told("soon.pdf", "--expiring", "32")["passes"] == 3
    run("pass", "revoke", codes[0])
    assert told("rest.pdf", "--all")["passes"] == 2
    assert not (tmp_path / "none.pdf").exists()


def test_new_passes_end_the_old_ones(
    run: Run, codes: list[str], tmp_path: Path
) -> None:
    file = str(tmp_path / "new.pdf")
    told = run("pass", "print", "--all", "--new", "--days", "5", "--to", file)
    assert (told["passes"], told["listed"]) == (3, True)
    assert not set(codes) & set(told["codes"])
    again = run("pass", "print", codes[0], "--to", file + "2", code=1, as_json=False)
    assert codes[0] in again
    assert "作废" in again


def test_who_cannot_have_a_page_is_named_and_spoils_nobody_elses(
    run: Run, codes: list[str], tmp_path: Path
) -> None:
    number = invented_person(1).number
    words = (codes[0], number, "0000-0000-0", "--to", str(tmp_path / "one.pdf"))
    told = run("pass", "print", *words, code=1)  # `run` looks for the number
    assert told["passes"] == 1
    assert {one["pass"]: one["why"] for one in told["left_out"]} == {
        "#2": "unknown_pass",
        "#3": "unknown_pass",
    }


def test_a_name_without_glyphs_is_refused_at_issue_even_if_masked(
    run: Run, codes: list[str], register: Callable[..., bytes]
) -> None:
    person = register(4, f"王{LATE}明")
    told = run("pass", "issue", "--person", person.hex(), code=1)
    assert [one["why"] for one in told["left_out"]] == ["no_glyph"]
    assert LATE in told["left_out"][0]["zh"]
    assert told["issued"] == []


def test_the_page_for_a_browser_is_read_back_as_well(
    run: Run, codes: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "cards.html"
    told = run(
        "pass", "print", "--all", "--format", "card", "--html", "--to", str(file)
    )
    assert told["passes"] == 3
    page = file.read_text("utf-8")
    assert all(code in page for code in codes)
    assert file.stat().st_mode & 0o777 == 0o600


def test_wrong_use_is_told_before_anything_is_done(
    run: Run, config_file: Path, tmp_path: Path
) -> None:
    there, new = tmp_path / "there.pdf", str(tmp_path / "new.pdf")
    there.write_text("mine")
    run("pass", "print", "--to", new, code=2)
    run("pass", "print", "X", "--all", "--to", new, code=2)
    run("pass", "print", "X", "--days", "3", "--to", new, code=2)
    run("pass", "print", "X", "--to", str(there), code=2)
    run("pass", "print", "X", "--to", str(tmp_path / "no" / "new.pdf"), code=3)
    assert there.read_text() == "mine"
    assert exports(config_file) == []
