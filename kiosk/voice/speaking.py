"""What the voice of a lane says, and when: the same plan as the gate screen's own.

A plan is told what is shown, when the help key is pressed, and what time it is; it
answers with what to say now. It has no clock, no thread and no sound of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.voice.sentences import Sentence

RECORDED_SPEED = 0.8  # of all clips, as `rate` in the config says it
LOUDER_DB = (0.0, 12.0, 20.0)
PRESSED_AGAIN_SECONDS = 10.0
UNKNOWN = Sentence("", "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Say:
    """Speech that begins now and breaks off what is spoken.

    Attributes:
        chime: what sounds before the words; empty for none.
        clip: the sentence; empty for the chime alone.
        slow: whether it is spoken slowly.
        level_db: below full scale.

    """

    chime: str
    clip: str
    slow: bool
    level_db: float


@dataclass(slots=True)
class SpeechPlan:
    """The speech of one lane; all times in seconds of one clock.

    Attributes:
        sentences: all that can be said, by id.
        volume: the usual level, dB of full scale.

    """

    sentences: Mapping[str, Sentence]
    volume: float
    _message: tuple[str, str, int | None] = ("", "", None)
    _id: str = ""
    _presses: int = 0
    _pressed_at: float | None = None
    _said: dict[str, int] = field(default_factory=dict)
    _until: int | None = None
    _words_at: float | None = None  # of a sentence whose chime was sounded
    _repeat_at: float | None = None
    _invited_at: float | None = None

    @property
    def next_at(self) -> float | None:
        """When `due` next has something to say; None for never of itself."""
        times = [at for at in (self._words_at, self._repeat_at) if at is not None]
        return min(times, default=None)

    def follow(
        self, look: str, clip: str, until_ms: int | None, now: float
    ) -> list[Say]:
        """What is shown now; the same message is not begun anew.

        Args:
            look: how the screen looks.
            clip: the sentence that goes with it.
            until_ms: when it ends, if it does: another end is another visitor.
            now: of the clock of all times here.

        """
        if self._message == (look, clip, until_ms):
            return []
        self._message = (look, clip, until_ms)
        if until_ms is not None and until_ms != self._until:
            self._said, self._until = {}, until_ms
        self._id = clip
        self._words_at = self._repeat_at = None
        if clip and not self._sentence.least:
            return self._begin(now)
        self._presses, self._said = 0, {}
        return self._invite(now) if clip else []

    def press(self, now: float) -> list[Say]:
        """The help key; pressed twice it asks for the same, slower and louder."""
        before, self._pressed_at = self._pressed_at, now
        if before is None or now - before > PRESSED_AGAIN_SECONDS:
            return []
        return self.again(now)

    def again(self, now: float) -> list[Say]:
        """The present message slowly and louder, at the second time more."""
        if not self._id:
            return []
        self._presses = min(self._presses + 1, len(LOUDER_DB) - 1)
        self._words_at = None
        self._repeat_at = self._after(now, self._sentence.every)
        return self._speak(slow=True)

    def due(self, now: float) -> list[Say]:
        """What has to be said by now of itself."""
        if self._words_at is not None and now >= self._words_at:
            self._words_at = None
            return [Say("", self._id, False, self._level)]
        if self._repeat_at is not None and now >= self._repeat_at:
            return self._repeat(now)
        return []

    @property
    def _sentence(self) -> Sentence:
        return self.sentences.get(self._id, UNKNOWN)

    @property
    def _level(self) -> float:
        return min(0.0, self.volume + LOUDER_DB[self._presses])

    def _begin(self, now: float) -> list[Say]:
        sentence = self._sentence
        if sentence.every:
            self._said[self._id] = 0  # it has a bound of its own for every time
        if self._is_said_enough():
            return []  # what is spoken now is said to its end
        self._count()
        self._repeat_at = self._after(now, sentence.again or sentence.every)
        if not sentence.first:
            return self._speak(slow=False)
        self._words_at = self._after(now, sentence.first)
        return [Say(sentence.chime, "", False, self._level)] if sentence.chime else []

    def _invite(self, now: float) -> list[Say]:
        """Somebody has come to what waits for them: not at every step of theirs."""
        before, least = self._invited_at, self._sentence.least / 1000
        if before is not None and now - before < least:
            return []
        self._invited_at = now
        return self._speak(slow=False)

    def _repeat(self, now: float) -> list[Say]:
        if self._is_said_enough():
            self._repeat_at, self._presses = None, 0  # in an empty hall, all night
            return []
        self._count()
        self._repeat_at = self._after(now, self._sentence.every)
        return self._speak(slow=False)

    def _count(self) -> None:
        self._said[self._id] = self._said.get(self._id, 0) + 1

    def _is_said_enough(self) -> bool:
        return 0 < self._sentence.most <= self._said.get(self._id, 0)

    def _speak(self, slow: bool) -> list[Say]:
        return [Say(self._sentence.chime, self._id, slow, self._level)]

    @staticmethod
    def _after(now: float, milliseconds: int) -> float | None:
        return now + milliseconds / 1000 if milliseconds else None
