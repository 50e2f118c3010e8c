"""Accounts, one-time codes and passwords."""

import pytest

from kiosk.staff import Answer, NoSuchStaff, Right, Role, Staff, StaffError
from kiosk.staff.errors import BadPassword, NameTaken
from kiosk.staff.secrets import ALPHABET, check_password

GOOD = "correct horse 电池"


def test_nobody_is_there_before_somebody_is_added(staff):
    assert staff.accounts.all() == []


def test_a_code_works_once(staff):
    _, code = staff.accounts.add("wang", Role.GUARD)
    first = staff.sign_in("wang", code, "::1")
    assert (first.answer, first.by_code) == (Answer.WELCOME, True)
    assert staff.sign_in("wang", code, "::1").answer == Answer.WRONG


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", " "), str.strip])
def test_a_code_may_be_typed_as_people_type(staff, typed):
    _, code = staff.accounts.add("wang", Role.GUARD)
    assert staff.sign_in(" Wang ", typed(code), "::1").answer == Answer.WELCOME


def test_a_code_dies_after_a_day(staff, clock):
    _, code = staff.accounts.add("wang", Role.GUARD)
    clock.pass_by(hours=24)
    assert staff.sign_in("wang", code, "::1").answer == Answer.WRONG


def test_a_new_code_ends_the_old_code_the_password_and_the_sessions(staff):
    account, old = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    token = staff.sessions.begin(account, by_code=False)
    staff.accounts.issue_code("wang")
    assert None is staff.sessions.find(token)
    assert staff.sign_in("wang", old, "::1").answer == Answer.WRONG
    assert staff.sign_in("wang", GOOD, "::1").answer == Answer.WRONG


def test_a_password_lets_in_again_and_again(staff):
    account, _ = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    answers = [staff.sign_in("wang", GOOD, "::1") for _ in range(2)]
    assert [(a.answer, a.by_code) for a in answers] == [(Answer.WELCOME, False)] * 2


@pytest.mark.parametrize(
    "weak",
    [
        *("short", "a" * 12, "123456789012", "wang-wang-2026!", "x1" * 200),
        *("passwordpassword", "Password123456", "P@ssw0rd2026!!", "qwertyuiop12"),
        *("1q2w3e4r5t6y", "1qaz2wsx3edc", "asdfghjkl;12", "abcabcabcabc"),
        *("changxing2026", "woaini5201314", "医院" * 6, "kiosk-kiosk-2026"),
        *("王保安王保安王保安2026", "hunterhunter", "mnbvcxz12345"),
    ],
)
def test_a_weak_password_is_refused_and_not_repeated(staff, weak):
    account, _ = staff.accounts.add("wang", Role.GUARD, "王保安")
    with pytest.raises(BadPassword) as problem:
        staff.accounts.set_password(account, weak)
    assert weak not in str(problem.value)


@pytest.mark.parametrize(
    "good",
    [
        *(GOOD, "tr0ub4dor&3xy", "wang's goat ate 4 hats", "紫色的河马在跳舞，很开心"),
        *("x" * 20 + "kbgw" * 3 + "vqz", "Zq9#mLw2!tRx", "长" * 60 + "江黄河泰山月亮"),
    ],
)
def test_a_password_that_takes_guessing_is_good(good):
    check_password(good, "wang", "王保安")


def test_somebody_disabled_cannot_come_in_until_enabled(staff):
    account, _ = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    staff.accounts.disable("wang")
    assert staff.sign_in("wang", GOOD, "::1").answer == Answer.WRONG
    staff.accounts.enable("wang")
    assert staff.sign_in("wang", GOOD, "::1").answer == Answer.WELCOME


def test_a_login_name_is_given_once(staff):
    staff.accounts.add("wang", Role.GUARD)
    with pytest.raises(NameTaken):
        staff.accounts.add("WANG", Role.AUDITOR)


@pytest.mark.parametrize("bad", ["", "w", "two words", "<script>", "王"])
def test_a_login_name_is_plain(staff, bad):
    with pytest.raises(StaffError):
        staff.accounts.add(bad, Role.GUARD)


def test_who_is_not_there_is_named_so(staff):
    with pytest.raises(NoSuchStaff):
        staff.accounts.disable("nobody")


def test_neither_code_nor_password_nor_token_lies_in_the_file(staff, registry):
    account, code = staff.accounts.add("wang", Role.GUARD)
    staff.accounts.set_password(account, GOOD)
    token = staff.sessions.begin(account, by_code=False)
    files = registry.parent.glob("registry.db*")
    stored = b"".join(path.read_bytes() for path in files)
    for secret in (code, code.replace("-", ""), GOOD, token):
        assert secret.encode() not in stored


def test_a_code_has_no_letters_that_look_alike():
    assert set() == set("01OI") & set(ALPHABET)


def test_two_processes_see_the_same_staff(staff, registry, clock):
    staff.accounts.add("wang", Role.GUARD)
    other = Staff(registry, clock)
    assert [account.login for account in other.accounts.all()] == ["wang"]
    other.close()


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.GUARD, True),
        (Role.ADMINISTRATOR, True),
        (Role.REGISTRAR, False),
        (Role.AUDITOR, False),
    ],
)
def test_only_guards_and_administrators_work_lanes(role, may):
    assert may is role.may(Right.WORK_LANES)
