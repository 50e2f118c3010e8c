"""ZIP files under AES-256, as WinZip, 7-Zip, WinRAR, Bandizip and 360 open them.

"AES Encryption Information: Encryption Specification AE-1 and AE-2" (WinZip), here
always AE-2: AE-1 keeps a checksum of what is in an entry, which tells whoever guesses
the content that it is right. Names, sizes and dates stay readable: a name must say
nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Self, cast

from pyzipper import WZ_AES, ZIP_DEFLATED, AESZipFile

BITS = 256
AE_2 = 2


class SealedZip:
    """An archive to write, entry after entry; a context that ends it.

    Args:
        out: takes the bytes, and can seek.
        password: ASCII, strong: see `new_password`.
        at: the date of its entries.

    """

    def __init__(self, out: IO[bytes], password: str, at: datetime) -> None:
        self._zip = AESZipFile(out, "w")
        self._zip.setpassword(password.encode("ascii"))
        self._zip.setencryption(WZ_AES, nbits=BITS, force_wz_aes_version=AE_2)
        self._at = at.timetuple()[:6]

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """The directory at the end; half a file is for whoever made it to delete."""
        self._zip.close()

    def write(self, name: str, data: bytes) -> None:
        """One small entry."""
        with self.entry(name) as file:
            file.write(data)

    @contextmanager
    def entry(self, name: str) -> Iterator[IO[bytes]]:
        """One entry that is written piece by piece; it cannot seek."""
        about = self._zip.zipinfo_cls(name, self._at)
        about.compress_type = ZIP_DEFLATED
        # How long it becomes is not known, and 4 GB end the older form of an entry.
        with self._zip.open(about, "w", force_zip64=True) as file:
            yield cast(IO[bytes], file)
