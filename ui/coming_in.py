"""What all ways in have in common: the cookie, the record, where to go next."""

import structlog
from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from kiosk.staff import Account, How, Right, Role, SignedIn
from ui.access import AFTER, TOKEN, lane_to_set_up, page_after_sign_in
from ui.cookies import remember_login
from ui.desk import desk
from ui.language import KEY as LANGUAGE
from verification.errors import VerificationError
from verification.ledger import Entry, EventKind
from verification.moments import ClockState

STEP = "step"  # the key under which the cookie keeps the token of a step
log = structlog.get_logger()


def let_in(tried: SignedIn, account: Account) -> None:
    """Begin the browser's part of a session; one that it had before is over."""
    _begin(TOKEN, tried.token, account)
    _record(account, tried.how)


def ask_second(tried: SignedIn, account: Account) -> Response:
    """Lead on to the second factor; there is no session yet."""
    _begin(STEP, tried.token, account)
    return redirect(url_for("second.page"), 303)


def on_from(account: Account, how: tuple[How, ...]) -> str:
    """The first page: who came by a code must think of something lasting."""
    if How.CODE not in how:
        return page_after_sign_in()
    pins = account.role is Role.GUARD
    return url_for("own_pages.pin" if pins else "own_pages.password")


def remembering(response: Response, account: Account) -> Response:
    """Let a tablet know the login name of whoever came in by PIN."""
    remember_login(response, account.login)
    return response


def clock_trusted() -> bool:
    """Whether codes that go by the time can be looked at."""
    return desk().house.clock.moment().clock is not ClockState.UNTRUSTED


def too_often(wait_ms: int) -> str:
    """What is said to whoever has failed too often."""
    seconds = -(-wait_ms // 1000)
    return f"试的次数太多，请过 {seconds} 秒再试。 Too many tries; wait {seconds} s."


def address() -> str:
    """Where this request comes from."""
    return request.remote_addr or ""


def _begin(key: str, token: str, account: Account) -> None:
    lane, old = lane_to_set_up(), session.get(TOKEN)
    if isinstance(old, str):
        desk().staff.sessions.end(old)
    spoken = session.get(LANGUAGE)
    session.clear()  # a new CSRF secret for somebody else's rights
    session[key] = token
    if spoken is not None:
        session[LANGUAGE] = spoken
    if lane is not None and account.role.may(Right.SET_UP):
        session[AFTER] = lane


def _record(account: Account, how: tuple[How, ...]) -> None:
    # A ledger that cannot be written is the very moment in which a guard must get
    # to the board; what opens a gate is recorded by the gate process or not done.
    facts = dict(zip(("how", "second"), (word.value for word in how), strict=False))
    try:
        desk().house.ledger.append(
            Entry(EventKind.SIGNIN, staff=account.id, more=facts)
        )
    except VerificationError as error:
        log.error("sign_in_not_recorded", error=type(error).__name__)
