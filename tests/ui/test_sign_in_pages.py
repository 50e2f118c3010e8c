"""Signing in and out as a browser does it."""

import pytest

from kiosk.staff import Role
from verification.ledger import EventKind

GOOD = "correct horse 电池"


def test_the_front_page_is_the_way_in(visitor):
    visitor.staff.accounts.add("li", Role.ADMINISTRATOR)
    assert "工作人员登录" in visitor.client.get("/").text


def test_a_code_leads_to_the_password_page(visitor):
    _, code = visitor.staff.accounts.add("li", Role.ADMINISTRATOR)
    answer = visitor.send("/sign-in", login="li", secret=code)
    assert (answer.status_code, answer.location) == (303, "/password")


def test_the_password_may_wait_and_the_banner_says_so(administrator):
    assert "一次性密码已经用掉了" in administrator.client.get("/admin").text
    assert administrator.send("/password", new=GOOD, again=GOOD).status_code == 303
    assert "一次性密码已经用掉了" not in administrator.client.get("/admin").text


def test_a_set_password_lets_in(administrator):
    administrator.send("/password", new=GOOD, again=GOOD)
    administrator.send("/sign-out")
    answer = administrator.send("/sign-in", login="it", secret=GOOD)
    assert (answer.status_code, answer.location) == (303, "/admin")


def test_a_password_is_changed_only_by_who_knows_the_old(administrator):
    administrator.send("/password", new=GOOD, again=GOOD)
    other = GOOD + "!"
    assert administrator.send("/password", new=other, again=other).status_code == 400
    assert (
        administrator.send("/password", old=GOOD, new=other, again=other).status_code
        == 303
    )


def test_two_different_writings_are_no_password(guard):
    assert guard.send("/password", new=GOOD, again=GOOD + "!").status_code == 400


def test_wrong_name_and_wrong_password_look_alike(visitor):
    visitor.staff.accounts.add("li", Role.GUARD)
    known = visitor.send("/sign-in", login="li", secret="wrong")
    unknown = visitor.send("/sign-in", login="xx", secret="wrong")
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert _without_tokens(known, "li") == _without_tokens(unknown, "xx")


def _without_tokens(answer, login):
    lines = answer.text.replace(f'value="{login}"', "").splitlines()
    return [line for line in lines if "csrf" not in line]


def test_five_failures_make_the_sixth_wait(visitor):
    for _ in range(5):
        visitor.send("/sign-in", login="li", secret="wrong")
    answer = visitor.send("/sign-in", login="li", secret="wrong")
    assert answer.status_code == 429
    assert "秒再试" in answer.text


def test_a_name_is_shown_as_text_only(visitor):
    page = visitor.send("/sign-in", login='"><img src=x>', secret="wrong").text
    assert "<img" not in page


def test_signing_in_makes_a_new_token(visitor):
    before = visitor.csrf()
    visitor.sign_in()
    stale = {"X-CSRFToken": before}
    body = {"kind": "open", "reason": "other"}
    answer = visitor.client.post(
        "/api/v1/lanes/east/commands", json=body, headers=stale
    )
    assert answer.status_code == 400


def test_sign_out_kills_the_session_on_the_server(guard):
    with guard.client.session_transaction() as cookie:
        kept = dict(cookie)
    answer = guard.send("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    with guard.client.session_transaction() as cookie:
        cookie.update(kept)
    assert guard.client.get("/board").status_code == 303


def test_disabling_ends_the_session_at_once(guard):
    guard.staff.accounts.disable("guard")
    assert guard.client.get("/api/v1/board").status_code == 401


def test_a_sign_in_is_in_the_ledger_by_id(guard, house):
    account = guard.staff.accounts.named("guard")
    event = house.ledger.recent(1)[0]
    assert (EventKind.SIGNIN, account.id) == (event.kind, event.staff)


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.GUARD, "/board"),
        (Role.REGISTRAR, "/admin"),
        (Role.ADMINISTRATOR, "/admin"),
        (Role.AUDITOR, "/admin"),
    ],
)
def test_who_is_in_goes_straight_to_where_they_work(visitor, role, page):
    visitor.sign_in(role=role)
    assert visitor.client.get("/").location == page
