"""The shipped clips, as files and as the browser of the gate hears them."""

import base64
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.bench.dom import browser_path
from kiosk.voice.files import CLIPS
from kiosk.voice.render.listing import Made, read_list

DECODE = """([texts, rate]) => Promise.all(texts.map(async (text) => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const context = new OfflineAudioContext(1, 1, rate);
  const sound = (await context.decodeAudioData(bytes.buffer)).getChannelData(0);
  const loud = (one) => Math.max(-32768, Math.min(32767, Math.round(one * 32768)));
  const short = Int16Array.from(sound, loud);
  const whole = new Uint8Array(short.buffer);
  let signs = "";
  for (let at = 0; at < whole.length; at += 32768)
    signs += String.fromCharCode(...whole.subarray(at, at + 32768));
  return btoa(signs);
}))"""
RATE = 24_000
AT_ONCE = 16  # clips

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
    paths, sounds = list(listed), Sounds()
    for begin in range(0, len(paths), AT_ONCE):
        some = paths[begin : begin + AT_ONCE]
        sounds |= zip(
            some, _decoded(page, [CLIPS / path for path in some]), strict=True
        )
    browser.close()
    return sounds


def _decoded(page: object, files: list[Path]) -> list[NDArray[np.float32]]:
    texts = [base64.b64encode(file.read_bytes()).decode() for file in files]
    found = [base64.b64decode(text) for text in page.evaluate(DECODE, [texts, RATE])]
    return [np.frombuffer(pcm, "<i2").astype(np.float32) / 32768 for pcm in found]
