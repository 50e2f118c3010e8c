"""Recordings kept in the data folder, with who recorded them and when.

Beside ``<id>.ogg`` lies ``<id>.json``: the login name, the moment, the words that
were read, and the sha256 of the sound that they belong to, so that a file copied there
by hand is nobody's.
"""

import hashlib
import json
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk.voice.recordings import (
    CREDIT,
    SLOW,
    RecordingError,
    check_recording,
    is_language,
)
from kiosk.voice.sentences import sentences
from verification.ledger.files import replace_files

_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Credit:
    """Who recorded something, by login name, when, and the words that were read."""

    by: str
    at: datetime
    words: str


def keep(data_dir: Path, lang: str, name: str, clip: bytes, credit: Credit) -> Path:
    """Put a recording where the gate finds it; the old one stays until then.

    Args:
        data_dir: of the site.
        lang: the name of the language's folder, made when it is missing.
        name: the id of a sentence, with ``.slow`` for the slow one.
        clip: what `kiosk.voice.intake.take_in` made.
        credit: who, when and which words.

    Raises:
        RecordingError: no such sentence or language, or the clip is broken.
        OSError: it cannot be written; all is as it was.

    """
    if name.removesuffix(SLOW) not in sentences() or not is_language(lang):
        raise RecordingError("没有这句话。 There is no such sentence.")
    check_recording(clip)
    file = _place(data_dir, lang, name)
    note = {
        "by": credit.by,
        "at": credit.at.astimezone(UTC).isoformat(timespec="seconds"),
        "words": credit.words,
        "sha256": hashlib.sha256(clip).hexdigest(),
    }
    with _WRITING:
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_files({file.with_suffix(CREDIT): json.dumps(note).encode(), file: clip})
    return file


def forget(data_dir: Path, lang: str, name: str) -> None:
    """Remove a recording, if there is one, so that our own clip is played.

    Raises:
        OSError: it cannot be removed.

    """
    if not is_kept(data_dir, lang, name):
        return
    file = _place(data_dir, lang, name)
    with _WRITING:
        file.unlink(missing_ok=True)
        file.with_suffix(CREDIT).unlink(missing_ok=True)
        with suppress(OSError):
            file.parent.rmdir()  # of a language that has nothing left


def is_kept(data_dir: Path, lang: str, name: str) -> bool:
    """Whether there is a recording, fit or not, of a sentence that we know."""
    known = name.removesuffix(SLOW) in sentences() and is_language(lang)
    return known and _place(data_dir, lang, name).is_file()


def credit_of(file: Path) -> Credit | None:
    """Who recorded a file; None when it was put there by hand."""
    try:
        note = json.loads(file.with_suffix(CREDIT).read_bytes())
        whole = hashlib.sha256(file.read_bytes()).hexdigest()
        if note["sha256"] != whole:
            return None
        at = datetime.fromisoformat(note["at"])
        return Credit(str(note["by"]), at, str(note["words"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stamp(data_dir: Path) -> str:
    """Changes whenever a recording comes, goes or is another one."""
    known = hashlib.sha256()
    for file in sorted((data_dir / "voice").glob("*/*.ogg")):
        with suppress(OSError):  # it was removed just now
            seen = file.stat()
            # A name copied by hand may be in any encoding.
            known.update(os.fsencode(file))
            known.update(f" {seen.st_mtime_ns} {seen.st_size}\n".encode())
    return known.hexdigest()[:16]


def _place(data_dir: Path, lang: str, name: str) -> Path:
    return data_dir / "voice" / lang / f"{name}.ogg"
