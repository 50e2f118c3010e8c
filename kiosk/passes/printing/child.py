"""The process that prints passes: stdin is a `Job`, as JSON.

It limits itself first, has no registry and no key, and writes JSON lines: how far it
is, then one with the length of the PDF, then the PDF itself. No file is written, so
that nothing stays behind wherever it ends.

Start it as ``python -m kiosk.passes.printing.child``.
"""

import json
import sys
from typing import Any

from kiosk.bounded import MIB, limit_process
from kiosk.passes.printing.job import Job
from kiosk.passes.printing.progress import Stage
from kiosk.passes.problems import PassProblem

MEMORY = 2048 * MIB  # of addresses; 250 MB of them are used for a whole heap
CPU_SECONDS = 240
FILE_BYTES = 16 * MIB  # fontconfig may keep what it found


def main() -> None:
    """Read stdin, write stdout."""
    limit_process(MEMORY, CPU_SECONDS, FILE_BYTES)
    job = Job.unpacked(json.load(sys.stdin))
    try:
        pdf = _printed(job)
    except PassProblem as problem:
        _line({"problem": problem.why, "detail": problem.detail})
        return
    _line({"bytes": len(pdf)})
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()


def _printed(job: Job) -> bytes:
    from kiosk.passes.printing.pdf import render_pdf

    made = render_pdf(
        job.passes, job.form, job.dpi, job.site, wanted=job.wanted, progress=_far
    )
    return made.pdf


def _far(stage: Stage, done: int, total: int) -> None:
    _line({"stage": stage, "done": done, "total": total})


def _line(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
