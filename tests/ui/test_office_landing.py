"""The office's first page, and the language of its pages."""

import pytest

from kiosk.staff import Role


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.GUARD, 403),
        (Role.REGISTRAR, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.AUDITOR, 200),
    ],
)
def test_the_office_is_for_its_own_people(visitor, role, status):
    visitor.sign_in(role=role)
    assert status == visitor.client.get("/admin").status_code


def test_everybody_sees_the_sections_of_their_own_role(visitor):
    visitor.sign_in(role=Role.ADMINISTRATOR)
    assert "/admin/voice" in visitor.client.get("/admin").text
    visitor.sign_in("auditor", role=Role.AUDITOR)
    assert "/admin/voice" not in visitor.client.get("/admin").text


def choose(visitor, language, back="/admin"):
    return visitor.send("/language", language=language, back=back)


def test_the_office_speaks_the_language_that_was_chosen(visitor):
    visitor.sign_in(role=Role.ADMINISTRATOR)
    assert '<html lang="zh-CN">' in visitor.client.get("/admin").text
    assert choose(visitor, "en").location == "/admin"
    page = visitor.client.get("/admin").text
    assert '<html lang="en">' in page
    assert "Office" in page
    choose(visitor, "fr")
    assert '<html lang="en">' in visitor.client.get("/admin").text
    choose(visitor, "zh")
    assert "办公室" in visitor.client.get("/admin").text


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("/admin/staff", "/admin/staff"),
        ("/admin/staff/x/disable", "/admin"),  # takes forms, is no page
        ("/nowhere", "/admin"),
        ("//evil.example", "/admin"),
        ("https://evil.example", "/admin"),
        ("/\\evil", "/admin"),
    ],
)
def test_choosing_a_language_leads_back_to_a_page_of_ours(visitor, back, leads):
    visitor.sign_in(role=Role.ADMINISTRATOR)
    assert leads == choose(visitor, "en", back).location
