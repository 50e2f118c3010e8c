"""Places for event streams: whoever must see a gate never finds all of them taken.

The rule goes by what is known when a stream is asked for:

- the board of somebody signed in who works at lanes has `FOR_BOARDS` places that no
  other stream takes;
- each lane's own screen, a browser on this machine, has `FOR_SCREEN` of its own: one,
  and one more while a page that was loaded anew still has its old stream;
- all others, and what goes beyond those, share `SHARED` places: who only looks at a
  board, a screen that is looked at from afar, strangers in a drill.

A page without a place asks again and again instead, and shows the same.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from kiosk.staff import Account, Right

SHARED = 40
FOR_BOARDS = 12
FOR_SCREEN = 2
ANY, BOARDS = "", "boards"


class Places:
    """All places of a site with these lanes."""

    def __init__(self, lanes: Sequence[str]) -> None:
        self._kept = dict.fromkeys(map(_own, lanes), FOR_SCREEN) | {BOARDS: FOR_BOARDS}
        self.most = SHARED + sum(self._kept.values())

    def free(self, place: str, taken: Iterable[str]) -> bool:
        """Whether one more stream of that kind may begin beside those."""
        counts = Counter(taken)
        if counts[place] < self._kept.get(place, 0):
            return True
        shared = (most - self._kept.get(kind, 0) for kind, most in counts.items())
        return sum(beyond for beyond in shared if beyond > 0) < SHARED


def place_of_board(account: Account) -> str:
    """The kind of place for a board that this account looks at."""
    return BOARDS if account.role.may(Right.WORK_LANES) else ANY


def place_of_screen(lane: str, here: bool) -> str:
    """The kind of place for a lane's screen; whether this machine asks for it."""
    return _own(lane) if here else ANY


def _own(lane: str) -> str:
    return f"screen:{lane}"
