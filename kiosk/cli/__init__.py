"""The command `kiosk`; each of its commands is a file of this folder."""

import click

from kiosk import __version__
from kiosk.cli.lazy import LazyGroup

# `web` lies above this package; a name is no import, so nothing here knows it.
COMMANDS = {
    "backup": "kiosk.cli.backup:backup",
    "bench": "kiosk.cli.bench:bench",
    "demo": "kiosk.cli.demo:demo",
    "doctor": "kiosk.cli.doctor:doctor",
    "first-run": "kiosk.cli.first_run:first_run",
    "gate": "kiosk.cli.serve:gate",
    "incident": "kiosk.cli.incident:incident",
    "ledger": "kiosk.cli.ledger:ledger",
    "paper": "kiosk.cli.paper:paper",
    "pass": "kiosk.cli.passes:passes",
    "people": "kiosk.cli.people:people",
    "report": "kiosk.cli.report:report",
    "purge": "kiosk.cli.purge:purge",
    "restore": "kiosk.cli.restore:restore",
    "run": "kiosk.cli.serve:run",
    "staff": "kiosk.cli.staff:staff",
    "web": "ui.cli:web",
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="kiosk")
def main() -> None:
    """畅行：没有健康码，也能顺利进门。

    Changxing, the gate kiosk for people without a health code.
    """
