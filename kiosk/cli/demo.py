"""`kiosk demo`."""

import sys
from pathlib import Path

import click

from kiosk.cli.common import (
    OUT_OF_REACH,
    clear_errors,
    config_option,
    err,
    json_option,
    open_config,
    print_json,
    stop,
)
from kiosk.logs import set_up_logs


@click.command()
@config_option
@click.option(
    "--script",
    type=click.Choice(["morning"]),
    help="不开网页，演一个早晨。 Without a browser: play a morning at the gates.",
)
@click.option(
    "--visitors",
    type=click.IntRange(1, 5000),
    default=600,
    show_default=True,
    help="早晨来多少人。 How many visitors the morning has.",
)
@click.option(
    "--speed",
    type=click.FloatRange(min=0.1, max=10000),
    default=60.0,
    show_default=True,
    help="人与人之间的间隔缩短多少倍。 How many times faster people follow.",
)
@json_option
@clear_errors
def demo(
    config_path: Path, script: str | None, visitors: int, speed: float, as_json: bool
) -> None:
    """演练：虚拟设备，虚构的人，真实的协议。

    Everything with virtual devices and invented people, clearly marked 演练.
    """
    config = open_config(config_path)
    if script is None:
        from kiosk.demo.show import run_demo

        set_up_logs("demo")
        sys.exit(run_demo(config, _say))
    from kiosk.demo.morning import Morning
    from kiosk.demo.report import print_report

    try:
        result = Morning(config, visitors, speed, _say).run()
    except TimeoutError as error:
        stop(str(error), OUT_OF_REACH)
    if as_json:
        print_json(result.as_dict())
    else:
        print_report(result)
    sys.exit(0 if result.well else 1)


def _say(text: str) -> None:
    err.print(text, markup=False, highlight=False, soft_wrap=True)
