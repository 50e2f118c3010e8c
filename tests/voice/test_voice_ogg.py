"""OGG pages: counted, checked, and never believed."""

import struct

import pytest

from kiosk.voice.files import CLIPS
from kiosk.voice.ogg import NotOggError, checksum, read_ogg

OPUS = b"OpusHead\x01\x02" + struct.pack("<HIhB", 312, 48_000, 0, 0)
VORBIS = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44_100, 0, 0, 0, 0xB8, 1)


def page(flags: int, granule: int, sequence: int, content: bytes = b"x") -> bytes:
    head = struct.pack("<4sBBqII", b"OggS", 0, flags, granule, 7, sequence)
    body = bytes([1, len(content)]) + content
    return head + struct.pack("<I", checksum(head + bytes(4) + body)) + body


def test_the_checksum_is_that_of_rfc_3533():
    clip = (CLIPS / "en/pass.ogg").read_bytes()
    first = clip[: clip.index(b"OggS", 4)]
    stored = struct.unpack_from("<I", first, 22)[0]
    assert stored == checksum(first[:22] + bytes(4) + first[26:])


@pytest.mark.parametrize(
    ("head", "granule", "expected"),
    [
        (OPUS, 48_312, ("opus", 2, 1.0)),
        (VORBIS, 66_150, ("vorbis", 1, 1.5)),
        (OPUS, 100, ("opus", 2, 0.0)),
    ],
)
def test_codec_channels_and_length(head, granule, expected):
    sound = read_ogg(page(2, 0, 0, head) + page(4, granule, 1))
    assert expected == (sound.codec, sound.channels, sound.seconds)


@pytest.mark.parametrize(
    "data",
    [
        page(2, 0, 0, OPUS),
        page(2, 0, 0, OPUS) + page(4, 9, 2),
        page(0, 0, 0, OPUS) + page(4, 9, 1),
        page(2, 0, 0, b"Speex   ") + page(4, 9, 1),
        page(2, 0, 0, OPUS[:12]) + page(4, 9, 1),
        page(2, 0, 0, VORBIS[:12] + bytes(18)) + page(4, 9, 1),
    ],
    ids=["no end", "gap", "no beginning", "other codec", "short head", "rate of zero"],
)
def test_what_is_not_one_whole_stream_is_refused(data):
    with pytest.raises(NotOggError):
        read_ogg(data)


def test_a_file_cut_anywhere_is_refused():
    whole = page(2, 0, 0, OPUS) + page(4, 48_312, 1)
    for size in range(len(whole)):
        with pytest.raises(NotOggError):
            read_ogg(whole[:size])


def test_a_bit_turned_anywhere_is_refused():
    whole = page(2, 0, 0, OPUS) + page(4, 48_312, 1)
    for at in range(len(whole)):
        turned = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with pytest.raises(NotOggError):
            read_ogg(turned)
