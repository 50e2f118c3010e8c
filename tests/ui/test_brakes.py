"""How often one account, or one stranger, may do what costs or tells much."""

import pytest

from kiosk.staff import Right, Staff
from ui.app import make_pages
from ui.brakes import LIMITS, Limit, braked
from ui.who import WHO, Audience


@pytest.fixture
def pages():
    """Pages to which more can be added."""
    return make_pages()


@pytest.fixture
def asked(app, monkeypatch):
    """Routes that brake themselves, by the words of the limits."""
    for what in ("search", "request"):
        monkeypatch.setitem(LIMITS, what, Limit(3, 60))
        app.add_url_rule(f"/do/{what}", what, lambda what=what: braked(what) or "done")
    monkeypatch.setitem(WHO, "search", Right.OWN_ACCOUNT)
    monkeypatch.setitem(WHO, "request", Audience.EVERYONE)
    return lambda client, what, **environ: (
        client.get(f"/do/{what}", environ_base=environ).text
    )


def test_so_many_times_and_no_more(asked, guard):
    said = [asked(guard.client, "search") for _ in range(5)]
    assert said[:3] == ["done"] * 3
    assert all("太快了，请过" in text for text in said[3:])


def test_another_browser_is_no_way_around(asked, guard, app):
    for _ in range(3):
        asked(guard.client, "search")
    other = type(guard)(app.test_client(), guard.staff)
    other.sign_in("second")
    assert asked(other.client, "search") == "done"
    again = type(guard)(app.test_client(), guard.staff)
    account = guard.staff.accounts.named("guard")
    with again.client.session_transaction() as cookie:
        cookie["staff"] = guard.staff.sessions.begin(account, by_code=False)
    assert "太快了" in asked(again.client, "search")


def test_strangers_are_told_apart_by_their_address(asked, visitor):
    for _ in range(3):
        asked(visitor.client, "request", REMOTE_ADDR="10.0.0.1")
    assert "太快了" in asked(visitor.client, "request", REMOTE_ADDR="10.0.0.1")
    assert asked(visitor.client, "request", REMOTE_ADDR="10.0.0.2") == "done"


@pytest.mark.parametrize(
    ("seconds", "waits"), [(0, 60_000), (59, 1_000), (60, 0), (-5, 0)]
)
def test_the_oldest_makes_room_and_a_clock_set_back_holds_nobody(
    tmp_path, seconds, waits
):
    now = [1_800_000_000_000]
    staff = Staff(tmp_path / "registry.db", lambda: now[0])
    for _ in range(3):
        assert staff.brakes.take("search", "somebody", 3, 60_000) == 0
    now[0] += seconds * 1000
    assert waits == staff.brakes.take("search", "somebody", 3, 60_000)
    staff.close()


def test_a_restart_frees_nobody(tmp_path):
    for wait in (False, True):
        staff = Staff(tmp_path / "registry.db")
        assert wait is (staff.brakes.take("export", "somebody", 1, 60_000) > 0)
        staff.close()
