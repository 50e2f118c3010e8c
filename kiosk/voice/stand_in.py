"""The stand-in for a missing clip: espeak-ng, robotic but never silent.

The voice is ``cmn-latn-pinyin``: plain ``cmn`` of espeak-ng 1.51 reads pinyin as
English letters and digits.
"""

import contextlib
import hashlib
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

ESPEAK = "espeak-ng"
VOICES = {"zh": "cmn-latn-pinyin", "en": "en-gb", "yue": "yue"}
WORDS_A_MINUTE, SLOW_WORDS = 140, 110
MOST_SIGNS = 200
SECONDS = 10.0  # espeak-ng needs 0.1
KEPT = 200  # files of the cache


def espeak_clip(
    text: str, cache: Path, lang: str = "zh", slow: bool = False
) -> Path | None:
    """A WAV file of the text, from the cache if it was spoken before.

    Args:
        text: at most `MOST_SIGNS` signs, given by standard input: no other account
            of the machine sees it among the arguments.
        cache: the folder of the files, ``data_dir/cache/voice``; made when missing.
        lang: a language without a voice of its own is spoken in Mandarin.
        slow: a fifth slower.

    Returns:
        The file; None when espeak-ng is missing, fails or takes too long, or when the
        text is empty or too long: then a chime and the screen must do.

    """
    if not text.strip() or len(text) > MOST_SIGNS:
        return None
    voice = VOICES.get(lang, VOICES["zh"])
    speed = str(SLOW_WORDS if slow else WORDS_A_MINUTE)
    key = hashlib.sha256(f"{voice}|{speed}|{text}".encode()).hexdigest()[:32]
    file = cache / f"{key}.wav"
    if file.is_file():
        return file
    cache.mkdir(parents=True, exist_ok=True)
    return file if _speak(text, voice, speed, file) else None


def _speak(text: str, voice: str, speed: str, file: Path) -> bool:
    """Write the file beside the cache and move it in when it is whole."""
    with TemporaryDirectory(dir=file.parent) as folder:
        fresh = Path(folder) / file.name
        command = [ESPEAK, "-v", voice, "-s", speed, "-w", str(fresh), "--stdin"]
        try:
            subprocess.run(
                command,
                input=text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=True,
            )
            fresh.replace(file)
        except (OSError, subprocess.SubprocessError):
            return False
    _forget_oldest(file.parent)
    return True


def _forget_oldest(cache: Path) -> None:
    files = sorted(cache.glob("*.wav"), key=lambda file: file.stat().st_mtime)
    for file in files[:-KEPT]:
        with contextlib.suppress(OSError):
            file.unlink()
