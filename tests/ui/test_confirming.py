"""The password once more, for what cannot be taken back."""

import pytest
from flask import render_template_string
from ui_kit import PASSWORD

from kiosk.staff import Right, Role
from ui.app import make_pages
from ui.confirming import confirmed
from ui.who import WHO

FORM = (
    "{% import 'office_parts.html' as part with context %}"
    "{{ part.password_again(problem) }}"
)


@pytest.fixture
def pages():
    """Pages to which more can be added."""
    return make_pages()


@pytest.fixture
def asked(app, visitor, monkeypatch):
    """A page that asks for the password again, and what it found wrong."""
    monkeypatch.setitem(WHO, "risky", Right.OWN_ACCOUNT)

    def risky():
        return render_template_string(FORM, problem=confirmed() or "")

    app.add_url_rule("/risky", "risky", risky, methods=["POST"])
    visitor.sign_in("boss", Role.ADMINISTRATOR)
    return lambda **form: visitor.send("/risky", **form).text


def test_the_right_password_leaves_no_problem(asked, visitor):
    visitor.take_password("boss")
    assert "wrong" not in asked(password=PASSWORD)


@pytest.mark.parametrize("form", [{}, {"password": ""}, {"password": PASSWORD + "!"}])
def test_a_wrong_one_is_said_beside_the_field_and_never_shown(asked, visitor, form):
    visitor.take_password("boss")
    page = asked(**form)
    assert "密码不对" in page
    assert 'aria-describedby="password-wrong"' in page
    assert PASSWORD not in page


def test_who_has_no_password_is_told_to_make_one(asked):
    assert "请先设置自己的密码" in asked(password="anything")


def test_guessing_is_braked_as_at_the_sign_in(asked, visitor):
    visitor.take_password("boss")
    for _ in range(5):
        asked(password="guess")
    assert "秒再试" in asked(password=PASSWORD)
