"""The order for all lanes, from a page of whatever version."""

import pytest

from kiosk.live import CommandKind, Commands


@pytest.mark.parametrize("body", [{}, [], {"on": True}, {"lanes": ["east"]}, "x", 0])
def test_an_evacuation_is_refused_for_no_words_of_its_page(guard, gate, body):
    assert guard.post("/api/v1/evacuation", body).status_code == 202
    kinds = {(one.lane, one.kind) for one in Commands(gate.live).take()}
    assert {(lane, CommandKind.HOLD_OPEN) for lane in ("east", "west")} == kinds


def test_nor_for_a_body_that_is_none(guard, gate):
    headers = {"X-CSRFToken": guard.csrf(), "Content-Type": "application/json"}
    answer = guard.client.post("/api/v1/evacuation", data=b"{", headers=headers)
    assert answer.status_code == 202
