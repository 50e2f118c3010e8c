"""`kiosk web`."""

import sys
from pathlib import Path

import click

from kiosk.cli.common import clear_errors, config_option, open_house
from kiosk.logs import set_up_logs
from ui.serve import run_web


@click.command()
@config_option
@clear_errors
def web(config_path: Path) -> None:
    """网页进程：闸机屏幕、值班台。

    The web process: gate screens and the guards' board. It opens no device.
    """
    house = open_house(config_path)
    set_up_logs("web")
    live = house.open_live()
    try:
        code = run_web(house, live)
    finally:
        live.close()
        house.close()
    sys.exit(code)
