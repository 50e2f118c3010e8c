"""What the tests of the board in a browser share: a guard's page, and who waits."""

import re
from dataclasses import replace

from ui_kit import PIN, wait_until

from kiosk.live import BoardView, Commands
from kiosk.live.store import now_ms
from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind

WAITS = BoardView(
    "waiting_for_staff", 0, "v1", "refer", "not_registered", "李*英",
    "999999********0427", "senior",
)  # fmt: skip


def open_board(browser, site, size=(1280, 800), **settings):
    """A guard's board in a browser of its own; strangers whom it asks are kept."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, **settings)
    page = context.new_page()
    page.strangers, page.said = [], []
    local = re.compile(r"^(http://127\.0\.0\.1:\d+/|data:)")
    page.on("request", lambda r: local.match(r.url) or page.strangers.append(r.url))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.set_default_timeout(30_000)
    return page


def sign_in(page, site, login="guard"):
    """By a one-time code, on to a PIN of one's own, and to the board."""
    code = site.staff.accounts.issue_code(login)
    page.goto(f"{site.url}/sign-in")
    page.fill("#login", login)
    page.fill("#secret", code)
    page.press("#secret", "Enter")
    page.wait_for_url("**/pin")
    page.fill("input[name=new]", PIN)
    page.fill("input[name=again]", PIN)
    page.press("input[name=again]", "Enter")
    page.wait_for_url("**/board")


def wait_at(site, lane="east", since=0, **changes):
    """Somebody waits at a lane for so many milliseconds."""
    now = now_ms()
    seen = replace(WAITS, since_ms=now, call_since_ms=now - since, **changes)
    site.gate.show("wait", lane, board=seen)


def calm(site):
    """Nobody waits anywhere, and what was asked before is forgotten."""
    site.gate.show("idle")
    site.gate.show("idle", "west")
    commands(site)


def commands(site):
    return Commands(site.gate.live).take()


def asked(site):
    """The order that the page sends next."""
    return wait_until(lambda: commands(site))[0]


def finish(site, result):
    """The gate's answer to the order that the page sends next."""
    command = asked(site)
    Commands(site.gate.live).finish(command.id, result)
    return command


def record_opening(site, command, staff, visit="v1", answer=EventKind.GATE_PULSE):
    """What the gate process writes down before it opens, and what the gate said."""
    facts = {"lane": "east", "visit": visit, "evidence": EvidenceKind.STAFF}
    more, order = {"command": command}, {"order": f"order of {command}"}
    entry = Entry(EventKind.OVERRIDE, staff=staff, more=more, **facts)
    intent = Entry(EventKind.GATE_INTENT, lane="east", visit=visit, more=order)
    said = Entry(answer, lane="east", visit=visit, more=order)
    return site.house.ledger.append(entry, intent, said)[0].seq


def reasons(site):
    """The reasons that were given afterwards, newest first."""
    kind = EventKind.OVERRIDE_REASON
    told = [e for e in site.house.ledger.recent(20) if e.kind is kind]
    return [e.more["reason"] for e in told if "reason" in e.more]


def settled(board):
    """Until no key of the page is too new to be pressed."""
    board.wait_for_selector("#waiting .open")
    board.wait_for_selector("[aria-disabled=true]", state="detached")
