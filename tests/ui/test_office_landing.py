"""The office's first page, and the language of its pages."""

import pytest
from ui_kit import wait_until

from kiosk.staff import Role
from ui.desk import NAME


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


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine is no silent gate process."""
    monkeypatch.setattr("ui.hub.GATE_SILENT_SECONDS", 30.0)


def landing(visitor, gate, role=Role.REGISTRAR):
    visitor.sign_in("somebody", role)
    return visitor.client.get("/admin").text


def test_a_reader_of_the_office_that_is_lost_is_told_where_its_clerk_begins(
    visitor, gate
):
    gate.device("desk", "lost", lane="")
    told = ("办公室的读卡器", "断开了", " 起", "请把连接线插好", "请用手打")
    page = landing(visitor, gate)
    assert [word for word in told if word not in page] == []
    gate.device("desk", "ok", lane="")
    assert "办公室的读卡器" not in visitor.client.get("/admin").text


def test_who_looks_after_the_site_is_told_of_it_and_an_auditor_is_not(visitor, gate):
    gate.device("desk", "silent", lane="")
    assert "没有回应" in landing(visitor, gate, Role.ADMINISTRATOR)
    visitor.sign_in("auditor", Role.AUDITOR)
    assert "办公室的读卡器" not in visitor.client.get("/admin").text


def test_it_makes_no_lane_out_of_service_and_is_on_no_board(visitor, gate):
    gate.device("desk", "lost", lane="")
    visitor.sign_in()
    lanes = visitor.client.get("/api/v1/board").json["lanes"]["lanes"]
    assert [lane["devices"] for lane in lanes] == [[], []]
    assert "out_of_service" not in [lane["phase"] for lane in lanes]


def test_while_the_gate_process_is_silent_nobody_knows(visitor, gate, app):
    gate.device("desk", "ok", lane="")
    gate.fall_silent()
    wait_until(lambda: not app.extensions[NAME].hub.hears_gate)
    assert "情况不明" in landing(visitor, gate)


def test_an_administrator_sees_that_the_clock_wants_a_look(visitor, gate):
    gate.live.beat("gate", 1, 0, "untrusted")
    assert "要核对" in landing(visitor, gate, Role.ADMINISTRATOR)
    gate.live.beat("gate", 1, 0, "confirmed")
    assert "要核对" not in visitor.client.get("/admin").text


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
