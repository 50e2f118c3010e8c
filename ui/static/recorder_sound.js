// Sounds as one channel of 24 kHz: from samples or a file, trimmed, as a WAV file.

export const RATE = 24_000;
const AROUND_SECONDS = 0.3;
const HEARD = 0.03; // of the highest sample
const FULL = 32_767;

export function bufferOf(samples, rate) {
  const buffer = new AudioBuffer({ length: Math.max(1, samples.length), sampleRate: rate });
  buffer.copyToChannel(samples, 0);
  return buffer;
}

// Any sound as one channel of 24 kHz.
export async function evened(buffer) {
  const context = new OfflineAudioContext(1, Math.max(1, Math.ceil(buffer.duration * RATE)), RATE);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);
  source.start();
  return (await context.startRendering()).getChannelData(0);
}

// Whatever this browser can open: also what phones record.
export async function opened(file) {
  const context = new OfflineAudioContext(1, 1, RATE);
  return trimmed(await evened(await context.decodeAudioData(await file.arrayBuffer())), RATE);
}

// Without the silence before and after; the server looks more closely.
export function trimmed(samples, rate) {
  const highest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const heard = (sample) => Math.abs(sample) > highest * HEARD;
  const first = samples.findIndex(heard);
  if (first < 0) return samples;
  const around = Math.round(AROUND_SECONDS * rate);
  return samples.subarray(Math.max(0, first - around), samples.findLastIndex(heard) + around);
}

// A WAV file: RIFF, one channel of 16 bits, no other chunk.
export function wave(samples, rate) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const signs = (at, text) => [...text].forEach((sign, index) => view.setUint8(at + index, sign.charCodeAt(0)));
  signs(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  signs(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  signs(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * FULL, true));
  return new Blob([view], { type: "audio/wav" });
}
