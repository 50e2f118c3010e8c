"""Somebody of the office, who asks for pages over HTTP as a browser does."""

import http.cookiejar
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from kiosk.bench.site import BenchFailed
from kiosk.staff import Role, Staff

TOKEN = "/api/v1/token"  # noqa: S105 - where forms get theirs
SECONDS = 60.0
PASSWORD = "bench-of-one-evening"  # noqa: S105 - of an account that dies with its folder


class Clerk:
    """A signed-in session.

    Args:
        address: of the pages, without a slash at its end.
        staff: where the account is made.
        role: of the account; its name is that of the role.

    Raises:
        BenchFailed: the pages do not let it in.

    """

    def __init__(self, address: str, staff: Staff, role: Role) -> None:
        self._address = address
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._jar)
        )
        account, _ = staff.accounts.add(role, role)
        staff.accounts.set_password(account, PASSWORD)
        form = {"login": role.value, "secret": PASSWORD}
        if "/sign-in" in self._post("/sign-in", _encoded(form | self._csrf()))[1]:
            raise BenchFailed(f"the pages did not let the {role} in")

    @property
    def cookies(self) -> str:
        """The header of the session, for a client of another kind."""
        return "; ".join(f"{one.name}={one.value}" for one in self._jar)

    def get(self, path: str) -> str:
        """A page; what is not well ends the bench."""
        return self._open(urllib.request.Request(self._address + path))[0]  # noqa: S310 - our own loopback address

    def send(self, path: str, form: dict[str, str]) -> str:
        """Send a form; the page where it leads."""
        return self._post(path, _encoded(form | self._csrf()))[0]

    def send_file(self, path: str, file: Path) -> str:
        """Hand a file in as a form's field ``file``."""
        mark = uuid.uuid4().hex
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
            f"{self._csrf()['csrf_token']}\r\n".encode(),
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{file.name}"\r\nContent-Type: text/csv\r\n\r\n'.encode(),
            file.read_bytes(),
            f"\r\n--{mark}--\r\n".encode(),
        ]
        kind = f"multipart/form-data; boundary={mark}"
        return self._post(path, b"".join(parts), kind)[0]

    def seconds(self, path: str) -> float:
        """How long a page takes, from the first byte asked to the last answered."""
        begun = time.perf_counter()
        self.get(path)
        return time.perf_counter() - begun

    def _csrf(self) -> dict[str, str]:
        return {"csrf_token": json.loads(self.get(TOKEN))["csrf"]}

    def _post(
        self, path: str, body: bytes, kind: str = "application/x-www-form-urlencoded"
    ) -> tuple[str, str]:
        headers = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
        return self._open(
            urllib.request.Request(self._address + path, body, headers)  # noqa: S310 - our own loopback address
        )

    def _open(self, request: urllib.request.Request) -> tuple[str, str]:
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return answer.read().decode("utf-8", "replace"), answer.url
        except urllib.error.HTTPError as error:
            path = urllib.parse.urlsplit(request.full_url).path
            raise BenchFailed(f"{path} answered {error.code}") from error


def _encoded(form: dict[str, str]) -> bytes:
    return urllib.parse.urlencode(form).encode()
