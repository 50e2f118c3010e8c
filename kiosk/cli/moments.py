"""Times on the command line."""

from datetime import UTC, datetime

EXAMPLES = "2022-01-31T08:00:00+08:00, 2022-01-31, 1643587200"


def moment_of(text: str) -> datetime:
    """A time as ISO 8601 writes it, or as seconds since 1970; UTC without a zone.

    Raises:
        ValueError: it is none; the text says how one is written.

    """
    plain = text.strip().upper()  # RFC 3339, 5.6: "t" and "z" are allowed
    try:
        if plain.replace(".", "", 1).isdecimal():
            return datetime.fromtimestamp(float(plain), UTC)
        at = datetime.fromisoformat(plain)
    except (ValueError, OverflowError, OSError):
        raise ValueError(
            f"无法识别的时间，写法如 not a time, write it as {EXAMPLES}: {text!r}"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
