"""What became of a write: from the answers to an outcome."""

from collections.abc import Callable

from drivers.gates.board import Answer, Kind
from drivers.protocols import GateOutcome

READS = 2  # a board may answer before its coil has moved

ReadCoil = Callable[[], tuple[Answer, bool]]

_FAILED = {
    Kind.REFUSED: GateOutcome.REFUSED,
    Kind.WRONG: GateOutcome.WRONG_ANSWER,
    Kind.NONE: GateOutcome.NO_ANSWER,
}


def settle(
    written: Answer,
    want: bool,
    read_coil: ReadCoil | None,
    over: Callable[[], bool],
) -> tuple[GateOutcome, str]:
    """Judge a write by its answer and by reading the coil back.

    Args:
        written: what came back to the write itself.
        want: how the coil must read.
        read_coil: reads it; ``None`` for a board that cannot be read.
        over: whether a pulse has run out meanwhile.

    """
    if written.kind in _FAILED:
        return _FAILED[written.kind], written.detail
    if read_coil is None:
        return GateOutcome.SENT, "this board never answers"
    on = not want
    for _ in range(READS):
        answer, on = read_coil()
        if answer.kind is not Kind.RIGHT:
            return _unread(written, answer)
        if on is want:
            return GateOutcome.CONFIRMED, ""
    if want and over():
        return GateOutcome.SENT, "the pulse was over before it was read back"
    return GateOutcome.WRONG_ANSWER, f"the coil reads {'on' if on else 'off'}"


def _unread(written: Answer, answer: Answer) -> tuple[GateOutcome, str]:
    if written.kind is Kind.RIGHT:
        return GateOutcome.SENT, f"not read back: {answer.detail}"
    return _FAILED[answer.kind], answer.detail
