"""Who may use which route: one table, and everything else is forbidden."""

from enum import StrEnum
from ipaddress import ip_address

from flask import Response, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from kiosk.first_run import FirstRun
from kiosk.staff import Right, Session
from ui.desk import desk

AFTER = "after"
TOKEN = "staff"  # noqa: S105 - the key under which the cookie keeps the token
ASKS_BY_ITSELF = frozenset(
    {
        *("api.board_state", "api.board_events", "api.board_shift", "api.command"),
        "api.standing",
        *("ledger_pages.check_state", "import_pages.state", "people_pages.laid"),
        "policy_pages.state",
        "first_run.state",
        *("api.screen_state", "api.screen_events", "api.alive", "api.alive_state"),
        *("api.lock", "api.unlock"),
    }
)
# Nobody who has to let people out looks for a PIN; what ends that asks for it.
WHEN_LOCKED = frozenset(
    {"api.lock", "api.unlock", "sign_in.leave", "api.begin_evacuation"}
)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
LOCKED = 423


class Audience(StrEnum):
    """Who needs no account."""

    EVERYONE = "everyone"
    SCREEN = "screen"  # a browser on this machine, any in a drill, or staff
    DRILL = "drill"  # anybody, but only in a drill


WHO: dict[str, Audience | Right] = {
    "static": Audience.EVERYONE,
    "health.healthz": Audience.EVERYONE,
    "first_run.page": Audience.EVERYONE,
    "first_run.make": Audience.EVERYONE,
    "first_run.people": Right.MANAGE_STAFF,
    "first_run.add_people": Right.MANAGE_STAFF,
    "first_run.lanes": Right.MANAGE_STAFF,
    "first_run.person": Right.MANAGE_STAFF,
    "first_run.register": Right.MANAGE_STAFF,
    "first_run.card": Right.MANAGE_STAFF,
    "first_run.state": Right.MANAGE_STAFF,
    "first_run.end": Right.MANAGE_STAFF,
    "sign_in.front": Audience.EVERYONE,
    "sign_in.form": Audience.EVERYONE,
    "sign_in.enter": Audience.EVERYONE,
    "sign_in.by_password": Audience.EVERYONE,
    "sign_in.pin": Audience.EVERYONE,
    "sign_in.enter_by_pin": Audience.EVERYONE,
    "second.page": Audience.EVERYONE,
    "second.enter": Audience.EVERYONE,
    "sign_in.leave": Right.OWN_ACCOUNT,
    "own_pages.password": Right.OWN_ACCOUNT,
    "own_pages.set_password": Right.OWN_ACCOUNT,
    "own_pages.pin": Right.OWN_ACCOUNT,
    "own_pages.set_pin": Right.OWN_ACCOUNT,
    "own_factor.page": Right.OWN_ACCOUNT,
    "own_factor.begin": Right.OWN_ACCOUNT,
    "own_factor.confirm": Right.OWN_ACCOUNT,
    "own_factor.renew_codes": Right.OWN_ACCOUNT,
    "screen.page": Audience.SCREEN,
    "setup.overview": Right.SET_UP,
    "setup.step": Right.SET_UP,
    "setup.touch_run": Right.SET_UP,
    "setup.sheet": Right.SET_UP,
    "setup.save": Right.SET_UP,
    "setup.forget": Right.SET_UP,
    "setup.finish": Right.SET_UP,
    "voice.clip": Audience.EVERYONE,
    "voice.chime": Audience.EVERYONE,
    "language.choose": Audience.EVERYONE,
    "help_form.page": Audience.EVERYONE,
    "help_form.send": Audience.EVERYONE,
    "office.page": Right.ENTER_OFFICE,
    "import_pages.page": Right.REGISTER,
    "import_pages.state": Right.REGISTER,
    "import_pages.upload": Right.REGISTER,
    "import_pages.accept": Right.REGISTER,
    "import_pages.write": Right.REGISTER,
    "import_pages.drop": Right.REGISTER,
    "import_pages.choose": Right.REGISTER,
    "import_pages.undo": Right.REGISTER,
    "import_pages.template": Right.REGISTER,
    "policy_pages.page": Right.AUDIT,
    "policy_pages.rehearsal": Right.AUDIT,
    "policy_pages.state": Right.AUDIT,
    "policy_pages.change": Right.SET_POLICY,
    "policy_pages.rehearse": Right.SET_POLICY,
    "policy_pages.reset": Right.SET_POLICY,
    "policy_pages.drop": Right.SET_POLICY,
    "policy_pages.apply": Right.SET_POLICY,
    "report_pages.page": Right.VIEW_REPORTS,
    "report_pages.download": Right.VIEW_REPORTS,
    "ledger_pages.page": Right.AUDIT,
    "ledger_pages.story": Right.AUDIT,
    "ledger_pages.check": Right.AUDIT,
    "ledger_pages.check_state": Right.AUDIT,
    "retention_pages.page": Right.AUDIT,
    "retention_pages.receipt": Right.AUDIT,
    "retention_pages.end": Right.AUDIT,
    "retention_pages.record": Right.AUDIT,
    "retention_pages.certificate": Right.AUDIT,
    "retention_pages.stop_checking": Right.KEEP_DATA,
    "retention_pages.check_again": Right.KEEP_DATA,
    "retention_pages.schedule": Right.KEEP_DATA,
    "retention_pages.call_off": Right.KEEP_DATA,
    "retention_pages.change": Right.KEEP_DATA,
    "retention_pages.purge": Right.KEEP_DATA,
    "staff_pages.page": Right.MANAGE_STAFF,
    "staff_pages.add": Right.MANAGE_STAFF,
    "staff_pages.do": Right.MANAGE_STAFF,
    "people_pages.page": Right.REGISTER,
    "people_pages.search": Right.REGISTER,
    "people_pages.search_anew": Right.REGISTER,
    "people_pages.go_back": Right.REGISTER,
    "people_pages.new": Right.REGISTER,
    "people_pages.register": Right.REGISTER,
    "people_pages.page_of": Right.REGISTER,
    "people_pages.show": Right.REGISTER,
    "people_pages.correct": Right.REGISTER,
    "people_pages.set_status": Right.REGISTER,
    "people_pages.link": Right.REGISTER,
    "people_pages.laid": Right.REGISTER,
    "people_pages.ask": Right.REGISTER,
    "people_pages.close": Right.REGISTER,
    "people_pages.attest": Right.REGISTER,
    "people_pages.unattest": Right.REGISTER,
    "people_pages.set_basis": Right.REGISTER,
    "people_pages.withdraw": Right.REGISTER,
    "people_pages.end_card": Right.REGISTER,
    "people_pages.export": Right.REGISTER,
    "people_pages.erase": Right.REGISTER,
    "pass_pages.page": Right.REGISTER,
    "pass_pages.find": Right.REGISTER,
    "pass_pages.page_of": Right.REGISTER,
    "pass_pages.holder": Right.REGISTER,
    "pass_pages.issue": Right.PRINT_PASSES,
    "pass_pages.renew": Right.PRINT_PASSES,
    "pass_pages.renew_many": Right.PRINT_PASSES,
    "pass_pages.print_many": Right.PRINT_PASSES,
    "pass_pages.revoke": Right.PRINT_PASSES,
    "pass_pages.link_number": Right.REGISTER,
    "pass_pages.change_number": Right.REGISTER,
    "request_pages.page": Right.REGISTER,
    "request_pages.find": Right.REGISTER,
    "request_pages.poster": Right.REGISTER,
    "request_pages.page_of": Right.REGISTER,
    "request_pages.go_back": Right.REGISTER,
    "request_pages.show": Right.REGISTER,
    "request_pages.amend": Right.REGISTER,
    "request_pages.approve": Right.REGISTER,
    "request_pages.decline": Right.REGISTER,
    "voice_admin.page": Right.RECORD_VOICE,
    "board.page": Right.VIEW_BOARD,
    "passes.print_view": Right.PRINT_PASSES,
    "simulator.page": Audience.DRILL,
    "api.token": Audience.EVERYONE,
    "api.screen_state": Audience.SCREEN,
    "api.screen_events": Audience.SCREEN,
    "api.call": Audience.SCREEN,
    "api.alive": Audience.SCREEN,
    "api.alive_state": Audience.SCREEN,
    "api.board_state": Right.VIEW_BOARD,
    "api.board_events": Right.VIEW_BOARD,
    "api.board_shift": Right.WORK_LANES,
    "api.standing": Right.VIEW_BOARD,
    "api.touch": Right.VIEW_BOARD,
    "api.lock": Right.VIEW_BOARD,
    "api.unlock": Right.VIEW_BOARD,
    "api.lane_command": Right.WORK_LANES,
    "api.begin_evacuation": Right.WORK_LANES,
    "api.end_evacuation": Right.WORK_LANES,
    "api.override_reason": Right.WORK_LANES,
    "api.card_form": Right.REGISTER_AT_GATE,
    "api.admission": Right.REGISTER_AT_GATE,
    "api.command": Right.WORK_LANES,
    "api.keep_recording": Right.RECORD_VOICE,
    "api.remove_recording": Right.RECORD_VOICE,
    "api.simulator_state": Audience.DRILL,
    "api.simulator_order": Audience.DRILL,
}


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
    return None


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
        return page_of_first_run() or url_for("board.page")
    return url_for("setup.overview", lane=lane)


def page_of_first_run() -> str | None:
    """Where the first administrator goes on, while the site is being set up."""
    found, session_found = FirstRun(desk().house.folder.root).progress(), current()
    if found is None or session_found is None:
        return None
    if found.admin != session_found.account.id:
        return None
    return url_for("first_run.card" if found.person else "first_run.people")


def is_local(address: str | None) -> bool:
    """Whether a request comes from this machine."""
    try:
        return address is not None and ip_address(address).is_loopback
    except ValueError:
        return False
