"""The office's page of the clock: somebody looks at it and vouches for it."""

import threading

import pytest
from ui_kit import PASSWORD, make_config, wait_until

from kiosk.house import House
from kiosk.live import BoardView, CommandKind, Commands
from kiosk.live.store import CONFIRMED, now_ms
from kiosk.staff import Role
from ui.office.clock import CAME_OF
from verification.ledger import Entry, EventKind

URL = "/admin/clock"


@pytest.fixture
def house(tmp_path):
    config = make_config(tmp_path / "var", drill=False)
    west = config.lanes[1].model_copy(update={"open_hours": ("07:00-08:30",)})
    lanes = {"lanes": (config.lanes[0], west)}
    opened = House.open(config.model_copy(update=lanes), lambda text: None)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine is no silent gate process."""
    monkeypatch.setattr("ui.hub.GATE_SILENT_SECONDS", 30.0)
    monkeypatch.setattr("ui.office.clock.PATIENCE_SECONDS", 30.0)


@pytest.fixture
def admin(administrator):
    administrator.take_password("it")
    return administrator


@pytest.fixture
def kept_by(gate, app):
    """Says how the gate process's clock is, as it does each second."""

    def say(word):
        gate.live.beat("gate", 1, 0, word)
        hub = app.extensions["changxing"].hub
        wait_until(lambda: hub.hears_gate)

    return say


@pytest.fixture
def answering(gate):
    """A gate process that takes one order and answers so."""
    threads, taken = [], []

    def answer(result):
        def run():
            commands = Commands(gate.live)
            taken.extend(wait_until(commands.take))
            commands.finish(taken[0].id, result)

        threads.append(threading.Thread(target=run))
        threads[0].start()
        return taken

    yield answer
    for thread in threads:
        thread.join(10)


def confirm(admin, **form):
    told = {"shown_ms": str(now_ms()), "password": PASSWORD} | form
    return admin.send(URL, **told)


def test_where_a_service_keeps_the_clock_nobody_is_asked(admin, kept_by):
    kept_by("synced")
    page = admin.client.get(URL).text
    assert ("有校时服务管着" in page, "都对" in page) == (True, False)


@pytest.mark.parametrize("word", ["holdover", "untrusted"])
def test_elsewhere_the_date_stands_there_and_the_question(admin, kept_by, word):
    kept_by(word)
    page = admin.client.get(URL).text
    assert "上面的日期和时间对吗" in page
    assert "星期" in page
    assert "timedatectl set-time" in page


def test_the_lanes_that_stay_shut_for_it_are_named(admin, kept_by, gate):
    view = BoardView("ready", now_ms(), note="hours_unknown")
    gate.show("idle", "west", board=view)
    kept_by("holdover")
    assert "因此没有按时段开门：西门" in admin.client.get(URL).text


def test_who_vouches_sends_an_order_of_their_own(admin, kept_by, answering):
    kept_by("holdover")
    taken, shown = answering("done"), now_ms()
    answer = confirm(admin, shown_ms=str(shown))
    assert (answer.status_code, answer.location) == (303, URL)
    (command,) = taken
    own = admin.staff.accounts.named("it").id
    assert (command.kind, command.lane, command.staff, command.body) == (
        CommandKind.CONFIRM_CLOCK,
        "",
        own,
        {"shown_ms": shown},
    )
    assert "记下了" in admin.client.get(URL).text
    assert "记下了" not in admin.client.get(URL).text


@pytest.mark.parametrize(
    "word", sorted(set(CAME_OF) - {"done", "expired", "unanswered"})
)
def test_what_was_not_done_is_said(admin, kept_by, answering, word, house):
    kept_by("untrusted")
    answering(word)
    confirm(admin)
    assert CAME_OF[word].zh in admin.client.get(URL).text
    assert not house.clock.confirmed


def test_nothing_is_said_not_to_be_done_that_may_still_be(
    admin, kept_by, gate, monkeypatch
):
    kept_by("holdover")
    monkeypatch.setattr("ui.office.clock.PATIENCE_SECONDS", 0.2)
    confirm(admin)
    assert CAME_OF["unanswered"].zh in admin.client.get(URL).text
    assert len(Commands(gate.live).take()) == 1


def test_an_order_that_counts_no_more_was_not_carried_out(
    admin, kept_by, monkeypatch, house
):
    kept_by("holdover")
    monkeypatch.setattr("kiosk.live.commands.EXPIRY_MS", 0)
    confirm(admin)
    assert CAME_OF["expired"].zh in admin.client.get(URL).text
    assert not house.clock.confirmed


@pytest.mark.parametrize("typed", ["", "wrong"])
def test_without_the_password_no_order_goes_out(admin, kept_by, gate, typed):
    kept_by("holdover")
    assert confirm(admin, password=typed).status_code == 400
    assert Commands(gate.live).take() == []


def test_who_confirmed_it_and_when_is_said(admin, kept_by, house):
    own = admin.staff.accounts.named("it").id
    house.ledger.append(Entry(EventKind.CLOCK_CONFIRMED, staff=own))
    kept_by(CONFIRMED)
    page = admin.client.get(URL).text
    assert "王保安 在" in page
    assert ("核对过" in page, "都对" in page) == (True, False)


def test_a_silent_gate_process_confirms_nothing(admin, gate, app):
    gate.fall_silent()
    wait_until(lambda: not app.extensions["changxing"].hub.hears_gate)
    page = admin.client.get(URL).text
    assert ("闸机程序没有回应" in page, "都对" in page) == (True, False)


@pytest.mark.parametrize("role", [Role.GUARD, Role.REGISTRAR, Role.AUDITOR])
def test_only_administrators_vouch_for_it(visitor, role):
    visitor.sign_in("somebody", role)
    assert visitor.client.get(URL).status_code == 403
    assert visitor.send(URL).status_code == 403


def test_the_board_leads_to_it_whoever_may_confirm(admin, app, staff):
    assert f'data-clock="{URL}"' in admin.client.get("/board").text
    admin.send("/sign-out")
    admin.sign_in("guard")
    assert "data-clock" not in admin.client.get("/board").text
