"""How the board's record tells of calls that ended."""

import pytest

from ui.desk import NAME
from verification.ledger import Entry, EventKind


@pytest.mark.parametrize(
    ("how", "icon", "zh"),
    [
        ("timed_out", "bad", "呼叫没有人来"),
        ("dismissed", "well", "呼叫处理好了"),
        ("opened", "well", "呼叫结束"),
    ],
)
def test_a_call_to_which_nobody_came_is_never_green(app, house, how, icon, zh):
    closed = Entry(EventKind.CALL_CLOSED, lane="east", visit="v", more={"how": how})
    house.ledger.append(closed)
    (row,) = app.extensions[NAME].journal.board()["events"]
    assert {"icon": icon, "zh": zh}.items() <= row["result"].items()
