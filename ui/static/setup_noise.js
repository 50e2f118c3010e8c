// Pink noise: equal power in every octave.
// Many relaxations of equal power, whose rates lie evenly on a logarithmic scale, add up
// to a spectrum of 1/f between the slowest and the fastest of them (A. L. McWhorter,
// "1/f noise and germanium surface properties", 1957).

const SLOWEST_HZ = 20;
const OCTAVES = 10;

// Samples with the given root mean square, in dB of full scale.
export function pinkNoise(count, rate, rmsDb) {
  const samples = new Float32Array(count);
  for (let octave = 0; octave < OCTAVES; octave += 1) relax(samples, SLOWEST_HZ * 2 ** octave / rate);
  const power = samples.reduce((sum, value) => sum + value * value, 0) / count;
  const scale = 10 ** (rmsDb / 20) / Math.sqrt(power);
  return samples.map((value) => value * scale);
}

function relax(samples, frequency) {
  const keep = Math.exp(-2 * Math.PI * frequency);
  const take = Math.sqrt(3 * (1 - keep * keep)); // of an even spread from -1 to 1
  let value = Math.random() * 2 - 1;
  for (let index = 0; index < samples.length; index += 1) {
    value = keep * value + take * (Math.random() * 2 - 1);
    samples[index] += value;
  }
}
