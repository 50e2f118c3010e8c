"""The files in which the set-up of each lane's screen is kept."""

from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import ValidationError

from kiosk.alone import alone
from kiosk.screens.setup import ScreenSetup, Step
from verification.ledger.files import replace_file

FOLDER = "screens"
LARGEST = 64 * 1024

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of a lane; ``damaged`` says that its file could not be believed."""

    setup: ScreenSetup
    damaged: bool = False


class Screens:
    """The set-up of all lanes of a site.

    Args:
        data_dir: of the site; the files lie in its folder ``screens``.

    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def path(self, lane: str) -> Path:
        """The file of a lane."""
        return self._folder / f"{lane}.json"

    def read(self, lane: str) -> Stored:
        """What is kept of a lane; a file that is damaged counts as none."""
        try:
            with self.path(lane).open("rb") as file:
                text = file.read(LARGEST)
            return Stored(ScreenSetup.model_validate_json(text))
        except FileNotFoundError:
            return Stored(ScreenSetup())
        except (OSError, ValidationError) as error:
            # Its words may quote the file: only the kind of error is told.
            log.warning("screen_setup_damaged", lane=lane, error=type(error).__name__)
            return Stored(ScreenSetup(), damaged=True)

    def keep(self, lane: str, name: str, step: Step | None) -> ScreenSetup:
        """Keep a step of a lane, or with ``None`` forget it.

        Raises:
            OSError: it cannot be written; the old file is as it was.

        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(self._folder / "lock"):
            changed = self.read(lane).setup.model_copy(update={name: step})
            text = changed.model_dump_json(indent=2, exclude_none=True)
            replace_file(self.path(lane), text.encode())
        return changed
