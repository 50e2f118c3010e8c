"""PINs of guards, and the lock of their tablet."""

import pytest

from kiosk.staff import Answer, How, Role
from kiosk.staff.errors import BadPin
from kiosk.staff.pins import check_pin

PIN = "407193"
GOOD = "correct horse 电池"


@pytest.fixture
def guard(staff):
    account, _ = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_pin(account, PIN)
    return staff.accounts.named("wang")


@pytest.fixture
def token(staff, guard):
    return staff.sign_in_by_pin("wang", PIN, "::1").token


def test_a_pin_lets_a_guard_in_again_and_again(staff, guard):
    tried = [staff.sign_in_by_pin(" Wang ", PIN, "::1") for _ in range(2)]
    assert [(t.answer, t.how) for t in tried] == [(Answer.WELCOME, (How.PIN,))] * 2


@pytest.mark.parametrize("typed", ["407194", "", "40719", PIN + "0", GOOD])
def test_another_pin_does_not(staff, guard, typed):
    assert Answer.WRONG is staff.sign_in_by_pin("wang", typed, "::1").answer


def test_a_pin_is_no_password_and_a_password_no_pin(staff, guard):
    staff.accounts.set_password(guard, GOOD)
    assert Answer.WRONG is staff.sign_in("wang", PIN, "::1").answer
    assert Answer.WRONG is staff.sign_in_by_pin("wang", GOOD, "::1").answer
    assert Answer.WELCOME is staff.sign_in("wang", GOOD, "::1").answer


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.REGISTRAR, Role.AUDITOR], ids=str
)
def test_nobody_else_comes_in_by_pin(staff, guard, role):
    staff.accounts.change_role("wang", role)
    assert Answer.WRONG is staff.sign_in_by_pin("wang", PIN, "::1").answer


@pytest.mark.parametrize(
    "pin",
    [
        *("", "12345", "1234567", "12345a", "１２３４５６", "000000", "777777"),
        *("121212", "123123", "123456", "234567", "789012", "654321", "210987"),
    ],
)
def test_what_anybody_would_try_first_is_no_pin(pin):
    with pytest.raises(BadPin):
        check_pin(pin)


@pytest.mark.parametrize("pin", [PIN, "190847", "112358", "860112"])
def test_other_six_digits_are(pin):
    check_pin(pin)


def test_guessing_pins_is_braked_as_guessing_passwords_is(staff, guard):
    for number in range(5):
        staff.sign_in_by_pin("wang", f"90210{number}", f"10.0.0.{number}")
    assert Answer.WAIT is staff.sign_in_by_pin("wang", PIN, "10.0.0.77").answer


def test_a_new_code_ends_the_pin(staff, guard):
    staff.accounts.issue_code("wang")
    assert Answer.WRONG is staff.sign_in_by_pin("wang", PIN, "::1").answer


def test_no_pin_lies_in_the_file(staff, guard, registry):
    stored = b"".join(p.read_bytes() for p in registry.parent.glob("registry.db*"))
    assert PIN.encode() not in stored


def is_locked(staff, token):
    return staff.sessions.find(token, touch=False).locked


@pytest.mark.parametrize(("seconds", "locked"), [(59, False), (60, True)])
def test_a_tablet_that_nobody_touches_locks(staff, clock, token, seconds, locked):
    clock.pass_by(seconds=seconds)
    assert locked is is_locked(staff, token)


def test_touching_keeps_it_open_and_opens_no_lock(staff, clock, token):
    for _ in range(3):
        clock.pass_by(seconds=50)
        assert not staff.sessions.find(token).locked
    clock.pass_by(seconds=60)
    assert [staff.sessions.find(token).locked for _ in range(2)] == [True, True]


def test_the_pin_opens_it(staff, clock, token):
    clock.pass_by(seconds=60)
    assert staff.unlock(token, PIN, "::1").right
    assert not is_locked(staff, token)


def test_five_wrong_pins_end_the_session_and_brake_the_next_sign_in(staff, token):
    staff.sessions.lock(token)
    left = [staff.unlock(token, "902101", "::1").left for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert staff.sessions.find(token) is None
    assert Answer.WAIT is staff.sign_in_by_pin("wang", PIN, "::1").answer


def test_a_stranger_who_guesses_elsewhere_locks_no_tablet_for_good(staff, token):
    staff.sessions.lock(token)
    for _ in range(9):
        staff.lockout.failed("wang", "10.0.0.66")
    assert staff.unlock(token, PIN, "::1").right


def test_who_has_a_password_and_no_pin_unlocks_with_it(staff, clock):
    account, _ = staff.accounts.add("li", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    token = staff.sign_in("li", GOOD, "::1").token
    clock.pass_by(minutes=2)
    assert is_locked(staff, token)
    assert staff.unlock(token, GOOD, "::1").right


def test_who_has_neither_yet_is_not_shut_out(staff, clock):
    _, code = staff.accounts.add("li", Role.GUARD)
    token = staff.sign_in("li", code, "::1").token
    clock.pass_by(minutes=2)
    staff.sessions.lock(token)
    assert not is_locked(staff, token)


def test_only_guards_are_locked(staff, clock):
    account, _ = staff.accounts.add("boss", Role.ADMINISTRATOR)
    staff.accounts.set_password(account, GOOD)
    token = staff.sign_in("boss", GOOD, "::1").token
    clock.pass_by(minutes=5)
    assert not is_locked(staff, token)


def test_many_guesses_at_once_are_not_all_looked_at(staff, guard):
    tried = [staff.lockout.attempt("wang", "10.0.0.9") for _ in range(50)]
    assert sum(attempt.wait_ms == 0 for attempt in tried) == 5


def test_an_attempt_that_was_right_leaves_the_address_as_it_was(staff, guard):
    for _ in range(4):
        staff.lockout.failed("li", "::1")
    for _ in range(3):
        assert Answer.WELCOME is staff.sign_in_by_pin("wang", PIN, "::1").answer
    assert staff.lockout.wait_ms("wang", "::1") == 0
