"""Opening sealed files as whoever gets them does."""

import base64
import io
import json
import re

import pyzipper

DATA = re.compile(r'href="data:application/zip;base64,([^"]+)"')
PASSWORD = re.compile(r"\b[2-9a-z]{4}(?:-[2-9a-z]{4}){3}\b")


def unseal(file, password):
    """The entries of a sealed ZIP file by name; a path, or a file to read."""
    with pyzipper.AESZipFile(file) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def handed_over(page):
    """What lies in the sealed file of a page, opened with the password beside it."""
    data = base64.b64decode(DATA.search(page).group(1))
    return unseal(io.BytesIO(data), PASSWORD.search(DATA.sub("", page)).group())


def copy_in(page):
    """The copy of somebody's data that a page hands over."""
    return json.loads(handed_over(page)["person.json"])
