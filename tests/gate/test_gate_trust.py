"""Whom the gate believes follows what the registry holds."""

import sqlite3

from gate_kit import GREEN
from paper_site import PaperSite
from waiting import wait_for

from kiosk.gate.trust import Trust
from verification.ledger import EventKind
from verification.paper.trust import TrustStore
from verification.paper.trust_files import Skipped
from verification.registry.shelf import KEYS


class Lock:
    """A registry that another process keeps to itself at times."""

    def __init__(self) -> None:
        self.stores = [TrustStore(), None, TrustStore()]

    def __call__(self) -> TrustStore:
        store = self.stores.pop(0)
        if store is None:
            raise sqlite3.OperationalError("database is locked")
        return store


def test_what_cannot_be_read_now_stays_as_it_was() -> None:
    lock = Lock()
    first, _, last = lock.stores
    trust = Trust(lock)
    trust.refresh()
    assert trust.store() is first
    trust.refresh()
    assert trust.store() is first
    trust.refresh()
    assert trust.store() is last


def test_a_damaged_registry_ends_no_gate_and_nobody_is_believed_by_it() -> None:
    stores = [TrustStore(skipped=(Skipped("a", "", ""),))]
    trust = Trust(lambda: stores.pop())
    trust.refresh()
    assert trust.store().skipped
    trust.refresh()  # an IndexError, as of any kind that nobody thought of
    assert trust.store() == TrustStore()


def test_a_key_that_is_retired_ends_its_passes_while_the_gate_runs(
    papers: PaperSite,
) -> None:
    issued, site = papers.issue(), papers.site
    site.start()
    papers.camera().show(issued.text)
    site.wait_phase("open")
    office = papers.desk.office
    office.rotate(lead=papers.now - papers.now)
    office.retire(issued.kid, force=True)
    site.pass_through()
    site.wait_phase("ready")

    def refused() -> bool:
        papers.camera().show(issued.text)
        return site.board().outcome == "refer"

    wait_for(refused)


def test_a_broken_key_list_stops_passes_and_no_card(papers: PaperSite) -> None:
    issued, site = papers.issue(), papers.site
    db = site.watch.registry.db
    with db.conn:
        db.conn.execute("UPDATE paper_lists SET data = x'00' WHERE name = ?", (KEYS,))
    site.start()
    papers.camera().show(issued.text)
    site.wait_reason("paper_unknown")
    site.lay(GREEN)
    site.wait_event(EventKind.GATE_PULSE)
