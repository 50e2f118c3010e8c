"""`kiosk gate`: the one gate process of a site, ended by signals."""

import contextlib
import fcntl
import signal
from collections.abc import Iterator
from types import FrameType

from kiosk.gate.process import GateProcess
from kiosk.house import Folder, House
from kiosk.live import Live
from verification.errors import StorageProblem


def run_gate(house: House, live: Live) -> int:
    """`kiosk gate`: run until SIGTERM or SIGINT; returns the exit code.

    Raises:
        StorageProblem: another gate process works on this ``data_dir``.
    """
    with only_gate(house.folder):
        process = GateProcess(house, live)

        def end(_signal: int, _frame: FrameType | None) -> None:
            process.stop()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        return process.run()


@contextlib.contextmanager
def only_gate(folder: Folder) -> Iterator[None]:
    """Be the one gate process of a site: two would answer each other's commands.

    Raises:
        StorageProblem: there is one already.
    """
    with folder.gate_lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StorageProblem(
                f"another kiosk gate works on {folder.root}; end it first"
            ) from None
        yield
