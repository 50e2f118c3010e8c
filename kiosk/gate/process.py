"""The gate process: lanes, devices, the command table, and the housekeeping."""

import contextlib
import os
import queue
import time
from collections.abc import Callable

import structlog

from drivers.supervisor import Supervisor, ZombieThread, stop_all
from kiosk.gate.clock import ClockKeeper
from kiosk.gate.device_board import DeviceBoard
from kiosk.gate.enrolment import Enrolment
from kiosk.gate.hours import HoursKeeper
from kiosk.gate.making import LaneMaker
from kiosk.gate.outlines import Outlines
from kiosk.gate.recovery import close_openings, unfinished
from kiosk.gate.screens import Screens
from kiosk.gate.trust import Trust
from kiosk.gate.voices import Voices
from kiosk.house import House
from kiosk.lane.desk import RECORD_ERRORS
from kiosk.lane.events import Asked, HoursNow
from kiosk.lane.runner import LaneRunner
from kiosk.live import Command, CommandKind, Commands, Live
from kiosk.live.laid import LaidCards
from kiosk.live.store import LIVE_ERRORS, now_ms
from kiosk.paper.believed import Believed
from kiosk.parent import parent_is_gone
from kiosk.passes.office import FOLDER as PASS_KEYS
from kiosk.retention.sunset import read_sunset
from verification.ledger import Event
from verification.passes.ring import Ring
from verification.registry import Registry

log = structlog.get_logger()
POLL_SECONDS = 0.02
BEAT_SECONDS = 1.0
HUNG_SECONDS = 20.0  # a lane's thread turns every five seconds at least
CRASHED = 70  # the supervisor of processes starts us again


class GateProcess:
    """Everything of `kiosk gate` but its command line.

    Args:
        house: keys, registry, ledger.
        live: what screens and boards see.
    """

    def __init__(self, house: House, live: Live) -> None:
        self._house, self._live = house, live
        self._commands = Commands(live)
        self._laid = LaidCards(live, house.keys)
        self._stopping = False
        self._wake: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._started_ms = now_ms()
        self._supervisors: list[Supervisor] = []
        self._registries: list[Registry] = []
        self._lanes: dict[str, LaneRunner] = {}
        self._clock = ClockKeeper(house)
        self._devices, self._outlines = DeviceBoard(live), Outlines(live)
        self._screens = Screens(
            [lane.id for lane in house.config.lanes if lane.screen is not None],
            live,
            house.ledger,
            self._devices.note,
            house.config.site.drill,
        )
        self._hours = HoursKeeper(
            house.config,
            house.clock.moment,
            lambda: read_sunset(house.folder.root).ended,
            self._clock.confirmed,
        )
        self.voices = Voices(house.config.site.data_dir)
        ring = Ring(house.folder.keys / PASS_KEYS)
        self._trust = Trust(Believed(house.registry.shelf, ring))
        self._unfinished: list[Event] = []
        self._code = 0
        self._add_lanes()
        self._enrolment = self._make_enrolment()

    def run(self) -> int:
        """Work until `stop`; returns the exit code."""
        self._unfinished = self._find_unfinished()
        try:
            self._live.begin_anew()
        except LIVE_ERRORS as error:  # what is shown is old for a moment, no more
            log.error("not_shown", process="gate", error=type(error).__name__)
        self._close_unfinished()
        self._trust.refresh()
        self.voices.start()
        for runner in self._lanes.values():
            runner.start()
        for supervisor in self._supervisors:
            supervisor.start()
        log.info("gate_running", lanes=len(self._lanes))
        try:
            self._keep_house()
        finally:
            self._shut()
        return self._code

    def stop(self, code: int = 0) -> None:
        """End `run`, from any thread or signal handler."""
        self._code = self._code or code
        self._stopping = True
        self._wake.put(None)  # not an Event: its lock may be held by whom we stop

    def _add_lanes(self) -> None:
        maker = LaneMaker(
            self._house,
            self._live,
            self._trust,
            self._devices,
            self._outlines,
            self.voices,
            lambda: self._wake.put(None),
            self._lane_failed,
        )
        for table in self._house.config.lanes:
            made = maker.make(table)
            self._lanes[table.id] = made.runner
            self._registries.append(made.registry)
            self._supervisors.extend(made.supervisors)

    def _make_enrolment(self) -> Enrolment:
        tables, wake = self._house.config.enrolment, self._wake
        made = Enrolment(tables, self._laid, self._devices, lambda: wake.put(None))
        self._supervisors.extend(made.supervisors)
        return made

    def _lane_failed(self, error: BaseException) -> None:
        # A lane that cannot go on must not look alive: end, and be started anew.
        log.error("lane_failed", error=repr(type(error).__name__), exc_info=error)
        self.stop(CRASHED)

    def _keep_house(self) -> None:
        version, beat_at = -1, 0.0
        while not self._stopping and not parent_is_gone():
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + BEAT_SECONDS
                self._beat()
            self._devices.publish()
            self._outlines.publish()
            self._enrolment.publish()
            now_version = self._live.version()
            if now_version != version and self._take_commands():
                version = now_version
            with contextlib.suppress(queue.Empty):
                self._wake.get(timeout=POLL_SECONDS)

    def _take_commands(self) -> bool:
        try:
            taken = self._commands.take()
        except LIVE_ERRORS as error:
            log.error("commands_not_taken", error=type(error).__name__)
            return False
        for command in taken:
            runner = self._lanes.get(command.lane)
            if command.kind is CommandKind.CONFIRM_CLOCK and not command.expired:
                result = self._clock.confirm(command)
                self._show_beat()  # before whoever asked looks at the page again
                self._finish(command, result)
            elif command.expired or runner is None:
                self._finish(command, "expired")
            else:
                runner.post(Asked(command))
        return True

    def _finish(self, command: Command, result: str) -> None:
        try:
            self._commands.finish(command.id, result)
        except LIVE_ERRORS as error:
            log.error("not_shown", command=result, error=type(error).__name__)

    def _beat(self) -> None:
        self._clock.note()
        self._trust.refresh()
        self._screens.look(time.monotonic(), self._show_beat())
        self._close_unfinished()
        if not self._unfinished:  # first what the process before left open is closed
            self._hours.tell(self._tell_hours)
        self._look_after_lanes()
        self._forget(self._laid.wipe)
        if self._house.keys_replaced():
            log.warning("keys_replaced")  # all was destroyed: begin anew with nothing
            self.stop(CRASHED)
        try:
            self._house.keep_ledger()
        except RECORD_ERRORS as error:
            log.error("ledger_not_kept", error=type(error).__name__)

    def _find_unfinished(self) -> list[Event]:
        age = self._live.beat_age_ms("gate")
        died_ms = None if age is None else now_ms() - age
        return unfinished(self._house.ledger, self._house.config.lanes, died_ms)

    def _close_unfinished(self) -> None:
        # The devices must be opened, and put off, even when this has to wait.
        if not self._unfinished:
            return
        try:
            close_openings(self._house.ledger, self._unfinished)
        except RECORD_ERRORS as error:
            log.error("record_failed", error=type(error).__name__)
        else:
            self._unfinished = []

    def _tell_hours(self, lane: str, told: HoursNow) -> None:
        self._lanes[lane].post(told)

    def _look_after_lanes(self) -> None:
        for runner in self._lanes.values():
            if time.monotonic() - runner.turned_at > HUNG_SECONDS:
                log.error("lane_hangs", lane=runner.rules.lane)
                self.stop(CRASHED)

    def _forget(self, how: Callable[[], None]) -> None:
        """Let cards lie no longer, all of them or those whose time is over."""
        try:
            how()
        except LIVE_ERRORS as error:  # nobody opens what is too old
            log.error("laid_not_wiped", error=type(error).__name__)

    def _show_beat(self) -> bool:
        try:
            self._live.beat("gate", os.getpid(), self._started_ms, self._clock.word)
        except LIVE_ERRORS as error:
            log.error("not_shown", process="gate", error=type(error).__name__)
            return False
        return True

    def _shut(self) -> None:
        try:
            stop_all(self._supervisors)
            for runner in self._lanes.values():
                runner.stop()
            self.voices.stop()
        except ZombieThread as error:
            # Closing a database under a thread that uses it crashes the interpreter.
            log.error("thread_hangs", error=str(error))
            os._exit(CRASHED)
        self._devices.publish()
        self._forget(self._laid.clear)
        for registry in self._registries:
            registry.close()
        log.info("gate_stopped", code=self._code)
