"""The ladder on photographs, rung by rung, beside plain pyzbar and plain zxing-cpp.

The photographs lie outside the repository: ``codes/index.json`` under the folder
that the environment variable CHANGXING_VECTORS names says what each one holds.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import cv2
from pyzbar.pyzbar import decode

from drivers.codes import Ladder, NotAPhotograph, photograph
from drivers.codes.ladder import attempt
from drivers.codes.picture import Picture, picture
from drivers.codes.renditions import whole
from drivers.codes.rungs import FULL, STILL, Rung
from drivers.codes.zbar import FENCED, KINDS, NAMED
from drivers.codes.zxing import Found, Grey
from drivers.protocols import Code

VECTORS = "CHANGXING_VECTORS"
CHARACTER_SETS = ("utf-8", "latin-1", "shift_jis", "gb18030")


def plain_zbar(grey: Grey) -> tuple[Found, ...]:
    """ZBar as one would call it: whatever character set it guesses."""
    try:
        seen = decode(grey, symbols=NAMED)
    except FENCED:
        return ()
    return tuple(Found(KINDS[code.type], code.data) for code in seen)


PLAIN_ZXING = Rung("zxing-cpp", whole, FULL)
PLAIN_ZBAR = Rung("pyzbar", whole, plain_zbar)


@dataclass(frozen=True, slots=True)
class Photograph:
    """One image and what stands in its codes; nothing expected: it has none."""

    path: Path
    expected: tuple[dict[str, str], ...]

    def is_right(self, data: bytes) -> bool:
        """Whether a read is one of those expected, by its hex or by its text."""
        return any(
            data.hex() == one.get("hex", "").lower() or _spells(data, one.get("text"))
            for one in self.expected
        )


@dataclass(slots=True)
class Score:
    """What one way of reading came to over all photographs."""

    right: int = 0
    wrong: int = 0
    seconds: list[float] = field(default_factory=list)

    def count(self, photo: Photograph, reads: Sequence[bytes], seconds: float) -> None:
        """Add one photograph: right when any read is, wrong when any is not."""
        self.seconds.append(seconds)
        self.right += any(photo.is_right(data) for data in reads)
        self.wrong += any(not photo.is_right(data) for data in reads)


@dataclass(slots=True)
class Album:
    """The scores of the ladder, of each rung alone, and of the plain decoders.

    ``firsts`` counts the photographs that each rung was the first to read.
    """

    ladder: Score = field(default_factory=Score)
    alone: dict[str, Score] = field(default_factory=dict)
    firsts: dict[str, int] = field(default_factory=dict)
    with_code: int = 0
    without: int = 0
    phantoms: int = 0


def photographs() -> list[Photograph]:
    """All photographs at hand; none when the folder is absent."""
    folder = Path(os.environ.get(VECTORS, "../shared/data")) / "codes"
    index = folder / "index.json"
    if not index.is_file():
        return []
    listed = json.loads(index.read_text("utf-8"))
    return [Photograph(folder / one["file"], tuple(one["expected"])) for one in listed]


def measure(
    photos: Sequence[Photograph],
    tick: Callable[[], None],
    rungs: Sequence[Rung] = STILL,
) -> Album:
    """Read every photograph by the ladder, plainly, and by some rungs alone."""
    album = Album()
    with one_thread():
        for photo in photos:
            try:
                shown = picture(photograph(photo.path))
            except NotAPhotograph:
                shown = None
            if shown is not None:
                _add(album, photo, shown, (PLAIN_ZBAR, PLAIN_ZXING, *rungs))
            tick()
    return album


@contextmanager
def one_thread() -> Iterator[None]:
    """OpenCV in this thread alone, so that its processor time can be told."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def timed(work: Callable[[], tuple[Code, ...]]) -> tuple[tuple[Code, ...], float]:
    """The codes, and the processor seconds of this thread that they took."""
    begun = time.thread_time()
    codes = work()
    return codes, time.thread_time() - begun


def _add(
    album: Album, photo: Photograph, shown: Picture, alone: Sequence[Rung]
) -> None:
    image = shown.grey if shown.colour is None else shown.colour
    codes, seconds = timed(partial(Ladder().still, image))
    if not photo.expected:
        album.without += 1
        album.phantoms += bool(codes)
        return
    album.with_code += 1
    album.ladder.count(photo, [code.data for code in codes], seconds)
    for name in {code.rung for code in codes if photo.is_right(code.data)}:
        album.firsts[name] = album.firsts.get(name, 0) + 1
    for rung in alone:
        fresh = Picture(shown.grey, shown.colour)
        codes, seconds = timed(partial(attempt, rung, fresh))
        score = album.alone.setdefault(rung.name, Score())
        score.count(photo, [code.data for code in codes], seconds)


def _spells(data: bytes, text: str | None) -> bool:
    return text is not None and any(
        data.decode(charset, "replace") == text for charset in CHARACTER_SETS
    )
