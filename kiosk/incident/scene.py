"""What the parts of a pack are made from."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.config import Config
from kiosk.house import Folder, House
from verification.errors import StorageProblem


@dataclass(frozen=True, slots=True)
class Scene:
    """A site after an incident; its databases may be what is broken.

    Attributes:
        config: of the site.
        config_file: where it was read from.
        house: its keys and databases; ``None`` when they cannot be opened.
        since: from when on events, staff and logs are told.
        now: wall-clock time, aware.
        logs: files with log lines of the processes.

    """

    config: Config
    config_file: Path
    house: House | None
    since: datetime
    now: datetime
    logs: tuple[Path, ...] = ()

    @property
    def folder(self) -> Folder:
        """Where everything of the site lies."""
        return Folder(self.config.site.data_dir)

    @property
    def zone(self) -> ZoneInfo:
        """The site's own time."""
        return ZoneInfo(self.config.site.timezone)

    @property
    def opened(self) -> House:
        """The house.

        Raises:
            StorageProblem: it cannot be opened, which the pack says in its place.

        """
        if self.house is None:
            raise StorageProblem("keys or databases cannot be opened: kiosk doctor")
        return self.house
