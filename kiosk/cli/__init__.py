"""The command `kiosk`; each of its commands is a file of this folder.

The files are imported only when their command is asked for, so that a child
process or `kiosk --help` starts without OpenCV and Flask.
"""

import importlib

import click

from kiosk import __version__

# `web` lies above this package; a name is no import, so nothing here knows it.
COMMANDS = {
    "bench": "kiosk.cli.bench:bench",
    "demo": "kiosk.cli.demo:demo",
    "doctor": "kiosk.cli.doctor:doctor",
    "gate": "kiosk.cli.serve:gate",
    "ledger": "kiosk.cli.ledger:ledger",
    "people": "kiosk.cli.people:people",
    "run": "kiosk.cli.serve:run",
    "staff": "kiosk.cli.staff:staff",
    "web": "ui.cli:web",
}


class LazyGroup(click.Group):
    """A group that imports a command when it is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
def main() -> None:
    """畅行：没有健康码，也能顺利进门。

    Changxing, the gate kiosk for people without a health code.
    """
