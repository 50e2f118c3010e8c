"""A sealed ZIP as whoever gets it sees it."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest
from pyzipper import BadZipFile
from unsealing import unseal

from kiosk.sealed import SealedZip, new_password

AT = datetime(2026, 11, 21, 12, 30, 20, tzinfo=UTC)
AES_METHOD = 99
SEVEN_ZIP = shutil.which("7zz") or shutil.which("7z")
PASSWORD = "abcd-efgh-jkmn-pqrs"


def sealed(**entries):
    out = io.BytesIO()
    with SealedZip(out, PASSWORD, AT) as archive:
        for name, data in entries.items():
            archive.write(name, data)
    return out


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 65_535, 65_536, 65_537, 200_000])
def test_every_byte_is_found_again(size):
    data = bytes((7 * place * place + place // 251) % 256 for place in range(size))
    found = unseal(sealed(first=b"1", second=data), PASSWORD)
    assert {"first": b"1", "second": data} == found


def test_pieces_make_the_same_entry_as_a_whole():
    out = io.BytesIO()
    with SealedZip(out, PASSWORD, AT) as archive, archive.entry("table") as entry:
        for number in range(5000):
            entry.write(b"%d\r\n" % number)
    whole = b"".join(b"%d\r\n" % number for number in range(5000))
    assert {"table": whole} == unseal(out, PASSWORD)


def test_the_wrong_password_opens_nothing():
    with pytest.raises(RuntimeError, match="password"):
        unseal(sealed(table=b"secret"), PASSWORD[::-1])


def test_a_changed_byte_is_noticed():
    data = bytearray(sealed(table=os.urandom(1000)).getvalue())
    data[data.index(b"PK\x01\x02") - 200] ^= 1  # inside what is encrypted
    with pytest.raises(BadZipFile, match="HMAC"):
        unseal(io.BytesIO(bytes(data)), PASSWORD)


def test_every_entry_is_sealed_with_256_bits_and_dated():
    with zipfile.ZipFile(sealed(table=b"secret", more=b"x")) as archive:
        for one in archive.infolist():
            assert (one.flag_bits & 1, one.compress_type) == (1, AES_METHOD)
            assert one.extra[6:9] == b"AE\x03"  # 3: 256 bits
            assert one.date_time == (2026, 11, 21, 12, 30, 20)
            assert one.CRC == 0  # which would tell of what is in it


def test_equal_files_come_out_different():
    assert sealed(a=b"same").getvalue() != sealed(a=b"same").getvalue()


@pytest.mark.skipif(SEVEN_ZIP is None, reason="7-Zip is not installed")
@pytest.mark.parametrize(("password", "opens"), [(PASSWORD, True), ("wrong", False)])
def test_what_an_office_has_opens_it(tmp_path, password, opens):
    file = tmp_path / "people.zip"
    file.write_bytes(sealed(table=bytes(100_000), empty=b"").getvalue())
    asked = [SEVEN_ZIP, "t", f"-p{password}", file]
    tested = subprocess.run(asked, capture_output=True, check=False)
    assert opens == (tested.returncode == 0)


def test_a_password_is_long_and_can_be_read_to_somebody():
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([2-9a-hj-km-np-z]{4}-){3}[2-9a-z]{4}", p) for p in made)
    assert not set("01ilo") & set("".join(made))
