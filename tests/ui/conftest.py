"""A site with two lanes, its pages, and a hand that plays the gate process."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from setup_kit import LISTEN, sign_in
from ui_kit import (
    BROWSER_ARGS,
    CHROMIUM,
    Gate,
    Site,
    Visitor,
    answers,
    free_port,
    make_config,
    wait_until,
)

from kiosk.config.devices import ScreenTable
from kiosk.house import House
from kiosk.live import Live
from kiosk.screens import Screens
from kiosk.staff import Role, Staff, secrets
from ui.app import close_app, make_pages, open_site
from ui.serve import serve

VIEWPORT = {"width": 1280, "height": 800}


@pytest.fixture
def drill() -> bool:
    """Whether the site is a drill; a module may say otherwise."""
    return False


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """An invented password need cost no guesser anything; in `tests/staff` it does."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "_hasher", quick)
        patch.setattr(secrets, "_NOBODY", quick.hash("nobody"))
        yield


@pytest.fixture(scope="session")
def new_site(tmp_path_factory: Any) -> Callable[[Path, bool], None]:
    """Lay out the folder of a site in which nothing has happened yet.

    To make its keys and tables takes longer than most tests: it is done once.
    """
    made: dict[bool, Path] = {}

    def lay_out(folder: Path, drill: bool) -> None:
        if drill not in made:
            made[drill] = tmp_path_factory.mktemp("new") / "var"
            config = make_config(made[drill], drill)
            House.open(config, lambda text: None).close()
            Staff(made[drill] / "registry.db").close()
        shutil.copytree(made[drill], folder)

    return lay_out


@pytest.fixture
def house(tmp_path: Path, drill: bool, new_site: Any) -> Iterator[House]:
    new_site(tmp_path / "var", drill)
    opened = House.open(make_config(tmp_path / "var", drill), lambda text: None)
    yield opened
    opened.close()


@pytest.fixture
def live(house: House) -> Iterator[Live]:
    opened = house.open_live()
    yield opened
    opened.close()


@pytest.fixture
def gate(house: House) -> Iterator[Gate]:
    opened = house.open_live()
    opened.begin_anew()
    hand = Gate(opened)
    hand.show("idle")
    hand.show("idle", "west")
    yield hand
    opened.close()


@pytest.fixture(scope="session")
def pages() -> Flask:
    """All pages, of no site yet: to make them takes longer than most tests."""
    return make_pages()


@pytest.fixture
def app(pages: Flask, house: House, live: Live, gate: Gate) -> Iterator[Flask]:
    begun, settings = dict(pages.extensions), dict(pages.config)
    open_site(pages, house, live)
    pages.testing = True
    yield pages
    close_app(pages)
    for kept, first in ((pages.extensions, begun), (pages.config, settings)):
        kept.clear()
        kept.update(first)


@pytest.fixture
def staff(house: House) -> Iterator[Staff]:
    opened = Staff(house.folder.registry)
    yield opened
    opened.close()


@pytest.fixture
def visitor(app: Flask, staff: Staff) -> Visitor:
    return Visitor(app.test_client(), staff)


@pytest.fixture
def guard(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


@pytest.fixture
def administrator(visitor: Visitor) -> Visitor:
    visitor.sign_in("it", Role.ADMINISTRATOR)
    return visitor


@pytest.fixture
def screens(house: House) -> Screens:
    """What is kept of the set-up of the site's screens."""
    return Screens(house.folder.root)


@pytest.fixture(scope="module")
def served_drill() -> bool:
    """Whether the served site is a drill; a module may say otherwise."""
    return False


@pytest.fixture(scope="module")
def served_screen() -> ScreenTable | None:
    """What the served site says of the screen in the west."""
    return None


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: Any, served_drill: bool, served_screen: ScreenTable | None
) -> Iterator[Site]:
    port, stop = free_port(), threading.Event()
    folder = tmp_path_factory.mktemp("site") / "var"
    config = make_config(folder, served_drill, port, served_screen)
    house = House.open(config, lambda text: None)
    live, gate = house.open_live(), Gate(house.open_live())
    gate.live.begin_anew()
    gate.show("idle")
    gate.show("idle", "west")
    staff = Staff(house.folder.registry)
    threads = [
        threading.Thread(target=serve, args=(house, live, stop)),
        threading.Thread(target=gate.keep_beating, args=(stop,)),
    ]
    for thread in threads:
        thread.start()
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(url))
        yield Site(url, gate, staff, house)
    finally:
        stop.set()
        for thread in threads:
            thread.join(15)
        staff.close()
        live.close()
        gate.live.close()
        house.close()
    assert not any(thread.is_alive() for thread in threads)


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the pages were not looked at")
    playwright = request.getfixturevalue("playwright")
    opened = playwright.chromium.launch(
        executable_path=CHROMIUM, args=BROWSER_ARGS, timeout=55_000
    )
    yield opened
    opened.close()


LOCAL = re.compile(r"^(http://127\.0\.0\.1:\d+/|data:)")
PLAIN = {"reduced_motion": "null", "media": "null"}


def open_page(browser: Any, **settings: Any) -> Any:
    """A page in a browser of its own that keeps whom else than us it has asked."""
    context = browser.new_context(viewport=VIEWPORT, **settings)
    strangers: list[str] = []
    context.on(
        "request",
        lambda request: LOCAL.match(request.url) or strangers.append(request.url),
    )
    opened = context.new_page()
    opened.strangers = strangers
    opened.set_default_timeout(30_000)
    return opened


def tidy(page: Any) -> None:
    """As it was before a test, but for its cookies."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate(
        "() => { try { localStorage.clear(); sessionStorage.clear(); } catch {} }"
    )
    page.goto("about:blank")
    page.set_viewport_size(VIEWPORT)
    page.emulate_media(**PLAIN)


@pytest.fixture(scope="module")
def kept_page(browser: Any) -> Iterator[Any]:
    """A page for many tests: to open another one takes longer than most of them."""
    opened = open_page(browser)
    yield opened
    opened.context.close()


@pytest.fixture
def page(kept_page: Any) -> Iterator[Any]:
    """A page that may speak to our own server and to nobody else.

    Whoever gives it a clock or a script of its own takes `own_page`.
    """
    yield kept_page
    tidy(kept_page)
    kept_page.context.clear_cookies()
    assert not kept_page.strangers


@pytest.fixture
def own_page(browser: Any) -> Iterator[Any]:
    """The same, for one test alone."""
    opened = open_page(browser)
    yield opened
    opened.context.close()
    assert not opened.strangers


@pytest.fixture(scope="module")
def signed_in(browser, site):
    context = browser.new_context()
    sign_in(context.new_page(), site)
    yield context.storage_state()
    context.close()


@pytest.fixture(scope="module")
def set_up_page(browser, signed_in):
    opened = open_page(browser, storage_state=signed_in)
    opened.add_init_script(LISTEN)
    yield opened
    opened.context.close()


@pytest.fixture
def installer(set_up_page, site):
    site.gate.show("idle", "west")
    Screens(site.house.folder.root).path("west").unlink(missing_ok=True)
    yield set_up_page
    tidy(set_up_page)
    assert not set_up_page.strangers


@pytest.fixture
def alone(own_page, site):
    """An installer with a session of their own, to be ended."""
    site.gate.show("idle", "west")
    sign_in(own_page, site, "second")
    return own_page


@pytest.fixture(
    params=[(1280, 800), (1080, 1920)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def sized(request, installer):
    width, height = request.param
    installer.set_viewport_size({"width": width, "height": height})
    return installer


@pytest.fixture
def kept(site):
    return lambda: Screens(site.house.folder.root).read("west").setup
