"""How much of a table from outside we are willing to read."""

from dataclasses import dataclass

from kiosk.bounded import MIB as MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one file and for the process that reads it.

    Attributes:
        file_bytes: of the file as it lies on the disk.
        entries: parts inside an XLSX, which is a zip archive.
        unpacked_bytes: of all parts together, counted while unpacking.
        rows: with data; also the longest run of empty rows.
        memory_bytes: address space of the reading process.
        cpu_seconds: processor time of the reading process.
        wall_seconds: from its start to its last row.

    """

    file_bytes: int
    entries: int
    unpacked_bytes: int
    rows: int
    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float


UPLOAD = Limits(24 * MIB, 200, 160 * MIB, 100_000, 512 * MIB, 90, 150.0)
"""For a file that a browser sends: a district's whole list, as XLSX too."""

COMMAND_LINE = Limits(64 * MIB, 200, 256 * MIB, 250_000, 512 * MIB, 240, 600.0)
"""For a file that an operator names on this machine."""
