"""`kiosk bench screen`."""

from dataclasses import replace

import click

from kiosk.cli.bench import finish, quick_option
from kiosk.cli.common import OUT_OF_REACH, clear_errors, json_option, stop


@click.command()
@quick_option
@click.option(
    "--visitors",
    type=click.IntRange(10, 1_000_000),
    help="内存测到第几个人。 How many visitors the memory is measured with.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 86_400),
    help="这一项最多多少秒。 How long that may take at most.",
)
@json_option
@click.pass_context
@clear_errors
def screen(
    ctx: click.Context,
    quick: bool,
    visitors: int | None,
    seconds: float | None,
    as_json: bool,
) -> None:
    """测量闸机屏幕：事件到画面、到声音，刷卡到画面，页面大小，一万人之后的内存。

    Measure a gate screen in Chromium at a house of its own in a temporary folder, with
    40 streams held: from an event to what is seen and heard, from a card to the green
    screen, the weight of the page, and its memory over 10,000 visitors; exit code 1
    when a limit is not kept. Without a browser it measures what needs none.
    """
    from kiosk.bench.screen import QUICK_SCREEN, ScreenSizes, run_screen_bench
    from kiosk.bench.site import BenchFailed

    above = ctx.parent.params if ctx.parent else {}
    sizes = QUICK_SCREEN if quick or above.get("quick") else ScreenSizes()
    sizes = replace(
        sizes,
        visitors=visitors or sizes.visitors,
        seconds=seconds or sizes.seconds,
    )
    try:
        rows = run_screen_bench(sizes)
    except BenchFailed as failed:
        stop(f"没有测成 no figures: {failed}", OUT_OF_REACH)
    finish(rows, bool(as_json or above.get("as_json")))
