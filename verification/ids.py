"""Identifiers that sort by the time of their making (UUIDv7, RFC 9562)."""

import os
import time
import uuid


def new_id() -> uuid.UUID:
    """48 bits of Unix milliseconds, then random bits, with version and variant."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return uuid.UUID(int=value)
