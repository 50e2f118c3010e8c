"""The programs that put sound into a device, and what tells a device's comings.

A program of its own and not a library within ours: what hangs in a sound card's
driver, or crashes in one of ALSA's plugins, hangs or crashes there, and ending the
program ends the sound. ``aplay`` (alsa-utils) opens whatever ALSA has a name for, also
PulseAudio and PipeWire, and turns 24 kHz of one channel into what the card takes.
A path takes the bytes as they are, as the pipe sources of sound servers do.
"""

from pathlib import Path

from drivers.speaker.format import RATE

BUFFER_MICROSECONDS = 100_000  # what still sounds when the player is ended is less
APLAY = (
    "aplay",
    "--quiet",
    "--file-type=raw",
    "--format=S16_LE",
    "--channels=1",
    f"--rate={RATE}",
    f"--buffer-time={BUFFER_MICROSECONDS}",
)
# nocreat: where the pipe is gone no file may grow in its place.
DD = ("dd", "bs=4096", "conv=nocreat,notrunc", "status=none")
PACKAGES = {"aplay": "alsa-utils", "dd": "coreutils"}
CARDS = Path("/proc/asound/cards")


def is_path(device: str) -> bool:
    """Whether the device is a named pipe and no name of ALSA's."""
    return device.startswith("/")


def player(device: str) -> list[str]:
    """The command that plays its standard input on a device."""
    if is_path(device):
        return [*DD, f"of={device}"]
    return [*APLAY, f"--device={device}"]


def missing(device: str) -> str:
    """What to do when there is no such command."""
    program = player(device)[0]
    return f"{program} is missing: apt-get install {PACKAGES[program]}"


def presence(device: str, cards: Path = CARDS) -> str:
    """Changes when the device may have come or gone; opens nothing.

    A card that is opened again and again, only to look, never sleeps, and clicks.
    """
    try:
        if is_path(device):
            return str(Path(device).stat().st_ino)
        return cards.read_text("utf-8", "replace")
    except OSError:
        return ""
