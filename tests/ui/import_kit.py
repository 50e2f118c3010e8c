"""Lists of invented people as an office hands them in, and a registrar who does it."""

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from ui_kit import Visitor, wait_until

from ui.office.imports.work import ImportWork
from verification.invented import invented_person

URL = "/admin/import"
HEADINGS = ["姓 名", "身份证号", "健康状态", "联系电话", "楼号"]


def line(index: int, **changed: str) -> list[str]:
    somebody = invented_person(index)
    cells = {"name": somebody.name, "number": somebody.number, "status": "green"}
    return [*(cells | {"phone": somebody.phone, "house": "3"} | changed).values()]


def listed(*lines: list[str], encoding: str = "gb18030") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    return text.getvalue().encode(encoding)


@dataclass
class Registrar:
    """Somebody of the office at the page of imports."""

    visitor: Visitor
    work: ImportWork

    def page(self, **asked: Any) -> str:
        text: str = self.visitor.client.get(URL, query_string=asked).text
        return text

    def hand_in(self, content: bytes, name: str = "list.csv") -> Any:
        form = {"file": (io.BytesIO(content), name), "csrf_token": self.visitor.csrf()}
        return self.visitor.client.post(
            URL, data=form, content_type="multipart/form-data"
        )

    def done(self) -> str:
        wait_until(lambda: not self.work.state.running, 30)
        return self.page()

    def compare(self, *lines: list[str]) -> str:
        answer = self.hand_in(listed(*lines))
        assert answer.status_code == 303, answer.text
        return self.done()

    def press(self, what: str, **form: Any) -> Any:
        return self.visitor.send(f"{URL}/{what}", **form)

    def write(self, *lines: list[str], label: str = "三号楼") -> str:
        self.compare(*lines)
        assert self.press("write", label=label).status_code == 303
        return self.done()


def workbook(far: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """A list as a workbook; with a cell far outside, or with parts put into it."""
    book, packed = Workbook(), io.BytesIO()
    for row in (HEADINGS, line(1)):
        book.active.append(row)
    if far:
        book.active[far] = "x"
    book.save(packed)
    return rezipped(packed, parts or {})


def rezipped(packed: io.BytesIO, parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(packed) as old:
        kept = {name: old.read(name) for name in old.namelist()} | parts
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in kept.items():
            new.writestr(name, content)
    return made.getvalue()
