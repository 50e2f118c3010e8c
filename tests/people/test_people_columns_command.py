"""`kiosk people import --columns`: a list without headings at a terminal."""

import pytest
from click.testing import CliRunner

from kiosk.cli.people import people

CONFIG = '[site]\ndata_dir = "var"\n[[lanes]]\nid = "a"\nname = "A"\n'


@pytest.fixture
def run(tmp_path, assert_no_number):
    (tmp_path / "config.toml").write_text(CONFIG)

    def call(*words, code=0):
        options = ["--config", str(tmp_path / "config.toml")]
        result = CliRunner().invoke(people, [*map(str, words), *options])
        assert result.exit_code == code, result.output
        assert_no_number(result.output)
        return result.output

    return call


@pytest.fixture
def headless(csv_file, person):
    people = map(person, range(4))
    return csv_file([[one.name, one.number, one.phone] for one in people])


def test_each_column_is_shown_with_the_words_that_would_confirm_it(run, headless):
    said = run("import", headless, code=2)
    assert "没有表头" in said
    assert "--columns name,document_number,phone" in said
    assert "999999********" in said


def test_what_was_confirmed_is_imported(run, headless):
    said = run("import", headless, "--columns", "name,document_number,-")
    assert "新增 new" in said


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ("name", "3 列"),
        ("name,name,-", "两列不能"),
        ("name,-,phone", "要有一列是证件号码"),
        ("king,-,-", "可用"),
    ],
)
def test_columns_with_which_nobody_can_be_read_are_refused(
    run, headless, columns, says
):
    assert says in run("import", headless, "--columns", columns, code=2)
