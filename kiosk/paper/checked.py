"""What a check of one file came to, as a line of JSON."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from drivers.codes import Ladder
from kiosk.paper.errors import NotReadable
from kiosk.paper.files import codes_in
from kiosk.paper.judge import Judge
from verification.paper.paper import Paper, PaperKind, Refusal

NO_CODE = "no_code"
UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file and what it is worth.

    Attributes:
        file: as it was named.
        paper: what `examine` said; nothing is known of a file without codes.
        refusal: ``None`` for a paper that is well.
        error: why the file could not be read.

    """

    file: str
    paper: Paper
    refusal: str | None
    error: str | None = None

    def as_dict(self, *, claims: bool) -> dict[str, Any]:
        """One line of ``--json``; what the paper says only with ``claims``."""
        paper = self.paper
        line: dict[str, Any] = {
            "file": self.file,
            "kind": paper.kind.value,
            "authentic": paper.authentic,
            "in_time": paper.in_time,
            "issuer": paper.issuer,
            "kid": key_name(paper),
            "expires": moment(paper.expires),
            "refusal": self.refusal,
        }
        return {**line, "claims": content(paper)} if claims else line


def check_files(paths: Sequence[Path], judge: Judge) -> Iterator[Checked]:
    """Check one file after the other.

    The parts of one health card may lie in files that follow each other: each of
    them is then worth what the whole card is.
    """
    ladder = Ladder()
    parts: list[_Seen] = []
    for path in paths:
        settled, parts = _joined(parts, _seen(path, ladder, judge), judge)
        yield from settled
    yield from (one.checked for one in parts)


def content(paper: Paper) -> dict[str, Any]:
    """What a paper says; of a number the number."""
    number = {} if paper.number is None else {"number": paper.number}
    return {**paper.claims, **number}


def key_name(paper: Paper) -> str | None:
    """The key id as that kind of paper and its trust lists write it.

    Those of the EU family are known by their base64, our own by hex digits.
    """
    if paper.kind is not PaperKind.HCERT or paper.kid is None:
        return paper.kid
    return base64.b64encode(bytes.fromhex(paper.kid)).decode()


def moment(at: datetime | None) -> str | None:
    """A time as RFC 3339 writes it in UTC."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file that was looked into, with the codes that are in it."""

    checked: Checked
    codes: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def is_part(self) -> bool:
        """Whether it holds a part of a card and nothing better."""
        return self.checked.refusal == Refusal.INCOMPLETE

    def as_part_of(self, whole: Paper) -> Checked:
        """The same file, worth what the whole card is."""
        return replace(self.checked, paper=whole, refusal=_word(whole))


def _joined(
    parts: list[_Seen], seen: _Seen, judge: Judge
) -> tuple[list[Checked], list[_Seen]]:
    """What is settled with one more file, and what waits for further parts."""
    alone = [one.checked for one in parts]
    if not seen.is_part:
        return [*alone, seen.checked], []
    together = [*parts, seen]
    whole = judge([code for one in together for code in one.codes])
    if whole.refusal is Refusal.INCOMPLETE:
        return [], together
    if whole.refusal is Refusal.MALFORMED:  # parts of two cards: the next begins
        return alone, [seen]
    return [one.as_part_of(whole) for one in together], []


def _seen(path: Path, ladder: Ladder, judge: Judge) -> _Seen:
    name = str(path).encode("utf-8", "replace").decode()
    nothing = Paper(PaperKind.UNKNOWN)
    try:
        codes = codes_in(path, ladder)
    except NotReadable as error:
        return _Seen(Checked(name, nothing, UNREADABLE, str(error)))
    if not codes:
        return _Seen(Checked(name, nothing, NO_CODE))
    paper = judge(codes)
    return _Seen(Checked(name, paper, _word(paper)), codes)


def _word(paper: Paper) -> str | None:
    return paper.refusal and paper.refusal.value
