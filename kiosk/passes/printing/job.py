"""What a printing process is told, and how it is run."""

import json
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from kiosk.bounded import Child, ChildDied
from kiosk.config.models import SiteTable
from kiosk.passes.printing.layout import PrintFormat
from kiosk.passes.printing.progress import Progress, Stage, no_progress
from kiosk.passes.printing.wanted import Wanted
from kiosk.passes.problems import PassProblem, Why
from verification.passes.claims import PassClaims
from verification.passes.issued import IssuedPass

MODULE = "kiosk.passes.printing.child"
WALL_SECONDS = 300.0
AT_ONCE = 1  # each takes a quarter of a gigabyte, and half a one is all we may have

_slots = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Job:
    """Passes to print.

    Attributes:
        passes: one at least.
        form: a page, a card, or cards on sheets.
        dpi: of the printer.
        site: its name, zone, and whether this is a drill.
        wanted: what the rules in force want beside a pass.

    """

    passes: Sequence[IssuedPass] = field(repr=False)
    form: PrintFormat
    dpi: int
    site: SiteTable
    wanted: Wanted = Wanted.ID

    def packed(self) -> bytes:
        """As JSON."""
        site = self.site
        told = {
            "passes": [_packed(issued) for issued in self.passes],
            "form": self.form,
            "dpi": self.dpi,
            "site": {
                "name": site.name,
                "timezone": site.timezone,
                "drill": site.drill,
            },
            "wanted": self.wanted,
        }
        return json.dumps(told).encode()

    @classmethod
    def unpacked(cls, told: dict[str, Any]) -> "Job":
        """From JSON."""
        return cls(
            [_unpacked(one) for one in told["passes"]],
            PrintFormat(told["form"]),
            told["dpi"],
            SiteTable(**told["site"]),
            Wanted(told["wanted"]),
        )


class Printing:
    """One job in a process of its own; it can be stopped from another thread."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, progress: Progress = no_progress) -> bytes:
        """Print, and read every pass back; waits while others print.

        Raises:
            PassProblem: no_glyph, no_font, not_read_back, or broke_off.

        """
        with _slots, self._begun() as child:
            child.tell(self._job.packed())
            try:
                return _followed(child, progress)
            except ChildDied:
                raise PassProblem(Why.BROKE_OFF) from None

    def stop(self) -> None:
        """End it; whoever runs it meets broke_off."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.stop()

    def _begun(self) -> Child:
        with self._lock:
            if self._stopped:
                raise PassProblem(Why.BROKE_OFF)
            self._child = Child(MODULE, (), subprocess.PIPE, WALL_SECONDS)
            return self._child


def _followed(child: Child, progress: Progress) -> bytes:
    while "stage" in (line := child.line()):
        progress(Stage(line["stage"]), line["done"], line["total"])
    if "problem" in line:
        raise PassProblem(Why(line["problem"]), line["detail"])
    return child.content(line["bytes"])


def _packed(issued: IssuedPass) -> dict[str, Any]:
    claims = issued.claims
    return {
        "id": claims.id.hex(),
        "name": claims.masked_name,
        "kind": claims.kind,
        "generation": claims.generation,
        "times": [
            time.timestamp()
            for time in (claims.issued_at, claims.not_before, claims.expires)
        ],
        "text": issued.text,
        "code": issued.code,
    }


def _unpacked(told: dict[str, Any]) -> IssuedPass:
    times = [datetime.fromtimestamp(time, UTC) for time in told["times"]]
    # Neither the holder nor the key stands on paper: the process is not told them.
    claims = PassClaims(
        bytes.fromhex(told["id"]),
        told["name"],
        b"",
        told["kind"],
        told["generation"],
        *times,
    )
    return IssuedPass(claims, b"", told["text"], told["code"])
