"""OGG files: whether they are what they say, and how long they sound.

Pages: RFC 3533 section 6. Each has its own checksum (CRC-32 of polynomial 04C11DB7,
not reflected, from zero)::

    "OggS" 0 flags granule(8) serial(4) sequence(4) crc(4) n lengths(n) content

Codecs: Opus (RFC 7845; granules of 48 kHz) and Vorbis (Vorbis I section 4.2.2).
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

OPUS_RATE = 48_000  # Hz of the granules, whatever was recorded
_HEAD = struct.Struct("<4sBBqIIIB")
_FIRST, _LAST = 2, 4  # flags of a page
_BITS_BACK = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class NotOggError(ValueError):
    """Not an OGG file of one whole Opus or Vorbis stream; says what is wrong."""


@dataclass(frozen=True, slots=True)
class OggSound:
    """What a sound file holds."""

    codec: str  # opus or vorbis
    channels: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    granule: int
    serial: int
    sequence: int
    content: bytes


def read_ogg(data: bytes) -> OggSound:
    """What the file holds, after all of its pages were checked."""
    pages = list(_pages(data))
    if not pages or not pages[0].flags & _FIRST:
        raise NotOggError("不是完整的 OGG 文件 the beginning of the file is missing")
    if not pages[-1].flags & _LAST:
        raise NotOggError("OGG 文件不完整 the end of the file is missing")
    for number, page in enumerate(pages):
        if (page.serial, page.sequence) != (pages[0].serial, number):
            raise NotOggError("OGG 文件缺页或不止一段 a page is missing or foreign")
    codec, channels, rate, skipped = _codec(pages[0].content)
    granule = max(page.granule for page in pages) - skipped
    return OggSound(codec, channels, max(0, granule) / rate)


def _pages(data: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(data):
        if len(data) - at < _HEAD.size or data[at : at + 5] != b"OggS\0":
            raise NotOggError("不是 OGG 文件 this is no OGG file")
        _, _, flags, granule, serial, sequence, crc, count = _HEAD.unpack_from(data, at)
        start = at + _HEAD.size + count
        end = start + sum(data[at + _HEAD.size : start])
        if end > len(data):
            raise NotOggError("OGG 文件不完整 the file is cut off")
        page = data[at : at + 22] + bytes(4) + data[at + 26 : end]
        if checksum(page) != crc:
            raise NotOggError("OGG 文件已损坏 the checksum of a page is wrong")
        yield _Page(flags, granule, serial, sequence, data[start:end])
        at = end


def checksum(page: bytes) -> int:
    """The checksum of a page whose own four bytes are zero.

    The one of zlib is the same with all bits mirrored and inverted at both ends.
    """
    mirrored = zlib.crc32(page.translate(_BITS_BACK), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


def _codec(packet: bytes) -> tuple[str, int, int, int]:
    """Name, channels, granules a second, granules that are not heard."""
    if packet.startswith(b"OpusHead") and len(packet) >= 19:
        channels, skipped = struct.unpack_from("<xBH", packet, 8)
        return "opus", channels, OPUS_RATE, skipped
    if packet.startswith(b"\x01vorbis") and len(packet) >= 30:
        channels, rate = struct.unpack_from("<BI", packet, 11)
        if rate:
            return "vorbis", channels, rate, 0
    raise NotOggError("OGG 里不是 Opus 或 Vorbis neither Opus nor Vorbis is inside")
