"""`kiosk paper read`: one line of JSON a file, whatever the file is."""

import json

import cv2
import numpy as np
import pytest
import segno
from click.testing import CliRunner
from drawn import TEXT, beside, qr, symbol

from kiosk.cli import main


@pytest.fixture
def files(tmp_path):
    """Two codes on a sheet, an empty sheet, and something that is no image."""
    sheet = beside(qr(TEXT), symbol("20230001", "DataMatrix"))
    cv2.imwrite(str(tmp_path / "sheet.png"), sheet)
    cv2.imwrite(str(tmp_path / "empty.png"), np.full((90, 90), 255, np.uint8))
    (tmp_path / "notes.txt").write_text(TEXT)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["paper", "read", *map(str, arguments)])


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_file_is_one_line_with_its_codes(files):
    result = run("--json", files / "sheet.png", files / "empty.png")
    sheet, empty = lines(result)
    assert result.exit_code == 0
    assert set(sheet) == {"file", "codes", "ms"}
    assert sheet["file"] == str(files / "sheet.png")
    assert sheet["ms"] >= 0
    assert {(c["symbology"], c["bytes_hex"]) for c in sheet["codes"]} == {
        ("QRCode", TEXT.encode().hex()),
        ("DataMatrix", b"20230001".hex()),
    }
    assert all(set(c) == {"symbology", "bytes_hex", "rung"} for c in sheet["codes"])
    assert empty["codes"] == []


def test_a_file_that_cannot_be_read_does_not_stop_the_others(files):
    missing = files / "missing.png"
    result = run("--json", missing, files / "notes.txt", files / "sheet.png")
    assert result.exit_code == 3
    first, second, third = lines(result)
    assert [first["codes"], second["codes"], len(third["codes"])] == [[], [], 2]
    assert first["error"]
    assert second["error"]
    assert "error" not in third
    assert str(missing) in result.stderr
    assert "notes.txt" in result.stderr


def test_a_drawing_is_read_like_a_photograph(files):
    segno.make_qr(TEXT).save(str(files / "code.svg"), scale=4)
    (drawn,) = lines(run("--json", files / "code.svg"))
    assert [code["bytes_hex"] for code in drawn["codes"]] == [TEXT.encode().hex()]


def test_people_see_a_table(files):
    result = run(files / "sheet.png", files / "empty.png")
    assert result.exit_code == 0
    assert TEXT in result.stdout
    assert "没有找到码" in result.stdout


def test_codes_with_unprintable_bytes_are_shown_in_hex(files):
    cv2.imwrite(str(files / "bidi.png"), qr("a\u202eb\0c"))
    result = run(files / "bidi.png")
    assert "\u202e" not in result.stdout
    assert "61 e2 80" in result.stdout


def test_without_a_file_the_use_is_explained():
    result = run()
    assert result.exit_code == 2
    assert "IMAGE" in result.stderr
