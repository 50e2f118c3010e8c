"""The sounds of one language at one speed, decoded and ready to be played."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.voice.decoding import Decoder, Encoded
from kiosk.voice.files import CHIMES, CLIPS, SPOKEN_BY_ALL, chime_path, sound_path
from kiosk.voice.keeping import stamp
from kiosk.voice.recordings import SLOW
from kiosk.voice.sentences import sentences

RATE = 24_000  # samples a second, as they are played
RECORDED_SPEED = 0.8
FIRST = ("deny", "pass", "called", "fault", "reading", "reread", "evacuation")
MOST_BYTES = 2 * 1024**2  # of one file
Key = tuple[str, bool]
Mark = tuple[Path, int, int]


class Shelf:
    """What a lane can play; `sound` and `chime` may be asked by any thread.

    Args:
        data_dir: of the site; recordings of people lie there.
        lang: the language.
        speed: as in the config; the clips are spoken at 0.8.
        names: the sentences that are wanted; all of them when there are none.

    """

    def __init__(
        self,
        data_dir: Path,
        lang: str,
        speed: float = RECORDED_SPEED,
        names: Sequence[str] = (),
    ) -> None:
        self._data_dir, self._lang = data_dir, lang
        self._rate = round(RATE * RECORDED_SPEED / speed)
        self._keys = list(_keys(names or tuple(dict.fromkeys((*FIRST, *sentences())))))
        self._sounds: dict[Key, bytes] = {}
        self._marks: dict[Key, Mark] = {}
        self._broken: set[Mark] = set()
        self._stamp = ""
        self.ready = threading.Event()

    def sound(self, clip: str, slow: bool = False) -> bytes:
        """The samples of a sentence; empty when there are none, or not yet."""
        return self._sounds.get((clip, slow), b"")

    def chime(self, name: str) -> bytes:
        """The samples of a chime; empty when there are none, or not yet."""
        return self._sounds.get((f"chimes/{name}", False), b"")

    def refresh(self, decoder: Decoder) -> None:
        """Decode what is new: all at first, later what people recorded anew."""
        now = stamp(self._data_dir)
        if now == self._stamp and self.ready.is_set():
            return
        self._renew(self._keys[: len(FIRST) + len(CHIMES)], decoder)
        while self._renew(self._keys, decoder):
            pass  # a broken recording gives way to our own clip
        if not decoder.stopped:
            self._stamp = now
            self.ready.set()

    def _renew(self, keys: list[Key], decoder: Decoder) -> bool:
        """Decode those whose files changed; says whether one of them was broken."""
        changed = {
            key: mark
            for key in keys
            if (mark := self._mark(key)) and self._marks.get(key) != mark
        }
        sounds = [
            Encoded(_content(mark[0]), self._rate_of(key))
            for key, mark in changed.items()
        ]
        for (key, mark), samples in zip(
            changed.items(), decoder.decode(sounds), strict=True
        ):
            self._put(key, mark, samples)
        return not decoder.stopped and bool(self._broken & set(changed.values()))

    def _put(self, key: Key, mark: Mark, samples: bytes) -> None:
        self._marks[key] = mark
        if samples:
            self._sounds[key] = samples
        else:
            self._broken.add(mark)

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
