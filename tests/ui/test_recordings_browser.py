"""A sentence is recorded in a real browser, and the gate says it with that voice."""

import json
import re

import numpy as np
import pytest
import soundfile
from axe_playwright_python.sync_playwright import Axe
from ui_kit import BROWSER_ARGS, CHROMIUM, wait_until

from kiosk.staff import Role
from kiosk.voice.files import CLIPS
from kiosk.voice.render.chain import RATE, TARGET, speech_rms

pytestmark = pytest.mark.browser

SIZES = [(1280, 800), (1920, 1080), (390, 844)]
SPOKEN = soundfile.read(CLIPS / "zh/called.ogg", dtype="float32")[0]
# What the page plays, with its length and its samples' energy.
LISTEN = """(() => {
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    const samples = this.buffer.getChannelData(0);
    const energy = samples.reduce((sum, x) => sum + x * x, 0);
    console.log(JSON.stringify({ seconds: this.buffer.duration, energy }));
    return start.apply(this, when);
  };
})();"""


@pytest.fixture(scope="module")
def microphone(tmp_path_factory):
    """A file that the browser takes for what its microphone hears, again and again."""
    file = tmp_path_factory.mktemp("microphone") / "spoken.wav"
    quiet = np.pad(SPOKEN * 0.3, (RATE // 2, RATE))
    size = 2 * len(quiet)
    sound = np.fft.irfft(np.fft.rfft(quiet), size) * 2
    soundfile.write(file, sound, 2 * RATE, subtype="PCM_16")
    return file


@pytest.fixture(scope="module")
def browser(request, microphone):
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: nothing was recorded")
    arguments = [
        *BROWSER_ARGS,
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={microphone}",
    ]
    playwright = request.getfixturevalue("playwright")
    opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def cookies(browser, site):
    """Those of an administrator who came in once."""
    context = browser.new_context()
    page = context.new_page()
    code = site.guard_code("admin", Role.ADMINISTRATOR)
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", "admin")
    page.fill("#secret", code)
    page.click("form.sheet .strong")
    page.wait_for_url("**/password")
    page.goto(f"{site.url}/admin/voice")
    page.wait_for_selector("#row-deny")
    yield context.cookies()
    context.close()


@pytest.fixture
def recorder(page, site, cookies):
    page.context.add_cookies(cookies)
    page.goto(f"{site.url}/admin/voice")
    return page


def cell(sentence, slow=""):
    return f'[data-sentence="{sentence}"][data-slow="{slow}"]'


def record(page, sentence, seconds=5.5, slow=""):
    page.click(f"{cell(sentence, slow)} [data-do=record]")
    page.click("#do-start")
    page.wait_for_selector("#do-stop:visible")
    wait_until(lambda: page.wait_for_timeout(20) or recorded(page) > seconds, 30)
    page.click("#do-stop")
    page.wait_for_selector("#do-keep:visible")


def recorded(page):
    """Seconds, as the recorder counts them."""
    return float(page.inner_text("#seconds").split()[0])


def keep(page):
    page.click("#do-keep")
    page.wait_for_selector("#told:has-text('换好了')")


def alike(sound, other):
    """How much of one is found in the other: 1 for the same."""
    size = 1 << 19
    both = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(other, size))
    return np.fft.irfft(both).max() / np.sqrt(np.sum(sound**2) * np.sum(other**2))


def file_of(site, name, lang="zh"):
    return site.house.config.site.data_dir / "voice" / lang / f"{name}.ogg"


def played(page, heard):
    page.on(
        "console",
        lambda said: said.text.startswith("{") and heard.append(json.loads(said.text)),
    )


def test_a_recorded_sentence_is_what_the_gate_says_without_a_new_load(recorder, site):
    gate, heard = recorder.context.new_page(), []
    played(gate, heard)
    gate.add_init_script(LISTEN)
    site.gate.show("idle", "west")
    gate.goto(f"{site.url}/screen/west")
    ours = soundfile.info(CLIPS / "zh/deny.ogg").duration
    gate.wait_for_selector("body[data-look]")

    recorder.bring_to_front()
    record(recorder, "deny")
    keep(recorder)
    sound, rate = soundfile.read(file_of(site, "deny"), dtype="float32")
    assert rate == RATE
    assert alike(sound[: 4 * RATE], SPOKEN) > 0.4
    assert speech_rms(sound) == pytest.approx(TARGET, abs=0.7)

    seconds = len(sound) / RATE
    assert abs(seconds - ours) > 0.5
    energy = float(np.sum(sound.astype(np.float64) ** 2))

    def said_by_the_gate():
        site.gate.show("idle", "west")
        gate.wait_for_timeout(300)
        site.gate.show("wait", "west", clip="deny")
        gate.wait_for_timeout(900)
        return [one for one in heard if one["seconds"] > seconds - 0.1]

    gate.bring_to_front()
    found = wait_until(said_by_the_gate, 40)[0]
    assert found["seconds"] == pytest.approx(seconds, abs=0.05)
    assert found["energy"] == pytest.approx(energy, rel=0.05)
    site.gate.show("idle", "west")
    gate.close()


def test_the_row_says_whose_voice_it_is_and_our_own_comes_back(recorder, site):
    record(recorder, "pass", 1.5)
    keep(recorder)
    place = recorder.locator(cell("pass"))
    assert "真人录音" in place.inner_text()
    whose = place.locator(".credit").inner_text()
    assert re.fullmatch(r"admin · \d{4}年\d+月\d+日 \d\d:\d\d", whose)
    assert "平常速度" in recorder.inner_text(cell("pass", "1") + " .said")
    assert recorder.evaluate("document.activeElement.dataset.do") == "play"
    recorder.click(f"{cell('pass')} [data-do=remove]")
    recorder.wait_for_selector("#told:has-text('用回自带的声音')")
    assert "自带的声音" in place.inner_text()
    assert not file_of(site, "pass").exists()


def test_a_recording_can_be_heard_made_again_and_given_up(recorder, site):
    heard = []
    played(recorder, heard)
    recorder.evaluate(LISTEN)
    record(recorder, "fault", 1)
    recorder.click("#do-listen")
    wait_until(lambda: recorder.wait_for_timeout(20) or heard)
    recorder.click("#do-again")
    recorder.wait_for_selector("#do-stop:visible")
    recorder.keyboard.press("Escape")
    recorder.wait_for_selector("#recorder", state="hidden")
    assert not file_of(site, "fault").exists()
    assert recorder.evaluate("document.activeElement.dataset.do") == "record"


def test_the_end_of_the_time_ends_a_recording(recorder):
    def shorter(route):
        page = route.fetch()
        body = page.text().replace('most-seconds="20.0"', 'most-seconds="1.0"')
        route.fulfill(response=page, body=body)

    recorder.route("**/admin/voice", shorter)
    recorder.reload()
    recorder.click(f"{cell('fault')} [data-do=record]")
    recorder.click("#do-start")
    recorder.wait_for_selector("#do-keep:visible")
    assert recorder.inner_text("#step").startswith("听一遍")


def test_what_is_not_fit_is_said_and_the_old_voice_stays(recorder, site, tmp_path):
    silent = tmp_path / "silent.mp3"
    soundfile.write(silent, np.zeros(RATE * 2), RATE, format="MP3")
    for file, words in ((silent, "没有听到声音"), (CLIPS / "ORIGIN.md", "打不开")):
        with recorder.expect_file_chooser() as chooser:
            recorder.click(f"{cell('second')} [data-do=upload]")
        chooser.value.set_files(file)
        recorder.wait_for_selector(f"#failed:has-text('{words}')")
    assert not file_of(site, "second").exists()
    assert "自带的声音" in recorder.inner_text(cell("second"))


def test_a_file_is_uploaded_for_a_language_of_its_own(recorder, site):
    recorder.fill("#lang", "sichuan")
    recorder.click("text=打开 Open")
    recorder.wait_for_url("**lang=sichuan")
    with recorder.expect_file_chooser() as chooser:
        recorder.click(f"{cell('second', '1')} [data-do=upload]")
    chooser.value.set_files(CLIPS / "zh/second.slow.ogg")
    recorder.wait_for_selector("#told:has-text('换好了')")
    assert file_of(site, "second.slow", "sichuan").is_file()
    assert "真人录音" in recorder.inner_text(cell("second", "1"))
    assert "普通话" in recorder.inner_text(cell("second"))


def test_a_lost_server_loses_no_recording(recorder, site):
    record(recorder, "paused", 2)
    recorder.route("**/api/v1/recordings/**", lambda route: route.abort())
    recorder.click("#do-keep")
    recorder.wait_for_selector("#refused:has-text('录音还在')")
    recorder.unroute("**/api/v1/recordings/**")
    keep(recorder)
    assert file_of(site, "paused").is_file()


@pytest.mark.parametrize("arrives", [True, False])
def test_an_answer_that_comes_late_closes_no_other_sentence(recorder, site, arrives):
    held = []
    recorder.route("**/api/v1/recordings/**", lambda route: held.append(route))
    record(recorder, "closed", 1)
    recorder.click("#do-keep")
    wait_until(lambda: recorder.wait_for_timeout(20) or held)
    recorder.keyboard.press("Escape")
    recorder.click(f"{cell('fault')} [data-do=record]")
    aloud = recorder.inner_text("#reading")
    if arrives:
        held[0].continue_()
        recorder.wait_for_selector("#told:has-text('换好了')")
    else:
        held[0].abort()
        recorder.wait_for_selector("#failed:has-text('closed')")
    assert recorder.is_visible("#do-start")
    assert recorder.inner_text("#reading") == aloud


def test_a_row_that_cannot_be_renewed_is_said_to_be_old(recorder):
    record(recorder, "take_card", 1)
    recorder.route("**/admin/voice", lambda route: route.abort())
    recorder.click("#do-keep")
    recorder.wait_for_selector("#failed:has-text('重新打开这一页')")
    assert "换好了" in recorder.inner_text("#told")


SOUNDING = """(() => {
  window.sounding = new Set();
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.sounding.add(this);
    this.addEventListener("ended", () => window.sounding.delete(this));
    return start.apply(this, when);
  };
  AudioBufferSourceNode.prototype.stop = function (...when) {
    window.sounding.delete(this);
    return stop.apply(this, when);
  };
})();"""


def test_of_two_keys_pressed_at_once_the_second_sounds_alone_and_stops(recorder):
    recorder.evaluate(SOUNDING)
    recorder.evaluate(
        "(places) => places.forEach((place) =>"
        " document.querySelector(`${place} [data-do=play]`).click())",
        [cell("idle"), cell("evacuation")],
    )
    recorder.wait_for_selector(f"{cell('evacuation')} [data-playing]")
    recorder.wait_for_timeout(500)
    assert recorder.evaluate("sounding.size") == 1
    assert recorder.locator("[data-playing]").count() == 1
    recorder.click(f"{cell('evacuation')} [data-do=play]")
    recorder.wait_for_function("sounding.size === 0")
    assert recorder.locator("[data-playing]").count() == 0


def test_without_a_microphone_the_page_says_what_to_do(recorder):
    recorder.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => {"
        " throw new DOMException('', 'NotFoundError'); } }"
    )
    recorder.click(f"{cell('fault')} [data-do=record]")
    recorder.click("#do-start")
    recorder.wait_for_selector("#refused:has-text('请插好')")
    assert recorder.is_visible("#do-start")


def test_where_no_microphone_is_allowed_the_page_says_so(own_page, site, cookies):
    recorder = own_page
    recorder.context.add_cookies(cookies)
    recorder.add_init_script(
        "Object.defineProperty(window, 'isSecureContext', { value: false })"
    )
    recorder.goto(f"{site.url}/admin/voice")
    recorder.wait_for_selector("#insecure:visible")
    assert recorder.is_disabled(f"{cell('fault')} [data-do=record]")
    assert recorder.is_enabled(f"{cell('fault')} [data-do=upload]")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_page_and_the_recorder_are_accessible(recorder, site, width, height):
    recorder.set_viewport_size({"width": width, "height": height})
    for shown in ("#row-deny", "#recorder"):
        if shown == "#recorder":
            recorder.click(f"{cell('fault')} [data-do=record]")
        recorder.wait_for_selector(f"{shown}:visible")
        if width == SIZES[1][0]:
            continue  # of a larger screen only its measures are others
        found = Axe().run(recorder, context=shown if "rec" in shown else None)
        assert found.response["violations"] == [], found.generate_report()
    wide = recorder.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    small = recorder.evaluate(
        "[...document.querySelectorAll('button, .languages a')].filter((key) =>"
        " key.offsetHeight && key.offsetHeight < 44).length"
    )
    assert small == 0
