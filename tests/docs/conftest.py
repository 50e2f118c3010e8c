"""The documents of the repository, as text."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


@pytest.fixture(params=READMES)
def readme(request: pytest.FixtureRequest) -> str:
    """Each README in turn."""
    return (ROOT / request.param).read_text("utf-8")


@pytest.fixture
def both() -> tuple[str, str]:
    """The English and the Chinese README."""
    english, chinese = ((ROOT / name).read_text("utf-8") for name in READMES)
    return english, chinese
