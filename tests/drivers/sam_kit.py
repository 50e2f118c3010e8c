"""What the tests of the ID card reader share."""

import contextlib

from readers_kit import running
from waiting import wait_for

from drivers.sam import SamReader, SamTiming
from drivers.twins.sam import FIND

LADY, MAN = "11010519491231002X", "440524188001010014"
POLL = 0.02
QUICK = SamTiming(
    short=0.6, read=1.0, gap=0.1, take=0.3, same=0.6, status=30.0, sick=0.05
)


def reader(twin, events, **changes):
    settings = {"poll_seconds": POLL, "timing": QUICK, **changes}
    return SamReader("door", twin.port.path, events, **settings)


@contextlib.contextmanager
def reading(twin, events, **changes):
    with running(reader(twin, events, **changes), events) as supervisor:
        wait_for(lambda: supervisor.state.well)
        yield supervisor


def polls(twin, count=3):
    """Wait until the reader has looked for cards ``count`` more times."""
    before = twin.commands.count(FIND)
    wait_for(lambda: twin.commands.count(FIND) >= before + count)
