"""Signed notes against the published example of Go's note package."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from verification.ledger import NoteError
from verification.ledger.notes import (
    TreeHead,
    open_checkpoint,
    open_note,
    origin_of,
    sign_checkpoint,
    sign_note,
    verifier_key,
)

NAME = "PeterNeumann"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NOTE = (
    f"{TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN"
    "1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SIGNER = Ed25519PrivateKey.from_private_bytes(SEED)
PUBLIC = SIGNER.public_key().public_bytes_raw()
HEAD = TreeHead("changxing/north", 7, bytes(range(32)))


def test_the_published_note_comes_out_byte_for_byte() -> None:
    assert sign_note(TEXT, NAME, SIGNER) == NOTE
    assert verifier_key(NAME, PUBLIC) == VERIFIER


def test_the_published_note_opens() -> None:
    assert open_note(NOTE, NAME, PUBLIC) == TEXT


def test_signatures_of_others_may_stand_beside_ours() -> None:
    other = "— Witness AAAAAAAA\n"

    assert open_note(NOTE.replace("\n\n", f"\n\n{other}"), NAME, PUBLIC) == TEXT


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        NOTE.replace("problem", "Problem"),
        NOTE.replace("— Peter", "- Peter"),
        NOTE.replace("PeterNeumann", "PaulNeumann"),
        NOTE.replace("x08go", "x08gp"),
        NOTE.replace("x08go", "%08go"),
        NOTE.replace("BwJnAM=", "BwJnAA="),
        NOTE.rstrip("\n"),
        "x" * 70_000 + NOTE,
    ],
)
def test_a_note_that_is_not_ours_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, NAME, PUBLIC)


def test_a_checkpoint_says_origin_size_and_root() -> None:
    note = sign_checkpoint(HEAD, SIGNER)

    assert note.split("\n")[:2] == ["changxing/north", "7"]
    assert base64.b64encode(HEAD.root).decode() == note.split("\n")[2]
    assert open_checkpoint(note, "changxing/north", PUBLIC) == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "changxing/south\n7\nAAAA\n",
        "changxing/north\n-7\nAAAA\n",
        "changxing/north\n７\nAAAA\n",
        "changxing/north\n7\nAAAA\n",
        "changxing/north\n7\n\n",
        "changxing/north\n7\n",
    ],
)
def test_a_well_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    note = sign_note(text, "changxing/north", SIGNER)

    with pytest.raises(NoteError):
        open_checkpoint(note, "changxing/north", PUBLIC)


def test_a_kiosk_of_any_name_has_a_key_name_without_space_or_plus() -> None:
    assert origin_of("north +1") == "changxing/north%20%2B1"
    assert origin_of("北门").isascii()
