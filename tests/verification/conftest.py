"""A site with fixed keys and an empty registry."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from invented_site import AT, personal

from verification.keys import Keys
from verification.registry import Editor, Registry


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys(
        index=b"i" * 32,
        names=b"n" * 32,
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
