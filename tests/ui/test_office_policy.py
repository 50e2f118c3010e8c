"""The rules of a site: read in words, rehearsed, set, and taken by the gates."""

import re

import pytest
from policy_kit import strangers, until_rehearsed

from kiosk.policy import PolicySource, body_of, in_force
from kiosk.staff import Right, Role
from verification.ledger import EventKind
from verification.policy import Unregistered

URL = "/admin/policy"


@pytest.fixture
def boss(visitor):
    visitor.sign_in("boss", Role.ADMINISTRATOR)
    return visitor


@pytest.fixture
def password(boss):
    return boss.take_password("boss")


@pytest.fixture
def auditor(visitor):
    visitor.sign_in("audit", Role.AUDITOR)
    return visitor


@pytest.fixture
def form(house):
    """The form as the rules in force fill it; words say what is changed."""
    table = house.config.policy

    def form(**changes):
        found = {
            "status_word": [*table.status, "", ""],
            "status_outcome": [*table.status.values(), "refer", "refer"],
            "unregistered": table.unregistered,
            "unlisted_pass": table.unlisted_pass,
            "max_status_age_hours": "",
            "max_data_age_hours": "",
            "card_reuse_seconds": str(table.card_reuse_seconds),
            "reuse_window_minutes": str(table.reuse_window_minutes),
            "max_list_age_hours": str(table.max_list_age_hours),
            "paper_requires_id": "no",
            **{f"paper_{kind}": worth for kind, worth in table.paper.items()},
        }
        return found | changes

    return form


def rehearse(visitor, form):
    answer = visitor.send(f"{URL}/rehearse", **form)
    assert answer.headers["Location"] == f"{URL}/rehearsal", answer.text
    until_rehearsed(visitor.client)
    return visitor.client.get(f"{URL}/rehearsal").text


def plan_of(page):
    return re.search(r'name="plan" value="(\w+)"', page)[1]


def now(house):
    return in_force(house.registry.policies, house.config)


def test_the_rules_stand_there_in_words_with_the_version_of_events(auditor, house):
    page = auditor.client.get(URL).text
    policy = PolicySource(house.registry.policies, house.config, "in")()
    assert policy.version in page
    for words in ("config.toml", "状态是“绿”的人", "请工作人员处理", "30 秒以后"):
        assert words in page


def test_the_rules_are_told_in_english_too(auditor):
    auditor.send("/language", language="en", back=URL)
    page = auditor.client.get(URL).text
    assert "staff decide" in page
    assert not re.search(r"[一-鿿]", re.search(r"<tbody>.*?</tbody>", page, re.S)[0])


def test_an_auditor_reads_and_changes_nothing(auditor, form):
    assert "改规则" not in auditor.client.get(URL).text
    assert auditor.client.get(f"{URL}/change").status_code == 403
    for step in ("rehearse", "apply", "reset", "drop"):
        assert auditor.send(f"{URL}/{step}", **form()).status_code == 403


@pytest.mark.parametrize("role", [Role.GUARD, Role.REGISTRAR])
def test_rules_are_not_for_everybody(visitor, role):
    visitor.sign_in("somebody", role)
    assert visitor.client.get(URL).status_code == 403


def test_only_administrators_set_rules():
    may = [role for role in Role if role.may(Right.SET_POLICY)]
    assert may == [Role.ADMINISTRATOR]


def test_a_rehearsal_says_what_would_have_changed_for_how_many(boss, house, form):
    strangers(house, 3)
    page = rehearse(boss, form(unregistered="record"))
    assert re.findall(r'class="big">(\d+)', page) == ["3", "3", "0"]
    assert "没有登记，记下后放行" in page
    assert "李*英" not in page


def test_what_was_rehearsed_counts_after_the_password(boss, house, form, password):
    source = PolicySource(house.another_registry().policies, house.config, "in")
    assert source().unregistered is Unregistered.REFER
    page = rehearse(boss, form(unregistered="record"))
    send = {"plan": plan_of(page), "password": password}
    assert boss.send(f"{URL}/apply", **send).headers["Location"] == URL
    assert source().unregistered is Unregistered.RECORD
    assert "第 1 版规则" in boss.client.get(URL).text
    (event,) = house.ledger.events(kind=EventKind.POLICY_CHANGED)
    assert (event.rules, event.more["number"]) == (source().version, 1)
    assert event.more["before"] != event.rules
    assert event.staff == boss.staff.accounts.named("boss").id


def test_without_the_password_nothing_counts(boss, house, form, password):
    plan = plan_of(rehearse(boss, form(unregistered="record")))
    for wrong in ("", f"{password}!"):
        answer = boss.send(f"{URL}/apply", plan=plan, password=wrong)
        assert (answer.status_code, now(house).number) == (400, 0)
        assert "密码不对" in answer.text


def test_what_was_not_rehearsed_cannot_be_set(boss, house, form, password):
    send = {"plan": "0" * 32, "password": password}
    assert boss.send(f"{URL}/apply", **send).headers["Location"] == URL
    rehearse(boss, form(unregistered="record"))
    assert boss.send(f"{URL}/apply", **send).status_code == 409
    assert now(house).number == 0


def test_a_rehearsal_counts_no_longer_once_rules_are_others(
    boss, house, form, password
):
    page = rehearse(boss, form(unregistered="record"))
    at = house.clock.moment().utc
    body = body_of(house.config.policy)
    house.registry.policies.put(body, "s8", at, 0, lambda number: None)
    send = {"plan": plan_of(page), "password": password}
    assert boss.send(f"{URL}/apply", **send).status_code == 409
    assert now(house).number == 1
    assert 'name="plan"' not in boss.client.get(f"{URL}/rehearsal").text


def test_back_to_the_config_is_rehearsed_like_any_change(boss, house, form, password):
    for step in ("rehearse", "reset"):
        boss.send(f"{URL}/{step}", **form(unregistered="record"))
        until_rehearsed(boss.client)
        plan = plan_of(boss.client.get(f"{URL}/rehearsal").text)
        boss.send(f"{URL}/apply", plan=plan, password=password)
    assert (now(house).number, now(house).from_config) == (2, True)
    assert "回到 config.toml" in boss.client.get(URL).text


def test_who_leaves_it_leaves_everything_as_it_was(boss, house, form):
    rehearse(boss, form(unregistered="record"))
    boss.send(f"{URL}/drop")
    assert boss.client.get(f"{URL}/rehearsal").headers["Location"] == URL
    assert now(house).number == 0


def test_new_words_are_added_and_empty_ones_dropped(boss, form):
    words = ["green", "", "red", "蓝", ""]
    outcomes = ["admit", "refer", "refuse", "refer", "refer"]
    page = rehearse(boss, form(status_word=words, status_outcome=outcomes))
    assert "状态是“蓝”的人" in page
    assert "没有这一条" in page


WRONG = [
    ("max_status_age_hours", "0"),
    ("max_status_age_hours", "soon"),
    ("card_reuse_seconds", ""),
    ("card_reuse_seconds", "3601"),
    ("reuse_window_minutes", "٣"),
    ("max_list_age_hours", "-1"),
    ("unregistered", "everybody"),
    ("paper_shc", "always"),
    ("status_outcome", ["admit", "unable", "refer"]),
    ("status_word", ["", "", ""]),
    ("status_word", ["green", "green", "red"]),
    ("status_word", ["x" * 21, "b", "c"]),
]


def test_what_cannot_be_a_rule_is_said_beside_its_field(boss, form):
    for field, value in WRONG:
        answer = boss.send(f"{URL}/rehearse", **form(**{field: value}))
        said = "status_word" if field.startswith("status") else field
        assert answer.status_code == 400, (field, value)
        assert f'href="#{said}"' in answer.text
        assert f'id="{said}-wrong"' in answer.text


def test_what_was_typed_stays_in_the_form(boss, form):
    answer = boss.send(f"{URL}/rehearse", **form(max_status_age_hours="soon"))
    assert 'value="soon"' in answer.text


def test_rules_that_stay_the_same_are_no_change(boss, form):
    answer = boss.send(f"{URL}/rehearse", **form())
    assert answer.status_code == 400
    assert "没有要改的" in answer.text


def test_a_word_for_a_status_is_text_everywhere(boss, form):
    words = ["green", "<b>x</b>", "red"]
    page = rehearse(boss, form(status_word=words))
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x" in page


def test_rules_that_cannot_be_read_are_said(auditor, house):
    at = house.clock.moment().utc
    house.registry.policies.put("{", "s8", at, 0, lambda number: None)
    page = auditor.client.get(URL).text
    assert 'role="alert"' in page
    assert "闸机改用 config.toml" in page
