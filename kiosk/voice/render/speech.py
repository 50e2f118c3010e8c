"""The voice: phonemes in, samples and the bounds of the phonemes out."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.voice.render.materials import MODEL_SHA256, module, read_model, read_voice
from kiosk.voice.render.symbols import SILENCE, tokens

RATE = 24_000  # Hz
FRAME = 600  # samples of one unit of the model's durations
DURATIONS = b"/encoder/Clip_output_0"  # inside the model: frames of each phoneme
SPOKEN = "spoken"  # folder beside the model: what the voice said before

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Speech:
    """What was spoken.

    Attributes:
        samples: mono at `RATE`, around ±1, not yet levelled.
        ends: for each phoneme the sample at which it ends.
        start: the sample at which the first one begins.

    """

    samples: Samples
    ends: tuple[int, ...]
    start: int


class Speaker:
    """The model, loaded when it must speak what it has not spoken before."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder, self._threads = folder, threads
        self._voices: dict[str, NDArray[np.float32]] = {}

    def say(self, phonemes: str, voice: str, speed: float) -> Speech:
        """Speak a phoneme string; ``speed`` 1.0 is the voice's own."""
        said = "|".join((phonemes, voice, str(speed), MODEL_SHA256))
        key = hashlib.sha256(said.encode()).hexdigest()
        file = self._folder / SPOKEN / f"{key}.npz"
        if not file.exists():
            samples, frames = self._run(tokens(phonemes), voice, speed)
            file.parent.mkdir(exist_ok=True)
            np.savez(file, samples=samples.ravel(), frames=frames.ravel())
        with np.load(file) as kept:
            ends = np.cumsum(kept["frames"]).astype(int) * FRAME
            return Speech(kept["samples"], tuple(ends[1:-1].tolist()), int(ends[0]))

    def _run(self, ids: list[int], voice: str, speed: float) -> list[Samples]:
        if voice not in self._voices:
            self._voices[voice] = read_voice(self._folder, voice)
        spoken: list[Samples] = self._session.run(
            None,
            {
                "tokens": np.array([[SILENCE, *ids, SILENCE]], np.int64),
                "style": self._voices[voice][len(ids) - 1][np.newaxis],
                "speed": np.array([speed], np.float32),
            },
        )
        return spoken

    @cached_property
    def _session(self) -> Any:
        runtime = module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = self._threads
        model = with_output(read_model(self._folder), DURATIONS)
        return runtime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )


def with_output(model: bytes, name: bytes) -> bytes:
    """The model with one inner value more among its outputs.

    A protobuf message followed by another is the two merged (Protocol Buffers
    encoding, "Last One Wins"): ModelProto.graph is field 7, GraphProto.output 12,
    ValueInfoProto.name 1 (onnx.proto3).
    """
    return model + _field(7, _field(12, _field(1, name)))


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field; ours are shorter than 128 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content
