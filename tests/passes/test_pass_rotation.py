"""How keys follow each other."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from issuing import DAY, NOW, private

from verification.passes.errors import SigningProblem
from verification.passes.key_entry import KeyState
from verification.passes.keys import key_id
from verification.passes.rotation import LEAD, first_key_list, retired, rotated
from verification.passes.signer import LONGEST_LIFE

PUBLIC = [private(number).public_key() for number in range(2, 30)]


def kid(number):
    return key_id(PUBLIC[number])


def test_the_first_key_begins_at_once(key_list, signer):
    assert (key_list.number, key_list.signer(NOW).kid) == (1, signer.kid)


def test_a_new_key_is_announced_a_week_before_its_first_use(key_list):
    listed = rotated(key_list, PUBLIC[1], NOW)
    new = listed.find(kid(1))
    assert timedelta(days=7) == LEAD
    assert (listed.number, new.not_before) == (2, NOW + LEAD)
    assert (new.state, new.not_after) == (KeyState.ANNOUNCED, None)


def test_the_key_before_is_kept_until_its_last_pass_has_expired(key_list):
    listed = rotated(key_list, PUBLIC[1], NOW)
    assert listed.find(kid(0)).not_after == NOW + LEAD + LONGEST_LIFE


def test_a_key_can_begin_before_one_that_was_announced(key_list):
    listed = rotated(rotated(key_list, PUBLIC[1], NOW), PUBLIC[2], NOW, 0 * DAY)
    assert listed.signer(NOW).kid == kid(2)
    assert listed.signer(NOW + LEAD).kid == kid(1)
    assert listed.find(kid(2)).not_after == NOW + LEAD + LONGEST_LIFE
    assert listed.find(kid(1)).not_after is None


def test_parts_of_a_second_are_cut_off(key_list, reread):
    late = NOW + timedelta(milliseconds=1_999)
    listed = rotated(key_list, PUBLIC[1], late)
    assert reread(listed) == listed


def test_a_clock_behind_the_list_signs_nothing(key_list):
    early = NOW - timedelta(seconds=1)
    with pytest.raises(SigningProblem, match="clock"):
        rotated(key_list, PUBLIC[1], early)
    with pytest.raises(SigningProblem, match="clock"):
        retired(key_list, kid(0), early)


def test_a_retired_key_is_gone_at_once(key_list):
    two = rotated(key_list, PUBLIC[1], NOW, 0 * DAY)
    listed = retired(two, kid(0), NOW + DAY)
    assert listed.keys_for(kid(0), NOW + DAY) == ()
    assert listed.find(kid(0)).state is KeyState.RETIRED
    assert (listed.number, listed.signer(NOW + DAY).kid) == (3, kid(1))


def test_the_last_key_that_could_sign_is_never_retired(key_list):
    with pytest.raises(SigningProblem, match="rotate --lead-days 0"):
        retired(key_list, kid(0), NOW)
    announced = rotated(key_list, PUBLIC[1], NOW)
    with pytest.raises(SigningProblem, match="rotate --lead-days 0"):
        retired(announced, kid(0), NOW)
    # The key before it was kept: it must not sign again because its follower went.
    two = rotated(key_list, PUBLIC[1], NOW, 0 * DAY)
    with pytest.raises(SigningProblem, match="rotate --lead-days 0"):
        retired(two, kid(1), NOW)


def test_a_key_that_is_not_there_cannot_be_retired(key_list):
    with pytest.raises(SigningProblem, match="keys list"):
        retired(key_list, kid(5), NOW)


def test_a_key_is_forgotten_a_year_after_its_end(key_list):
    two = rotated(key_list, PUBLIC[1], NOW, 0 * DAY)
    end = two.find(kid(0)).not_after
    before = rotated(two, PUBLIC[2], end + LONGEST_LIFE - DAY)
    after = rotated(two, PUBLIC[2], end + LONGEST_LIFE)
    assert before.find(kid(0)) is not None
    assert after.find(kid(0)) is None


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90)), max_size=25))
def test_after_any_rotations_one_key_signs_and_earlier_passes_count(steps):
    listed, now = first_key_list("测", PUBLIC[0], NOW), NOW
    signed = [(kid(0), NOW)]
    for number, (wait, lead) in enumerate(steps, start=1):
        now += wait * DAY
        listed = rotated(listed, PUBLIC[number], now, lead * DAY)
        signer = listed.signer(now)
        assert signer is not None
        signed.append((signer.kid, now))
        for name, at in signed:
            if now < at + LONGEST_LIFE:
                assert listed.keys_for(name, now)


def test_the_state_on_paper_is_that_of_the_day_the_time_tells_the_rest(key_list):
    listed = rotated(key_list, PUBLIC[1], NOW)
    old = listed.entries[0]
    assert old.state is KeyState.ACTIVE
    assert listed.state(old, NOW + LEAD) is KeyState.KEPT
