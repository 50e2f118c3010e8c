"""`kiosk bench paper`."""

import click

from kiosk.cli.bench import finish, quick_option
from kiosk.cli.common import clear_errors, json_option


@click.command()
@quick_option
@json_option
@click.pass_context
@clear_errors
def paper(ctx: click.Context, quick: bool, as_json: bool) -> None:
    """测量识读、打印与摄像头：照片、画出的纸，逐级，与 pyzbar、zxing-cpp 对照。

    Measure the reading ladder rung by rung on photographs (where CHANGXING_VECTORS
    names their folder) and on generated pages, beside plain pyzbar and plain
    zxing-cpp in the same run, the printing of one pass and of 200, and what a
    camera costs and how soon it reads; exit code 1 when a limit is not kept.
    """
    from kiosk.bench.paper import QUICK_PAPER, PaperSizes, run_paper_bench

    above = ctx.parent.params if ctx.parent else {}
    sizes = QUICK_PAPER if quick or above.get("quick") else PaperSizes()
    finish(run_paper_bench(sizes), bool(as_json or above.get("as_json")))
