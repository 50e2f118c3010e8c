"""Passes as PDF: printed beside the pages, shown how far, ended with the browser."""

import threading
from datetime import UTC, datetime

import pytest
from ui_kit import wait_until

from kiosk.config.models import SiteTable
from kiosk.passes.desk import PassDesk
from kiosk.passes.printing.job import Job
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.progress import Stage
from kiosk.passes.problems import PassProblem, Why
from kiosk.staff import Role
from ui.office.passes import heap as heaps
from ui.office.passes import printing
from ui.office.passes.heap import HeapWork, Step
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.registry import Editor, Personal

HOME = "/admin/passes"
JOB = Job([], PrintFormat.CARD, 203, SiteTable())


class Printer:
    """Prints when it is let; stands for the process."""

    def __init__(self):
        self.let = threading.Event()
        self.stopped = False
        self.jobs = []

    def __call__(self, job):
        self.jobs.append(job)
        return self

    def run(self, progress):
        progress(Stage.READING, 3, 6)
        self.let.wait(20)
        if self.stopped:
            raise PassProblem(Why.BROKE_OFF)
        return b"%PDF of nobody"

    def stop(self):
        self.stopped = True
        self.let.set()


@pytest.fixture
def printer():
    return Printer()


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def work(printer, clock):
    made = HeapWork(clock=lambda: clock[0], printer=printer)
    yield made
    made.close()
    assert not [one for one in threading.enumerate() if one.name == "passes"]


def test_two_heaps_are_not_printed_at_once(work, printer):
    assert work.begin("li", JOB)
    assert not work.begin("wang", JOB)
    assert not work.begin("li", JOB)
    printer.let.set()
    assert work.wait("li", 20).step is Step.READY
    assert work.begin("wang", JOB)
    assert work.wait("wang", 20).step is Step.READY
    assert work.look("li").pdf == work.look("wang").pdf


def test_while_somebody_looks_it_goes_on_and_says_how_far(work, printer, clock):
    work.begin("li", JOB)
    wait_until(lambda: work.look("li").done == 3, 20)
    for _ in range(4):
        clock[0] += 9
        assert work.look("li").stage is Stage.READING
    assert not printer.stopped


def test_when_nobody_looks_any_more_it_is_ended_and_nothing_stays(work, printer, clock):
    work.begin("li", JOB)
    clock[0] += heaps.AWAY_SECONDS + 1
    wait_until(lambda: printer.stopped, 20)
    assert work.look("li") is None
    wait_until(lambda: work.begin("wang", JOB), 20)


def test_a_file_that_nobody_fetches_is_forgotten(work, printer, clock):
    printer.let.set()
    work.begin("li", JOB)
    assert work.wait("li", 20).pdf
    clock[0] += heaps.REST_SECONDS + 1
    wait_until(lambda: not work._heaps, 20)


def test_what_is_dropped_is_ended(work, printer):
    work.begin("li", JOB)
    work.drop("li")
    assert printer.stopped
    assert (work.look("li"), work.take("li")) == (None, None)


@pytest.fixture
def office(visitor, app, work, monkeypatch):
    monkeypatch.setattr(printing, "QUICK_SECONDS", 0)
    monkeypatch.setitem(app.extensions, printing.EXTENSION, work)
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def begun(office, house):
    now = datetime.now(UTC)
    desk = PassDesk.of(house, "console", lambda: now)
    desk.office.make()
    person = invented_person(1)
    editor = Editor(house.keys, "console", now)
    change = editor.register(Personal("resident", person.number, person.name), "green")
    house.registry.apply([change])
    word = desk.issue(change.key).claims.id.hex()
    answer = office.send(f"{HOME}/print", **{"pass": word, "format": "sheet"})
    assert (answer.status_code, answer.location) == (303, f"{HOME}/print")
    return office.client


def exports(house):
    events = house.ledger.recent(20)
    return [one for one in events if one.kind is EventKind.PERSONAL_EXPORTED]


def test_the_page_says_how_far_it_is_and_hands_the_file_out(
    begun, office, printer, house
):
    assert 'id="bar"' in begun.get(f"{HOME}/print").text
    state = f"{HOME}/print/state"
    wait_until(lambda: begun.get(state).json["done"] == 3, 20)
    assert begun.get(state).json["total"] == 6
    assert "回读" in begun.get(state).json["says"]
    assert exports(house) == []
    printer.let.set()
    wait_until(lambda: begun.get(state).json["step"] == "ready", 20)
    assert "下载 PDF" in begun.get(f"{HOME}/print").text
    for _ in range(2):  # a download may fail
        answer = office.send(f"{HOME}/print/take")
        assert (answer.mimetype, answer.data) == ("application/pdf", b"%PDF of nobody")
    assert len(exports(house)) == 1


def test_what_the_clerk_gives_up_is_ended_and_leaves_no_name(
    begun, office, printer, house
):
    assert office.send(f"{HOME}/print/drop").location == HOME
    assert printer.stopped
    assert begun.get(f"{HOME}/print").location == HOME
    assert begun.get(f"{HOME}/print/state").json == {"step": "gone"}
    assert office.send(f"{HOME}/print/take").location == HOME
    assert exports(house) == []


def test_why_it_was_not_made_is_said(begun, printer):
    printer.stop()
    wait_until(lambda: begun.get(f"{HOME}/print/state").json["step"] == "failed", 20)
    page = begun.get(f"{HOME}/print").text
    assert "没有做成" in page
    assert "请少选几张再试" in page
