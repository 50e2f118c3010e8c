"""python -m ui.screenshots: take all pictures anew, remove what is none of them."""

from pathlib import Path

import click
from rich.progress import track

from kiosk.bench.site import BenchFailed
from kiosk.cli.common import OUT_OF_REACH, err, out, stop
from ui.screenshots import file_names
from ui.screenshots.camera import NoBrowserError, browser
from ui.screenshots.shoot import shoot
from ui.screenshots.stage import stage

FOLDER = Path("docs/screens")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=FOLDER)
def screenshots(folder: Path) -> None:
    """给每个画面拍照，存进 FOLDER。 Take a picture of every look into FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    names = file_names()
    try:
        with browser() as opened, stage() as served:
            taken = shoot(served, opened, folder)
            changed = [
                name
                for name, new in track(taken, "截图", len(names), console=err)
                if new
            ]
    except NoBrowserError:
        stop("没有 Chromium 或 playwright no Chromium, no playwright", OUT_OF_REACH)
    except BenchFailed as failed:
        stop(f"没有拍成 no pictures: {failed}", OUT_OF_REACH)
    others = [file for file in folder.glob("*.png") if file.name not in names]
    for file in others:
        file.unlink()
    out.print(
        f"{len(names)} 张，变了 {len(changed)} 张，删了 {len(others)} 张。"
        f" {len(names)} pictures, {len(changed)} changed, {len(others)} removed."
    )


if __name__ == "__main__":
    screenshots()
