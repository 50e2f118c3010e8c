"""What is collected after an incident, and that nobody's data are in it."""

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from kiosk.cli import main
from kiosk.config import load_config
from kiosk.demo.people import drawer, register
from kiosk.house import House
from kiosk.incident.logs import journal, safe_line
from kiosk.logs import PERSONAL
from kiosk.requests import Relation, Relative, Request, RequestBook
from kiosk.staff import Role, Staff
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import Entry, EventKind
from verification.registry import Row

SITE = """
[site]
name = "幸福里社区"
[web]
host = "192.168.31.7"
names = ["gate.xingfuli.example.cn"]
[[lanes]]
id = "east"
name = "东门"
  [lanes.camera]
  driver = "opencv"
  source = "rtsp://admin:hunter2@127.0.0.1:9/live"
"""
SHE = invented_person(4242)
GUARD = "欧阳值班"
PURPOSE = "给测试人的家人"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    """A site where a lot has happened; the path to its settings."""
    path = tmp_path_factory.mktemp("site") / "config.toml"
    path.write_text(SITE, "utf-8")
    house = House.open(load_config(path), lambda text: None)
    register(house.registry, drawer(NOW.date()), NOW)
    staff = Staff(house.folder.registry)
    guard, _ = staff.accounts.add("ouyang", Role.GUARD, GUARD)
    for number in range(7):
        staff.lockout.failed(f"zhang{number}", "10.0.0.66")
    staff.close()
    row = Row(Document.parse(SHE.number, "resident"), SHE.name)
    asked = Request(Relative("李测试", SHE.phone, Relation.CHILD), (row,))
    RequestBook(house.registry).receive(asked, "form", NOW)
    shown = {"name": SHE.name, "number": SHE.number}
    house.ledger.append(
        Entry(EventKind.PRESENTED, lane="east", visit="v", personal=shown,
              subject=bytes(16)),
        Entry(EventKind.OVERRIDE, lane="east", visit="v", staff=guard.id),
        Entry(EventKind.PERSONAL_VIEWED, staff=guard.id,
              more={"what": "phone", "purpose": PURPOSE}),
        Entry(EventKind.PERSONAL_EXPORTED, staff="console",
              more={"purpose": PURPOSE, "people": 3}),
        Entry(EventKind.REGISTRY_CHANGE, staff=guard.id,
              more={"change": "card.linked"}),
    )  # fmt: skip
    house.ledger.checkpoint()
    house.close()
    return path


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    """Lines as they should be, and such as should never have been."""
    path = tmp_path_factory.mktemp("logs") / "web.log"
    lines = [
        {"event": "page_failed", "endpoint": "api.board", "error": "KeyError"},
        {"event": "read", "text": SHE.number},
        {"event": "called", "text": SHE.phone},
        {"event": "hello", "who": SHE.name},
        {"event": "serving", "host": "192.168.31.7", "port": 8080},
    ]
    said = [json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join([*said, f"Traceback … {SHE.name}", ""]), "utf-8")
    return path


@pytest.fixture(scope="module")
def pack(config, log, tmp_path_factory):
    """The parts of a pack by name."""
    path = tmp_path_factory.mktemp("out") / "incident.zip"
    words = ["incident", "--to", str(path), "--config", str(config), "--log", str(log)]
    done = CliRunner().invoke(main, [*words, "--days", "3650", "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one).decode() for one in archive.namelist()}
    digest = hashlib.sha256(parts["SHA256SUMS"].encode()).hexdigest()
    assert (digest, []) == (told["manifest_sha256"], told["failed"])
    return parts


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_nobody_is_in_it(pack):
    people = [invented_person(n) for n in range(200)] + [SHE]
    secrets = {GUARD, PURPOSE, "李测试", "ouyang", "zhang1", "hunter2"}
    secrets |= {one for p in people for one in (p.name, p.number, p.phone)}
    secrets |= {p.senior_card for p in people}
    for name, text in pack.items():
        assert {one for one in secrets if one in text} == set(), name
        if not name.endswith(("program.json", "data.json")):
            assert PERSONAL.search(text) is None, name


def test_no_address_is_in_it(pack):
    for name in ("settings.json", "doctor.json", "devices.json", "log.jsonl"):
        for secret in ("192.168", "127.0.0", "xingfuli", "rtsp://", "/tmp/"):
            assert secret not in pack[name], name


def test_every_part_is_in_the_manifest_with_its_digest(pack):
    sums = dict(reversed(line.split("  ")) for line in pack["SHA256SUMS"].splitlines())
    assert set(sums) == set(pack) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert digest == hashlib.sha256(pack[name].encode()).hexdigest()


def test_it_tells_whether_the_ledger_holds_and_what_was_signed(pack):
    told = json.loads(pack["ledger.json"])
    assert (told["ok"], told["rows"]) == (True, 6)
    assert [one["size"] for one in told["checkpoints"]] == [6]


def test_it_counts_events_by_hour_and_kind(pack):
    counted = {row["kind"]: row["count"] for row in rows(pack["events_by_hour.csv"])}
    assert (counted["override"], counted["personal.exported"]) == ("1", "1")
    hours = {row["hour_utc"] for row in rows(pack["events_by_hour.csv"])}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d", hour) for hour in hours)


def test_it_tells_what_staff_did_by_role_and_internal_id_only(pack):
    told = rows(pack["staff_actions.csv"])
    said = {(row["role"], row["kind"], row["what"]) for row in told}
    assert {
        ("guard", "override", ""),
        ("guard", "personal.viewed", "phone"),
        ("guard", "registry.change", "card.linked"),
        ("", "personal.exported", ""),
    } == said
    (account,) = json.loads(pack["staff.json"])
    assert account["id"] in {row["staff"] for row in told}
    assert {"id", "role", "disabled", "second_factor"} == set(account)


def test_it_counts_failed_sign_ins(pack):
    told = json.loads(pack["sign_in_failures.json"])
    assert told["names_and_addresses"] == 8  # seven names, one address
    assert [one["in_a_row"] for one in told["failures"]][:2] == [7, 1]


def test_logs_are_taken_where_nothing_can_hide_and_counted_else(pack):
    taken = [json.loads(line) for line in pack["log.jsonl"].splitlines()]
    assert [one["event"] for one in taken] == ["page_failed", "serving"]
    assert taken[1]["host"] == "[address]"
    assert "4 行已去掉" in pack["README.txt"]


def test_what_systemd_keeps_of_our_units_is_taken_by_itself(tmp_path, monkeypatch):
    fake = tmp_path / "journalctl"
    said = '{"event": "clock", "state": "synced"}'
    fake.write_text(f"#!/bin/sh\necho '{said}'\necho \"$@\"\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    told, asked = journal(NOW)
    assert safe_line(told) == said
    for word in ("--unit=changxing-gate", "--unit=changxing-web", "--since=@"):
        assert word in asked


def test_a_number_without_quotes_is_no_less_somebodys():
    assert safe_line('{"event": "x", "what": 99999919500101002}') is None
    assert safe_line('{"event": "x", "what": [123456789012]}') is None
    assert safe_line('{"event": "backup_made", "bytes": 734003200}')


def test_of_an_error_it_tells_where_and_which_and_not_what(pack):
    trace = (
        'Traceback (most recent call last):\n  File "/home/wang/kiosk/lane/x.py", '
        "line 7, in do\n    raise KeyError(name)\nKeyError: " + repr(SHE.name)
    )
    told = json.loads(safe_line(json.dumps({"event": "failed", "exception": trace})))
    assert told["exception"] == ["lane/x.py:7 do", "KeyError"]


def test_the_notice_says_what_the_machine_knows_and_asks_for_the_rest(pack):
    text = pack["notice.txt"]
    for words in ("第五十七条", "幸福里社区", "账本完整", "People registered", "30 天"):
        assert words in text
    people = json.loads(pack["kept.json"])["people"]
    assert f"现有 kept now: {people}" in text
    for heading in ("原因 3.", "危害 4.", "补救措施 5.", "联系方式 7."):
        part = text[text.index(heading) :]
        assert "________" in part


def test_the_program_can_be_compared_with_a_release(pack):
    hashes = json.loads(pack["program.json"])
    assert {"kiosk/__init__.py", "verification/verify.py", "ui/who.py"} < set(hashes)
    assert json.loads(pack["versions.json"])["changxing"]


def test_a_site_whose_ledger_is_damaged_still_gets_its_pack(tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[[lanes]]\nid = "a"\nname = "A"\n', "utf-8")
    house = House.open(load_config(config), lambda text: None)
    house.close()
    (tmp_path / "var" / "ledger.db").write_bytes(b"X" * 9000)
    path = tmp_path / "incident.zip"
    done = CliRunner().invoke(
        main, ["incident", "--to", str(path), "--config", str(config)]
    )
    assert done.exit_code == 1
    assert "ledger.json" in done.stdout
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("settings.json"))["lanes"][0]["id"] == "a"
        assert "problem" in json.loads(archive.read("ledger.json"))
        assert "不能查验" in archive.read("notice.txt").decode()
        assert "ledger.db" in json.loads(archive.read("data.json"))


def test_a_pack_goes_over_nothing_that_is_there(config, tmp_path):
    path = tmp_path / "incident.zip"
    path.write_text("mine")
    words = ["incident", "--config", str(config), "--to"]
    assert CliRunner().invoke(main, [*words, str(path)]).exit_code == 2
    assert path.read_text() == "mine"
    assert CliRunner().invoke(main, [*words, str(tmp_path / "a.txt")]).exit_code == 2


def test_what_is_older_is_not_told(config, tmp_path):
    path = tmp_path / "incident.zip"
    words = ["incident", "--config", str(config), "--to", str(path), "--days", "1"]
    assert CliRunner().invoke(main, words).exit_code == 0
    with zipfile.ZipFile(path) as archive:
        hours = rows(archive.read("events_by_hour.csv").decode())
    earliest = f"{datetime.now(UTC) - timedelta(days=1, hours=1):%Y-%m-%dT%H}"
    assert all(earliest <= row["hour_utc"] for row in hours)
