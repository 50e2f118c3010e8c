"""Times on the command line."""

from datetime import UTC, datetime


def moment_of(text: str) -> datetime:
    """A time as ISO 8601 writes it, or as seconds since 1970; UTC without a zone.

    Raises:
        ValueError: it is none.

    """
    plain = text.strip()
    if plain.replace(".", "", 1).isdecimal():
        return _since_1970(float(plain))
    at = datetime.fromisoformat(plain)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _since_1970(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("beyond all times") from error
