"""Logs as JSON lines on stderr, without anybody's number, name or phone.

Only known keys with plain values are let through; a text in which a document
number or phone number could hide is replaced. journald keeps and caps them.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(\d{15}|\d{17}[\dXx]|[A-Z]{3}\d{12}|(?:86)?1[3-9]\d{9})"
    r"(?![0-9A-Za-z])"
)
FORBIDDEN_KEYS = frozenset({"name", "number", "phone", "read", "personal", "subject"})


def scrub(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop personal keys and blank out what looks like a number of a person."""
    for key in list(event):
        if key in FORBIDDEN_KEYS:
            event[key] = "[personal]"
        else:
            event[key] = _plain(event[key])
    return event


def _plain(value: Any) -> Any:
    # An exception, a list or a whole object may hold a number as well as a text.
    text = value if isinstance(value, str) else repr(value)
    blanked = PERSONAL.sub("[number]", text)
    if blanked == text and (value is None or isinstance(value, int | float)):
        return value
    return blanked


def set_up_logs(process: str) -> None:
    """Send this process's logs to stderr, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    structlog.get_logger().info("started", process=process)
