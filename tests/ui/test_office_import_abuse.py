"""What a hostile file, a second list or an end in the midst of it does: nothing."""

import dataclasses
import io
import threading
import time

import psutil
import pytest
from import_kit import Registrar, line, listed, workbook
from ui_kit import allowance, wait_until

from kiosk.people.limits import MIB
from kiosk.staff import Role
from ui.office.imports import work as working
from ui.office.imports.pages import EXTENSION
from ui.office.imports.state import Step
from ui.office.imports.work import ImportWork

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">'
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
ENTITY_BOMB = (
    f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>'
    "<worksheet><sheetData>&i;</sheetData></worksheet>"
)
BOMBS = {
    "a cell far outside": (lambda: workbook("XFD1048576"), "空行"),
    "what unpacks to 100 MiB": (
        lambda: workbook(parts={SHEET: b"<worksheet>" + b" " * (100 * MIB)}),
        "解压后超过",
    ),
    "entities": (
        lambda: workbook(parts={SHEET: ENTITY_BOMB.encode()}),
        "表格软件不会写出",
    ),
    "300 parts": (
        lambda: workbook(parts={f"xl/{i}.xml": b"" for i in range(300)}),
        "内部多于",
    ),
    "no workbook": (lambda: b"PK\x03\x04 but not a zip", "已损坏"),
    "100,001 rows": (
        lambda: listed(*[["1", "2"]] * 100_001),
        "分成几个文件",
    ),
}
BOARD_SECONDS = 1.0


@pytest.fixture
def registrar(visitor, app):
    visitor.sign_in("registrar", Role.REGISTRAR)
    return Registrar(visitor, app.extensions[EXTENSION])


@pytest.fixture
def work(house):
    made = ImportWork(house)
    yield made
    made.close()
    assert not [one for one in threading.enumerate() if one.name == "import"]


def upload(*lines):
    return io.BytesIO(listed(*lines))


def tray(house):
    return list((house.config.site.data_dir / "cache" / "imports").glob("*"))


def readers():
    """Processes of ours that read a list."""
    ours = psutil.Process().children()
    return [child for child in ours if "kiosk.people.child" in child.cmdline()]


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_refused_in_words_while_the_board_answers(registrar, house, what):
    make, says = BOMBS[what]
    name = "list.csv" if "rows" in what else "list.xlsx"

    def board():
        return registrar.visitor.client.get("/board")

    allowed = BOARD_SECONDS + allowance(board)
    assert registrar.hand_in(make(), name).status_code == 303
    taken = []
    while registrar.work.state.running:
        begun = time.perf_counter()
        assert board().status_code == 200
        taken.append(time.perf_counter() - begun)
    assert says in registrar.done()
    assert sorted(taken)[len(taken) * 95 // 100] < allowed
    assert tray(house) == []
    assert readers() == []


def test_a_second_list_is_told_to_wait_while_one_is_read(registrar):
    registrar.hand_in(listed(*(line(index) for index in range(2000))))
    answer = registrar.hand_in(listed(line(1)))
    assert answer.status_code == 409
    assert "另一份名单" in answer.text
    assert 'id="bar"' in answer.text
    assert 'id="count-new">2000<' in registrar.done()


def test_the_page_that_waits_is_told_how_far_it_is(registrar):
    registrar.hand_in(listed(*(line(index) for index in range(2000))))
    seen = []

    def through():
        seen.append(registrar.visitor.client.get("/admin/import/state").json)
        return not seen[-1]["running"]

    wait_until(through, 30)
    assert {"正在打开文件", "正在和登记比对"} <= {one["says"] for one in seen}
    assert {one["total"] for one in seen} >= {None, 2000}
    assert max(one["done"] for one in seen) >= 1000


def test_an_unchanged_list_leaves_nothing_to_write(registrar):
    registrar.write(line(1))
    page = registrar.compare(line(1))
    assert 'id="count-unchanged">1<' in page
    assert "没有要写入的" in page


def test_leaving_the_page_loses_nothing(registrar, app):
    registrar.compare(line(1))
    again = app.test_client()
    code = registrar.visitor.staff.accounts.issue_code("registrar")
    registrar.visitor.client = again
    registrar.visitor.send("/sign-in", login="registrar", secret=code)
    assert 'id="count-new">1<' in registrar.page()


def test_what_nobody_decides_is_forgotten_with_its_file(house):
    work = ImportWork(house, rest_seconds=0.05)
    work.read("somebody", upload(line(1)), ".csv")
    wait_until(lambda: work.state.step is Step.NONE, 20)
    assert tray(house) == []
    work.close()


def test_a_start_deletes_what_an_end_left_behind(house, work):
    work.read("somebody", upload(line(1)), ".csv")
    wait_until(lambda: not work.state.running, 20)
    assert len(tray(house)) == 1
    ImportWork(house).close()
    assert tray(house) == []


def test_an_end_breaks_off_what_only_reads_and_leaves_no_process(house):
    work = ImportWork(house)
    work.read("somebody", upload(*(line(i) for i in range(5000))), ".csv")
    wait_until(lambda: work.state.done > 0, 20)
    work.close()
    assert tray(house) == []
    assert readers() == []
    assert house.registry.count() == 0
    assert not work.read("somebody", upload(line(1)), ".csv")


def test_an_end_waits_for_what_is_being_written(house):
    work = ImportWork(house)
    work.read("somebody", upload(*(line(i) for i in range(1500))), ".csv")
    wait_until(lambda: work.state.step is Step.PLANNED, 20)
    assert work.write("somebody", "", all_or_nothing=False)
    work.close()
    assert house.registry.count() == 1500
    assert house.registry.imports()[0].confirmed_at is not None


def test_without_room_on_the_disk_nothing_is_taken_in(house, work, monkeypatch):
    full = dataclasses.replace(working.NO_ROOM)
    monkeypatch.setattr("ui.office.imports.tray.LEAST_FREE", 2**63)
    assert work.read("somebody", upload(line(1)), ".csv")
    assert work.state_for("somebody").problem == full
    assert tray(house) == []


def test_nothing_of_a_list_is_logged(registrar, caplog, capsys):
    registrar.write(line(1), line(2, number="12"))
    told = caplog.text + "".join(capsys.readouterr())
    assert line(1)[0] not in told
    assert line(1)[1] not in told
    assert (
        repr(registrar.work.state_for(registrar.work.state.owner)).count("9" * 6) == 0
    )
