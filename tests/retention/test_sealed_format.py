"""The sealed format is age's: it proves every byte, its length and its reader."""

import base64
import io
from pathlib import Path

import pytest

from kiosk.backup import bech32
from kiosk.backup.age import CHUNK, TAG, Opener, Sealer
from kiosk.backup.errors import BackupProblem, BadKey, Damaged, WrongKey
from kiosk.backup.sealing_keys import Identity, Recipient

# Both halves and the file were made by another implementation, rage 1.4.
SECRET = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0"
PUBLIC = "age1xmwwc06ly3ee5rytxm9mflaz2u56jjj36s0mypdrwsvlul66mv4q47ryef"
THEIRS = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBUdXFuNGpjZkwxNFY5VExNbEIzSHJuTTU4"
    "SmxCUFpEd2pCRXQ1ak01NFUwCkdUVmVTdEFpdVJ5bWJUbHQxVGxHNWRZaVJ6YVFEVzRHY0VHLzdw"
    "UHc3d0EKLT4gLTVKfFh8Qy1ncmVhc2UgM2YoWiBTQVR5bworVUpVd2RRMkZnQmNodDVzand1R0JY"
    "SjRWR0F2SWs2WmV0WFQxSjZLMXpKbHc2Nnp6aldtUFhCZUlwSU8rZVg2Cnp2eXE2R0JVYUlBL2JK"
    "MWFCaHFLMHQvSmpoRmlxdwotLS0gd0g0TUdYQ1VJekZXcU1LTndNMHRndThybFZrZDdocEY4b28z"
    "K00xUGNhRQrTtfTys4E2z3z/Vg8n0b1w7qXDOTgH9dBCYNiZwrbCrcRyOiMzHw=="
)


@pytest.fixture(scope="module")
def identity() -> Identity:
    return Identity.make()


def sealed(data: bytes, identity: Identity) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, identity.recipient)
    for start in range(0, len(data), 7777):
        sealer.write(data[start : start + 7777])
    sealer.close()
    return out.getvalue()


def opened(data: bytes, identity: Identity) -> bytes:
    opener, found = Opener(io.BytesIO(data), identity), b""
    while block := opener.read(5000):
        found += block
    return found


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 9]
)
def test_what_was_sealed_comes_out_again(identity: Identity, size: int) -> None:
    data = bytes(i % 251 for i in range(size))
    assert opened(sealed(data, identity), identity) == data


def test_another_key_opens_nothing(identity: Identity) -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"secret", identity), Identity.make())


def test_any_flipped_bit_is_noticed(identity: Identity) -> None:
    whole = sealed(b"x" * 300, identity)
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 1
        with pytest.raises((Damaged, WrongKey)):
            opened(bytes(data), identity)


def test_a_file_cut_off_anywhere_is_noticed(identity: Identity) -> None:
    whole = sealed(b"x" * (2 * CHUNK + 5), identity)
    head = len(whole) - (2 * CHUNK + 5) - 3 * TAG
    ends = [*range(0, head + 2, 7), head, head + CHUNK + TAG, len(whole) - 1]
    for end in ends:
        with pytest.raises((Damaged, WrongKey)):
            opened(whole[:end], identity)


def test_chunks_cannot_change_places_or_be_added(identity: Identity) -> None:
    whole = sealed(bytes(2 * CHUNK) + b"end", identity)
    body = len(whole) - (2 * CHUNK + 3) - 3 * TAG
    first = whole[body : body + CHUNK + TAG]
    second = whole[body + CHUNK + TAG : body + 2 * (CHUNK + TAG)]
    swapped = whole[:body] + second + first + whole[body + 2 * (CHUNK + TAG) :]
    for data in (swapped, whole + b"more"):
        with pytest.raises(Damaged):
            opened(data, identity)


def test_a_key_is_written_as_age_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"# created: once\n\n{SECRET}\n")
    assert str(Identity.read(path).recipient) == PUBLIC
    assert opened(base64.b64decode(THEIRS), Identity.read(path)).decode() == "畅行"


def test_a_key_comes_back_from_its_file_and_only_its_owner_reads_it(
    tmp_path: Path, identity: Identity
) -> None:
    identity.write(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert Identity.read(tmp_path / "key").recipient == identity.recipient
    assert "AGE" not in repr(identity)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        PUBLIC[:-1],
        PUBLIC.replace("q", "p", 1),
        PUBLIC[:20].upper() + PUBLIC[20:],
        SECRET,
        bech32.encode("age", bytes(31)),
        bech32.encode("age", bytes(32)),  # a point that shares no secret
    ],
)
def test_a_mistyped_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        Recipient.parse(text)


def test_a_file_without_a_key_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("# nothing\n")
    with pytest.raises(BadKey):
        Identity.read(tmp_path / "empty")
    with pytest.raises(BackupProblem):
        Identity.read(tmp_path / "missing")
