"""The second factor: codes of an app, each once, and recovery codes."""

import re

import pytest
from pyotp import TOTP

from kiosk.staff import Answer, How, Role, Rules, Staff
from kiosk.staff.errors import BadFactor
from kiosk.staff.factors import address_of, new_secret

GOOD = "correct horse 电池"
STEP = 30


@pytest.fixture
def strict(registry, clock):
    """A site that asks for a second factor."""
    opened = Staff(registry, clock, Rules(second_factor=True), b"k" * 32)
    yield opened
    opened.close()


@pytest.fixture
def phone(clock):
    """What an app shows, so many seconds from now."""

    def shows(secret, seconds=0):
        return TOTP(secret).at(clock.ms // 1000 + seconds)

    return shows


@pytest.fixture
def boss(strict):
    account, _ = strict.accounts.add("boss", Role.ADMINISTRATOR)
    strict.accounts.set_password(account, GOOD)
    return account


def begin(staff):
    """The step after the password."""
    tried = staff.sign_in("boss", GOOD, "::1")
    assert (tried.answer, tried.account.login) == (Answer.SECOND, "boss")
    return tried.token


def set_up(staff, phone):
    """An app's secret, and the recovery codes that came with it."""
    token = begin(staff)
    secret = staff.steps.find(token).secret
    done = staff.second(token, phone(secret), "::1")
    assert done.answer is Answer.WELCOME
    return secret, done


def test_the_first_sign_in_sets_the_app_up_and_ends_with_ten_codes(strict, boss, phone):
    _, done = set_up(strict, phone)
    assert done.how == (How.PASSWORD, How.TOTP)
    assert (len(done.codes), len(set(done.codes))) == (10, 10)
    found = strict.sessions.find(done.token)
    assert (found.second, found.account.recovery_codes) == ("totp", 10)


def test_a_step_is_no_session_and_a_session_no_step(strict, boss, phone):
    token = begin(strict)
    assert strict.sessions.find(token) is None
    _, done = set_up(strict, phone)
    assert strict.steps.find(done.token) is None


def test_a_one_time_code_is_no_way_around(strict, phone):
    _, code = strict.accounts.add("boss", Role.AUDITOR)
    tried = strict.sign_in("boss", code, "::1")
    assert tried.answer is Answer.SECOND
    secret = strict.steps.find(tried.token).secret
    done = strict.second(tried.token, phone(secret), "::1")
    assert (done.by_code, done.how) == (True, (How.CODE, How.TOTP))


def test_a_code_of_the_app_works_once(strict, boss, phone, clock):
    secret, _ = set_up(strict, phone)
    clock.pass_by(seconds=STEP)
    code = phone(secret)
    answers = [strict.second(begin(strict), code, "::1").answer for _ in range(2)]
    assert answers == [Answer.WELCOME, Answer.WRONG]


def test_the_code_that_set_it_up_counts_no_more(strict, boss, phone):
    secret, _ = set_up(strict, phone)
    assert strict.second(begin(strict), phone(secret), "::1").answer is Answer.WRONG


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [
        (-2 * STEP, Answer.WRONG),
        (-STEP, Answer.WELCOME),
        (0, Answer.WELCOME),
        (STEP, Answer.WELCOME),
        (2 * STEP, Answer.WRONG),
    ],
)
def test_a_phone_may_be_off_by_one_step(strict, boss, phone, clock, seconds, answer):
    secret, _ = set_up(strict, phone)
    clock.pass_by(minutes=5)
    code = phone(secret, seconds)
    assert answer is strict.second(begin(strict), code, "::1").answer


def test_an_older_code_counts_no_more_after_a_newer_one(strict, boss, phone, clock):
    secret, _ = set_up(strict, phone)
    clock.pass_by(minutes=5)
    strict.second(begin(strict), phone(secret, STEP), "::1")
    assert strict.second(begin(strict), phone(secret), "::1").answer is Answer.WRONG


def test_each_recovery_code_works_once_however_it_is_typed(strict, boss, phone):
    _, done = set_up(strict, phone)
    typed = done.codes[0].lower().replace("-", " ")
    answers = [strict.second(begin(strict), typed, "::1").answer for _ in range(2)]
    assert answers == [Answer.WELCOME, Answer.WRONG]
    assert strict.accounts.named("boss").recovery_codes == 9


def test_new_recovery_codes_end_the_old(strict, boss, phone):
    _, done = set_up(strict, phone)
    new = strict.factors.renew_codes(boss)
    answers = [
        strict.second(begin(strict), code, "::1").answer
        for code in (done.codes[0], new[0])
    ]
    assert answers == [Answer.WRONG, Answer.WELCOME]


def test_with_a_clock_that_is_not_trusted_only_recovery_codes_count(
    strict, boss, phone, clock
):
    secret, done = set_up(strict, phone)
    clock.pass_by(minutes=5)
    token = begin(strict)
    refused = strict.second(token, phone(secret), "::1", clock_trusted=False)
    assert refused.answer is Answer.WRONG
    let_in = strict.second(token, done.codes[0], "::1", clock_trusted=False)
    assert let_in.how == (How.PASSWORD, How.RECOVERY)


def test_guessing_codes_is_braked_though_the_password_is_known(strict, boss, phone):
    set_up(strict, phone)
    answers = []
    while not answers or answers[-1] is not Answer.WAIT:
        tried = strict.sign_in("boss", GOOD, "::1")
        if tried.answer is Answer.WAIT:
            break
        answers.append(strict.second(tried.token, "000000", "::1").answer)
    assert answers == [Answer.WRONG] * 5


@pytest.mark.parametrize(("minutes", "stands"), [(9, True), (10, False), (-1, False)])
def test_a_step_lives_ten_minutes(strict, boss, clock, minutes, stands):
    token = begin(strict)
    clock.pass_by(minutes=minutes)
    assert stands is (strict.steps.find(token) is not None)


def test_whoever_knew_the_password_first_cannot_set_up_a_second_app(
    strict, boss, phone
):
    early = begin(strict)
    set_up(strict, phone)
    secret = strict.steps.find(early).secret
    assert strict.second(early, phone(secret), "::1").answer is Answer.LATE


def test_a_reset_ends_sessions_and_lets_another_app_be_set_up(strict, boss, phone):
    _, done = set_up(strict, phone)
    strict.factors.reset(boss)
    assert strict.sessions.find(done.token) is None
    assert strict.steps.find(begin(strict)).secret


def test_recovery_codes_from_the_console_are_a_second_factor(strict, boss):
    code = strict.factors.renew_codes(boss)[0]
    token = begin(strict)
    assert strict.steps.find(token).secret == ""
    assert strict.second(token, code, "::1", clock_trusted=False).how[1] == "recovery"


def test_a_session_from_before_the_site_asked_for_it_is_over(strict, boss, staff):
    token = staff.sessions.begin(boss, by_code=False)
    assert staff.sessions.find(token) is not None
    assert strict.sessions.find(token) is None


def test_guards_need_none(strict):
    account, _ = strict.accounts.add("wang", Role.GUARD)
    strict.accounts.set_password(account, GOOD)
    assert strict.sign_in("wang", GOOD, "::1").answer is Answer.WELCOME


def test_who_has_one_is_asked_for_it_though_nobody_needs_it(
    strict, boss, phone, registry, clock
):
    set_up(strict, phone)
    lax = Staff(registry, clock, Rules(second_factor=False), b"k" * 32)
    assert lax.sign_in("boss", GOOD, "::1").answer is Answer.SECOND
    lax.close()


def test_no_secret_lies_in_the_file(strict, boss, phone, registry):
    secret, done = set_up(strict, phone)
    begin(strict)
    stored = b"".join(p.read_bytes() for p in registry.parent.glob("registry.db*"))
    for text in (secret, *done.codes, *(c.replace("-", "") for c in done.codes)):
        assert text.encode() not in stored


def test_another_site_key_opens_no_factor(strict, boss, phone, registry, clock):
    secret, _ = set_up(strict, phone)
    other = Staff(registry, clock, Rules(second_factor=True), b"x" * 32)
    with pytest.raises(BadFactor):
        other.factors.accepts(boss, phone(secret, STEP))
    other.close()


def test_the_address_for_the_app_names_site_and_login():
    secret = new_secret()
    address = address_of(secret, "li.mei", "幸福里社区")
    assert re.fullmatch(r"[A-Z2-7]{32}", secret)
    assert address.startswith("otpauth://totp/%E5%B9%B8")
    assert f"secret={secret}" in address
