"""The figures of `kiosk bench web`: the staff's pages where much is stored."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.progress import Progress

from kiosk.bench.board import board_page
from kiosk.bench.clerk import Clerk
from kiosk.bench.crowd import crowd
from kiosk.bench.dom import answers, browser_path
from kiosk.bench.history import fill_ledger
from kiosk.bench.imports import write_people
from kiosk.bench.rows import BenchRow, ms
from kiosk.bench.runs import task
from kiosk.bench.site import (
    LANE,
    BenchFailed,
    BenchSite,
    bench_site,
    memory_mb,
    process,
    running_gate,
    wait_until,
)
from kiosk.cli.common import err
from kiosk.house import House
from kiosk.live import Live
from kiosk.staff import Role, Staff
from kiosk.stats import figures
from verification.documents import Document
from verification.invented import invented_person
from verification.registry.bulk import fill

STREAMS = 40  # boards and screens together, as many as the web process allows
PAGE_MS, PAINTED_MS = 300.0, 150.0
IMPORT_SECONDS = 600.0
NO_BROWSER = "没有 Chromium 或 playwright：make setup-test no Chromium, no playwright"


@dataclass(frozen=True, slots=True)
class WebSizes:
    """How much is stored, and how often each thing is asked."""

    people: int = 100_000
    events: int = 1_000_000
    asked: int = 60
    calls: int = 100
    rows: int = 100_000


QUICK_WEB = WebSizes(2_000, 20_000, 8, 5, 1_000)


@dataclass(slots=True)
class WebBench:
    """One run at a house whose processes work."""

    site: BenchSite
    live: Live
    web: int
    sizes: WebSizes
    bar: Progress
    staff: dict[Role, Clerk]
    draw: random.Random = field(default_factory=lambda: random.Random(23))  # noqa: S311 - a sample

    def rows(self) -> Iterator[BenchRow]:
        """All figures, each as soon as it is known."""
        yield BenchRow("web_memory_alone", memory_mb(self.web), "MB")
        yield from self._pages()
        yield from self._board()
        yield from self._import()
        yield BenchRow("web_memory_after", memory_mb(self.web), "MB")

    def _pages(self) -> Iterator[BenchRow]:
        asked = self.sizes.asked
        for name, role, ask in (
            ("people", Role.REGISTRAR, self._place_in_people),
            ("person", Role.REGISTRAR, self._person),
            ("ledger_newest", Role.AUDITOR, lambda: "/admin/ledger"),
            ("ledger_older", Role.AUDITOR, self._place_in_ledger),
            ("ledger_filtered", Role.AUDITOR, self._filtered),
            ("story", Role.AUDITOR, self._event),
            ("report_month", Role.AUDITOR, self._month),
            ("board_state", Role.GUARD, lambda: "/api/v1/board"),
        ):
            with task(self.bar, f"页面 {name}", asked) as tick:
                took = list(self._asked(self.staff[role], ask, asked, tick))
            found = figures(took)
            yield ms(f"page_{name}_p50", found.p50)
            yield ms(f"page_{name}_p95", found.p95, PAGE_MS)

    @staticmethod
    def _asked(
        clerk: Clerk, ask: Callable[[], str], count: int, tick: Callable[[], None]
    ) -> Iterator[float]:
        for _ in range(count):
            yield clerk.seconds(ask())
            tick()

    def _place_in_people(self) -> str:
        return f"/admin/people?after={self.draw.randbytes(16).hex()}"

    def _person(self) -> str:
        return f"/admin/people/{self._subject().hex()}"

    def _place_in_ledger(self) -> str:
        return f"/admin/ledger?before={self.draw.randrange(1, self.sizes.events)}"

    def _filtered(self) -> str:
        kind = self.draw.choice(("override", "call.raised", "device.lost"))
        return f"/admin/ledger?lane={LANE}&kind={kind}"

    def _event(self) -> str:
        return f"/admin/ledger/{self.draw.randrange(1, self.sizes.events)}"

    @staticmethod
    def _month() -> str:
        return f"/admin/reports?span=month&month={datetime.now(UTC):%Y-%m}"

    def _subject(self) -> bytes:
        person = invented_person(self.draw.randrange(self.sizes.people))
        house = House.open(self.site.config, lambda text: None)
        try:
            found = house.registry.subject(Document.parse(person.number))
        finally:
            house.close()
        if found is None:
            raise BenchFailed("an invented person was not registered")
        return found

    def _board(self) -> Iterator[BenchRow]:
        port, boards = self.site.config.web.port, STREAMS // 2
        cookies = self.staff[Role.GUARD].cookies
        with ExitStack() as held:
            held.enter_context(
                crowd(port, f"/api/v1/screen/{LANE}/events", STREAMS - boards)
            )
            held.enter_context(crowd(port, "/api/v1/board/events", boards - 1, cookies))
            yield from self._painted()
            note = f"{STREAMS - boards} screens, {boards} boards"
            yield BenchRow("web_memory_streams", memory_mb(self.web), "MB", note=note)

    def _painted(self) -> Iterator[BenchRow]:
        if browser_path() is None:
            yield BenchRow(
                "event_to_board_p95", None, "ms", PAINTED_MS, note=NO_BROWSER
            )
            return
        address = f"http://127.0.0.1:{self.site.config.web.port}"
        with (
            board_page(address, Role.GUARD) as page,
            task(self.bar, "值班台 board", None) as tick,
        ):
            found = figures(page.seconds(self.live, self.sizes.calls, tick))
        yield ms("event_to_board_p50", found.p50)
        yield ms("event_to_board_p95", found.p95, PAINTED_MS)
        yield ms("event_to_board_p99", found.p99)

    def _import(self) -> Iterator[BenchRow]:
        """A list through the page, from handing it in to the last row written."""
        path = self.site.config.site.data_dir / "people.csv"
        write_people(path, self.sizes.rows, self.sizes.people)  # nobody is known
        clerk, took = self.staff[Role.REGISTRAR], list[float]()
        begun = time.monotonic()
        clerk.send_file("/admin/import", path)
        self._wait_for_import(took)
        compared = time.monotonic()
        clerk.send("/admin/import/write", {"label": "bench"})
        self._wait_for_import(took)
        ended = time.monotonic()
        note = f"{self.sizes.rows} rows through the page"
        yield BenchRow("import_compared", compared - begun, "s", note=note)
        yield BenchRow("import_written", ended - begun, "s", note=note)
        yield ms("board_state_during_import_p95", figures(took).p95, PAGE_MS)

    def _wait_for_import(self, took: list[float]) -> None:
        clerk, guard = self.staff[Role.REGISTRAR], self.staff[Role.GUARD]

        def through() -> bool:
            took.append(guard.seconds("/api/v1/board"))
            time.sleep(0.2)
            return '"running":false' in clerk.get("/admin/import/state").replace(
                " ", ""
            )

        with task(self.bar, "导入 import", None):
            wait_until(through, "the import", IMPORT_SECONDS)


def run_web_bench(sizes: WebSizes) -> list[BenchRow]:
    """Take all figures at a house in a temporary folder.

    Raises:
        BenchFailed: something that had to happen did not.

    """
    with ExitStack() as stack:
        bar = stack.enter_context(Progress(console=err, transient=True))
        folder = stack.enter_context(TemporaryDirectory(prefix="changxing-"))
        site = stack.enter_context(bench_site(Path(folder)))
        _fill(site, sizes, bar)
        _, live = stack.enter_context(running_gate(site))
        web = stack.enter_context(process(site, "web"))
        address = f"http://127.0.0.1:{site.config.web.port}"
        wait_until(lambda: answers(f"{address}/healthz"), "the pages")
        clerks = _clerks(site, address)
        return list(WebBench(site, live, web.pid, sizes, bar, clerks).rows())


def _fill(site: BenchSite, sizes: WebSizes, bar: Progress) -> None:
    house = House.open(site.config, lambda text: None)
    try:
        with task(bar, "登记 registering", sizes.people) as tick:
            fill(house.registry, sizes.people, datetime.now(UTC), progress=tick.at)
        with task(bar, "账本 ledger", sizes.events) as tick:
            fill_ledger(house, sizes.events, sizes.people, tick.at)
    finally:
        house.close()


def _clerks(site: BenchSite, address: str) -> dict[Role, Clerk]:
    house = House.open(site.config, lambda text: None)
    staff = Staff(house.folder.registry)
    house.close()
    try:
        roles = (Role.GUARD, Role.REGISTRAR, Role.AUDITOR)
        return {role: Clerk(address, staff, role) for role in roles}
    finally:
        staff.close()
