"""A site with fixed keys, an empty registry and a morning in November."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verification.documents import Document
from verification.invented import invented_person
from verification.keys import Keys
from verification.registry import Editor, Personal, Registry

AT = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # nine o'clock in Shanghai


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(
        index=b"i" * 32,
        wrap=b"w" * 32,
        session=b"s" * 32,
        signer=Ed25519PrivateKey.from_private_bytes(b"l" * 32),
    )


@pytest.fixture
def registry(tmp_path: Path, keys: Keys) -> Iterator[Registry]:
    opened = Registry.open(tmp_path / "registry.db", keys)
    yield opened
    opened.close()


@pytest.fixture
def editor(keys: Keys) -> Editor:
    return Editor(keys, "staff-1", AT)


@pytest.fixture
def register(registry: Registry, editor: Editor) -> Callable[..., bytes]:
    """Registers invented person ``index`` and gives back the subject."""

    def do(index: int = 1, status: str | None = "green", **more: object) -> bytes:
        change = editor.register(personal(index), status, **more)  # type: ignore[arg-type]  # passed through
        registry.apply([change])
        return change.key

    return do


def personal(index: int = 1, **changes: str) -> Personal:
    person = invented_person(index)
    fields = {"name": person.name, "phone": person.phone, **changes}
    return Personal("resident", person.number, **fields)


def document(index: int = 1) -> Document:
    return Document.parse(invented_person(index).number)


def senior(index: int = 1) -> Document:
    return Document.parse(invented_person(index).senior_card, "senior")
