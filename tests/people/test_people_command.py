"""`kiosk people` as an office types it."""

import json

import click
import pytest
from click.testing import CliRunner
from unsealing import unseal

from kiosk.cli.people import people
from kiosk.people.columns import CHINESE

CONFIG = """
[site]
data_dir = "var"
[[lanes]]
id = "a"
name = "A"
"""


@pytest.fixture
def run(tmp_path, assert_no_number):
    """Run a command in a fresh site; no output may hold a whole number."""
    (tmp_path / "config.toml").write_text(CONFIG)

    def call(*words, code=0, as_json=True):
        options = ["--config", str(tmp_path / "config.toml")]
        options += ["--json"] if as_json else []
        result = CliRunner().invoke(people, [*map(str, words), *options])
        assert result.exit_code == code, result.output
        assert_no_number(result.output)
        return json.loads(result.stdout) if as_json and result.stdout else result

    return call


@pytest.fixture
def table(csv_file, person):
    """A file of invented people in an office's encoding, with one bad row or none."""

    def write(count, bad=False):
        rows = [["姓 名", "证件号码", "健康状态", "班级[x]"]]
        for index in range(count):
            rows.append([person(index).name, person(index).number, "green", "1"])
        if bad:
            rows.append(["王", person(1).number[:17] + "?", "blue", ""])
        return csv_file(rows, "gb18030")

    return write


def test_a_file_is_imported_listed_exported_and_taken_back(run, table, tmp_path):
    done = run("import", table(3), "--label", "street 5")
    assert done["new"] == 3
    assert run("imports")[0]["label"] == "street 5"
    assert done["columns_kept_out"] == ["班级[x]"]
    assert [entry["id"] for entry in run("imports")] == [done["import"]]
    exported = run("export", tmp_path / "out.zip", "--purpose", "review")
    password = exported.pop("password")
    assert exported == {"people": 3, "masked": False}
    inside = unseal(tmp_path / "out.zip", password)["people.xlsx"]
    (tmp_path / "out.xlsx").write_bytes(inside)
    assert run("import", tmp_path / "out.xlsx")["unchanged"] == 3
    assert run("undo", done["import"])["people"] == 3
    assert run("export", tmp_path / "none.zip", "--masked")["people"] == 0


def test_a_dry_run_shows_the_difference_and_writes_nothing(run, table):
    done = run("import", table(3), "--dry-run")
    assert done["new"] == 3
    assert done["import"] is None
    assert run("imports") == []


def test_bad_rows_are_told_and_the_good_ones_imported(run, table):
    done = run("import", table(3, bad=True), code=1)
    assert (done["new"], done["refused"], done["rows_total"]) == (3, 1, 1)
    assert done["rows"][0]["row"] == 5
    assert [fault["fault"] for fault in done["rows"][0]["faults"]] == [
        "number_wrong",
        "status_unknown",
    ]


def test_all_or_nothing_imports_nothing_when_a_row_is_bad(run, table):
    run("import", table(3, bad=True), "--all-or-nothing", code=1)
    assert run("imports") == []


def test_people_read_tables_and_machines_read_json(run, table):
    shown = run("import", table(3, bad=True), code=1, as_json=False).stdout
    assert "新增 new" in shown
    assert "班级[x]" in shown
    assert "不认识的健康状态" in shown
    assert "已导入 imported" in shown
    assert "完成 done" not in run("undo", "last", as_json=False).stdout
    assert "已撤销 undone" in run("imports", as_json=False).stdout


def test_every_import_and_export_is_in_the_ledger(run, table, tmp_path):
    from kiosk.cli.people import site

    run("import", table(2))
    run("export", tmp_path / "out.zip", "--purpose", "review")
    run("undo", "last")
    with site(tmp_path / "config.toml") as house:
        events = house.ledger.recent(10)
    kinds = ["registry.change", "personal.exported", "registry.change"]
    assert sorted(str(event.kind) for event in events) == sorted(kinds)
    assert {event.staff for event in events} == {"console"}
    purpose = [event.more.get("purpose") for event in events]
    assert "review" in purpose


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("import", "nowhere.csv"), 3),
        (("import", "a.csv", "--label", "for 13800000000"), 2),
        (("undo", "yesterday"), 2),
        (("undo", "last"), 2),
        (("export", "out.zip"), 2),
        (("export", "out.csv", "--purpose", "review"), 2),
        (("export", "out.csv", "--masked"), 2),
        (("export", "/nowhere/out.zip", "--masked"), 3),
        (("export", "config.toml", "--masked"), 2),
    ],
)
def test_an_exit_code_means_something(run, tmp_path, monkeypatch, words, code):
    monkeypatch.chdir(tmp_path)
    assert run(*words, code=code, as_json=False).stderr


def test_a_file_that_is_no_table_is_wrong_use(run, csv_file):
    result = run("import", csv_file([["a", "b"]]), code=2, as_json=False)
    assert "姓名" in result.stderr


def test_an_export_goes_over_no_file_that_is_there(run, tmp_path):
    (tmp_path / "out.zip").write_text("mine")
    run("export", tmp_path / "out.zip", "--masked", code=2, as_json=False)
    assert (tmp_path / "out.zip").read_text() == "mine"


@pytest.mark.parametrize("command", people.commands.values(), ids=people.commands)
def test_every_help_speaks_chinese_first_and_english(command):
    texts = [command.help]
    texts += [p.help for p in command.params if isinstance(p, click.Option)]
    for text in texts:
        assert not text[0].isascii()
        assert any(sign.isascii() and sign.isalpha() for sign in text)


def test_the_help_of_import_names_every_column():
    for column, chinese in CHINESE.items():
        assert column in people.commands["import"].help
        assert chinese in people.commands["import"].help
