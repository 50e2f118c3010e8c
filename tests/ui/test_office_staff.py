"""The office's page of staff: who may sign in, and who not any more."""

import re

import pytest
from ui_kit import PASSWORD

from kiosk.staff import Answer, Role
from kiosk.staff.secrets import ALPHABET
from verification.ledger import EventKind

CODE = re.compile(rf"[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{2}}")
NEW = {"name": "李小妹", "login": "li.mei", "role": "registrar", "password": PASSWORD}


@pytest.fixture
def admin(visitor):
    visitor.sign_in("boss", role=Role.ADMINISTRATOR)
    visitor.take_password("boss")
    return visitor


def add(admin, **other):
    return admin.send("/admin/staff", **(NEW | other))


def key_of(admin, login="li.mei"):
    return admin.staff.accounts.named(login).id


def test_somebody_new_signs_in_with_the_code_that_was_shown(admin):
    page = add(admin)
    code = CODE.search(page.text).group()
    tried = admin.staff.sign_in("li.mei", code, "::1")
    assert (tried.answer, tried.account.role) == (Answer.WELCOME, Role.REGISTRAR)
    assert CODE.search(admin.client.get("/admin/staff").text) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("login", ""),
        ("login", "李"),
        ("login", "boss"),
        ("name", ""),
        ("name", "长" * 21),
        ("role", "king"),
        ("password", "guess"),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_what_was_typed(admin, field, value):
    page = add(admin, **{field: value})
    assert page.status_code == 400
    assert f'href="#{field}"' in page.text
    kept = "name" if field != "name" else "login"
    assert NEW[kept] in page.text
    assert [a.login for a in admin.staff.accounts.all()] == ["boss"]


def test_a_name_is_text_whatever_it_says(admin):
    page = add(admin, name="<img src=x>")
    assert "<img src=x" not in page.text
    assert "&lt;img src=x&gt;" in page.text


def test_somebody_disabled_is_out_at_once(admin):
    account, code = admin.staff.accounts.add("wang", Role.GUARD)
    token = admin.staff.sign_in("wang", code, "::1").token
    page = admin.send(f"/admin/staff/{account.id}/disable")
    assert page.status_code == 200
    assert admin.staff.sessions.find(token) is None
    admin.send(f"/admin/staff/{account.id}/enable")
    assert not admin.staff.accounts.named("wang").disabled


def test_signing_somebody_out_leaves_their_password(admin):
    account, _ = admin.staff.accounts.add("wang", Role.GUARD)
    admin.staff.accounts.set_password(account, "correct horse 电池")
    token = admin.staff.sessions.begin(account, by_code=False)
    admin.send(f"/admin/staff/{account.id}/sign-out")
    assert admin.staff.sessions.find(token) is None
    assert admin.staff.accounts.named("wang").has_password


def test_a_new_code_ends_the_old_password(admin):
    account, _ = admin.staff.accounts.add("wang", Role.GUARD)
    admin.staff.accounts.set_password(account, "correct horse 电池")
    page = admin.send(f"/admin/staff/{account.id}/code", password=PASSWORD)
    assert not admin.staff.accounts.named("wang").has_password
    assert (
        admin.staff.sign_in("wang", CODE.search(page.text).group(), "::1").answer
        is Answer.WELCOME
    )


def test_another_role_counts_from_the_next_request_on(admin):
    add(admin)
    url, sure = f"/admin/staff/{key_of(admin)}/role", {"password": PASSWORD}
    admin.send(url, role="auditor", **sure)
    assert admin.staff.accounts.named("li.mei").role is Role.AUDITOR
    assert admin.send(url, role="king", **sure).status_code == 400


def test_another_role_ends_the_sessions_so_that_a_new_token_begins(admin):
    account, code = admin.staff.accounts.add("wang", Role.GUARD)
    token = admin.staff.sign_in("wang", code, "::1").token
    form = {"role": "registrar", "password": PASSWORD}
    admin.send(f"/admin/staff/{account.id}/role", **form)
    assert admin.staff.sessions.find(token) is None


@pytest.mark.parametrize("what", ["code", "factor", "role"])
def test_what_is_grave_asks_for_the_password_first(admin, what):
    account, _ = admin.staff.accounts.add("li", Role.AUDITOR)
    admin.staff.accounts.set_password(account, PASSWORD)
    admin.staff.factors.renew_codes(account)
    before = admin.staff.accounts.named("li")
    url = f"/admin/staff/{account.id}/{what}"
    asked = admin.send(url, role="guard")
    assert (asked.status_code, 'name="password"' in asked.text) == (200, True)
    assert admin.send(url, role="guard", password="guess").status_code == 400
    assert admin.staff.accounts.named("li") == before
    done = admin.send(url, role="guard", password=PASSWORD)
    assert done.status_code == 200
    assert admin.staff.accounts.named("li") != before


def test_how_each_can_come_in_is_said(admin):
    account, _ = admin.staff.accounts.add("wang", Role.GUARD)
    admin.staff.accounts.set_pin(account, "407193")
    admin.staff.factors.renew_codes(admin.staff.accounts.named("boss"))
    page = admin.client.get("/admin/staff").text
    assert "<td>PIN</td>" in page
    assert "密码、恢复码 10 个" in page


@pytest.mark.parametrize("what", ["disable", "code", "sign-out", "role", "factor"])
def test_nobody_changes_their_own_account_here(admin, what):
    own = key_of(admin, "boss")
    answer = admin.send(f"/admin/staff/{own}/{what}", role="guard")
    assert answer.status_code == 409
    assert "请另一位管理员来做" in answer.text


def test_the_last_administrator_who_can_come_in_is_not_ended_here(visitor):
    visitor.sign_in("boss", role=Role.ADMINISTRATOR)  # by a code, which is spent
    second, _ = visitor.staff.accounts.add("second", Role.ADMINISTRATOR)
    answer = visitor.send(f"/admin/staff/{second.id}/disable")
    assert answer.status_code == 409
    assert "先在下面加一位管理员" in answer.text
    assert not visitor.staff.accounts.named("second").disabled


def test_what_was_done_is_in_the_ledger_without_a_name(admin, house):
    add(admin)
    admin.send(f"/admin/staff/{key_of(admin)}/disable")
    changes = [
        event.more["change"]
        for event in house.ledger.recent(10)
        if event.kind is EventKind.REGISTRY_CHANGE
    ]
    assert sorted(changes) == ["staff.add", "staff.disable"]
    assert all("李小妹" not in str(event.more) for event in house.ledger.recent(10))


@pytest.mark.parametrize("role", [Role.GUARD, Role.REGISTRAR, Role.AUDITOR])
def test_only_administrators_come_in(visitor, role):
    visitor.sign_in(role=role)
    assert visitor.client.get("/admin/staff").status_code == 403
    assert visitor.send("/admin/staff", **NEW).status_code == 403


def test_an_account_that_is_gone_is_not_found(admin):
    assert admin.send("/admin/staff/nobody/disable").status_code == 404
