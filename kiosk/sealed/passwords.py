"""Passwords of sealed files: made by us, shown once, kept nowhere.

The ZIP format stretches a password by a thousand rounds only, so that what people
think up would not do: 16 signs out of 31 are 79 bits.
"""

import secrets

SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
GROUPS = 4
SIGNS_IN_GROUP = 4


def new_password() -> str:
    """Four groups of four signs with hyphens, easy to read to somebody."""
    groups = (
        "".join(secrets.choice(SIGNS) for _ in range(SIGNS_IN_GROUP))
        for _ in range(GROUPS)
    )
    return "-".join(groups)
