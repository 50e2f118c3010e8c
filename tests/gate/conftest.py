"""Sites for stories; after each story its ledger and its openings must hold."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gate_kit import Site
from paper_site import SCRIPTED, MakePapers, PaperSite
from plugging import install
from screens_kit import Watch
from waiting import no_thread_beside


@pytest.fixture
def make_site(tmp_path: Path) -> Iterator[Callable[..., Site]]:
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
