"""Keeps one device alive for ever.

A `Supervisor` runs a device in its own thread: open, serve, and on any fault
close, wait a little longer than last time, and open again. "Connected" means
that a good frame came lately, so the device tells its `Health` about each.
"""

import random
import threading
import time
from typing import Protocol

from drivers.errors import PORT_ERRORS, DriverError
from drivers.protocols import Condition, DeviceState, Emit

FIRST_DELAY = 0.25
LAST_DELAY = 10.0
JITTER = 0.2
JOIN_SECONDS = 5.0
FAULTS: tuple[type[Exception], ...] = (DriverError, *PORT_ERRORS)


class ZombieThread(DriverError, RuntimeError):
    """A device's thread did not end when told to."""


class Health:
    """What is known of a device: its condition, the reason and since when."""

    def __init__(self, device: str, emit: Emit) -> None:
        self._emit = emit
        self._lock = threading.Lock()
        self.state = DeviceState(
            device, Condition.CONNECTING, "starting", time.monotonic()
        )
        self.good_at: float | None = None

    def good(self, reason: str = "answers") -> None:
        """A good frame came: the device is well."""
        self.good_at = time.monotonic()
        self.change(Condition.OK, reason)

    def change(self, condition: Condition, reason: str) -> None:
        """Say a new condition, once; the same again says nothing."""
        with self._lock:
            old = self.state
            if (old.condition, old.reason) == (condition, reason):
                return
            self.state = DeviceState(old.device, condition, reason, time.monotonic())
        self._emit(self.state)


class Device(Protocol):
    """What a supervisor can keep alive."""

    name: str

    def open(self) -> None:
        """Take the port. Raises `DriverError` or one of `PORT_ERRORS`."""

    def serve(self, stop: threading.Event, health: Health) -> None:
        """Work until ``stop`` is set or the device fails by raising."""

    def wake(self) -> None:
        """Let `serve` look at ``stop`` now."""

    def close(self) -> None:
        """Give the port back; may be called twice and before `open`."""


class Backoff:
    """Delays that double to a ceiling, with jitter, and start anew on `reset`."""

    def __init__(
        self,
        first: float = FIRST_DELAY,
        last: float = LAST_DELAY,
        rng: random.Random | None = None,
    ) -> None:
        self._first, self._last = first, last
        self._rng = rng or random.Random()
        self._next = first

    def reset(self) -> None:
        """The device was well: begin with the first delay again."""
        self._next = self._first

    def delay(self) -> float:
        """The next delay in seconds, within `JITTER` of its nominal value."""
        nominal = self._next
        self._next = min(self._last, nominal * 2)
        return nominal * self._rng.uniform(1 - JITTER, 1 + JITTER)


class Supervisor:
    """The thread that keeps one device alive.

    Args:
        device: what to run.
        emit: takes every `DeviceState` change; called from the device's thread.
        backoff: the delays between attempts.

    """

    def __init__(
        self, device: Device, emit: Emit, backoff: Backoff | None = None
    ) -> None:
        self.device = device
        self.health = Health(device.name, emit)
        self._backoff = backoff or Backoff()
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"device-{device.name}", daemon=True
        )

    @property
    def state(self) -> DeviceState:
        """How the device is now."""
        return self.health.state

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread.start()

    def tell_stop(self) -> None:
        """Ask the thread to end, without waiting for it."""
        self._stop.set()
        self.device.wake()

    def join(self) -> None:
        """Wait for the end.

        Raises:
            ZombieThread: it did not end in time.

        """
        if self._thread.ident is None:
            return
        self._thread.join(JOIN_SECONDS)
        if self._thread.is_alive():
            raise ZombieThread(f"{self._thread.name} did not stop")

    def stop(self) -> None:
        """`tell_stop` and `join`."""
        self.tell_stop()
        self.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._attempt()
            if not self._stop.is_set():
                self._stop.wait(self._backoff.delay())
        self.health.change(Condition.CLOSED, "stopped")

    def _attempt(self) -> None:
        started = time.monotonic()
        try:
            self.device.open()
            self.device.serve(self._stop, self.health)
        except FAULTS as error:
            self.health.change(Condition.LOST, str(error))
        except Exception as error:
            # A fault of the driver's own, perhaps of one that others brought: its
            # text may hold what was read, so only its kind is told.
            self.health.change(Condition.FAILED, type(error).__name__)
        finally:
            self.device.close()
        good_at = self.health.good_at
        if good_at is not None and good_at >= started:
            self._backoff.reset()


def stop_all(supervisors: list[Supervisor]) -> None:
    """Tell all to stop first, then wait for each.

    Raises:
        ZombieThread: one did not end in time; the others have been waited for.
    """
    for supervisor in supervisors:
        supervisor.tell_stop()
    zombies: list[ZombieThread] = []
    for supervisor in supervisors:
        try:
            supervisor.join()
        except ZombieThread as zombie:
            zombies.append(zombie)
    if zombies:
        raise zombies[0]
