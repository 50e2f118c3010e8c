"""What a check of one file came to, as a line of JSON."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from drivers.codes import Ladder
from kiosk.paper.errors import NotReadable
from kiosk.paper.files import codes_in
from verification.paper.examine import examine
from verification.paper.paper import Paper, PaperKind
from verification.paper.trust import TrustStore

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


def check_files(
    paths: Sequence[Path], trust: TrustStore, at: datetime
) -> Iterator[Checked]:
    """Check one file after the other."""
    ladder = Ladder()
    for path in paths:
        yield _checked(path, ladder, trust, at)


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


def _checked(path: Path, ladder: Ladder, trust: TrustStore, at: datetime) -> Checked:
    name = str(path).encode("utf-8", "replace").decode()
    nothing = Paper(PaperKind.UNKNOWN)
    try:
        codes = codes_in(path, ladder)
    except NotReadable as error:
        return Checked(name, nothing, UNREADABLE, str(error))
    if not codes:
        return Checked(name, nothing, NO_CODE)
    paper = examine(codes, trust, at)
    return Checked(name, paper, paper.refusal and paper.refusal.value)
