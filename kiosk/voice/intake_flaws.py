"""What can be wrong with a sound that somebody hands in, and what to do about it."""

from enum import StrEnum

MOST_UPLOAD = 2 * 1024 * 1024  # bytes
LEAST_SPOKEN, MOST_SPOKEN = 0.3, 20.0  # seconds without the silence around it
MOST_HANDED_IN = 40.0  # seconds with the silence


class Flaw(StrEnum):
    """Why a sound is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NO_SOUND = "no_sound"
    TOO_MUCH = "too_much"
    BUSY = "busy"
    SILENT = "silent"
    QUIET = "quiet"
    CLIPPED = "clipped"
    SHORT = "short"
    LONG = "long"


_SAID = {
    Flaw.EMPTY: ("文件是空的，请重新选。", "The file is empty: choose another."),
    Flaw.TOO_LARGE: (
        f"文件超过 {MOST_UPLOAD // 1024**2} MB，请只留这一句话，或存成 OGG、MP3。",
        "The file is too large: keep this one sentence only, or save it as OGG or MP3.",
    ),
    Flaw.NO_SOUND: (
        "打不开这个声音文件，请用 OGG、WAV、MP3 或 FLAC，或者直接录音。",
        "This is no sound that we can open: use OGG, WAV, MP3 or FLAC, or record it.",
    ),
    Flaw.TOO_MUCH: (
        "这个文件太费机器，没有打开，请直接录音。",
        "This file asks too much of the machine and was left alone: record it here.",
    ),
    Flaw.BUSY: (
        "正在处理另一段录音，请过几秒再试。",
        "Another recording is being worked on: try again in a few seconds.",
    ),
    Flaw.SILENT: (
        "没有听到声音，请检查麦克风有没有打开、插好。",
        "Nothing was heard: check that the microphone is on and plugged in.",
    ),
    Flaw.QUIET: (
        "声音太小，请离麦克风近一点，约 20 厘米，大声一点再录。",
        "Too quiet: come nearer to the microphone, about 20 cm, and speak up.",
    ),
    Flaw.CLIPPED: (
        "声音太大，破音了，请离麦克风远一点，或把录音音量调小再录。",
        "Too loud, it is distorted: move away from the microphone or lower its level.",
    ),
    Flaw.SHORT: (
        "太短了，听不到一句话，请看到「开始」以后再念。",
        "Too short for a sentence: begin to read after the word “start”.",
    ),
    Flaw.LONG: (
        f"太长了，最多 {MOST_SPOKEN:.0f} 秒，请只念这一句。",
        f"Too long, {MOST_SPOKEN:.0f} s at most: read this one sentence only.",
    ),
}


class RefusedSound(ValueError):
    """A sound that is not taken; the text says why and what to do, in both languages.

    Attributes:
        flaw: what is wrong with it.
        zh: the sentence in Chinese; so ``en``.

    """

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        self.zh, self.en = _SAID[flaw]
        super().__init__(f"{self.zh} {self.en}")
