"""Checkpoints and the anchor: what the database cannot say about itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_book import Book

from verification.keys import Keys
from verification.ledger import (
    Anchor,
    Damage,
    EventKind,
    Ledger,
    Mark,
    NoteError,
    RecordFailed,
    read_anchor,
)
from verification.ledger.merkle import Frontier
from verification.ledger.notes import TreeHead, open_checkpoint, sign_checkpoint

Fill = Callable[[int], None]


def test_a_checkpoint_signs_the_tree_of_all_rows(
    ledger: Ledger, fill: Fill, keys: Keys
) -> None:
    fill(6)
    made = ledger.checkpoint()
    tree = Frontier()
    for event in ledger.events():
        tree.push(event.hash)

    public = keys.signer.public_key().public_bytes_raw()
    head = open_checkpoint(made.note, "changxing/north", public)
    assert TreeHead("changxing/north", 7, tree.root()) == head
    assert EventKind.CHECKPOINT is ledger.recent(1)[0].kind
    assert [made] == ledger.checkpoints()


def test_a_checkpoint_is_due_after_ten_minutes_or_500_events(
    book: Book, ledger: Ledger, fill: Fill
) -> None:
    assert not ledger.checkpoint_due()
    fill(1)
    assert ledger.checkpoint_due()
    ledger.checkpoint()
    book.clock.forward(minutes=11)
    assert not ledger.checkpoint_due()  # nothing new to sign
    fill(1)
    assert ledger.checkpoint_due()
    ledger.checkpoint()
    fill(499)
    assert not ledger.checkpoint_due()
    fill(1)
    assert ledger.checkpoint_due()


def test_a_clock_that_stepped_back_does_not_put_checkpoints_off(
    book: Book, ledger: Ledger, fill: Fill
) -> None:
    ledger.checkpoint()
    book.clock.forward(days=-900)
    fill(1)

    assert ledger.checkpoint_due()


def test_many_checkpoints_all_fit(ledger: Ledger, fill: Fill) -> None:
    for count in (1, 2, 3, 5, 8):
        fill(count)
        ledger.checkpoint()

    assert (ledger.verify().ok, ledger.verify().checkpoints) == (True, 5)
    for kept in ledger.checkpoints():
        assert ledger.verify(since=kept).ok


def test_no_checkpoint_covers_up_a_loss(book: Book, ledger: Ledger, fill: Fill) -> None:
    fill(5)
    book.edit("UPDATE frontier SET size = 3, nodes = zeroblob(64)")

    with pytest.raises(RecordFailed, match="differ in length"):
        ledger.checkpoint()
    assert ledger.recent(1)[0].seq == 5


def test_a_checkpoint_kept_elsewhere_shows_that_an_old_copy_was_put_back(
    book: Book, ledger: Ledger, fill: Fill
) -> None:
    fill(4)
    old = book.put_away("old.db")
    fill(4)
    outside = book.folder / "outside.txt"
    ledger.checkpoint().save(outside)
    assert ledger.verify(notes=[outside.read_text()]).ok

    book.put_back(old)
    again = book.open()
    assert again.verify().ok  # the file alone cannot tell
    result = again.verify(notes=[outside.read_text()])
    assert (result.first_bad_seq, result.what) == (5, Damage.TRUNCATED)


def test_an_old_copy_that_grew_on_is_found_too(
    book: Book, ledger: Ledger, fill: Fill
) -> None:
    fill(4)
    old = book.put_away("old.db")
    note = ledger.checkpoint().note
    fill(1)
    mark = ledger.recent(1)[0]
    anchor = Anchor(book.folder / "head")
    anchor.saw(Mark(mark.seq, mark.hash))
    anchor.flush()
    book.put_back(old)
    again = book.open()
    book.clock.forward(seconds=1)
    for _ in range(9):
        again.checkpoint()

    by_note = again.verify(notes=[note])
    by_anchor = again.verify(anchor=anchor.path)
    assert (by_note.first_bad_seq, by_note.what) == (5, Damage.REWRITTEN)
    assert (by_anchor.first_bad_seq, by_anchor.what) == (6, Damage.REWRITTEN)


def test_an_older_note_makes_the_check_start_earlier(
    ledger: Ledger, fill: Fill
) -> None:
    first = ledger.checkpoint()
    fill(3)
    second = ledger.checkpoint()
    result = ledger.verify(since=second, notes=[first.note])

    assert (result.ok, result.count) == (True, 5)


def test_a_note_of_another_log_is_an_error_of_the_caller(
    ledger: Ledger, other_keys: Keys
) -> None:
    head = TreeHead("changxing/north", 1, bytes(32))

    with pytest.raises(NoteError, match="not signed by"):
        ledger.verify(notes=[sign_checkpoint(head, other_keys.signer)])


def test_the_anchor_holds_the_newest_row_when_the_ledger_closes(book: Book) -> None:
    path = book.folder / "head"
    ledger = book.open(anchor=Anchor(path))
    assert read_anchor(path) is None
    ledger.checkpoint()
    event = ledger.recent(1)[0]
    assert ledger.verify(anchor=path).ok  # no anchor yet is no damage
    ledger.close()

    assert Mark(event.seq, event.hash) == read_anchor(path)


def test_the_anchor_is_written_at_most_every_five_seconds(tmp_path: Path) -> None:
    time = [100.0]
    path = tmp_path / "head"
    anchor = Anchor(path, monotonic=lambda: time[0])
    for seq, seconds, written in [(1, 0, 1), (2, 4.9, 1), (3, 0.2, 3), (3, 9, 3)]:
        time[0] += seconds
        anchor.saw(Mark(seq, bytes(32)))
        anchor.tick()
        assert Mark(written, bytes(32)) == read_anchor(path)

    assert [path] == list(tmp_path.iterdir())


def test_a_tail_that_the_anchor_knows_and_the_file_lacks_is_named(
    book: Book, fill: Fill
) -> None:
    path = book.folder / "head"
    anchor = Anchor(path)
    fill(3)
    anchor.saw(Mark(9, bytes(32)))
    anchor.flush()

    result = book.open().verify(anchor=path)
    assert (result.first_bad_seq, result.what) == (4, Damage.TRUNCATED)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"seq": 1, "hash": "zz"}'])
def test_an_anchor_that_says_nothing_is_an_alarm(
    book: Book, ledger: Ledger, text: str
) -> None:
    path = book.folder / "head"
    path.write_text(text)

    assert Damage.ANCHOR is ledger.verify(anchor=path).what
