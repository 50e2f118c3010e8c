"""`kiosk gate` and `kiosk run`; `kiosk web` is the web layer's own command."""

import sys
from pathlib import Path

import click

from kiosk.cli.common import clear_errors, config_option, open_house
from kiosk.logs import set_up_logs


@click.command()
@config_option
@clear_errors
def gate(config_path: Path) -> None:
    """闸机进程：读卡、判断、开门、记账。

    The gate process: owns the devices, decides, writes the ledger.
    """
    from kiosk.gate.service import run_gate

    house = open_house(config_path, keeps_anchor=True)
    set_up_logs("gate")
    live = house.open_live()
    try:
        code = run_gate(house, live)
    finally:
        live.close()
        house.close()
    sys.exit(code)


@click.command()
@config_option
@clear_errors
def run(config_path: Path) -> None:
    """同时运行闸机和网页两个进程，坏了自动重启。

    Both processes; one that dies is started again.
    """
    from kiosk.cli.first_run import announce
    from kiosk.run import ProcessKeeper

    house = open_house(config_path)  # makes keys and databases once, before both
    announce(house)
    house.close()
    set_up_logs("run")
    sys.exit(ProcessKeeper.for_config(config_path).run())
