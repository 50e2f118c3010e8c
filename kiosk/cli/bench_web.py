"""`kiosk bench web`."""

import click

from kiosk.cli.bench import finish, quick_option
from kiosk.cli.common import OUT_OF_REACH, clear_errors, json_option, stop


@click.command()
@quick_option
@json_option
@click.pass_context
@clear_errors
def web(ctx: click.Context, quick: bool, as_json: bool) -> None:
    """测量值班台和办公室：事件到值班台，十万人、一百万条记录时的页面，导入十万行。

    Measure the staff's pages at a house of its own in a temporary folder, with 100,000
    people and 1,000,000 events: from an event to the painted board while 40 boards and
    screens are held, each page on the server, the import of 100,000 rows through the
    page, and the memory of the web process; exit code 1 when a limit is not kept.
    """
    from kiosk.bench.site import BenchFailed
    from kiosk.bench.web import QUICK_WEB, WebSizes, run_web_bench

    above = ctx.parent.params if ctx.parent else {}
    sizes = QUICK_WEB if quick or above.get("quick") else WebSizes()
    try:
        rows = run_web_bench(sizes)
    except BenchFailed as failed:
        stop(f"没有测成 no figures: {failed}", OUT_OF_REACH)
    finish(rows, bool(as_json or above.get("as_json")))
