"""Reads a board's coil, in whichever way the board understands."""

from collections import deque
from collections.abc import Callable

from drivers.gates.board import Answer, Board, Exchange, Kind

Ask = Callable[[Exchange], Answer]
ANSWERED = frozenset({Kind.RIGHT, Kind.REFUSED})


class CoilReader:
    """The ways to read a coil, until one has answered; then that one for good.

    Asking a board in a way that it does not know is harmless but not wise, so
    the other ways are never tried again.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._ways = deque(board.readings)
        self.deaf = False

    def find(self, ask: Ask) -> None:
        """Try each way once; a board that may be deaf is deaf if none works."""
        for _ in range(len(self._ways)):
            if self.read(ask)[0].kind in ANSWERED:
                return
        self.deaf = self._board.may_be_deaf

    def read(self, ask: Ask) -> tuple[Answer, bool]:
        """The answer, and whether the coil is on (if the answer is right)."""
        way = self._ways[0]
        answer = ask(way)
        if answer.kind in ANSWERED:
            self._ways = deque([way])
        else:
            self._ways.rotate(-1)
        return answer, self._board.coil(answer.bits)
