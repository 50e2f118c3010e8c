"""Sites for stories; after each story its ledger and its openings must hold."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from gate_kit import Site
from paper_site import SCRIPTED, MakePapers, PaperSite
from plugging import install
from screens_kit import Watch
from waiting import no_thread_beside

from drivers.deadline import Deadline
from kiosk.lane.phases import TIME_OUT, Phase
from verification.ledger import Ledger, Transaction

SLOW = 6.0  # times as long as it should may a virtual board think
LONG_CHECK = 20.0  # seconds that the check of a card may take
LONG_LOCK_MS = 10_000  # that a ledger may be locked: shorter than a hung lane


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no fault of its devices."""
    monkeypatch.setattr(
        "drivers.gates.talker.Deadline",
        lambda seconds: Deadline(None if seconds is None else seconds * SLOW),
    )
    monkeypatch.setattr("drivers.gates.orders.STALE_SECONDS", LONG_CHECK)
    monkeypatch.setitem(TIME_OUT, Phase.CHECKING, LONG_CHECK)


@pytest.fixture
def lane_writes(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a lane begins to write the ledger."""
    begun, transaction = threading.Event(), Ledger.transaction

    def note(ledger: Ledger) -> AbstractContextManager[Transaction]:
        if threading.current_thread().name.startswith("lane-"):
            begun.set()
        return transaction(ledger)

    monkeypatch.setattr(Ledger, "transaction", note)
    return begun


@pytest.fixture
def patient_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lanes that wait as long as the story takes for a ledger that is locked."""
    monkeypatch.setattr("kiosk.house.GATE_BUSY_MS", LONG_LOCK_MS)


@pytest.fixture
def make_site(tmp_path: Path, patience: None) -> Iterator[Callable[..., Site]]:
    """Makes a site with its virtual devices plugged in."""
    sites: list[Site] = []
    before = set(threading.enumerate())

    def make(**options: object) -> Site:
        root = tmp_path / f"site{len(sites)}"
        root.mkdir()
        site = Site(root, **options)
        sites.append(site)
        site.twins.__enter__()
        return site

    yield make
    for site in sites:
        site.close()
    no_thread_beside(before)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Iterator[Site]:
    """One lane whose gate process runs."""
    made = make_site()
    made.start()
    yield made
    made.stop()
    made.check()


@pytest.fixture
def still(make_site: Callable[..., Site]) -> Iterator[Site]:
    """One lane whose gate process was not started yet."""
    made = make_site()
    yield made
    made.stop()
    made.check()


@pytest.fixture
def make_papers(make_site, tmp_path: Path, monkeypatch) -> Iterator[MakePapers]:
    """Makes sites with cameras; their gate processes were not started yet."""
    entry = "scripted = scripted_camera:ScriptedCamera"
    monkeypatch.syspath_prepend(install(tmp_path, {"kiosk.cameras": entry}))
    made: list[PaperSite] = []

    def make(**options: object) -> PaperSite:
        made.append(PaperSite(make_site(**{"camera": SCRIPTED} | options)))
        return made[-1]

    yield make
    for papers in made:
        papers.site.stop()
        papers.site.check()


@pytest.fixture
def papers(make_papers: MakePapers) -> PaperSite:
    """One lane where a pass alone is enough."""
    return make_papers()


@pytest.fixture
def with_card(make_papers: MakePapers) -> PaperSite:
    """One lane where a pass counts with its holder's card, and its process."""
    papers = make_papers(policy={"paper_requires_id": True})
    papers.site.start()
    return papers


@pytest.fixture
def watch(still: Site) -> Watch:
    return Watch(still)


@pytest.fixture
def drill(still: Site) -> Watch:
    return Watch(still, drill=True)
