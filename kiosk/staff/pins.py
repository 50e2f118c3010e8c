"""PINs of guards: six digits, which a thumb in a glove can type at night.

A million PINs are few. What keeps them is the brake on guessing (`lockout`), that a PIN
serves at the board alone, and argon2id, as for passwords.
"""

from kiosk.staff.errors import BadPin

DIGITS = 6
_UP = "0123456789" * 2


def check_pin(pin: str) -> None:
    """Refuse what is no PIN, or the first that anybody would try.

    Raises:
        BadPin: it must not be used; the text says why.
    """
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise BadPin(f"PIN 是 {DIGITS} 位数字。 A PIN has {DIGITS} digits.")
    repeated = any(pin == pin[:n] * (DIGITS // n) for n in (1, 2, 3))
    if repeated or pin in _UP or pin in _UP[::-1]:
        raise BadPin("这个 PIN 太容易猜到。 This PIN is too easy to guess.")
