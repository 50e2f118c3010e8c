"""Serving the pages: waitress, with limits that a storm of clients cannot pass.

There are more threads than places for streams (`ui.places`), by 24 of which at most 8
look at passwords: a verdict, a key or a sign-in always finds a free one. A thousand
connections may be open, many times what a site has; slow senders are shut out after
10 s. Bodies end at 64 KiB, those of recordings and lists of people, few at once, at
2 and 24 MiB. No `Server` header. A proxy on this machine may say whom it speaks for;
nobody else.
"""

import os
import resource
import signal
import sys
import threading
from types import FrameType
from typing import Any

import structlog
from waitress import create_server, wasyncore

from kiosk.house import House
from kiosk.live import Live
from kiosk.live.store import LIVE_ERRORS, now_ms
from kiosk.parent import parent_is_gone
from kiosk.people.naming import enter_names
from kiosk.retention.keeper import RetentionKeeper
from ui.app import close_app, create_app
from ui.bodies import BoundChannel, close_late
from ui.office.imports.pages import MOST_TABLE
from ui.office.reports import reports_of
from ui.places import Places

log = structlog.get_logger()

MOST_CONNECTIONS = 1000
MOST_FILES = 2 * MOST_CONNECTIONS
THREADS = 24  # beside those that carry streams
LIMITS: dict[str, Any] = {
    "connection_limit": MOST_CONNECTIONS,
    "channel_timeout": 20,
    "cleanup_interval": 5,
    "max_request_body_size": MOST_TABLE + 1,  # the largest; `ui.bodies` bounds each
    "max_request_header_size": 32 * 1024,
    "asyncore_use_poll": True,
    "channel_request_lookahead": 1,  # a closed stream is noticed at the next beat
    "ident": None,
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    "clear_untrusted_proxy_headers": True,
}
LOOP_SECONDS = 0.2
BEAT_MS = 1000
# How long a thread that computes (an import, a report) keeps those from going on that
# answer pages; each of their queries waits that long once more. Python's own is 5 ms.
SWITCH_SECONDS = 0.0005


def serve(house: House, live: Live, stop: threading.Event | None = None) -> None:
    """Serve until ``stop`` is set; without one, until the process ends.

    Raises:
        OSError: the address is taken or not ours.
    """
    stop = stop or threading.Event()
    _raise_file_limit()
    app = create_app(house, live)
    names = threading.Thread(target=enter_names, args=(house, stop), name="names")
    keeper = RetentionKeeper(house)
    sockets: dict[int, Any] = {}
    try:
        web = house.config.web
        at: dict[str, Any] = {"map": sockets, "host": web.host, "port": web.port}
        server = create_server(app, **at, **LIMITS, threads=_threads(house))
        for listening in sockets.values():
            listening.channel_class = BoundChannel
        log.info("serving", host=web.host, port=web.port)
        names.start()
        keeper.start()
        reports_of(app).start()
        _loop(sockets, live, stop, house)
        close_app(app)  # ends the streams, so that their threads are free
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
    finally:
        close_app(app)
        stop.set()
        keeper.stop()
        if names.is_alive():
            names.join()
        wasyncore.close_all(sockets, ignore_all=True)


def run_web(house: House, live: Live) -> int:
    """Serve until SIGTERM or Ctrl-C; returns the exit code."""
    stop = threading.Event()
    sys.setswitchinterval(SWITCH_SECONDS)

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
    serve(house, live, stop)
    return 0


def _threads(house: House) -> int:
    return THREADS + Places([lane.id for lane in house.config.lanes]).most


def _raise_file_limit() -> None:
    """Let the connections have files; a shell or systemd often leaves 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _loop(
    sockets: dict[int, Any], live: Live, stop: threading.Event, house: House
) -> None:
    started = next_beat = now_ms()
    while not stop.is_set() and not parent_is_gone():
        wasyncore.loop(LOOP_SECONDS, use_poll=True, map=sockets, count=1)
        if now_ms() >= next_beat or next_beat - now_ms() > 2 * BEAT_MS:
            _beat(live, started)
            close_late(sockets, MOST_CONNECTIONS)
            if house.keys_replaced():
                log.warning("keys_replaced")  # all was destroyed: begin anew
                return
            next_beat = now_ms() + BEAT_MS


def _beat(live: Live, started: int) -> None:
    try:
        live.beat("web", os.getpid(), started)
    except LIVE_ERRORS as error:  # a full disk: the board must stay, above all then
        log.error("not_shown", process="web", error=type(error).__name__)
