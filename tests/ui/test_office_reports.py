"""The office's reports: numbers about nobody, on a page and as files."""

import csv
import io
import re
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from reports_writing import NAME, NUMBER, morning

from kiosk.staff import Role

URL = "/admin/reports"
BIG = re.compile(r'class="big">([^<]+)')


@pytest.fixture
def colleague(staff):
    made, _ = staff.accounts.add("wang", Role.GUARD, "<b>王保安</b>")
    return made.id


@pytest.fixture
def auditor(visitor):
    visitor.sign_in("auditor", role=Role.AUDITOR)
    return visitor


@pytest.fixture
def registrar(visitor):
    visitor.sign_in("registrar", role=Role.REGISTRAR)
    return visitor


def rows(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_without_any_event_a_report_says_so(auditor):
    page = auditor.client.get(URL)
    assert 'class="empty"' in page.text
    assert "<svg" not in page.text.split("<h1>")[1]


def test_the_three_questions_stand_first(auditor, house):
    morning(house)
    page = auditor.client.get(URL)
    through, quick, hindered = BIG.findall(page.text)
    assert (through, hindered) == ("3", "3")
    assert float(quick) < 10
    assert page.text.index('class="answers"') < page.text.index("<table")


def test_a_chart_has_its_words_and_its_table(auditor, house):
    morning(house)
    charts = re.findall(
        r'<svg class="chart".*?</svg>', auditor.client.get(URL).text, re.S
    )
    assert len(charts) == 2
    for chart in charts:
        assert 'role="img"' in chart
        for part in re.search(r'aria-labelledby="([^"]+)"', chart).group(1).split():
            assert f'id="{part}"' in chart
        assert set(re.findall(r"<rect[^>]*fill=\"(\w+)", chart)) == {"url"}


@pytest.mark.parametrize(
    ("lane", "through"), [("", "3"), ("east", "2"), ("west", "1"), ("x';--", "3")]
)
def test_one_lane_or_all(auditor, house, lane, through):
    morning(house)
    page = auditor.client.get(URL, query_string={"lane": lane})
    assert through == BIG.findall(page.text)[0]


def test_the_days_asked_for_are_the_days_counted(auditor, house):
    morning(house)
    zone = ZoneInfo(house.config.site.timezone)
    today = house.clock.moment().utc.astimezone(zone).date()
    spans = ["span=week", f"span=month&month={today:%Y-%m}"]
    for asked in [*spans, f"span=days&first={today}&last={today}"]:
        assert BIG.findall(auditor.client.get(f"{URL}?{asked}").text)[0] == "3"
    past = auditor.client.get(f"{URL}?span=month&month=2001-01")
    assert 'class="empty"' in past.text


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("span=month&month=soon", "month"),
        ("span=days", "first"),
        ("span=days&first=2026-11-21", "last"),
        ("span=days&first=2026-11-21&last=2026-11-20", "last"),
        ("span=days&first=0001-01-01&last=0001-01-02", "last"),
        ("span=days&first=2020-01-01&last=2026-01-01", "last"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(auditor, asked, field):
    page = auditor.client.get(f"{URL}?{asked}")
    assert page.status_code == 400
    assert f'id="{field}-wrong"' in page.text
    assert auditor.client.get(f"{URL}/file.csv?{asked}").status_code == 400


def test_a_report_names_no_visitor(auditor, house, colleague):
    morning(house, colleague)
    for url in (URL, f"{URL}/file.csv"):
        text = auditor.client.get(url).data.decode()
        assert not [secret for secret in (NAME, NUMBER, colleague) if secret in text]


def test_who_audits_reads_who_opened_and_who_registers_does_not(
    visitor, house, colleague
):
    morning(house, colleague)
    seen = {}
    for role in (Role.AUDITOR, Role.REGISTRAR):
        visitor.sign_in(str(role), role)
        page = visitor.client.get(URL).text
        file = visitor.client.get(f"{URL}/file.csv").data.decode()
        seen[role] = ("&lt;b&gt;王保安" in page, "<b>王保安" in file)
        assert "<b>王保安" not in page
    assert seen == {Role.AUDITOR: (True, True), Role.REGISTRAR: (False, False)}


def test_a_csv_holds_the_numbers_of_the_page(registrar, house):
    morning(house)
    answer = registrar.client.get(f"{URL}/file.csv?span=week")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = rows(answer)
    east = next(line for line in lines if line[:1] == ["东门 1 号"])
    assert east[1:3] == ["4", "2"]
    assert ["east-gate", "1"] in lines


def test_a_workbook_holds_the_same_lines_as_the_csv(registrar, house):
    morning(house)
    file = registrar.client.get(f"{URL}/file.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    found = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    wide = max(len(row) for row in found)
    csv_file = rows(registrar.client.get(f"{URL}/file.csv"))
    assert [line + [""] * (wide - len(line)) for line in csv_file] == found


def test_a_page_waits_for_no_counting_and_gives_no_half_file(
    auditor, house, monkeypatch
):
    monkeypatch.setattr("kiosk.reports.ahead.AT_ONCE", 4)
    morning(house)
    page = auditor.client.get(URL).text
    assert 'id="counting"' in page
    assert "file.csv" not in page
    file = auditor.client.get(f"{URL}/file.csv?span=week")
    assert (file.status_code, file.location.startswith(f"{URL}?span=week")) == (
        303,
        True,
    )
    pages = [auditor.client.get(URL).text for _ in range(5)]
    assert 'id="counting"' not in pages[-1]
    assert "file.csv" in pages[-1]


@pytest.mark.parametrize("kind", ["exe", "html", "csv.exe"])
def test_there_is_no_other_file(registrar, kind):
    assert registrar.client.get(f"{URL}/file.{kind}").status_code == 400


def test_a_ledger_that_cannot_be_read_is_said_in_words(auditor, house):
    morning(house)
    connection = house.ledger.reader._db.conn  # as somebody with the file would
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE events SET head = '['")
    connection.commit()
    page = auditor.client.get(URL)
    assert (page.status_code, 'class="problem"' in page.text) == (500, True)


def test_an_age_that_nobody_recorded_is_told_as_such(auditor, house):
    morning(house)
    page = auditor.client.get(URL).text
    assert "来访里 60 岁以上 0 次；年龄未记录 5 次。" in page
    assert re.search(r'<th scope="row">未记录</th><td data-label="来访">5<', page)


def test_english_is_spoken_throughout(auditor, house):
    morning(house)
    auditor.send("/language", language="en")
    page = auditor.client.get(URL).text
    assert "How many came in without a code?" in page
    office = (
        page.split('class="office"')[1].replace("东门 1 号", "").replace("西门", "")
    )
    office = office.replace("幸福里社区", "").replace("王保安", "")
    assert re.findall(r"[\u4e00-\u9fff]+", office) == []


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.REGISTRAR, 200),
        (Role.ADMINISTRATOR, 200),
        (Role.AUDITOR, 200),
        (Role.GUARD, 403),
    ],
)
def test_reports_are_for_the_office(visitor, role, status):
    visitor.sign_in(role=role)
    for url in (URL, f"{URL}/file.csv"):
        assert status == visitor.client.get(url).status_code
