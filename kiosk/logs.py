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
    r"(?<![0-9A-Za-z])(\d{15}|\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])"
)
FORBIDDEN_KEYS = frozenset({"name", "number", "phone", "read", "personal", "subject"})


def scrub(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop personal keys and blank out what looks like a number of a person."""
    for key in list(event):
        if key in FORBIDDEN_KEYS:
            event[key] = "[personal]"
        elif isinstance(event[key], str):
            event[key] = PERSONAL.sub("[number]", event[key])
    return event


def set_up_logs(process: str) -> None:
    """Send this process's logs to stderr, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            scrub,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    structlog.get_logger().info("started", process=process)
