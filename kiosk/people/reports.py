"""What an import says about single rows: where, masked number, why."""

from dataclasses import dataclass, field

from kiosk.people.texts import ROW, RowFault


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row; nothing personal is in it."""

    fault: RowFault
    detail: str = ""

    @property
    def chinese(self) -> str:
        """The sentence for the person at the desk."""
        return ROW[self.fault][0].format(detail=self.detail)

    @property
    def english(self) -> str:
        """The same in English."""
        return ROW[self.fault][1].format(detail=self.detail)


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row that was not imported.

    Attributes:
        row: as a spreadsheet counts.
        masked: the document number with most digits hidden; may be empty.
        faults: at least one.
        doubtful: correct in itself, but somebody must decide; such a row is
            imported when its number is given as accepted.

    """

    row: int
    masked: str
    faults: tuple[Fault, ...]
    doubtful: bool = field(default=False)
