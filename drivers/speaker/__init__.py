"""Loudspeakers: speech through ALSA, or raw into a named pipe."""

from drivers.speaker.driver import LoudSpeaker
from drivers.speaker.format import BYTES_A_SECOND, RATE, scaled
from drivers.speaker.playing import trouble

__all__ = ["BYTES_A_SECOND", "RATE", "LoudSpeaker", "scaled", "trouble"]
