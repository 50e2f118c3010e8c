"""A ledger that a test writes, with a clock that it sets, and reports of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from reports_kit import Diary

from verification.keys import create_keys, load_keys


@pytest.fixture(scope="session")
def report_keys(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("keys")
    create_keys(folder)
    return load_keys(folder)


@pytest.fixture
def diary(tmp_path: Path, report_keys) -> Iterator[Diary]:
    made = Diary(tmp_path, report_keys)
    yield made
    made.close()
