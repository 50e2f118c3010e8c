"""Steps of the set-up as an installer makes them."""

from kiosk.staff import Role

PANEL = {
    "width_px": "1280",
    "height_px": "800",
    "line_px": "590",
    "line_mm": "100",
    "distance_cm": "50",
}
SPEAKER = {
    "volume_db": "-26",
    "ambient_dba": "40",
    "normal_dba": "62",
    "loudest_dba": "78",
}
TOUCH = {"missed": "", "largest_mm": "2.4", "keys": "call,louder,F9"}
CAMERA = {"px_per_module": "4.2"}
READER = {"place": "left"}
FORMS = {
    "panel": PANEL,
    "speaker": SPEAKER,
    "touch": TOUCH,
    "camera": CAMERA,
    "reader": READER,
}
BASE = "/screen/west/setup"


def sign_in(page, site, login="it", lane="west"):
    """Open the set-up in a browser, as an administrator with a code."""
    staff = site.staff.accounts
    known = {account.login for account in staff.all()}
    if login not in known:
        staff.add(login, Role.ADMINISTRATOR, "陈工")
    page.goto(f"{site.url}/screen/{lane}/setup")
    page.fill("#login", login)
    page.fill("#secret", staff.issue_code(login))
    page.press("#secret", "Enter")
    page.wait_for_url("**/password")
    page.click("text=这次先不设置")
    page.wait_for_url(f"**/screen/{lane}/setup")


# What is played, written to the console.
LISTEN = """(() => {
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (when) {
    console.log(JSON.stringify([this.loop, this.buffer.duration, this.context.state]));
    return start.call(this, when);
  };
})();"""


def to(page, site, path):
    page.goto(f"{site.url}{BASE}{path}")


def saved(page):
    page.click("form.work .key.strong >> nth=-1")
    page.wait_for_selector(".result, .problem")


def measured(page, site, distance="50"):
    to(page, site, "/panel")
    page.fill("#length", "590")
    page.fill("#line_mm", "100")
    page.fill("#distance_cm", distance)
    saved(page)
