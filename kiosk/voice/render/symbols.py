"""The numbers of the phonemes, as in the vocabulary of Kokoro-82M v1.0.

Source: ``config.json`` of Kokoro-82M (Apache-2.0); only the symbols that we use.
"""

SILENCE = 0
_TABLE = """
, 3  . 4  ʦ 20  ʨ 21  ꭧ 23  A 24  I 25  O 31  T 36  W 39  ᵊ 42  a 43  b 44  d 46
e 47  f 48  h 50  i 51  j 52  k 53  l 54  m 55  n 56  o 57  p 58  s 61  t 62  u 63
v 64  w 65  x 66  y 67  z 68  ɑ 69  æ 72  ɔ 76  ɕ 77  ð 81  ʤ 82  ə 83  ɛ 86  ɜ 87
ɡ 92  ɥ 99  ɨ 101  ɪ 102  ŋ 112  θ 119  ɹ 123  ɻ 126  ʂ 130  ʃ 131  ʧ 133  ʊ 135
ʌ 138  ɤ 140  ʒ 147  ˈ 156  ˌ 157  ʰ 162  ↓ 169  → 171  ↗ 172  ↘ 173  ᵻ 177
"""
_CELLS = _TABLE.split()
_NUMBERS = {" ": 16} | dict(zip(_CELLS[::2], map(int, _CELLS[1::2]), strict=True))


def tokens(phonemes: str) -> list[int]:
    """The numbers of a phoneme string; KeyError names one that the voice lacks."""
    return [_NUMBERS[symbol] for symbol in phonemes]
