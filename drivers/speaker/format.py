"""What speech is made of: 24 kHz, one channel, 16 bits, low byte first."""

import numpy as np

RATE = 24_000  # samples a second
SAMPLE_BYTES = 2
BYTES_A_SECOND = RATE * SAMPLE_BYTES
_LOW, _HIGH = -32768, 32767


def scaled(pcm: bytes, gain_db: float) -> bytes:
    """The samples ``gain_db`` louder; what would go beyond full scale stays there."""
    samples = np.frombuffer(pcm[: len(pcm) & ~1], "<i2") * 10 ** (gain_db / 20)
    return np.clip(np.rint(samples), _LOW, _HIGH).astype("<i2").tobytes()
