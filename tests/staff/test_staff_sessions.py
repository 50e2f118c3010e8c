"""Sessions: how long they last and what ends them."""

import pytest

from kiosk.staff import Role


def begin(staff, role):
    account, _ = staff.accounts.add("wang", role)
    return staff.sessions.begin(account, by_code=False)


def test_a_session_knows_its_account(staff):
    found = staff.sessions.find(begin(staff, Role.GUARD))
    assert (found.account.login, found.account.role) == ("wang", Role.GUARD)


def test_two_sessions_have_two_tokens_of_256_bits(staff):
    account, _ = staff.accounts.add("wang", Role.GUARD)
    first, second = (staff.sessions.begin(account, False) for _ in range(2))
    assert first != second
    assert len(first) == 43


def test_sign_out_kills_the_token(staff):
    token = begin(staff, Role.GUARD)
    staff.sessions.end(token)
    assert None is staff.sessions.find(token)


def test_disabling_ends_sessions_at_once(staff):
    token = begin(staff, Role.GUARD)
    staff.accounts.disable("wang")
    staff.accounts.enable("wang")
    assert None is staff.sessions.find(token)


@pytest.mark.parametrize(
    ("role", "minutes", "stands"),
    [
        (Role.GUARD, 479, True),
        (Role.GUARD, 480, False),
        (Role.ADMINISTRATOR, 14, True),
        (Role.ADMINISTRATOR, 15, False),
        (Role.AUDITOR, 15, False),
        (Role.REGISTRAR, 15, False),
    ],
)
def test_an_idle_session_ends(staff, clock, role, minutes, stands):
    token = begin(staff, role)
    if role is Role.GUARD:
        staff.accounts.set_pin(staff.accounts.named("wang"), "407193")
    clock.pass_by(minutes=minutes)
    assert stands is (staff.sessions.find(token) is not None)


def test_a_guard_who_sets_no_pin_has_no_shift(staff, clock):
    token = begin(staff, Role.GUARD)
    clock.pass_by(minutes=15)
    assert staff.sessions.find(token) is None


def test_work_keeps_a_session_until_its_absolute_end(staff, clock):
    token = begin(staff, Role.ADMINISTRATOR)
    for _ in range(71):
        clock.pass_by(minutes=10)
        assert staff.sessions.find(token)
    clock.pass_by(minutes=10)
    assert None is staff.sessions.find(token)


def test_a_page_that_asks_by_itself_keeps_nothing_alive(staff, clock):
    token = begin(staff, Role.ADMINISTRATOR)
    for _ in range(2):
        clock.pass_by(minutes=7)
        assert staff.sessions.find(token, touch=False)
    clock.pass_by(minutes=1)
    assert None is staff.sessions.find(token)


def test_a_clock_put_right_by_a_little_ends_none(staff, clock):
    token = begin(staff, Role.GUARD)
    clock.pass_by(seconds=-90)
    assert staff.sessions.find(token)


def test_a_clock_set_back_ends_a_session_and_never_lengthens_it(staff, clock):
    token = begin(staff, Role.GUARD)
    clock.pass_by(hours=-5 * 365 * 24)
    assert None is staff.sessions.find(token)
