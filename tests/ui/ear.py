"""What hears a page: every sound that it starts, told by the page itself."""

import json

from ui_kit import wait_until

# What is played is written to the console, where reading it is no touch of the page.
LISTEN = """(() => {
  const urls = new WeakMap();
  const { arrayBuffer } = Response.prototype;
  Response.prototype.arrayBuffer = async function () {
    const data = await arrayBuffer.call(this);
    urls.set(data, this.url);
    return data;
  };
  const { decodeAudioData, createGain } = BaseAudioContext.prototype;
  BaseAudioContext.prototype.decodeAudioData = async function (data) {
    const url = urls.get(data);
    const sound = await decodeAudioData.call(this, data);
    urls.set(sound, url);
    return sound;
  };
  let gain, sounding = 0;
  BaseAudioContext.prototype.createGain = function () {
    gain = createGain.call(this);
    return gain;
  };
  const tell = (what, source) => console.log(JSON.stringify([what,
    new URL(urls.get(source.buffer)).pathname + new URL(urls.get(source.buffer)).search,
    20 * Math.log10(gain.gain.value), source.context.state, Date.now()]));
  const { start, stop } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (when) {
    tell('start', this);
    sounding += 1;
    this.addEventListener('ended', () => { sounding -= 1; });
    return start.call(this, when);
  };
  AudioScheduledSourceNode.prototype.stop = AudioBufferSourceNode.prototype.stop =
    function (when) { tell('stop', this); return stop.call(this, when); };
  window.silent = () => sounding === 0;
  window.level = () => 20 * Math.log10(gain.gain.value);
})();"""


class Ear:
    """What a page has played."""

    def __init__(self, page):
        self.page, self.heard = page, []
        page.on("console", self.note)
        page.add_init_script(LISTEN)

    def note(self, message):
        if message.text.startswith('["'):
            self.heard.append(tuple(json.loads(message.text)))

    def waits_for(self, url, times=1):
        wait_until(lambda: self.page.wait_for_timeout(20) or self.times(url) >= times)
        return [level for _, at, level, *_ in self.heard if at == url][-1]

    def times(self, url, done="start"):
        return sum((what, at) == (done, url) for what, at, *_ in self.heard)

    def clips(self):
        return [
            url
            for what, url, *_ in self.heard
            if what == "start" and "chimes" not in url
        ]
