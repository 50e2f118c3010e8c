"""`kiosk pass issue`, `list`, `revoke` and `kiosk paper register` as typed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.cli.pass_office import utc_now
from kiosk.house import House
from kiosk.passes.office import PassOffice
from verification.documents import Document
from verification.invented import invented_person
from verification.paper.examine import examine
from verification.paper.trust import TrustStore

CODE = re.compile(r"^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$")
Run = Callable[..., Any]


@pytest.fixture
def run(config_file: Path) -> Run:
    """Run `kiosk` on the site; no output may hold a whole number."""

    def call(*words: str, code: int = 0, given: str = "", as_json: bool = True) -> Any:
        options = ["--config", str(config_file), *(["--json"] if as_json else [])]
        result = CliRunner().invoke(main, [*words, *options], input=given)
        assert result.exit_code == code, result.output
        assert not any(number(index) in result.output for index in range(1, 10))
        return json.loads(result.stdout) if as_json and result.stdout else result.output

    return call


@pytest.fixture
def site(house: House, person: Callable[..., bytes]) -> dict[int, bytes]:
    """A site with keys of today and three people, one of them red."""
    run = CliRunner().invoke
    config = str(house.folder.root.parent / "config.toml")
    assert run(main, ["pass", "keys", "make", "--config", config]).exit_code == 0
    return {
        index: person(index, "red" if index == 3 else "green") for index in (1, 2, 3)
    }


def number(index: int) -> str:
    return invented_person(index).number


def test_numbers_come_from_stdin(run: Run, site: dict[int, bytes]) -> None:
    told = run("pass", "issue", "--number-stdin", given=f"{number(1)}\n\n{number(2)}\n")
    assert [site[1].hex(), site[2].hex()] == [one["person"] for one in told["issued"]]
    assert all(CODE.match(one["code"]) for one in told["issued"])
    assert told["left_out"] == []


def test_numbers_come_from_a_file(
    run: Run, site: dict[int, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "numbers.txt"
    path.write_text(f"\ufeff{number(1)}\r\n", "utf-8")
    assert len(run("pass", "issue", "--numbers", str(path))["issued"]) == 1


def test_a_number_is_asked_for_and_not_shown(run: Run, site: dict[int, bytes]) -> None:
    shown = run("pass", "issue", given=number(1) + "\n", as_json=False)
    assert "已签发 issued: 1" in shown


def test_lines_without_a_registered_person_are_named_by_their_place(
    run: Run, site: dict[int, bytes]
) -> None:
    lines = f"{number(1)}\n{number(9)}\n12345\n"
    told = run("pass", "issue", "--number-stdin", given=lines, code=1)
    left = {one["place"]: one["why"] for one in told["left_out"]}
    assert left == {"2": "unknown_person", "3": "number"}
    assert len(told["issued"]) == 1


def test_a_whole_community_gets_passes_and_the_next_time_only_the_others(
    run: Run, site: dict[int, bytes], person: Callable[..., bytes]
) -> None:
    green = ("pass", "issue", "--all", "--status", "green")
    assert len(run(*green)["issued"]) == 2
    late = person(4)
    (issued,) = run(*green, "--missing")["issued"]
    assert issued["person"] == late.hex()
    assert len(run(*green)["issued"]) == 3


def test_a_renewed_pass_ends_the_one_before_on_the_signed_list(
    run: Run, site: dict[int, bytes], office_of: PassOffice
) -> None:
    (first,) = run("pass", "issue", "--person", site[1].hex())["issued"]
    told = run("pass", "issue", "--renew", first["code"])
    assert told["listed"] is True
    lists = office_of.lists()
    assert lists
    assert lists.is_revoked(bytes.fromhex(first["id"]))


def test_what_stands_in_the_code_is_shown_when_it_is_asked_for(
    run: Run, site: dict[int, bytes], office_of: PassOffice
) -> None:
    person = ("pass", "issue", "--person", site[1].hex())
    assert "text" not in run(*person)["issued"][0]
    text = run(*person, "--with-text")["issued"][0]["text"]
    lists = office_of.lists()
    assert lists
    trust = TrustStore().with_passes(lists.trusted_keys())
    assert examine([text.encode()], trust, office_of.now()).refusal is None


def test_a_revoked_pass_is_listed_as_such(run: Run, site: dict[int, bytes]) -> None:
    (issued,) = run("pass", "issue", "--person", site[1].hex())["issued"]
    told = run("pass", "revoke", issued["code"].lower(), "--why", "lost")
    assert told == {"code": issued["code"], "why": "lost", "listed": True}
    (row,) = run("pass", "list", "--state", "revoked")
    assert (row["code"], row["why"]) == (issued["code"], "lost")
    assert run("pass", "list", "--state", "in_force") == []


def test_tables_show_masked_names_alone(run: Run, site: dict[int, bytes]) -> None:
    run("pass", "issue", "--all", "--status", "green")
    shown = run("pass", "list", as_json=False)
    assert invented_person(1).name not in shown
    assert "有效 in force" in shown
    assert "共 in all: 2" in shown


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("issue", "--person", "12"), 2),
        (("issue", "--person", "x" * 32), 2),
        (("issue", "--all", "--number-stdin"), 2),
        (("issue", "--status", "green", "--person", "0" * 32), 2),
        (("issue", "--all", "--status", "blue"), 2),
        (("issue", "--all", "--days", "366"), 2),
        (("issue", "--renew", "0000-0000-0"), 1),
        (("issue", "--person", "0" * 32), 1),
        (("revoke", "0000-0000-0"), 1),
        (("revoke", "0000-0000-0", "--why", "superseded"), 2),
        (("list", "--state", "lost"), 2),
    ],
)
def test_what_cannot_be_done_has_its_exit_code(
    run: Run, site: dict[int, bytes], words: tuple[str, ...], code: int
) -> None:
    run("pass", *words, code=code, as_json=False)


def test_a_document_number_given_as_a_person_is_not_repeated(
    run: Run, site: dict[int, bytes]
) -> None:
    run("pass", "issue", "--person", number(1), code=2, as_json=False)


def test_without_keys_the_command_says_what_to_run_first(
    run: Run, person: Callable[..., bytes]
) -> None:
    shown = run("pass", "issue", "--person", person(1).hex(), code=2, as_json=False)
    assert "kiosk pass keys make" in shown


def test_a_registered_number_leads_to_its_person(
    run: Run, site: dict[int, bytes], house: House
) -> None:
    told = run("paper", "register", "zj2022-000123", "--person", site[1].hex())
    assert told == {"number": "*********0123", "done": "register"}
    name = house.registry.subject(Document.parse("ZJ2022-000123", "paper"))
    card = house.registry.find_card(name)
    assert card
    assert (site[1], "paper", False) == (card.person, card.kind, card.revoked)
    assert card.valid_until is None
    dated = ("--what", "community", "--until", "2030-01-31")
    run("paper", "register", "ZJ2022-000123", "--person", site[1].hex(), *dated)
    card = house.registry.find_card(name)
    assert card
    assert card.valid_until == date(2030, 1, 31)


def test_a_registered_number_is_revoked_restored_and_removed(
    run: Run, site: dict[int, bytes], house: House
) -> None:
    name = house.registry.subject(Document.parse("ZJ2022-000123", "paper"))
    register = ("paper", "register", "ZJ2022-000123")
    run(*register, "--number-stdin", given=number(2))
    seen = []
    for step in ("--revoke", "--restore", "--remove"):
        run(*register, step)
        card = house.registry.find_card(name)
        seen.append(card and card.revoked)
    assert seen == [True, False, None]


@pytest.mark.parametrize(
    ("words", "given", "code"),
    [
        (("ABC", "--number-stdin"), number(1), 1),
        (("NO-DIGIT", "--number-stdin"), number(1), 1),
        (("1234", "--number-stdin"), number(9), 1),
        (("1234", "--number-stdin"), "12345", 2),
        (("1234", "--number-stdin"), "", 2),
        (("1234", "--person", "0" * 32), "", 1),
        (("1234", "--revoke"), "", 1),
        (("1234", "--revoke", "--person", "0" * 32), "", 2),
    ],
)
def test_a_number_that_cannot_be_registered_has_its_exit_code(
    run: Run, site: dict[int, bytes], words: tuple[str, ...], given: str, code: int
) -> None:
    run("paper", "register", *words, given=given, code=code, as_json=False)


def test_a_number_of_somebody_else_is_not_taken_away(
    run: Run, site: dict[int, bytes]
) -> None:
    run("paper", "register", "1234-5", "--person", site[1].hex())
    words = ("paper", "register", "1234-5", "--person", site[2].hex())
    run(*words, code=1, as_json=False)


@pytest.fixture
def office_of(house: House) -> PassOffice:
    """The office as the commands have it: by the clock of this machine."""
    return PassOffice.of(house, "console", utc_now)


def test_a_check_knows_what_this_site_took_back(
    run: Run, site: dict[int, bytes], tmp_path: Path
) -> None:
    words = ("pass", "issue", "--person", site[1].hex(), "--with-text")
    (issued,) = run(*words)["issued"]
    paper = tmp_path / "pass.txt"
    paper.write_text(issued["text"], "utf-8")
    assert run("paper", "check", str(paper))["refusal"] is None
    run("pass", "revoke", issued["code"])
    line = run("paper", "check", str(paper), code=1)
    assert (line["authentic"], line["refusal"]) == (True, "revoked")


def test_without_a_keyboard_it_is_told_how_else_to_give_a_number(
    site: dict[int, bytes], config_file: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "pass", "issue", "--config", str(config_file)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,  # no terminal to fall back to
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert "--number-stdin" in done.stderr
    assert "Warning" not in done.stderr
