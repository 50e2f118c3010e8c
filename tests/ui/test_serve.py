"""The real server: streams, limits, an end that leaves nothing."""

import http.client
import json
import socket
import threading
import time
from contextlib import ExitStack, suppress
from statistics import median

import pytest
from ui_kit import allowance, wait_until

from kiosk.voice.intake_flaws import MOST_UPLOAD
from ui import bodies
from ui.app import LARGEST_BODY
from ui.bodies import MOST_LARGE
from ui.places import FOR_SCREEN, SHARED


def ask(site, url, **headers):
    connection = http.client.HTTPConnection(
        site.url.removeprefix("http://"), timeout=30
    )
    connection.request("GET", url, headers=headers)
    return connection, connection.getresponse()


def read_event(answer, name):
    """The data of the next event of that name."""
    while True:
        line = answer.readline().decode()
        assert line, "the stream ended"
        if line == f"event: {name}\n":
            return json.loads(answer.readline().decode().removeprefix("data: "))


def test_a_verdict_reaches_a_stream_within_a_blink(site):
    connection, answer = ask(site, "/api/v1/screen/east/events")
    read_event(answer, "screen")
    taken = []
    for state in ("reading", "pass", "idle") * 4:
        begun = time.perf_counter()
        site.gate.show(state)
        assert state == read_event(answer, "screen")["state"]
        taken.append(time.perf_counter() - begun)
    connection.close()
    assert median(taken) < 0.15 + allowance(lambda: streams(site))


def test_forty_streams_leave_room_for_everything_else(site):
    wait_until(lambda: streams(site) == 0)  # the ghosts of other tests
    opened = [
        ask(site, "/api/v1/screen/west/events") for _ in range(SHARED + FOR_SCREEN)
    ]
    last, refused = ask(site, "/api/v1/screen/west/events")
    begun = time.perf_counter()
    other, page = ask(site, "/screen/west")
    taken = time.perf_counter() - begun
    for both in [(last, refused), (other, page), *opened]:
        for one in both:
            one.close()
    assert {200} == {answer.status for _, answer in opened}
    assert (refused.status, page.status) == (503, 200)
    assert taken < 2 + allowance(lambda: streams(site))
    wait_until(lambda: streams(site) == 0)


RECORDING = "/api/v1/recordings/zh/deny"


def half_sent(site, size, path=RECORDING):
    """A connection on which a body of so many bytes has begun."""
    sent = socket.create_connection(("127.0.0.1", int(site.url.rpartition(":")[2])), 10)
    head = f"PUT {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
    sent.sendall(head.encode() + bytes(1000))
    return sent


def answered(connection, seconds=20.0):
    """The first line of what came back; empty while the rest is awaited."""
    connection.settimeout(seconds)
    try:
        return connection.recv(100).partition(b"\r\n")[0].decode()
    except TimeoutError:
        return ""


def test_a_large_body_is_taken_in_only_on_its_way_to_the_recordings(site):
    size = LARGEST_BODY + 1
    for path, wanted in (("/sign-in", "413"), (RECORDING, "")):
        with half_sent(site, size, path) as connection:
            found = answered(connection, 20 if wanted else 0.3)
            assert (wanted in found, bool(found)) == (True, bool(wanted))
    with half_sent(site, LARGEST_BODY, "/sign-in") as connection:
        assert answered(connection, 0.3) == ""


def test_only_a_few_strangers_can_have_large_bodies_kept_for_them(site):
    size = MOST_UPLOAD
    with ExitStack() as all_of_them:
        held = [
            all_of_them.enter_context(half_sent(site, size)) for _ in range(MOST_LARGE)
        ]
        with half_sent(site, size) as one_more:
            assert "413" in answered(one_more)
        assert [answered(connection, 0.1) for connection in held] == [""] * MOST_LARGE

    def is_taken():
        with half_sent(site, size) as connection:
            return answered(connection, 0.2) == ""

    wait_until(is_taken)


def test_a_body_in_pieces_of_unknown_length_is_small(site):
    port = int(site.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        head = f"PUT {RECORDING} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        connection.sendall(f"{head}\r\n{LARGEST_BODY + 1:x}\r\n".encode())
        connection.sendall(bytes(LARGEST_BODY + 1))
        assert "413" in answered(connection)


def streams(site):
    connection, answer = ask(site, "/healthz")
    found = json.loads(answer.read())["streams"]
    connection.close()
    return found


def test_the_server_does_not_name_itself(site):
    connection, answer = ask(site, "/healthz")
    connection.close()
    assert None is answer.headers["Server"]


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "Forwarded", "X-Forwarded-Port"]
)
def test_other_words_of_a_proxy_are_not_believed(site, header):
    connection, answer = ask(site, "/sign-in/password", **{header: "evil.example"})
    text = answer.read().decode()
    connection.close()
    assert answer.status == 200
    assert "evil.example" not in text


def test_a_proxy_on_this_machine_may_say_https(site):
    connection, answer = ask(
        site, "/sign-in/password", **{"X-Forwarded-Proto": "https"}
    )
    connection.close()
    assert answer.headers["Set-Cookie"].startswith("__Host-")


def test_the_web_process_beats(site):
    wait_until(lambda: site.gate.live.beat_age_ms("web") is not None)


def test_only_known_threads_serve(site):
    names = {thread.name for thread in threading.enumerate()}
    assert "hub" in names


def test_a_head_that_dribbles_in_is_not_waited_for(site, monkeypatch):
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 0.5)
    with ExitStack() as all_of_them:
        port = int(site.url.rpartition(":")[2])
        slow, silent = (
            all_of_them.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            for _ in range(2)
        )
        begun = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - begun < 20:
                slow.sendall(b"X")
                time.sleep(0.05)
        assert time.monotonic() - begun < 20
        assert silent.recv(1) == b""


def test_a_stream_is_never_late(site, monkeypatch):
    monkeypatch.setattr(bodies, "HEAD_SECONDS", 0.0)
    connection, answer = ask(site, "/api/v1/screen/east/events")
    for _ in range(2):
        read_event(answer, "hb")
    connection.close()
