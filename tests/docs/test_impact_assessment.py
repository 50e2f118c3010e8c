"""The impact assessment names what there is, and says how long it is kept."""

import re
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS
from kiosk.config.keeping import RetentionTable
from kiosk.retention.classes import CLASSES

ROOT = Path(__file__).parents[2]
FILE = "docs/impact-assessment.md"


@pytest.fixture(scope="module")
def text() -> str:
    return (ROOT / FILE).read_text("utf-8")


def test_it_is_dated_and_of_a_version_and_is_kept_three_years(text: str) -> None:
    assert re.search(r"评估日期 Date: \d{4}-\d\d-\d\d", text)
    assert re.search(r"Changxing \d+\.\d+\.\d+", text)
    assert "至少保存三年" in text
    assert re.search(r"at\s+least\s+three\s+years", text)


def test_both_readmes_lead_to_it(readme: str) -> None:
    assert f"]({FILE})" in readme


def test_the_commands_and_files_that_it_names_exist(text: str) -> None:
    for command in re.findall(r"`kiosk ([a-z]+)", text):
        assert command in COMMANDS, command
    assert (ROOT / "kiosk/logs.py").exists()
    assert list((ROOT / "kiosk/deploy").glob("*.service"))


def test_it_tells_of_every_setting_of_retention_with_its_default(text: str) -> None:
    days = RetentionTable()
    for one in filter(None, (one.setting for one in CLASSES)):
        assert f"`{one}`" in text, one
    assert f"`entries_days` {days.entries_days}" in text
    assert f"`access_days` {days.access_days}" in text
    assert f"有效期后 {days.status_days} 天" in text


def test_what_only_a_site_knows_is_left_to_it(text: str) -> None:
    asked = text[text.index("## 7.") :]
    assert len(re.findall(r"\| \|$", asked, re.MULTILINE)) >= 10
