"""Personal data on their way out of a command: a sealed file, or no file at all."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.cli.common import OUT_OF_REACH, WRONG_USE, show_password, stop
from kiosk.people.writers import new_file
from kiosk.sealed import SealedZip, Taken, about, new_password
from kiosk.sealed.note import NAME as ABOUT

ENTRY = "ledger.jsonl"
CLEAR = "个人信息不能写成明文文件 personal data go into no file that is not sealed"


def check_sealed(output: Path | None, *, personal: bool) -> None:
    """Refuse, before anything is recorded, to write personal data in the clear."""
    if not personal:
        return
    if output is None and _into_a_file():
        stop(
            "不能写成明文文件 not into a file in the clear: --output FILE.zip",
            WRONG_USE,
        )
    if output is not None and output.suffix.lower() != ".zip":
        stop(f"含个人信息的文件须为 .zip a sealed .zip it must be: {output}", WRONG_USE)


def _into_a_file() -> bool:
    """Whether a shell has turned standard output into a file; a pipe may go on."""
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(mode)


def write_sealed(output: Path, taken: Taken, lines: Iterator[str]) -> None:
    """A new sealed file of lines, and its password on the terminal."""
    password = new_password()
    with (
        file_errors(output),
        new_file(output) as file,
        SealedZip(file, password, taken.at) as sealed,
    ):
        sealed.write(ABOUT, about(taken).encode())
        with sealed.entry(ENTRY) as entry:
            for line in lines:
                entry.write(f"{line}\n".encode())
    show_password(password)


@contextmanager
def file_errors(output: Path) -> Iterator[None]:
    """A file that cannot be written, as one message and an exit code."""
    try:
        yield
    except FileExistsError:
        stop(f"文件已存在 the file is there already: {output}", WRONG_USE)
    except OSError as error:
        stop(f"{output}: {error.strerror}", OUT_OF_REACH)
