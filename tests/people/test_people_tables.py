"""Every encoding and delimiter an office saves; everything hostile it may send."""

import codecs
import dataclasses
import threading
import zlib

import psutil
import pytest

from kiosk.people.errors import TableProblem
from kiosk.people.limits import MIB, UPLOAD
from kiosk.people.tables import Table
from kiosk.people.texts import FILE, ROW, FileFault, RowFault

ROWS = [["证件号码", "姓名"], ["1", "赵建国"], ["2", "买买提·艾力"]]
WANTED = [["1", "赵建国"], ["2", "买买提·艾力"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(autouse=True)
def nothing_stays_behind():
    threads = threading.active_count()
    yield
    assert psutil.Process().children() == []
    assert threads == threading.active_count()


def fault(read, path, *limits, **more):
    with pytest.raises(TableProblem) as caught:
        read(path, *limits, **more)
    return caught.value.fault


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_encoding_and_delimiter_reads_alike(csv_file, read, encoding, delimiter):
    assert read(csv_file(ROWS, encoding, delimiter)) == WANTED


def test_big_endian_utf16_reads_alike(csv_file, read):
    path = csv_file(ROWS, "utf-16-be")
    path.write_bytes(codecs.BOM_UTF16_BE + path.read_bytes())
    assert read(path) == WANTED


def test_a_workbook_reads_like_a_text_table(xlsx_file, read):
    assert read(xlsx_file(ROWS)) == WANTED


def test_quotes_delimiters_and_line_ends_may_stand_inside_a_cell(csv_file, read):
    rows = [["证件号码", "姓名"], ["1", 'a,"b"\nc'], ["2", "d"]]
    assert rows[1:] == read(csv_file(rows))


def test_the_table_may_stand_on_a_later_sheet(xlsx_file):
    def more(sheet):
        sheet.title = "说明"
        other = sheet.parent.create_sheet("名单")
        for row in ROWS:
            other.append(row)

    with Table(xlsx_file([["how to fill in this file"]], more)) as table:
        assert [list(row.cells.values()) for row in table] == WANTED
        assert table.head.sheet == "名单"
        assert table.head.other_sheets == 1


def test_a_formula_counts_as_what_it_last_showed(xlsx_file, read):
    rows = [["证件号码", "姓名"], ['=HYPERLINK("http://x","1")', "赵建"]]
    assert read(xlsx_file(rows)) == [[None, "赵建"]]


def test_a_module_beside_the_table_is_not_imported(csv_file, read, monkeypatch):
    path = csv_file(ROWS)
    path.with_name("csv.py").write_text("raise SystemExit")
    monkeypatch.chdir(path.parent)
    assert read(path) == WANTED


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.xlsx", b"name,document_number\n", FileFault.WRONG_TYPE),
        ("a.csv", b"PK\x03\x04 and so on", FileFault.WRONG_TYPE),
        ("a.pdf", b"%PDF", FileFault.WRONG_TYPE),
        ("a.xls", b"\xd0\xcf\x11\xe0", FileFault.OLD_EXCEL),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", FileFault.OLD_EXCEL),
        ("a.xlsx", b"PK\x03\x04 but not a zip", FileFault.DAMAGED),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", FileFault.ENCODING),
        ("a.csv", b"\xef\xbb\xbfname\xff", FileFault.ENCODING),
        ("a.csv", b"", FileFault.NO_HEADER),
        ("a.csv", b'name,document_number\n"a,1\n', FileFault.QUOTES),
    ],
)
def test_a_wrong_file_is_one_clear_error(tmp_path, read, name, data, wanted):
    path = tmp_path / name
    path.write_bytes(data)
    assert wanted == fault(read, path)


def test_a_file_over_the_limit_is_not_even_opened(csv_file, read):
    small = dataclasses.replace(UPLOAD, file_bytes=10)
    assert fault(read, csv_file(ROWS), small) == FileFault.TOO_LARGE


def test_more_rows_than_allowed_are_refused(csv_file, read):
    small = dataclasses.replace(UPLOAD, rows=1)
    assert fault(read, csv_file(ROWS), small) == FileFault.TOO_MANY_ROWS


def test_a_zip_bomb_is_refused_by_its_real_size(xlsx_file, rezip, read):
    bomb = b"<worksheet>" + b" " * (40 * MIB)
    path = rezip(xlsx_file(ROWS), {SHEET: bomb})
    assert path.stat().st_size < MIB
    assert fault(read, path) == FileFault.BOMB


def test_a_lie_about_the_size_of_a_part_does_not_help(xlsx_file, rezip, read):
    data = b" " * (40 * MIB)
    path = rezip(xlsx_file(ROWS), {SHEET: data})
    packed = path.read_bytes()
    size = len(data).to_bytes(4, "little")
    assert packed.count(size) == 2
    path.write_bytes(packed.replace(size, (100).to_bytes(4, "little")))
    assert fault(read, path) in {FileFault.BOMB, FileFault.DAMAGED}


def test_an_archive_of_many_parts_is_refused(xlsx_file, rezip, read):
    path = rezip(xlsx_file(ROWS), {f"xl/{i}.xml": b"" for i in range(300)})
    assert fault(read, path) == FileFault.TOO_MANY_PARTS


def test_a_cell_far_outside_costs_an_error_and_not_the_memory(xlsx_file, read):
    def far(sheet):
        sheet["XFD1048576"] = "x"

    assert fault(read, xlsx_file(ROWS, far)) == FileFault.EMPTY_ROWS


def test_an_entity_bomb_is_refused(xlsx_file, rezip, read):
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = (
        f"<!DOCTYPE x [{entities}]><worksheet><sheetData>&i;</sheetData></worksheet>"
    )
    path = rezip(xlsx_file(ROWS), {SHEET: sheet.encode()})
    assert fault(read, path) == FileFault.SUSPICIOUS


def test_a_reader_that_takes_too_long_is_stopped(xlsx_file, read):
    hurried = dataclasses.replace(UPLOAD, wall_seconds=0.01)
    assert fault(read, xlsx_file(ROWS), hurried) == FileFault.TOO_SLOW


def test_a_reader_that_computes_too_long_is_stopped(csv_file, read):
    rows = ROWS + [["1", "赵建" * 20]] * 15_000
    lazy = dataclasses.replace(UPLOAD, cpu_seconds=0)
    assert fault(read, csv_file(rows), lazy) == FileFault.TOO_SLOW


def test_a_reader_that_needs_too_much_memory_is_stopped(csv_file, read):
    noise = zlib.compress(b"x").hex()
    rows = [*ROWS, ["1", noise * 100_000]]
    small = dataclasses.replace(UPLOAD, memory_bytes=24 * MIB)
    assert fault(read, csv_file(rows), small) in {FileFault.MEMORY, FileFault.QUOTES}


@pytest.mark.parametrize("code", [*FileFault, *RowFault])
def test_every_fault_speaks_chinese_and_english(code):
    chinese, english = (FILE | ROW)[code]
    assert not chinese.isascii()
    assert english.isascii() or "证件号码" in english
