"""No line of a log holds anybody's number, name or phone."""

import json
import subprocess
import sys

import pytest

from kiosk.logs import FORBIDDEN_KEYS, scrub
from verification.invented import invented_person

NUMBER = "11010519491231002X"
PERSONAL = [
    NUMBER,
    NUMBER.lower(),
    invented_person(3).number,
    "110105491231002",
    "CAN110180010101",
    "13800138000",
    "8613800138000",
    "+8613800138000",
]
AROUND = ["{}", "card {} read", "number={}", "({})", "'{}',", "读到{}了", "a/{}?x"]
HARMLESS = [
    "device lost: /dev/ttyUSB0",
    "0198a2c4-7d1e-7000-8000-0123456789ab",
    "seq 123456",
    "2026-11-21T08:00:00.123456Z",
    "1234567890123456789012345678901234567890",
]


def scrubbed(**event: object) -> dict[str, object]:
    return dict(scrub(None, "info", event))


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("number", PERSONAL)
def test_a_number_is_blanked_wherever_it_stands(number: str, around: str) -> None:
    said = str(scrubbed(event=around.format(number)))
    assert number not in said
    assert "[number]" in said


@pytest.mark.parametrize(
    "value",
    [
        [NUMBER],
        {"of": NUMBER},
        ValueError(f"bad {NUMBER}"),
        (1, (NUMBER,)),
        13800138000,
        NUMBER.encode(),
    ],
)
def test_a_number_is_blanked_within_other_values(value: object) -> None:
    said = str(scrubbed(event="x", detail=value))
    assert NUMBER not in said
    assert "13800138000" not in said


@pytest.mark.parametrize("key", sorted(FORBIDDEN_KEYS))
def test_personal_keys_are_dropped_whatever_they_hold(key: str) -> None:
    assert scrubbed(event="x", **{key: "测试人"})[key] == "[personal]"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_not_personal_stays(text: str) -> None:
    assert scrubbed(event=text) == {"event": text}


@pytest.mark.parametrize("value", [3, 2.5, True, None, 0])
def test_plain_values_keep_their_type(value: object) -> None:
    assert scrubbed(event="x", value=value)["value"] is value


PROGRAM = """
import structlog
from kiosk.logs import set_up_logs
set_up_logs("gate")
log = structlog.get_logger()
log.info("read", number="11010519491231002X", at="phone 13800138000")
log.debug("not shown")
try:
    raise ValueError("bad 11010519491231002X")
except ValueError as error:
    log.error("failed", exc_info=error)
"""


def test_a_log_is_one_json_object_a_line_without_numbers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["started", "read", "failed"]
    assert lines[0]["process"] == "gate"
    assert "ValueError: bad [number]" in lines[2]["exception"]
    for line in lines:
        del line["timestamp"]  # its microseconds may be any digits
    assert "1101" not in str(lines)
    assert "138001" not in str(lines)
    assert done.stdout == ""
