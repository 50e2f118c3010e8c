"""The second factor as a browser meets it."""

import re
import time

import pytest
from pyotp import TOTP
from ui_kit import PASSWORD, make_config

from kiosk.config.staff import StaffTable
from kiosk.house import House
from kiosk.staff import Role, Staff
from verification.clock import MADE, ClockWatch

SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]{39})</code>')
CODES = re.compile(r"<li><code>([0-9A-Z-]{14})</code></li>")


@pytest.fixture
def house(tmp_path):
    required = StaffTable(second_factor="required")
    config = make_config(tmp_path / "var", drill=False)
    opened = House.open(config.model_copy(update={"staff": required}), print)
    yield opened
    opened.close()


@pytest.fixture
def boss(visitor):
    visitor.staff.accounts.add("boss", Role.ADMINISTRATOR, "赵主任")
    visitor.take_password("boss")
    return visitor


def by_password(visitor):
    return visitor.send("/sign-in", login="boss", secret=PASSWORD)


def shown(page):
    return SECRET.search(page.text).group(1).replace(" ", "")


def code_of(secret, step=0):
    return TOTP(secret).at(int(time.time()) + 30 * step)


def set_up(visitor):
    """The secret of a new app, and the answer to its first code."""
    by_password(visitor)
    secret = shown(visitor.client.get("/sign-in/second"))
    return secret, visitor.send("/sign-in/second", code=code_of(secret))


def test_before_the_second_factor_nobody_is_in(boss):
    assert by_password(boss).location == "/sign-in/second"
    assert boss.client.get("/board").status_code == 303
    assert boss.client.get("/api/v1/board").status_code == 401


def test_the_first_sign_in_shows_a_picture_and_letters_and_then_ten_codes(boss):
    by_password(boss)
    page = boss.client.get("/sign-in/second").text
    assert 'src="data:image/svg+xml' in page
    _, done = set_up(boss)
    assert len(CODES.findall(done.text)) == 10
    assert boss.client.get("/board").status_code == 200
    assert CODES.search(boss.client.get("/factor").text) is None


def test_a_wrong_first_code_sets_nothing_up(boss):
    by_password(boss)
    assert boss.send("/sign-in/second", code="000000").status_code == 401
    assert not boss.staff.accounts.named("boss").has_second


def test_then_a_code_of_the_app_lets_in(boss, house):
    secret, _ = set_up(boss)
    boss.send("/sign-out")
    by_password(boss)
    assert "扫不了" not in boss.client.get("/sign-in/second").text
    answer = boss.send("/sign-in/second", code=code_of(secret, 1))
    assert (answer.status_code, answer.location) == (303, "/admin")
    assert dict(house.ledger.recent(1)[0].more) == {"how": "password", "second": "totp"}


def test_a_recovery_code_lets_in(boss, house):
    _, done = set_up(boss)
    boss.send("/sign-out")
    by_password(boss)
    boss.send("/sign-in/second", code=CODES.findall(done.text)[3])
    assert house.ledger.recent(1)[0].more["second"] == "recovery"


def test_a_factor_that_does_not_open_is_said_so_and_a_recovery_code_helps(boss, house):
    secret, _ = set_up(boss)
    other = Staff(house.folder.registry, key=b"x" * 32)
    other.factors.keep(other.accounts.named("boss"), secret, code_of(secret))
    fresh = other.factors.renew_codes(other.accounts.named("boss"))
    other.close()
    boss.send("/sign-out")
    by_password(boss)
    refused = boss.send("/sign-in/second", code=code_of(secret, 1))
    assert (refused.status_code, "请用恢复码" in refused.text) == (401, True)
    assert boss.send("/sign-in/second", code=fresh[0]).status_code == 303


def test_with_a_wrong_clock_the_page_says_what_counts(boss, app, house):
    set_up(boss)
    boss.send("/sign-out")
    desk = app.extensions["changxing"]
    wrong = ClockWatch(wall=lambda: MADE.timestamp() - 9e6)
    lost = House(**{f: getattr(house, f) for f in house.__slots__} | {"clock": wrong})
    object.__setattr__(desk, "house", lost)
    by_password(boss)
    assert "只认恢复码" in boss.client.get("/sign-in/second").text
    object.__setattr__(desk, "house", house)


def test_without_a_step_the_page_leads_back(visitor):
    assert visitor.client.get("/sign-in/second").location == "/sign-in"
    assert visitor.send("/sign-in/second", code="123456").location == "/sign-in"


def test_a_code_of_the_console_sets_it_up_and_then_asks_for_a_password(visitor):
    _, code = visitor.staff.accounts.add("boss", Role.REGISTRAR)
    visitor.send("/sign-in", login="boss", secret=code)
    secret = shown(visitor.client.get("/sign-in/second"))
    done = visitor.send("/sign-in/second", code=code_of(secret))
    assert 'href="/password"' in done.text


def test_a_guard_needs_none(visitor):
    visitor.sign_in()
    assert visitor.client.get("/board").status_code == 200
    assert visitor.client.get("/factor").status_code == 403


def test_another_app_is_taken_on_with_password_and_code(boss, house):
    first, _ = set_up(boss)
    assert boss.send("/factor/app", password="guess").status_code == 400
    secret = shown(boss.send("/factor/app", password=PASSWORD))
    assert secret != first
    assert boss.send("/factor/confirm", code="000000").status_code == 400
    done = boss.send("/factor/confirm", code=code_of(secret, 1))
    assert len(CODES.findall(done.text)) == 10
    assert house.ledger.recent(1)[0].more["change"] == "staff.factor"
    assert boss.send("/factor/confirm", code=code_of(secret, 1)).location == "/factor"


def test_recovery_codes_are_renewed_with_the_password(boss):
    _, done = set_up(boss)
    assert boss.send("/factor/codes", password="guess").status_code == 400
    fresh = boss.send("/factor/codes", password=PASSWORD)
    assert not set(CODES.findall(done.text)) & set(CODES.findall(fresh.text))


def test_an_installer_at_a_gate_screen_gets_to_its_set_up_through_both_steps(boss):
    setup = "/screen/west/setup"
    assert boss.client.get(setup).location == "/sign-in"
    _, done = set_up(boss)
    assert f'href="{setup}"' in done.text


def test_nothing_that_was_typed_or_shown_is_logged(boss, capsys, caplog):
    secret, done = set_up(boss)
    boss.send("/sign-out")
    boss.send("/sign-in", login="boss", secret="wrong one")
    by_password(boss)
    boss.send("/sign-in/second", code="000000")
    logged = "".join(capsys.readouterr()) + caplog.text
    assert "sign_in_refused" in logged
    for text in ("boss", "wrong one", "000000", secret, *CODES.findall(done.text)):
        assert text not in logged
