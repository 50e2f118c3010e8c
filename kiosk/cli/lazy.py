"""Groups of commands that are imported only when one of them is asked for.

So a child process or `kiosk --help` starts without OpenCV and Flask.
"""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that imports a command when it is named.

    Args:
        table: command to "module:name"; a name in a layer above is no import.

    """

    def __init__(
        self, *args: Any, table: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.table = table or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, in order."""
        return sorted(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        if cmd_name not in self.table:
            return None
        module, name = self.table[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None
