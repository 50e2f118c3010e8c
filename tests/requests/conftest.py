"""A site, invented old people, and somebody who asks for them."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from asking import DAUGHTER, NOW

from kiosk.requests import Request, RequestBook
from kiosk.requests.deciding import RequestDesk
from verification.keys import create_keys, load_keys
from verification.registry import Registry, Row


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    create_keys(tmp_path / "keys")
    opened = Registry.open(tmp_path / "registry.db", load_keys(tmp_path / "keys"))
    yield opened
    opened.close()


@pytest.fixture
def book(registry: Registry) -> RequestBook:
    return RequestBook(registry)


@pytest.fixture
def told() -> list[Any]:
    """What went into the ledger."""
    return []


@pytest.fixture
def desk(registry: Registry, told: list[Any]) -> RequestDesk:
    return RequestDesk(registry, "staff-1", lambda: NOW, told.append)


@pytest.fixture
def ask(book: RequestBook) -> Any:
    """Sends a request and gives it back as the office sees it."""

    def send(*people: Row, form: str = "a", at: datetime = NOW) -> Any:
        receipt = book.receive(Request(DAUGHTER, people), form, at)
        identity = book.with_receipt(receipt)
        return identity and book.find(identity)

    return send
