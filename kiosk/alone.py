"""One process, and one thread of it, at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Wait for whoever holds this file, then hold it; it is made when it is not there.

    Whoever holds it must not ask for it again. A process that dies lets go of it.

    Raises:
        OSError: the file cannot be opened.

    """
    descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
