"""Passwords that are long and yet the first that anybody would try.

Lists of common passwords hardly hold any of twelve characters; what people make of the
short ones, to make them long, are words put together, rows of keys, dates, and the same
once more. What is left without those is what somebody must guess (NIST SP 800-63B,
3.1.1.2, asks for common, repeated and sequential ones and for words of the place).
"""

import re

WORDS = (
    *("password", "passwd", "passw0rd", "p@ssw0rd", "p@ssword", "welcome", "letmein"),
    *("administrator", "admin", "root", "guard", "master", "security", "secret"),
    *("changxing", "kiosk", "gate", "hospital", "community", "test", "hello", "login"),
    *("iloveyou", "iloveu", "woaini", "wodemima", "mima", "nihao", "china", "zhongguo"),
    *("monkey", "dragon", "sunshine", "princess", "football", "abcd", "abc"),
    *("畅行", "密码", "医院", "社区", "小区", "闸机", "保安", "管理员", "我爱你"),
)
ROWS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn", "!@#$%^&*()"),
    *("1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6", "qazwsxedcrfvtgb", "abcdefghijklmnop"),
)
RUN = 4  # keys of a row
LEAST = 5  # different characters that must be left
LONG = 12


def is_guessable(password: str, *names: str) -> bool:
    """Whether little is left without words, rows of keys, digits and what repeats.

    Args:
        password: as it was typed.
        names: of the person and the place.

    """
    left = _once(password.casefold())
    if len(left) < min(len(password), LONG):
        return True  # the same short thing, over and over
    for name in (*names, *WORDS):
        if name:
            left = left.replace(name.casefold(), "")
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        left = _without_runs(left, row)
    left = re.sub(r"\d{3,}|[\W_]", "", left)
    return len(set(left)) < LEAST


def _once(text: str) -> str:
    """The part that a text repeats from its beginning to its end, or all of it."""
    return text[: (text + text).find(text, 1)]


def _without_runs(text: str, row: str) -> str:
    for length in range(len(row), RUN - 1, -1):
        for at in range(len(row) - length + 1):
            text = text.replace(row[at : at + length], "")
    return text
