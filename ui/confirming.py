"""The password once more, before something that cannot be taken back.

OWASP ASVS 5.0, 7.5.3: exports, erasures, retention, policy and other people's accounts
ask for it although somebody is signed in; a page left open must not be enough.

In a template: ``{{ part.password_again(problems.get('password', '')) }}`` inside of the
form, with ``office_parts.html`` imported as ``part``. In the view, before anything is
done: ``problem = confirmed()``; with a problem nothing is done and the page comes back
with it, beside the field ``password``. Nothing of what was typed is ever shown again.
"""

from flask import request

from kiosk.staff.secrets import LONGEST
from ui.access import signed_in
from ui.desk import desk
from ui.language import t

FIELD = "password"


def confirmed() -> str | None:
    """What is wrong with the form's field ``password``; ``None`` when it is right.

    Braked as a sign-in is: failures count against the account and the address.
    """
    staff, account = desk().staff, signed_in().account
    address = request.remote_addr or ""
    if not account.has_password:
        return t(
            "请先设置自己的密码（点右上角的名字）。",
            "Set a password of your own first: press your name above.",
        )
    wait = staff.lockout.wait_ms(account.login, address)
    if wait:
        seconds = -(-wait // 1000)
        return t(
            f"试的次数太多，请过 {seconds} 秒再试。",
            f"Too many tries; wait {seconds} s.",
        )
    if not staff.confirms(account, request.form.get(FIELD, "")[:LONGEST], address):
        return t("密码不对。", "The password is not right.")
    return None
