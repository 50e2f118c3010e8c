"""The shipped clips, as files and as the browser of the gate hears them."""

import base64
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.bench.dom import browser_path
from kiosk.voice.files import CLIPS
from kiosk.voice.render.listing import Made, read_list

DECODE = """async ([text, rate]) => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const context = new OfflineAudioContext(1, 1, rate);
  const sound = (await context.decodeAudioData(bytes.buffer)).getChannelData(0);
  const whole = new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength);
  let signs = "";
  for (let at = 0; at < whole.length; at += 32768)
    signs += String.fromCharCode(...whole.subarray(at, at + 32768));
  return btoa(signs);
}"""
RATE = 24_000

Sounds = dict[str, NDArray[np.float32]]


@pytest.fixture(scope="session")
def listed() -> dict[str, Made]:
    return read_list(CLIPS)


@pytest.fixture(scope="session")
def heard(listed: dict[str, Made], request: pytest.FixtureRequest) -> Sounds:
    """Every listed clip, decoded once by the machine's Chromium: path and samples."""
    chromium = browser_path()
    if chromium is None:
        pytest.skip("no Chromium on this machine: the clips were not listened to")
    playwright = request.getfixturevalue("playwright")
    browser = playwright.chromium.launch(
        executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_page()
    sounds = {path: _decoded(page, CLIPS / path) for path in listed}
    browser.close()
    return sounds


def _decoded(page: object, file: Path) -> NDArray[np.float32]:
    text = base64.b64encode(file.read_bytes()).decode()
    return np.frombuffer(base64.b64decode(page.evaluate(DECODE, [text, RATE])), "<f4")
