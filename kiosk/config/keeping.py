"""How long data are kept, and where their copies go."""

from pathlib import Path

from pydantic import Field, field_validator

from kiosk.backup.sealing_keys import Recipient
from kiosk.config.base import FolderPath, Table


class RetentionTable(Table):
    """How long each class of data is kept, in days; the page may change it in bounds.

    What the bounds say is the law's or good manners' (GB/T 35273-2020, 6.1; the
    Cybersecurity Law wants records of access for six months); `kiosk.retention.classes`
    tells what each class is.
    """

    entries_days: int = Field(30, ge=1, le=3650)
    access_days: int = Field(180, ge=180, le=3650)
    status_days: int = Field(7, ge=0, le=365)
    people_days: int = Field(0, ge=0, le=3650)  # 0: nobody goes by age
    passes_days: int = Field(30, ge=0, le=365)
    staff_days: int = Field(30, ge=1, le=365)


class BackupTable(Table):
    """Sealed copies: for whom, where, how many and how old.

    Without a recipient no backup is made by itself. None lives longer than the entries
    in it may: see `kiosk.backup.shelf`.
    """

    recipient: str | None = None
    folder: FolderPath | None = None
    keep: int = Field(7, ge=1, le=60)
    days: int = Field(30, ge=1, le=365)

    @field_validator("recipient")
    @classmethod
    def _is_a_public_key(cls, value: str | None) -> str | None:
        if value is not None:
            Recipient.parse(value)
        return value

    def place(self, data_dir: Path) -> Path:
        """The folder of the backups of a site."""
        return self.folder or data_dir / "backups"
