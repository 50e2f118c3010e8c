"""There is always an administrator who can come in."""

import threading

import pytest

from kiosk.staff import Role, Staff
from kiosk.staff.errors import LastAdmin

PASSWORD = "correct horse 电池"


@pytest.fixture
def boss(staff):
    account, _ = staff.accounts.add("boss", Role.ADMINISTRATOR)
    staff.accounts.set_password(account, PASSWORD)
    return staff.accounts.named("boss")


ENDS = {
    "disabled": lambda staff, login: staff.accounts.disable(login),
    "demoted": lambda staff, login: staff.accounts.change_role(login, Role.GUARD),
}


@pytest.mark.parametrize("end", ENDS)
def test_the_last_administrator_stays_and_it_is_said_what_to_do(staff, boss, end):
    staff.accounts.add("wang", Role.GUARD)
    with pytest.raises(LastAdmin, match="staff add NAME --role administrator"):
        ENDS[end](staff, "boss")
    assert staff.accounts.named("boss") == boss


@pytest.mark.parametrize("end", ENDS)
def test_beside_another_one_an_administrator_may_go(staff, boss, end):
    staff.accounts.add("second", Role.ADMINISTRATOR)
    ENDS[end](staff, "boss")
    with pytest.raises(LastAdmin):
        ENDS[end](staff, "second")


def test_who_cannot_come_in_is_no_other_administrator(staff, boss, clock):
    staff.accounts.add("second", Role.ADMINISTRATOR)
    clock.pass_by(hours=25)  # the code of the second one is over
    with pytest.raises(LastAdmin):
        staff.accounts.disable("boss")
    staff.accounts.disable("second")


def test_of_two_who_end_each_other_at_once_one_is_left(staff, boss, registry, clock):
    for turn in range(5):
        login = f"second{turn}"
        staff.accounts.add(login, Role.ADMINISTRATOR)
        hands = [Staff(registry, clock) for _ in range(2)]
        refused, together = [], threading.Barrier(2)

        def end(hand, who, refused=refused, together=together):
            together.wait(10)
            try:
                hand.accounts.disable(who)
            except LastAdmin:
                refused.append(who)

        pairs = zip(hands, ("boss", login), strict=True)
        threads = [threading.Thread(target=end, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        for hand in hands:
            hand.close()
        assert len(refused) == 1
        staff.accounts.enable("boss")
        if not staff.accounts.named(login).disabled:
            staff.accounts.disable(login)
