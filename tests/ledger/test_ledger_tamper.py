"""Every edit of the file, by whoever has it, is found and its row named."""

import hashlib
import sqlite3
import threading
from collections.abc import Callable
from shutil import copyfile

import pytest
from ledger_book import Book
from sqlite_utils import Database

from verification.boxes import seal, unseal
from verification.keys import Keys
from verification.ledger import (
    Damage,
    Entry,
    EventKind,
    Ledger,
    LedgerProblem,
    RecordFailed,
)
from verification.ledger.chain import link
from verification.ledger.notes import TreeHead, sign_checkpoint
from verification.reasons import Outcome

SUBJECT = bytes(range(16))
SWAP = (
    "UPDATE events SET seq = 100 WHERE seq = 7",
    "UPDATE events SET seq = 7 WHERE seq = 8",
    "UPDATE events SET seq = 8 WHERE seq = 100",
)
COPY_ROW_1 = (
    "INSERT INTO events SELECT 0, head, commitment, hash, kind, lane, visit, at "
    "FROM events WHERE seq = 1"
)
EDITS = [
    (
        ["UPDATE events SET head = replace(head, 'refuse', 'admit') WHERE seq = 7"],
        (7, Damage.CHANGED),
    ),
    (
        ["UPDATE events SET head = CAST(x'ff' AS TEXT) WHERE seq = 7"],
        (7, Damage.CHANGED),
    ),
    (
        ["UPDATE events SET commitment = zeroblob(32) WHERE seq = 7"],
        (7, Damage.CHANGED),
    ),
    (["UPDATE events SET hash = zeroblob(32) WHERE seq = 7"], (7, Damage.CHANGED)),
    (["UPDATE events SET kind = 'presented' WHERE seq = 7"], (7, Damage.COPY)),
    (["UPDATE events SET lane = '2' WHERE seq = 7"], (7, Damage.COPY)),
    (["UPDATE events SET at = '2026' WHERE seq = 7"], (7, Damage.COPY)),
    (["DELETE FROM events WHERE seq = 7"], (7, Damage.MISSING)),
    (["DELETE FROM events WHERE seq = 1"], (1, Damage.MISSING)),
    (SWAP, (7, Damage.CHANGED)),
    ([COPY_ROW_1], (0, Damage.CHANGED)),
    (["DELETE FROM events WHERE seq > 15"], (16, Damage.TRUNCATED)),
    (["DELETE FROM events"], (1, Damage.TRUNCATED)),
    (["UPDATE details SET box = zeroblob(60) WHERE seq = 7"], (7, Damage.BOX)),
    (
        [
            "UPDATE details SET box = (SELECT box FROM details WHERE seq = 8) "
            "WHERE seq = 7"
        ],
        (7, Damage.BOX),
    ),
    (["UPDATE subject_keys SET wrapped = x'0101'"], (1, Damage.BOX)),
    (["UPDATE genesis SET installed = '2020'"], (0, Damage.GENESIS)),
    (["DELETE FROM genesis"], (0, Damage.GENESIS)),
    (["DELETE FROM checkpoints"], (11, Damage.CHECKPOINT)),
    (["UPDATE checkpoints SET note = replace(note, '11', '12')"], (11, "checkpoint")),
    (["UPDATE frontier SET nodes = zeroblob(length(nodes))"], (21, Damage.TREE)),
    (["UPDATE frontier SET size = 3, nodes = zeroblob(64)"], (21, Damage.TREE)),
    (["DELETE FROM frontier"], (21, Damage.TREE)),
    (["DROP TABLE details"], (1, Damage.UNREADABLE)),
]


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """21 rows, of which the 11th is a checkpoint."""
    refused = Entry(
        EventKind.VERDICT, lane="1", outcome=Outcome.REFUSE, subject=SUBJECT
    )
    ledger.append(*[refused] * 10)
    ledger.checkpoint()
    ledger.append(*[refused] * 10)
    return ledger


def test_a_ledger_that_nobody_touched_holds(full: Ledger) -> None:
    seen: list[tuple[int, int]] = []
    result = full.verify(progress=lambda done, total: seen.append((done, total)))

    assert (
        result.ok,
        result.first_bad_seq,
        result.what,
        result.count,
    ) == (True, None, None, 21)
    assert (result.checkpoints, result.newest_checkpoint, result.erased) == (1, 11, 0)
    assert full.recent(1)[0].hash == result.head_hash
    assert seen == [(21, 21)]
    assert "21" in result.sentences()[0]


def test_an_empty_ledger_holds(ledger: Ledger) -> None:
    assert (ledger.verify().ok, ledger.verify().count) == (True, 0)


@pytest.mark.parametrize(("edit", "found"), EDITS)
def test_an_edit_is_found_at_its_first_row(
    full: Ledger, book: Book, edit: list[str], found: tuple[int, Damage]
) -> None:
    book.edit(*edit)
    result = full.verify()

    assert (False, *found) == (result.ok, result.first_bad_seq, result.what)
    assert all("{" not in sentence for sentence in result.sentences())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET lane = '2' WHERE seq = 7",
        "DELETE FROM events WHERE seq = 21",
        COPY_ROW_1,
        "INSERT OR REPLACE INTO events SELECT * FROM events WHERE seq = 7",
        "DELETE FROM checkpoints",
        "UPDATE genesis SET kiosk = 'south'",
    ],
)
def test_the_database_itself_refuses_and_says_what_to_do(
    full: Ledger, book: Book, change: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="record a new event instead"):
        book.db().conn.execute(change)
    assert full.verify().ok


def rewrite(db: Database, genesis: bytes) -> None:
    """Change row 3 and make all hashes behind it fit again, as an insider can."""
    previous = genesis
    db.conn.execute("UPDATE events SET head = replace(head,'refuse','admit')")
    rows = db.conn.execute("SELECT seq, head, commitment FROM events").fetchall()
    for seq, head, commitment in rows:
        previous = link(previous, head.encode(), commitment)
        db.conn.execute("UPDATE events SET hash = ? WHERE seq = ?", (previous, seq))


def test_a_chain_that_was_made_anew_fails_at_the_signature(
    full: Ledger, book: Book
) -> None:
    book.edit()
    rewrite(book.db(), full.genesis.hash)

    result = full.verify()
    assert (result.first_bad_seq, result.what) == (11, Damage.REWRITTEN)
    (kept,) = full.checkpoints()
    later = full.verify(since=kept)
    assert (later.first_bad_seq, later.what) == (11, Damage.REWRITTEN)


def test_a_checkpoint_signed_with_another_key_is_no_checkpoint(
    full: Ledger, book: Book, other_keys: Keys
) -> None:
    book.edit()
    head = TreeHead("changxing/north", 11, hashlib.sha256(b"").digest())
    note = sign_checkpoint(head, other_keys.signer)
    book.db().conn.execute("UPDATE checkpoints SET note = ?", (note,))

    assert Damage.CHECKPOINT is full.verify().what


def test_another_payload_under_the_right_key_is_not_what_was_recorded(
    full: Ledger, book: Book
) -> None:
    ((key_id, wrapped),) = full.reader.rows("SELECT key_id, wrapped FROM subject_keys")
    place = f"ledger.subject_keys/{key_id.hex()}"
    key = unseal(book.keys.wrap, wrapped, place)
    box = seal(key, bytes(16) + b'{"name": "another"}', "ledger.details/7")
    book.db().conn.execute("UPDATE details SET box = ? WHERE seq = 7", (box,))

    result = full.verify()
    assert (result.first_bad_seq, result.what) == (7, Damage.BOX)


def test_a_later_start_checks_only_what_is_behind_it(full: Ledger, book: Book) -> None:
    (kept,) = full.checkpoints()
    assert (full.verify(since=kept).ok, full.verify(since=kept).count) == (True, 11)

    book.edit("UPDATE events SET lane = '2' WHERE seq IN (3, 15)")
    assert full.verify(since=kept).first_bad_seq == 15
    assert full.verify().first_bad_seq == 3


def test_the_row_of_the_start_itself_is_checked(full: Ledger, book: Book) -> None:
    (kept,) = full.checkpoints()
    book.edit("UPDATE events SET hash = zeroblob(32) WHERE seq = 11")

    assert full.verify(since=kept).first_bad_seq == 11


def test_what_is_recorded_after_a_loss_does_not_hide_it(
    full: Ledger, book: Book
) -> None:
    book.edit("DELETE FROM events WHERE seq > 15")
    (event,) = full.append(Entry(EventKind.PRESENTED))

    assert event.seq == 22
    result = full.verify()
    assert (result.first_bad_seq, result.what) == (16, Damage.MISSING)


def test_without_its_tree_the_ledger_records_nothing(full: Ledger, book: Book) -> None:
    book.edit("DELETE FROM frontier")

    with pytest.raises(RecordFailed, match="tree is damaged"):
        full.append(Entry(EventKind.PRESENTED))


def test_a_damaged_key_records_nothing(full: Ledger, book: Book) -> None:
    book.edit("UPDATE subject_keys SET wrapped = x'0101'")

    with pytest.raises(RecordFailed, match="nothing was written"):
        full.append(Entry(EventKind.PRESENTED, subject=SUBJECT))
    assert full.append(Entry(EventKind.PRESENTED))[0].seq == 22


def test_a_check_beside_a_busy_gate_raises_no_false_alarm(
    full: Ledger, book: Book
) -> None:
    busy = threading.Event()
    gate = threading.Thread(target=_keep_busy, args=(book.open(), busy))
    busy.set()
    gate.start()
    found = {full.verify().what for _ in range(20)}
    busy.clear()
    gate.join(10)

    assert found == {None}
    assert full.recent(1)[0].seq > 40


def _keep_busy(ledger: Ledger, busy: threading.Event) -> None:
    while busy.is_set() or ledger.recent(1)[0].seq <= 40:
        ledger.append(Entry(EventKind.PRESENTED, subject=SUBJECT))
        ledger.checkpoint()


def test_a_row_that_says_nothing_is_reported_and_not_guessed(
    full: Ledger, book: Book
) -> None:
    book.edit("UPDATE events SET head = '{}' WHERE seq = 21")

    with pytest.raises(LedgerProblem, match="row 21"):
        full.recent(1)


def test_a_damaged_page_is_found(
    full: Ledger, book: Book, fill: Callable[[int], None]
) -> None:
    fill(300)
    book.db().conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    data = bytearray(book.path.read_bytes())
    at = data.index(b'"kind":"presented"')
    book.close()
    data[at : at + 40] = bytes(40)
    book.path.write_bytes(data)

    assert not book.open().verify().ok


def test_a_flipped_bit_in_the_log_of_sqlite_is_found_by_the_anchor(
    book: Book, ledger: Ledger, fill: Callable[[int], None]
) -> None:
    # SQLite drops the rows behind the bad frame and says that all is well.
    book.db().conn.execute("PRAGMA wal_autocheckpoint = 0")
    fill(60)
    anchor = book.folder / "head"
    newest = ledger.recent(1)[0]
    anchor.write_text(f'{{"seq": {newest.seq}, "hash": "{newest.hash.hex()}"}}')
    log = bytearray(book.path.with_name("ledger.db-wal").read_bytes())
    log[len(log) * 2 // 3] ^= 1
    copy = copyfile(book.path, book.folder / "copy.db")
    book.put_back(copy)
    book.path.with_name("ledger.db-wal").write_bytes(log)

    again = book.open()
    rows = again.recent(1)[0].seq
    result = again.verify(anchor=anchor)
    assert 0 < rows < 60
    assert again.verify().ok
    assert (rows + 1, Damage.TRUNCATED) == (result.first_bad_seq, result.what)
