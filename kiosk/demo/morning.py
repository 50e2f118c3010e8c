"""A morning at the gates: real bytes, real databases, virtual devices.

A gate process of its own is started, as on a site; the visitors come through the
twins and are answered by it alone. What the ledger and the relays saw is compared
at the end.
"""

import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from drivers.protocols import Condition
from kiosk.cli.common import err
from kiosk.config import Config
from kiosk.demo import people
from kiosk.demo.papers import DemoOffice
from kiosk.demo.result import MorningResult
from kiosk.demo.sheets import DemoSheet
from kiosk.demo.show import (
    DemoSite,
    Say,
    end_on_signals,
    local_today,
    open_demo_live,
    staff_account,
    staff_codes,
)
from kiosk.demo.stage import Played, Stage
from kiosk.demo.visitors import Part, Visitor, crowd
from kiosk.gate.devices import camera_name
from kiosk.house import House
from kiosk.lane.phases import Phase
from kiosk.live import Live
from kiosk.parent import environment
from kiosk.stats import Figures, figures

PAUSE_SECONDS = 12.0  # between two visitors of a lane at speed 1
START_SECONDS = 40.0
STOP_SECONDS = 8.0


class Morning:
    """Plays a morning.

    Args:
        config: of the site; the demo's folder below its data_dir is used.
        visitors: how many come.
        speed: how many times faster they follow each other.
        say: takes lines for people.
    """

    def __init__(self, config: Config, visitors: int, speed: float, say: Say) -> None:
        self._config, self._pause = config, PAUSE_SECONDS / speed
        papers = any(lane.takes_paper for lane in config.lanes)
        self._crowd = crowd(visitors, local_today(config), papers=papers)
        self._say = say
        self._stop = threading.Event()
        self._stages: list[Stage] = []

    def run(self) -> MorningResult:
        """Play it; ends early on Ctrl-C, with what was played until then."""
        site = DemoSite.prepare(self._config, self._say)
        self._register(site)
        end_on_signals(self.stop)
        last = self._last_event(site)
        live = open_demo_live(site)
        live.begin_anew()  # what a former morning left shows lanes that are not ready
        try:
            with site.twins, _gate_process(site):  # ended before its devices vanish
                self._wait_until_ready(live)
                begun = time.monotonic()
                played = self._play_all(site, live)
                seconds = time.monotonic() - begun
        finally:
            live.close()
        return self._result(site, played, seconds, last)

    def stop(self) -> None:
        """End it early."""
        self._stop.set()
        for stage in self._stages:
            stage.stop()

    def _register(self, site: DemoSite) -> None:
        staff_codes(site.config)
        house = House.open(site.config, self._say)
        try:
            known = [visitor.person for visitor in self._crowd]
            people.register(house.registry, known, datetime.now(UTC))
            self._print_papers(house, site)
        finally:
            house.close()

    def _print_papers(self, house: House, site: DemoSite) -> None:
        """A pass of this morning for each who comes with one: it counts once."""
        numbers = {
            visitor.person.card.id: visitor.person.card.number
            for visitor in self._crowd
            if visitor.part is Part.PAPER
        }
        if not numbers:
            return
        office = DemoOffice(house)
        drawn = {key: DemoSheet(key, "", office.fresh(n)) for key, n in numbers.items()}
        for camera in site.twins.cameras.values():
            camera.sheets = drawn

    def _last_event(self, site: DemoSite) -> int:
        house = House.open(site.config, self._say)
        try:
            newest = house.ledger.recent(1)
            return newest[0].seq if newest else 0
        finally:
            house.close()

    def _wait_until_ready(self, live: Live) -> None:
        wanted, end = len(self._config.lanes), time.monotonic() + START_SECONDS
        while time.monotonic() < end and not self._stop.is_set():
            time.sleep(0.05)  # not a wait on an Event that a signal handler sets
            phases = [view.board.phase for view in live.lanes()]
            well = all(
                view.condition == Condition.OK
                for view in live.devices()
                if view.role != "screen"  # nobody looks at a page in a morning
            )
            if phases == [Phase.READY.value] * wanted and well:
                return
        raise TimeoutError("the lanes did not become ready; see the log above")

    def _play_all(self, site: DemoSite, live: Live) -> list[Played]:
        staff = staff_account(site.config, "guard").id
        papers: queue.SimpleQueue[Visitor] = queue.SimpleQueue()
        cards: queue.SimpleQueue[Visitor] = queue.SimpleQueue()
        for visitor in self._crowd:
            (papers if visitor.part is Part.PAPER else cards).put(visitor)
        played: list[Played] = []
        with _progress() as bar:
            task = bar.add_task("早晨 morning", total=len(self._crowd))
            threads = []
            for gate in site.twins.gates.values():
                readers = [
                    r for r in site.twins.readers.values() if r.lane == gate.lane.id
                ]
                camera = site.twins.cameras.get(camera_name(gate.lane.id))
                stage = Stage(readers, gate, camera, live, staff)
                waiting = [papers, cards] if stage.takes_papers else [cards]
                self._stages.append(stage)
                work = threading.Thread(
                    target=self._work,
                    args=(stage, waiting, played, lambda: bar.advance(task)),
                    name=f"stage-{gate.lane.id}",
                )
                work.start()
                threads.append(work)
            for thread in threads:
                thread.join()
        return played

    def _work(
        self,
        stage: Stage,
        waiting: "list[queue.SimpleQueue[Visitor]]",
        played: list[Played],
        advance: Any,
    ) -> None:
        while not self._stop.is_set():
            visitor = _next(waiting)
            if visitor is None:
                return
            one = stage.play(visitor)
            if self._stop.is_set():
                return  # cut short: what became of this one is not known
            played.append(one)
            advance()
            self._stop.wait(self._pause)

    def _result(
        self, site: DemoSite, played: list[Played], seconds: float, last: int
    ) -> MorningResult:
        house = House.open(site.config, self._say)
        try:
            counts = Counter(e.kind.value for e in house.ledger.events(last + 1))
            verified = house.ledger.verify()
        finally:
            house.close()
        pulses = sum(
            len(gate.twin.openings(gate.table.channel))
            for gate in site.twins.gates.values()
        )
        return MorningResult(
            played,
            seconds,
            pulses,
            dict(counts),
            verified.ok,
            len(self._crowd),
            _steps(played),
        )


def _next(waiting: "list[queue.SimpleQueue[Visitor]]") -> Visitor | None:
    """Whoever is next in one of the queues."""
    for one in waiting:
        with suppress(queue.Empty):
            return one.get_nowait()
    return None


def _steps(played: list[Played]) -> dict[str, Figures]:
    names = {name: None for one in played for name in one.steps}
    return {
        name: figures([one.steps[name] for one in played if name in one.steps])
        for name in names
    }


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
    )


@contextmanager
def _gate_process(site: DemoSite) -> Iterator[None]:
    command = [sys.executable, "-m", "kiosk", "gate", "--config", str(site.config_path)]
    gate = subprocess.Popen(command, start_new_session=True, env=environment())
    try:
        yield
    finally:
        gate.terminate()
        try:
            gate.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            gate.kill()
            gate.wait()
