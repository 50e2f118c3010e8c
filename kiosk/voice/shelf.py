"""The sounds of one language at one speed, decoded and ready to be played."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kiosk.voice.decoding import Decoder, Encoded
from kiosk.voice.files import CHIMES, CLIPS, SPOKEN_BY_ALL, chime_path, sound_path
from kiosk.voice.keeping import stamp
from kiosk.voice.recordings import SLOW
from kiosk.voice.sentences import sentences
from kiosk.voice.speaking import RECORDED_SPEED

RATE = 24_000  # samples a second, as they are played
FIRST = ("deny", "pass", "called", "fault", "reading", "reread", "evacuation")
MOST_BYTES = 2 * 1024**2  # of one file
RETRY_SECONDS = 60.0  # until what is shipped and could not be opened is tried again
Key = tuple[str, bool]
Mark = tuple[Path, int, int]


class Shelf:
    """What a lane can play; `sound` and `chime` may be asked by any thread.

    Args:
        data_dir: of the site; recordings of people lie there.
        lang: the language.
        speed: as in the config; the clips are spoken at 0.8.
        names: the sentences that are wanted; all of them when there are none.
        clock: seconds; of the tries alone.

    """

    def __init__(
        self,
        data_dir: Path,
        lang: str,
        speed: float = RECORDED_SPEED,
        names: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._data_dir, self._lang, self._clock = data_dir, lang, clock
        self._rate = round(RATE * RECORDED_SPEED / speed)
        self._keys = list(_keys(names or tuple(dict.fromkeys((*FIRST, *sentences())))))
        self._sounds: dict[Key, bytes] = {}
        self._marks: dict[Key, Mark] = {}
        self._doubted: set[Mark] = set()
        self._broken: set[Mark] = set()
        self._stamp, self._again_at = "", 0.0

    def sound(self, clip: str, slow: bool = False) -> bytes:
        """The samples of a sentence; empty when there are none, or not yet."""
        return self._sounds.get((clip, slow), b"")

    def chime(self, name: str) -> bytes:
        """The samples of a chime; empty when there are none, or not yet."""
        return self._sounds.get((f"chimes/{name}", False), b"")

    @property
    def lacking(self) -> int:
        """How many sounds there are not: a lane that needs one says too little."""
        return sum(key not in self._sounds for key in self._keys)

    def refresh(self, decoder: Decoder) -> None:
        """Decode what is new: all at first, later what people recorded anew.

        What is shipped with us and cannot be opened is tried again after a while: a
        board may have been too busy, or short of memory.

        Raises:
            OSError: no process can be started.

        """
        now = stamp(self._data_dir)
        if now == self._stamp and not self._is_to_be_tried():
            return
        self._again_at = self._clock() + RETRY_SECONDS
        self._renew(self._keys[: len(FIRST) + len(CHIMES)], decoder)
        while self._renew(self._keys, decoder):
            pass  # a broken recording gives way to our own clip
        if not decoder.stopped:
            self._stamp = now

    def _is_to_be_tried(self) -> bool:
        return bool(self.lacking) and self._clock() >= self._again_at

    def _renew(self, keys: list[Key], decoder: Decoder) -> bool:
        """Decode those whose files changed; says whether to look once more."""
        changed = {
            key: mark
            for key in keys
            if (mark := self._mark(key)) and self._marks.get(key) != mark
        }
        sounds = [
            Encoded(_content(mark[0]), self._rate_of(key))
            for key, mark in changed.items()
        ]
        news = False
        for (key, mark), samples in zip(
            changed.items(), decoder.decode(sounds), strict=True
        ):
            if samples:
                self._marks[key], self._sounds[key] = mark, samples
            elif not mark[0].is_relative_to(CLIPS):
                self._doubt(mark)
                news = True
        return news and not decoder.stopped

    def _doubt(self, mark: Mark) -> None:
        """A recording that cannot be opened twice is broken."""
        if mark in self._doubted:
            self._broken.add(mark)
        self._doubted.add(mark)

    def _rate_of(self, key: Key) -> int:
        return RATE if key[0].startswith("chimes/") else self._rate

    def _mark(self, key: Key) -> Mark | None:
        """The file to be played; a newer one of the same name is another."""
        for path in self._paths(*key):
            try:
                seen = path.stat()
            except OSError:
                continue  # it was removed just now
            mark = (path, seen.st_mtime_ns, seen.st_size)
            if mark not in self._broken:
                return mark
        return None

    def _paths(self, name: str, slow: bool) -> Iterator[Path]:
        if name.startswith("chimes/"):
            found = [chime_path(name.removeprefix("chimes/"))]
        else:
            found = [sound_path(self._data_dir, self._lang, name, slow)]
            for lang in dict.fromkeys((self._lang, SPOKEN_BY_ALL)):
                found.append(CLIPS / lang / f"{name}{SLOW if slow else ''}.ogg")
        yield from (path for path in found if path is not None)


def _keys(names: Sequence[str]) -> Iterator[Key]:
    yield from ((f"chimes/{name}", False) for name in CHIMES)
    yield from ((name, False) for name in names)
    yield from ((name, True) for name in names)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return b""
