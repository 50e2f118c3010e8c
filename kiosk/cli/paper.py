"""`kiosk paper`: what is on a paper, and what it is worth."""

import click

from kiosk.cli.lazy import LazyGroup

COMMANDS = {
    "check": "kiosk.cli.paper_check:check",
    "read": "kiosk.cli.paper_read:read",
    "register": "kiosk.cli.paper_register:register",
    "trust": "kiosk.cli.paper_trust:trust",
}


@click.group(cls=LazyGroup, table=COMMANDS)
def paper() -> None:
    """识读、核验、登记纸质证明。

    Read, check and register paper certificates.
    """
