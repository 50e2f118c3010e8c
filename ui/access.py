"""Lets a request through or ends it, as the table of `ui.who` says."""

from ipaddress import ip_address

from flask import Response, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from kiosk.first_run import FirstRun, Progress
from kiosk.staff import Right, Session
from ui.desk import desk
from ui.who import ASKS_BY_ITSELF, BEFORE_PIN, WHEN_LOCKED, WHO, Audience

AFTER = "after"
TOKEN = "staff"  # noqa: S105 - the key under which the cookie keeps the token
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LOCKED = 423


def current() -> Session | None:
    """The session of this request, looked up once."""
    if "staff_session" not in g:
        token = session.get(TOKEN)
        touch = request.endpoint not in ASKS_BY_ITSELF
        g.staff_session = (
            desk().staff.sessions.find(token, touch) if isinstance(token, str) else None
        )
    found: Session | None = g.staff_session
    return found


def signed_in() -> Session:
    """The session of a request that the table let through for staff."""
    found = current()
    if found is None:
        abort(401)
    return found


def guard() -> BaseResponse | None:
    """Let a request through or end it; runs before every view."""
    if request.endpoint is None:
        return None  # no such page: the router says so
    who = WHO.get(request.endpoint)
    if isinstance(who, Right):
        return _staff_only(who)
    if who is None or not _admitted(who):
        abort(403)
    return None


def _admitted(who: Audience) -> bool:
    drill = desk().house.config.site.drill
    if who is Audience.EVERYONE:
        return True
    if who is Audience.DRILL or drill:
        return drill
    return is_local(request.remote_addr) or current() is not None


def _staff_only(right: Right) -> BaseResponse | None:
    found = current()
    if found is None:
        if request.blueprint == "api":
            abort(401)
        _remember_page()
        response: Response | BaseResponse = redirect(url_for("sign_in.form"), 303)
        return response
    if not found.account.role.may(right):
        abort(403)
    if found.locked and _does_something():
        abort(LOCKED)
    if found.account.needs_pin and request.endpoint not in BEFORE_PIN:
        return _to_the_pin()
    return None


def _to_the_pin() -> BaseResponse:
    """A board that nothing locks would be anybody's who finds the tablet."""
    if request.blueprint == "api":
        abort(LOCKED)
    return redirect(url_for("own_pages.pin"), 303)


def _does_something() -> bool:
    """What a tablet that is locked must not do; it goes on showing who waits."""
    return request.method not in READING and request.endpoint not in WHEN_LOCKED


def is_gates_own() -> bool:
    """Whether this browser is a gate's, by which a set-up was once asked for."""
    return AFTER in session and is_local(request.remote_addr)


def gates_lane() -> str | None:
    """The lane whose own screen this browser is, as far as that is known."""
    if is_gates_own():
        return lane_to_set_up()
    lane = (request.view_args or {}).get("lane", "")
    shows = request.blueprint == "screen" and is_local(request.remote_addr)
    return lane if shows and desk().house.config.lane(lane) else None


def _remember_page() -> None:
    """An installer stands at a gate and cannot type an address: lead them on."""
    lane = (request.view_args or {}).get("lane")
    if request.blueprint == "setup" and lane is not None:
        session[AFTER] = lane


def lane_to_set_up() -> str | None:
    """The lane whose set-up was asked for before the sign-in."""
    lane = session.get(AFTER)
    known = isinstance(lane, str) and desk().house.config.lane(lane) is not None
    return lane if known else None


def arrived() -> None:
    """Lead somebody from afar no further; a gate's own screen has no other page."""
    if not is_gates_own():
        session.pop(AFTER, None)


def page_after_sign_in() -> str:
    """Where somebody goes who has signed in."""
    lane = lane_to_set_up()
    if lane is None:
        return page_of_first_run() or _own_page()
    return url_for("setup.overview", lane=lane)


def _own_page() -> str:
    """The office for who works there; guards have no other page than the board."""
    found = current()
    office = found is not None and found.account.role.may(Right.ENTER_OFFICE)
    return url_for("office.page" if office else "board.page")


def page_of_first_run() -> str | None:
    """Where the first administrator goes on, while the site is being set up."""
    found, session_found = FirstRun(desk().house.folder.root).progress(), current()
    if found is None or session_found is None:
        return None
    if found.admin != session_found.account.id:
        return None
    return url_for("first_run.page" if found.code else next_step(found))


def next_step(found: Progress) -> str:
    """The endpoint of the first step of a first run that is not done yet."""
    if found.person:
        return "first_run.card"
    alone = len(desk().staff.accounts.all()) == 1
    return "first_run.people" if alone else "first_run.lanes"


def is_local(address: str | None) -> bool:
    """Whether a request comes from this machine."""
    try:
        return address is not None and ip_address(address).is_loopback
    except ValueError:
        return False
