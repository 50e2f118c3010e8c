"""A certificate leads to somebody; nobody is registered under one alone."""

import pytest

from kiosk.people.errors import CellProblem
from kiosk.people.kinds import kind_of


@pytest.mark.parametrize("word", ["paper", "纸质证明"])
def test_nobody_is_imported_under_the_number_of_a_certificate(word: str) -> None:
    with pytest.raises(CellProblem) as problem:
        kind_of(word)
    assert "纸质证明" not in problem.value.detail
    assert "老年卡" in problem.value.detail
