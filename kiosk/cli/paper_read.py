"""`kiosk paper read`: what the reading ladder finds in photographs."""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from drivers.codes import Ladder
from drivers.protocols import Code
from kiosk.cli.common import DONE, OUT_OF_REACH, json_option, out
from kiosk.paper.errors import NotReadable
from kiosk.paper.files import image_in

SHOWN_BYTES = 60
NOTHING = "没有找到码 no code found"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one file, or why it could not be looked at."""

    file: str
    codes: tuple[Code, ...] = ()
    seconds: float = 0.0
    error: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """One line of ``--json``."""
        line: dict[str, Any] = {
            "file": self.file,
            "codes": [
                {
                    "symbology": code.symbology.value,
                    "bytes_hex": code.data.hex(),
                    "rung": code.rung,
                }
                for code in self.codes
            ],
            "ms": round(self.seconds * 1000, 1),
        }
        return line if self.error is None else {**line, "error": self.error}


@click.command()
@click.argument(
    "images", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IMAGE…"
)
@json_option
def read(images: tuple[Path, ...], as_json: bool) -> None:
    """识读图片里的码：二维码、Data Matrix、Aztec、PDF417、Code 128。

    Show which codes the reading ladder finds in image files, and on which rung.
    Exit code 0 whether or not there was one; 3 when a file could not be opened
    as an image (the others are read all the same).
    """
    readings = []
    for reading in _readings(images):
        readings.append(reading)
        if reading.error is not None:
            click.echo(f"{reading.file}: {reading.error}", err=True)
        if as_json:
            click.echo(json.dumps(reading.as_dict(), ensure_ascii=False))
    if not as_json:
        _show([reading for reading in readings if reading.error is None])
    failed = any(reading.error is not None for reading in readings)
    sys.exit(OUT_OF_REACH if failed else DONE)


def _readings(images: tuple[Path, ...]) -> Iterator[Reading]:
    ladder = Ladder()
    for path in images:
        name = click.format_filename(path)
        try:
            image = image_in(path)
        except NotReadable as error:
            yield Reading(name, error=str(error))
            continue
        begun = time.perf_counter()
        codes = ladder.still(image)
        yield Reading(name, codes, time.perf_counter() - begun)


def _show(readings: list[Reading]) -> None:
    table = Table()
    for heading in ("文件 file", "种类 kind", "内容 content", "字节 bytes", "级 rung"):
        table.add_column(heading, overflow="fold")
    table.add_column("ms", justify="right")
    for reading in readings:
        took = f"{reading.seconds * 1000:.0f}"
        if not reading.codes:
            table.add_row(Text(reading.file), "-", NOTHING, "", "", took)
        for code in reading.codes:
            row = (code.symbology.value, Text(_content(code.data)))
            size = str(len(code.data))
            table.add_row(Text(reading.file), *row, size, code.rung, took)
    if readings:
        out.print(table)


def _content(data: bytes) -> str:
    """As much of the bytes as a table holds: text where it is text, else hex."""
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            return text if len(text) <= SHOWN_BYTES else f"{text[:SHOWN_BYTES]}…"
    shown = data[: SHOWN_BYTES // 2].hex(" ")
    return shown if len(data) <= SHOWN_BYTES // 2 else f"{shown} …"
