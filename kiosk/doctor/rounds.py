"""All that the doctor looks at, in order."""

from collections.abc import Iterator

from kiosk.doctor.finding import Finding
from kiosk.doctor.keeping import keeping
from kiosk.doctor.lanes import lanes
from kiosk.doctor.machine import machine
from kiosk.doctor.screens import screens
from kiosk.doctor.shell import shell
from kiosk.doctor.store import store
from kiosk.doctor.voice import voice
from kiosk.house import House


def examine(house: House) -> Iterator[Finding]:
    """Look at machine, store and lanes of a site."""
    yield from machine(house.folder.root, house.clock)
    yield from shell(house.config)
    yield from store(house)
    yield from keeping(house)
    yield from voice(house.folder.root)
    yield from screens(house.config)
    live = house.open_live()
    try:
        yield from lanes(house.config, live)
    finally:
        live.close()
