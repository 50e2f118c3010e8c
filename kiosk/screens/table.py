"""What the installer set, in place of what `config.toml` says."""

from pathlib import Path

from kiosk.config.devices import ScreenTable
from kiosk.config.models import LaneTable
from kiosk.screens.setup import ScreenSetup
from kiosk.screens.store import Screens


def used(lane: LaneTable, setup: ScreenSetup) -> LaneTable:
    """The lane with its set-up volume and place of the reader."""
    changed: dict[str, object] = {}
    if setup.reader is not None:
        table = lane.screen or ScreenTable()
        changed["screen"] = table.model_copy(update={"reader": setup.reader.place})
    if setup.speaker is not None and lane.voice is not None:
        volume = setup.speaker.volume_db
        changed["voice"] = lane.voice.model_copy(update={"volume": volume})
    return lane.model_copy(update=changed)


def as_set_up(lane: LaneTable, data_dir: Path) -> LaneTable:
    """The lane with what is kept of it now; a damaged file counts as none."""
    return used(lane, Screens(data_dir).read(lane.id).setup)
