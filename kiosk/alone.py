"""One process, and one thread of it, at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verification.errors import StorageProblem


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


@contextmanager
def only_one(lock: Path, what: str) -> Iterator[None]:
    """Hold this file, or say that somebody else does; it is made when not there.

    Args:
        lock: the file.
        what: what is done under it, for the message.

    Raises:
        StorageProblem: another process is at it.
        OSError: the file cannot be opened.

    """
    descriptor = os.open(lock, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StorageProblem(
                f"{what}：已经在进行 is under way already; wait for its end"
            ) from None
        yield
    finally:
        os.close(descriptor)
