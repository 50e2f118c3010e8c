"""A ledger of one invented kiosk, with a clock that the tests set."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger_book import Book

from verification.keys import Keys, create_keys, load_keys
from verification.ledger import Entry, EventKind, Ledger


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("keys")
    create_keys(folder)
    return load_keys(folder)


@pytest.fixture(scope="session")
def other_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    folder = tmp_path_factory.mktemp("other-keys")
    create_keys(folder)
    return load_keys(folder)


@pytest.fixture
def book(tmp_path: Path, keys: Keys) -> Iterator[Book]:
    made = Book(tmp_path, keys)
    yield made
    made.close()


@pytest.fixture
def ledger(book: Book) -> Ledger:
    return book.open()


@pytest.fixture
def fill(ledger: Ledger) -> Callable[[int], None]:
    """Append so many plain events."""

    def append(count: int) -> None:
        for _ in range(count):
            ledger.append(Entry(EventKind.PRESENTED, lane="1", visit="v"))

    return append
