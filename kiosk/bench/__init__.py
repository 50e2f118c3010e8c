"""The figures of `kiosk bench`: measured on this machine, on real bytes."""

from kiosk.bench.rows import BenchRow
from kiosk.bench.runs import run_bench

__all__ = ["BenchRow", "run_bench"]
