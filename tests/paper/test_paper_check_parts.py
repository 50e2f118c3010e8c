"""`kiosk paper check` on a card whose parts lie in several files."""

import json
from pathlib import Path

import pytest
from card_kit import AT, OTHER_KEY, chunks, jws
from click.testing import CliRunner

from kiosk.cli import main

CARD = jws()
ANOTHER = jws(key=OTHER_KEY, kid="another")


@pytest.mark.parametrize(
    ("refusals", "texts"),
    [
        (["unknown_key"] * 3, chunks(CARD)),
        (["unknown_key"] * 4, [*reversed(chunks(CARD)), CARD]),
        (["incomplete"] * 2, chunks(CARD)[:2]),
        (["incomplete"] * 3, [chunks(CARD)[0], chunks(CARD)[0], chunks(CARD)[2]]),
        (["incomplete", *["unknown_key"] * 3], [chunks(ANOTHER)[0], *chunks(CARD)]),
        (
            ["incomplete", None, "incomplete"],
            [*chunks(CARD, 2)[:1], "A1234", *chunks(CARD, 2)[1:]],
        ),
    ],
)
def test_parts_in_files_that_follow_each_other_are_one_card(
    refusals: list[str | None], texts: list[str], tmp_path: Path
) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    (tmp_path / "trust").mkdir()
    where = ("--trust", str(tmp_path / "trust"), "--at", AT.isoformat(), "--json")
    done = CliRunner().invoke(main, ["paper", "check", *map(str, paths), *where])
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [str(path) for path in paths] == [line["file"] for line in found]
    assert refusals == [line["refusal"] for line in found]
