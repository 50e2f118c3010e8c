"""Numbers of documents: normal form, check digits, birth dates.

Pure functions over text. Rules: GB 11643-1999 (citizen number), ISO 7064
MOD 11-2 (its check character), ICAO 9303's weights 7-3-1 (the foreign permanent
resident card of 2017).
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from operator import mul

from verification.errors import DocumentError

EARLIEST = date(1900, 1, 1)
LONGEST_INPUT = 200
CHECK_CHARACTERS = "10X98765432"
WEIGHTS = tuple(2 ** (17 - position) % 11 for position in range(17))
WEIGHTS_731 = (7, 3, 1)
LAST_2017_YEAR = 23  # the 2017 card was issued until 2023, so nobody on it is younger

# Zero-width signs and every dash that Unicode knows come in with copied text.
_SEPARATORS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212\-_]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")
_FLOAT = re.compile(r"[0-9]+(\.[0-9]*)?E\+?[0-9]+|[0-9]+\.[0-9]*")

_TEXTS = {
    "empty": "the number is empty",
    "length": "the number has the wrong length",
    "characters": "the number has characters that do not belong there",
    "date": "the birth date in the number is not a real one",
    "checksum": "the last character does not fit the others; read it again",
    "float": "a spreadsheet turned the number into a rounded one; "
    "format the column as text and enter it again",
}


def problem(code: str) -> DocumentError:
    """The error for ``code``, with a text that never repeats the number."""
    return DocumentError(code, _TEXTS[code])


def normal_form(text: str) -> str:
    """Strip, NFKC, drop spaces and dashes, upper case.

    Raises:
        DocumentError: empty, endless, or the rounded number of a spreadsheet.

    """
    if len(text) > LONGEST_INPUT:
        raise problem("length")
    folded = unicodedata.normalize("NFKC", text.strip()).upper()
    if _FLOAT.fullmatch(folded.strip()):
        raise problem("float")
    compact = _SEPARATORS.sub("", folded)
    if not compact:
        raise problem("empty")
    return compact


def paper_form(text: str) -> str:
    """A certificate's number: NFKC, no blanks, upper case, one kind of dash.

    Dashes and slashes stay: offices number with them, and 1-23 is not 12-3.

    Raises:
        DocumentError: empty or endless.

    """
    if len(text) > LONGEST_INPUT:
        raise problem("length")
    folded = unicodedata.normalize("NFKC", text).upper()
    compact = _BLANKS.sub("", _DASHES.sub("-", folded))
    if not compact:
        raise problem("empty")
    return compact


def check_character(digits: str) -> str:
    """MOD 11-2 over the first 17 digits, as 0 to 9 or X."""
    return CHECK_CHARACTERS[sum(map(mul, map(int, digits), WEIGHTS)) % 11]


def check_731(text: str) -> str:
    """The 7-3-1 digit over digits and letters (A counts 10, Z counts 35)."""
    total = sum(int(c, 36) * WEIGHTS_731[i % 3] for i, c in enumerate(text))
    return str(total % 10)


def to_18_digits(number: str) -> str:
    """A first-generation number of 15 digits as the 18 of today."""
    longer = number[:6] + "19" + number[6:]
    return longer + check_character(longer)


def birth_date(eight: str, today: date | None = None) -> date:
    """The date in ``YYYYMMDD``.

    Args:
        eight: eight ASCII digits.
        today: nobody is born later; by default the latest date of this moment
            anywhere on earth.

    Raises:
        DocumentError: no such day, before 1900, or in the future.

    """
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        raise problem("date") from None
    if not EARLIEST <= born <= (today or _latest_today()):
        raise problem("date")
    return born


def century(two: str) -> str:
    """The full year for the two digits on a foreign card of 2017."""
    return ("20" if int(two) <= LAST_2017_YEAR else "19") + two


def _latest_today() -> date:
    return (datetime.now(UTC) + timedelta(hours=14)).date()
