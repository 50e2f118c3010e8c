"""`kiosk staff` as it is typed."""

import json

import pytest
from click.testing import CliRunner

from kiosk.cli.staff import staff as command
from kiosk.config import load_config
from kiosk.house import House
from kiosk.staff import Answer, Staff
from kiosk.staff.at_house import open_staff
from verification.ledger import EventKind


@pytest.fixture
def kiosk(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text(
        '[site]\ndata_dir = "var"\n[[lanes]]\nid = "east"\nname = "东门"\n', "utf-8"
    )

    def run(*words, code=0):
        done = CliRunner().invoke(command, [*words, "--config", str(config)])
        assert code == done.exit_code, done.output
        return done.stdout

    run.config = config
    return run


def add(kiosk, name="li"):
    return json.loads(kiosk("add", name, "--role", "administrator", "--json"))


def test_the_first_administrator_gets_a_code_that_works(kiosk):
    made = add(kiosk)
    people = Staff(kiosk.config.parent / "var" / "registry.db")
    assert people.sign_in("li", made["code"], "::1").answer == Answer.WELCOME
    people.close()


def test_the_list_shows_no_secret(kiosk):
    made = add(kiosk)
    shown = kiosk("list", "--json")
    assert made["code"] not in shown
    assert [(a["login"], a["role"], a["disabled"]) for a in json.loads(shown)] == [
        ("li", "administrator", False)
    ]


def test_disable_and_enable_show_in_the_list(kiosk):
    add(kiosk)
    add(kiosk, "zhao")
    kiosk("disable", "li")
    assert "停用" in kiosk("list")
    kiosk("enable", "li")
    assert "停用" not in kiosk("list")


def test_a_new_code_is_another_one(kiosk):
    assert add(kiosk)["code"] != json.loads(kiosk("code", "li", "--json"))["code"]


@pytest.mark.parametrize(
    "words", [("code", "nobody"), ("add", "li", "--role", "guard"), ("disable", "x")]
)
def test_a_wrong_name_is_wrong_use(kiosk, words):
    add(kiosk)
    kiosk(*words, code=2)


def test_changes_of_accounts_are_in_the_ledger_without_names(kiosk):
    made = json.loads(kiosk("add", "wang", "--role", "guard", "--json"))
    kiosk("disable", "wang")
    house = House.open(load_config(kiosk.config), lambda text: None)
    facts = [
        e.more for e in house.ledger.recent(9) if e.kind is EventKind.REGISTRY_CHANGE
    ]
    house.close()
    assert [fact["change"] for fact in facts] == ["staff.disable", "staff.add"]
    assert {made["id"]} == {fact["account"] for fact in facts}


def test_recovery_codes_from_the_console_let_in_where_the_clock_is_wrong(kiosk):
    made = add(kiosk)
    codes = json.loads(kiosk("recovery", "li", "--json"))["codes"]
    assert "恢复码 10" in kiosk("list")
    house = House.open(load_config(kiosk.config), lambda text: None)
    people = open_staff(house)
    step = people.sign_in("li", made["code"], "::1")
    done = people.second(step.token, codes[0], "::1", clock_trusted=False)
    assert (step.answer, done.answer) == (Answer.SECOND, Answer.WELCOME)
    people.close()
    house.close()


def test_a_factor_is_reset_at_the_console(kiosk):
    add(kiosk)
    kiosk("recovery", "li")
    kiosk("reset-factor", "li")
    assert json.loads(kiosk("list", "--json"))[0]["recovery_codes"] == 0


def test_a_guard_has_no_recovery_codes(kiosk):
    kiosk("add", "wang", "--role", "guard")
    kiosk("recovery", "wang", code=2)
