"""The one-time code of a site without accounts, and its hour."""

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.cli.first_run import announce
from kiosk.config import load_config
from kiosk.first_run import NAME, OPEN_MS, FirstRun
from kiosk.house import House
from kiosk.staff import Role, Staff

NOW = 1_000_000


class Clock:
    """Stands still until a test moves it."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def run(tmp_path, clock):
    return FirstRun(tmp_path, clock)


def test_its_code_is_right_and_no_other(run):
    code = run.begin()
    assert run.right(code.lower().replace("-", " "))
    assert not run.right(code[:-1])
    assert not run.right("")


@pytest.mark.parametrize(
    ("later", "right"), [(OPEN_MS - 1, True), (OPEN_MS, False), (-1, False)]
)
def test_a_code_works_for_an_hour(run, clock, later, right):
    code = run.begin()
    clock.now += later
    assert run.right(code) is right


def test_a_new_code_ends_the_one_before(run):
    old = run.begin()
    new = run.begin()
    assert (run.right(old), run.right(new)) == (False, True)


def test_a_code_is_spent_by_the_first_account(run):
    code = run.begin()
    run.made("s1")
    assert not run.right(code)
    assert run.progress().admin == "s1"


def test_how_far_it_has_come_is_kept(run, clock):
    run.begin()
    run.made("s1")
    clock.now += 1000
    run.registered(b"p" * 16)
    found = run.progress()
    assert (found.person, found.person_ms) == ((b"p" * 16).hex(), NOW + 1000)
    run.end()
    assert run.progress() is None


def test_only_the_owner_reads_the_file_and_no_code_stands_in_it(run, tmp_path):
    code = run.begin()
    path = tmp_path / NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert code not in path.read_text()


def test_what_was_broken_off_goes_on_with_a_new_code_and_another_hour(run, clock):
    run.begin()
    run.made("s1")
    run.registered(b"p" * 16)
    before = run.progress()
    clock.now += 90 * OPEN_MS
    assert run.progress() is None
    code = run.resume()
    assert run.right(code)
    run.made("s1")
    assert not run.right(code)
    after = run.progress()
    assert (after.admin, after.person, after.person_ms) == (
        before.admin,
        before.person,
        before.person_ms,
    )


def test_nothing_goes_on_that_was_not_begun_or_is_over(run):
    assert run.resume() is None
    run.begin()
    assert run.resume() is None
    run.made("s1")
    run.end()
    assert run.resume() is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"code": 1}', "x"])
def test_a_damaged_file_opens_nothing(run, tmp_path, text):
    (tmp_path / NAME).write_text(text)
    assert run.progress() is None
    assert not run.right("AAAA-AAAA-AAAA")


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[[lanes]]\nid = "a"\nname = "A"\n', "utf-8")
    return path


def test_the_command_shows_a_code_that_works(config, tmp_path):
    answer = CliRunner().invoke(main, ["first-run", "--config", str(config)])
    code = next(word for word in answer.stdout.split() if word.count("-") == 2)
    assert "http://127.0.0.1:8080/first-run" in answer.stdout
    assert FirstRun(tmp_path / "var").right(code)


def test_with_an_account_there_is_no_code(config, tmp_path):
    house = House.open(load_config(config), lambda text: None)
    staff = Staff(house.folder.registry)
    staff.accounts.add("boss", Role.ADMINISTRATOR)
    staff.close()
    house.close()
    answer = CliRunner().invoke(main, ["first-run", "--config", str(config)])
    assert answer.exit_code == 1
    assert not (tmp_path / "var" / NAME).exists()


def test_a_first_run_that_was_broken_off_gets_a_new_code(config, tmp_path):
    house = House.open(load_config(config), lambda text: None)
    staff, left = Staff(house.folder.registry), FirstRun(house.folder.root)
    left.begin()
    left.made(staff.accounts.add("boss", Role.ADMINISTRATOR)[0].id)
    staff.close()
    house.close()
    answer = CliRunner().invoke(main, ["first-run", "--config", str(config)])
    code = next(word for word in answer.stdout.split() if word.count("-") == 2)
    assert answer.exit_code == 0
    assert "管理员账号登录" in answer.stdout
    assert left.right(code)


def test_a_start_without_a_terminal_writes_no_code_anywhere(config, tmp_path, capsys):
    house = House.open(load_config(config), lambda text: None)
    announce(house)
    house.close()
    assert "kiosk first-run" in capsys.readouterr().out
    assert not (tmp_path / "var" / NAME).exists()
