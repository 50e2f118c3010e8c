"""What can go wrong between a table and the registry.

PeopleError
├── TableProblem (also ValueError)    the file as a whole cannot be read
├── CellProblem (also ValueError)     one cell cannot be understood
├── ImportRefused                     the whole import was asked for or nothing
├── UnknownImport (also LookupError)  there is no such import to take back
├── TooLate                           an import of more than a day ago
├── BadPurpose (also ValueError)      full numbers without a recorded purpose
└── NotSealed (also ValueError)       a list of people into a file that is not sealed
"""

from typing import Any

from kiosk.people.texts import FILE, FileFault, RowFault


class PeopleError(Exception):
    """Base of all errors of this package."""


class TableProblem(PeopleError, ValueError):
    """The file as a whole cannot be read; the text names the remedy.

    Attributes:
        fault: the kind of problem.
        chinese: the sentence for the person at the desk.
        english: the same in English.

    """

    def __init__(self, fault: FileFault, **values: Any) -> None:
        self.fault = fault
        self.values = values
        self.chinese, self.english = (text.format(**values) for text in FILE[fault])
        super().__init__(f"{self.chinese} / {self.english}")


class CellProblem(PeopleError, ValueError):
    """One cell cannot be understood; it never repeats what the cell holds."""

    def __init__(self, fault: RowFault, detail: str = "") -> None:
        self.fault = fault
        self.detail = detail
        super().__init__(fault)


class ImportRefused(PeopleError):
    """Some rows have errors, and it was to be all rows or none."""


class UnknownImport(PeopleError, LookupError):
    """There is no such import, or it was taken back already."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"没有可撤销的导入 {text}；请用 people imports 查看 / "
            f"no import {text} to take back; see: people imports"
        )


class TooLate(PeopleError):
    """What was there before an import is erased after a day."""

    def __init__(self) -> None:
        super().__init__(
            "导入已超过 24 小时，不能撤销 / "
            "the import is more than 24 hours old and cannot be taken back"
        )


class BadPurpose(PeopleError, ValueError):
    """Full numbers are only written out for a purpose that is recorded."""

    def __init__(self) -> None:
        super().__init__(
            "导出完整号码必须说明用途（不超过 200 字，不得含号码） / "
            "a full export needs a purpose: at most 200 characters and no number, "
            "because it is kept for ever"
        )


class NotSealed(PeopleError, ValueError):
    """A list of people leaves in a sealed file only."""

    def __init__(self) -> None:
        super().__init__(
            "名单只能导出成加密的 .zip 文件 / "
            "a list of people leaves in a sealed file only: its name must end in .zip"
        )
