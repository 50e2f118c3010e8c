"""The blind index of names: whoever has the name finds the person, nobody else.

The names themselves lie in boxes. A keyed hash (HMAC-SHA256, RFC 2104) of the folded
name finds them again without opening a box; without the site's key it says no more
than that two people have the same name.
"""

import hmac

from verification.keys import Keys
from verification.masks import clean_name, fold_name

NAME_KEY = 16  # bytes


def name_key(keys: Keys, name: str) -> bytes:
    """The keyed hash of a name; blanks, case, width and kind of dot do not matter."""
    plain = f"name:v1:{fold_name(clean_name(name))}".encode()
    return hmac.digest(keys.names, plain, "sha256")[:NAME_KEY]
