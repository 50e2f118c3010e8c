"""One showing of a paper is told once, and no paper takes part in another's."""

from camera_kit import code, square

from drivers.camera.showing import MOST_CODES, Showing

A, B = code(b"A", square(0, 0)), code(b"B", square(200, 0))
B_WHERE_A_WAS = code(b"B", square(10, 10))
UNPLACED = code(b"B")


def test_a_code_is_told_once_however_often_it_is_seen():
    showing = Showing()
    told = [showing.read([A], at / 10) for at in range(100)]
    assert told == [(A,)] + [None] * 99


def test_the_same_code_wherever_it_moves_is_the_same_paper():
    showing = Showing()
    showing.read([A], 0)
    assert showing.read([code(b"A", square(500, 300))], 0.1) is None


def test_all_codes_of_a_frame_come_together():
    assert Showing().read([A, B], 0) == (A, B)


def test_a_second_code_beside_the_first_brings_the_first_along():
    showing = Showing()
    showing.read([A], 0)
    assert showing.read([B], 0.5) == (B, A)


def test_a_second_code_where_the_first_was_is_another_paper():
    showing = Showing()
    showing.read([A], 0)
    assert showing.read([B_WHERE_A_WAS], 0.1) == (B_WHERE_A_WAS,)


def test_papers_by_turns_are_each_told_again():
    showing = Showing()
    told = [showing.read([c], n / 2) for n, c in enumerate([A, B_WHERE_A_WAS] * 3)]
    assert told == [(A,), (B_WHERE_A_WAS,)] * 3


def test_a_code_whose_place_is_unknown_joins_none():
    showing = Showing()
    showing.read([A], 0)
    assert showing.read([UNPLACED], 0.1) == (UNPLACED,)


def test_a_code_that_comes_later_is_not_joined_by_what_was_shown_before():
    showing = Showing()
    showing.read([A], 0)
    assert showing.read([B], 1.5) == (B,)


def test_a_paper_that_was_taken_away_is_told_anew():
    showing = Showing()
    showing.read([A], 0)
    showing.tick(2, held=False)
    assert showing.read([A], 3) == (A,)


def test_a_paper_that_is_held_but_not_read_for_a_while_is_the_same():
    showing = Showing()
    showing.read([A], 0)
    showing.tick(5, held=True)
    assert showing.read([A], 5) is None


def test_a_code_that_is_not_seen_for_long_is_gone_though_something_is_held():
    showing = Showing()
    showing.read([A], 0)
    showing.tick(6.1, held=True)
    assert showing.read([A], 6.2) == (A,)


def test_a_late_read_of_an_earlier_frame_does_not_shorten_the_showing():
    showing = Showing()
    showing.read([A], 1.0)
    showing.read([A], 0.2)
    showing.tick(6.9, held=True)
    assert showing.read([A], 7) is None


def test_a_wall_of_codes_is_not_remembered_without_end():
    wall = [code(b"%d" % n, square(n * 200, 0)) for n in range(50)]
    showing = Showing()
    first = showing.read(wall[:20], 0)
    assert first is not None
    assert len(first) == MOST_CODES
    assert showing.read(wall[20:], 0.1) is None
