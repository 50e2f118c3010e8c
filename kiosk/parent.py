"""A child of `kiosk run` or `kiosk demo` ends when that process is gone.

Otherwise a gate process would go on alone after a ``kill -9`` of its keeper, and
hold the ports that the next start needs.
"""

import os

VARIABLE = "CHANGXING_KEEPER"


def environment() -> dict[str, str]:
    """The environment of a child that shall end with this process."""
    return {**os.environ, VARIABLE: str(os.getpid())}


def parent_is_gone() -> bool:
    """Whether the process that keeps us has ended; false when nobody keeps us."""
    keeper = os.environ.get(VARIABLE)
    return keeper is not None and keeper != str(os.getppid())
