"""The factory: one Flask app from a house and its live.db."""

from zoneinfo import ZoneInfo

from flask import Flask
from flask_wtf import CSRFProtect

from kiosk.house import House
from kiosk.live import Commands, Live
from kiosk.live.simulator import SimulatorTable
from kiosk.staff.at_house import open_staff
from kiosk.voice.keeping import stamp
from ui.access import (
    current,
    gates_lane,
    guard,
    lane_to_set_up,
    page_after_sign_in,
)
from ui.answered import page_again
from ui.api import api
from ui.board import board
from ui.board_view import held_lanes, lanes_part
from ui.cookies import HostCookie
from ui.desk import NAME, Desk, desk
from ui.errors import register_errors
from ui.first_run import first_run
from ui.health import health
from ui.help_form import help_form
from ui.hub import Hub
from ui.journal import Journal
from ui.language import LANGUAGES, chosen, language, t
from ui.office.clock import clock_pages
from ui.office.imports.pages import EXTENSION as IMPORT
from ui.office.imports.pages import begin_imports, import_pages
from ui.office.imports.pages import let_upload as let_table
from ui.office.landing import office
from ui.office.ledger import ledger_pages
from ui.office.passes.pages import pass_pages
from ui.office.passes.printing import begin_heaps, close_heaps
from ui.office.people import people_pages
from ui.office.policy import close_rehearsal, policy_pages
from ui.office.reports import close_reports, report_pages
from ui.office.requests.pages import request_pages
from ui.office.retention import retention_pages
from ui.office.retention.work import close_purge
from ui.office.sections import sections_of
from ui.office.staff import staff_pages
from ui.own_account import own_pages
from ui.own_factor import own_factor
from ui.passes import passes
from ui.screen import screen
from ui.second import second
from ui.security import add_headers, check_host, check_same_origin
from ui.setup import setup
from ui.sign_in import sign_in
from ui.simulator import simulator
from ui.voice import voice
from ui.voice_admin import let_upload, voice_admin
from ui.words import ROLE_WORDS

LARGEST_BODY = 64 * 1024


def create_app(house: House, live: Live) -> Flask:
    """An app with its hub started; `close_app` ends what it began."""
    app = make_pages()
    open_site(app, house, live)
    return app


def make_pages() -> Flask:
    """All pages, of no site yet; whoever looks at many sites makes them once."""
    app = Flask("ui")
    app.session_interface = HostCookie()
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        WTF_CSRF_TIME_LIMIT=None,  # a gate screen stays open for months
        WTF_CSRF_SSL_STRICT=False,  # no page of ours sends a Referer
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined] # of the default provider
    for check in (check_host, guard, let_upload, let_table, check_same_origin):
        app.before_request(check)
    CSRFProtect(app)
    app.after_request(add_headers)
    register_errors(app)
    for blueprint in (
        api, board, clock_pages, first_run, health, help_form, import_pages, language,
        ledger_pages, office, own_factor, own_pages, pass_pages, passes, people_pages,
        policy_pages, report_pages, request_pages, retention_pages, screen, second,
        setup, sign_in, simulator, staff_pages, voice, voice_admin,
    ):  # fmt: skip
        app.register_blueprint(blueprint)
    app.context_processor(_for_templates)
    return app


def open_site(app: Flask, house: House, live: Live) -> None:
    """Let the pages show this site; `close_app` ends that."""
    app.config["SECRET_KEY"] = house.keys.session
    app.extensions[NAME] = make_desk(house, live)
    begin_imports(app)
    begin_heaps(app)


def _for_templates() -> dict[str, object]:
    return {
        "site": desk().house.config.site,
        "session_of_staff": current,
        "gates_lane": gates_lane,
        "held_lanes": held_lanes,
        "lane_to_set_up": lane_to_set_up,
        "page_after_sign_in": page_after_sign_in,
        "page_again": page_again,
        "sections_of": sections_of,
        "role_words": ROLE_WORDS,
        "t": t,
        "page_language": LANGUAGES[chosen()],
    }


def make_desk(house: House, live: Live) -> Desk:
    """House, staff, ledger and hub joined; the hub is running."""
    config, staff = house.config, open_staff(house)
    journal = Journal(
        house.ledger,
        ZoneInfo(config.site.timezone),
        {lane.id: lane.name for lane in config.lanes},
        lambda: {a.id: a.display_name for a in staff.accounts.all()},
    )
    hub = Hub(
        live,
        [lane.id for lane in config.lanes],
        lambda views, gate_ok: lanes_part(config, live, views, gate_ok),
        journal.board,
        journal.version,
        lambda: stamp(config.site.data_dir),
    )
    hub.start()
    return Desk(house, live, staff, journal, hub, Commands(live), SimulatorTable(live))


def close_app(app: Flask) -> None:
    """End imports, hub, streams and the staff's connection; may be called twice."""
    found: Desk = app.extensions[NAME]
    app.extensions[IMPORT].close()
    close_rehearsal(app)
    close_reports(app)
    close_heaps(app)
    close_purge(app)
    found.hub.stop()
    found.staff.close()
