"""Headers, hosts, origins, tokens, cookies, errors."""

import pytest

OPEN = {"kind": "open", "reason": "other"}
LANE = "/api/v1/lanes/east/commands"
PAGES = ["/", "/sign-in", "/board", "/screen/east", "/nothing", "/api/v1/nothing",
         "/healthz", "/static/screen.css", "/static/screen.js"]  # fmt: skip


@pytest.mark.parametrize("url", PAGES)
def test_every_answer_carries_the_headers(guard, url):
    headers = guard.client.get(url).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert (
        "charset=utf-8" in headers["Content-Type"] or "json" in headers["Content-Type"]
    )


@pytest.mark.parametrize("url", ["/board", "/password", "/sign-in", "/api/v1/board"])
def test_pages_of_staff_are_not_kept(guard, url):
    assert guard.client.get(url).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("url", ["/board", "/sign-in", "/screen/east", "/password"])
def test_no_page_has_script_or_style_within_it(guard, url):
    page = guard.client.get(url).text
    assert "<script>" not in page
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page


@pytest.mark.parametrize(
    "url", [LANE, "/api/v1/screen/east/call", "/sign-out", "/password"]
)
def test_a_state_change_needs_the_token(guard, url):
    assert guard.client.post(url, json={}).status_code == 400


def test_a_missing_token_is_named_to_scripts_so_that_they_fetch_one(guard):
    assert guard.client.post(LANE, json=OPEN).json["error"] == "csrf"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 202),
        ({"Sec-Fetch-Site": "same-origin"}, 202),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://localhost"}, 202),
        ({"Origin": "null"}, 202),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:9"}, 403),
    ],
)
def test_another_sites_page_cannot_ask(guard, headers, status):
    assert status == guard.post(LANE, OPEN, **headers).status_code


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8080", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("192.168.1.20:8080", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
    ],
)
def test_only_our_own_names_are_answered(app, host, status):
    answer = app.test_client().get("/sign-in/password", headers={"Host": host})
    assert status == answer.status_code


def test_the_cookie_is_plain_on_loopback_and_host_bound_on_https(app):
    client = app.test_client()
    url, secure = "/sign-in/password", "https://localhost"
    plain = client.get(url).headers["Set-Cookie"]
    https = client.get(url, base_url=secure).headers["Set-Cookie"]
    assert plain.startswith("changxing=")
    assert "Secure" not in plain
    assert https.startswith("__Host-changxing=")
    assert "Secure" in https
    for cookie in (plain, https):
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie


def test_a_large_body_is_refused(guard):
    big = {"kind": "open", "reason": "other", "visit": "x" * 70_000}
    assert guard.post(LANE, big).status_code == 413


@pytest.mark.parametrize(
    ("url", "status"),
    [("/nothing", 404), ("/screen/nowhere", 404), ("/simulator", 403)],
)
def test_errors_say_what_is_wrong_in_both_languages_and_no_more(visitor, url, status):
    answer = visitor.client.get(url)
    assert status == answer.status_code
    assert "页面" in answer.text
    assert "page" in answer.text
    assert "Traceback" not in answer.text


def test_an_unknown_method_is_405_and_says_which_are_allowed(visitor):
    answer = visitor.client.delete(
        "/sign-in", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in (400, 405)  # the token is asked for first


def test_a_failure_within_tells_nothing(app, house, visitor):
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    app.extensions["changxing"].staff.close()
    with visitor.client.session_transaction() as cookie:
        cookie["staff"] = "x"
    answer = visitor.client.get("/board")
    assert answer.status_code == 500
    assert "不是您的问题" in answer.text
    assert "sqlite" not in answer.text.lower()


def test_the_keys_of_two_requests_differ_but_both_count(guard):
    first, second = guard.csrf(), guard.csrf()
    for token in (first, second):
        answer = guard.client.post(LANE, json=OPEN, headers={"X-CSRFToken": token})
        assert answer.status_code == 202
