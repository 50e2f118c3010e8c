"""The gate process of a site under test, in a thread or as a process of its own."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from waiting import PATIENCE, wait_for

from kiosk.config import Config
from kiosk.config.models import LaneTable
from kiosk.gate.process import GateProcess
from kiosk.gate.voices import Voices
from kiosk.house import House
from kiosk.live import Live
from verification.clock import ClockWatch


class Running:
    """Starts and ends the gate process of a config; `live` is the test's own look.

    Args:
        path: the config's file.
        config: what stands in it.
        live: where the process shows itself.
        logs: what a process of its own writes.

    """

    def __init__(self, path: Path, config: Config, live: Live, logs: Path) -> None:
        self.path, self.config, self.live, self.logs = path, config, live, logs
        self._process: GateProcess | None = None
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._house: House | None = None
        self._own_live: Live | None = None
        self.code: int | None = None

    def start(self, clock: ClockWatch | None = None, *, ready: bool = True) -> None:
        """Run the gate process in a thread of ours."""
        house = House.open(self.config, lambda line: None, keeps_anchor=True)
        if clock is not None:
            house = dataclasses.replace(house, clock=clock)
        self._house, self._own_live = house, house.open_live()
        self._process = GateProcess(house, self._own_live)
        self._thread = threading.Thread(target=self._run, name="gate-process")
        self._thread.start()
        if ready:
            self.wait_ready()

    def _run(self) -> None:
        assert self._process is not None
        self.code = self._process.run()

    def start_child(self, *, ready: bool = True) -> int:
        """Run the gate process as a process of its own; returns its id."""
        with self.logs.open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "gate", "--config", str(self.path)],
                stderr=log,
            )
        if ready:
            # What a killed process showed last is still there: wait for this one.
            wait_for(lambda: self._beating() == self.child_pid, what="it beats")
            self.wait_ready()
        return self._child.pid

    def _beating(self) -> int | None:
        with self.live.lock() as connection:
            row = connection.execute(
                "SELECT pid FROM processes WHERE name = 'gate'"
            ).fetchone()
        return row[0] if row else None

    def end_child(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal the child and wait for its end; returns its exit code."""
        assert self._child is not None
        if self._child.poll() is None:
            os.kill(self._child.pid, number)
        code = self._child.wait(PATIENCE)
        self._child = None
        return code

    @property
    def child_pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def voices(self) -> Voices:
        """Of the gate process that runs in a thread of ours."""
        assert self._process is not None
        return self._process.voices

    def stop(self) -> None:
        """End the gate process, whichever it is; may be called twice."""
        if self._process is not None and self._thread is not None:
            self._process.stop()
            self._thread.join(PATIENCE)
            assert not self._thread.is_alive()
            assert self._own_live is not None
            assert self._house is not None
            self._own_live.close()
            self._house.close()
            self._process = None
        if self._child is not None:
            self.end_child()

    def wait_ready(self, seconds: float = PATIENCE) -> None:
        """Wait until every lane is ready and every device well."""

        def ready() -> bool:
            lanes = self.live.lanes()
            devices = self.live.devices()
            return (
                len(lanes) == len(self.config.lanes)
                and all(lane.board.phase == "ready" for lane in lanes)
                and len(devices) == sum(map(_devices, self.config.lanes))
                and all(device.condition == "ok" for device in devices)
            )

        wait_for(ready, seconds, "the site is ready")


def _devices(lane: LaneTable) -> int:
    speaks = lane.voice is not None and lane.voice.engine == "gate"
    return len(lane.readers) + 1 + (lane.camera is not None) + speaks
