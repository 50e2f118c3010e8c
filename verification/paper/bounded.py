"""Inflating what strangers deflated (RFC 1950), never beyond a limit."""

import zlib

from verification.paper.refused import malformed, too_large

MAX_INFLATED = 16 * 1024


def inflate(data: bytes, wbits: int = zlib.MAX_WBITS) -> bytes:
    """The one whole stream that ``data`` is.

    Args:
        data: a zlib stream, with nothing after it.
        wbits: as `zlib.decompressobj` takes it; -15 for a raw stream (RFC 1951).

    Raises:
        Refused: too_large beyond 16 KiB; malformed when the stream is broken, does
            not end, or something follows it.

    """
    stream = zlib.decompressobj(wbits)
    try:
        inflated = stream.decompress(data, MAX_INFLATED + 1)
    except zlib.error:
        raise malformed() from None
    if len(inflated) > MAX_INFLATED:
        raise too_large()
    if not stream.eof or stream.unused_data:
        raise malformed()
    return inflated
