"""The reports of a site."""

from zoneinfo import ZoneInfo

from kiosk.house import House
from kiosk.reports.ahead import CountsAhead
from kiosk.reports.book import DayBook
from verification.ledger.vault import Vault

FOLDER = "reports"


def day_book(house: House) -> DayBook:
    """Reports as they are made and kept in a site's folder."""
    return DayBook(
        house.folder.ledger,
        Vault(house.keys.wrap),
        house.folder.root / FOLDER,
        ZoneInfo(house.config.site.timezone),
        [lane.id for lane in house.config.lanes],
        lambda: house.clock.moment().utc,
    )


def counts_ahead(house: House) -> CountsAhead:
    """The same, counted before anybody asks."""
    site = house.config.site
    return CountsAhead(day_book(house), house.folder.root, site.timezone)
