"""The brake on guessing."""

from time import process_time

import pytest

from kiosk.staff import Answer, Role, Staff

GOOD = "correct horse 电池"


def fail(staff, times, login="wang", address="10.0.0.9"):
    for _ in range(times):
        staff.lockout.failed(login, address)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(4, 0), (5, 5), (6, 10), (8, 40), (12, 640), (13, 900), (40, 900)],
)
def test_the_wait_doubles_to_fifteen_minutes(staff, failures, seconds):
    fail(staff, failures)
    assert seconds * 1000 == staff.lockout.wait_ms("wang", "10.0.0.1")


def test_even_the_right_password_waits(staff, clock):
    account, _ = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    fail(staff, 5)
    assert staff.sign_in("wang", GOOD, "10.0.0.1").answer == Answer.WAIT
    clock.pass_by(seconds=5)
    assert staff.sign_in("wang", GOOD, "10.0.0.1").answer == Answer.WELCOME


def test_an_address_waits_whatever_name_it_tries(staff):
    for number in range(5):
        fail(staff, 1, login=f"guess{number}")
    assert staff.lockout.wait_ms("another", "10.0.0.9")
    assert staff.lockout.wait_ms("another", "10.0.0.1") == 0


def test_ones_own_account_does_not_free_an_address(staff):
    account, _ = staff.accounts.add("mallory", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    fail(staff, 4, login="wang")
    staff.sign_in("mallory", GOOD, "10.0.0.9")
    fail(staff, 1, login="wang")
    assert staff.lockout.wait_ms("mallory", "10.0.0.9")


def test_the_brake_survives_a_restart(staff, registry, clock):
    fail(staff, 7)
    again = Staff(registry, clock)
    assert again.lockout.wait_ms("wang", "10.0.0.1") == 20_000
    again.close()


def test_failures_are_forgotten_after_an_hour(staff, clock):
    fail(staff, 9)
    clock.pass_by(minutes=61)
    fail(staff, 1)
    assert staff.lockout.wait_ms("wang", "10.0.0.9") == 0


def test_a_new_code_from_the_console_frees_the_last_administrator(staff):
    staff.accounts.add("admin", Role.ADMINISTRATOR)
    fail(staff, 30, login="admin")
    code = staff.accounts.issue_code("admin")
    assert staff.sign_in("admin", code, "127.0.0.1").answer == Answer.WELCOME


def test_a_clock_set_back_locks_nobody_for_years(staff, clock):
    fail(staff, 30)
    clock.pass_by(hours=-5 * 365 * 24)
    assert staff.lockout.wait_ms("wang", "10.0.0.9") == 0


def test_what_was_typed_as_a_name_is_not_kept(staff, registry):
    fail(staff, 1, login="my secret typed too early")
    stored = b"".join(p.read_bytes() for p in registry.parent.glob("registry.db*"))
    assert b"my secret" not in stored


def test_the_time_does_not_tell_who_exists(staff):
    account, _ = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    spent = {"wang": [], "nobody": []}
    for number in range(6):
        for name, seconds in spent.items():
            begun = process_time()  # a busy machine takes longer, but works no more
            staff.sign_in(name, "wrong wrong wrong", f"10.0.1.{number}")
            seconds.append(process_time() - begun)
            staff.lockout.forget_account(name)
    assert 0.5 < min(spent["wang"]) / min(spent["nobody"]) < 2
