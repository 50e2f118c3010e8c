"""The name of a paper, by which it is known wherever it is shown again."""

import hashlib

NAME_LENGTH = 16


def name_of(signed: bytes) -> bytes:
    """16 bytes that name a paper.

    Args:
        signed: what its issuer signed, or all of it where nothing is signed. Never
            the signature: anybody can turn an ECDSA signature into a second one.

    """
    return hashlib.sha256(signed).digest()[:NAME_LENGTH]
