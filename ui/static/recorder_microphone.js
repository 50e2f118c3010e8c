// The microphone: its samples as they come, and how loud they are.

const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const QUIETEST_DB = -60;
export const RELEASE_SECONDS = 0.1; // the click on the key is no part of the sentence

export const canRecord = () => isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && "AudioWorkletNode" in window;

export class Microphone {
  // heard: called with the level, 0 to 1, and the seconds that were recorded.
  static async open(heard) {
    const microphone = new Microphone();
    microphone.stream = await navigator.mediaDevices.getUserMedia({ audio: { ...AS_IT_IS, channelCount: 1 } });
    try {
      await microphone.listen(heard);
    } catch (error) {
      microphone.close();
      throw error;
    }
    return microphone;
  }

  async listen(heard) {
    this.pieces = null;
    this.context = new AudioContext();
    await this.context.audioWorklet.addModule("/static/recorder_worklet.js");
    const node = new AudioWorkletNode(this.context, "recorder");
    node.port.onmessage = ({ data }) => this.receive(data, heard);
    this.context.createMediaStreamSource(this.stream).connect(node).connect(this.context.destination);
    await this.context.resume();
  }

  receive(piece, heard) {
    this.pieces?.push(piece);
    this.peak = Math.max((this.peak ?? 0) * 0.995, ...piece.map(Math.abs));
    heard(levelOf(this.peak), this.pieces ? (this.pieces.length * piece.length) / this.context.sampleRate : 0);
  }

  begin() {
    this.pieces = [];
  }

  // What was recorded, without the last moment.
  end() {
    const pieces = this.pieces ?? [];
    this.pieces = null;
    const sound = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      sound.set(piece, at);
      at += piece.length;
    }
    return sound.subarray(0, Math.max(0, sound.length - Math.round(RELEASE_SECONDS * this.context.sampleRate)));
  }

  get rate() {
    return this.context.sampleRate;
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    if (this.context && this.context.state !== "closed") this.context.close();
  }
}

function levelOf(peak) {
  const db = 20 * Math.log10(Math.max(peak, 1e-6));
  return Math.max(0, Math.min(1, 1 - db / QUIETEST_DB));
}
