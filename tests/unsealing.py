"""Opening sealed files as somebody outside does, with a reader that is not ours."""

import pyzipper


def unseal(file, password):
    """The entries of a sealed ZIP file by name; a path, or a file to read."""
    with pyzipper.AESZipFile(file) as archive:
        archive.setpassword(password.encode())
        return {name: archive.read(name) for name in archive.namelist()}
