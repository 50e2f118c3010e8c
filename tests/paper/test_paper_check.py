"""`kiosk paper check` as an office types it, and the format that others rely on."""

import base64
import io
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from card_kit import file_of, jws
from click.testing import CliRunner, Result
from hcert_kit import AT, KEY, KID, OTHER, bare, hcert, key_map, pass_claims

from kiosk.cli import main
from kiosk.cli.moments import moment_of
from kiosk.config import load_config
from kiosk.house import House
from kiosk.paper.checked import NO_CODE, UNREADABLE
from kiosk.paper.words import KINDS, REFUSALS
from kiosk.passes.office import PassOffice
from verification.paper.paper import PaperKind, Refusal
from verification.passes.claims import PassClaims
from verification.passes.signer import sign_pass

FIELDS = [
    "file", "kind", "authentic", "in_time", "issuer", "kid", "expires", "refusal",
]  # fmt: skip
WHEN = AT.isoformat()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "keys.json").write_bytes(key_map((KID, bare(KEY))))
    return tmp_path


def kiosk(folder: Path, *arguments: str, at: str = WHEN) -> Result:
    trust = ("--trust", str(folder / "trust"))
    return CliRunner().invoke(main, ["paper", "check", *arguments, *trust, "--at", at])


def lines(done: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def one(folder: Path, name: str, data: str | bytes, *options: str) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (line,) = lines(kiosk(folder, str(path), "--json", *options))
    return line


def test_a_line_has_these_fields_in_this_order(folder: Path) -> None:
    line = one(folder, "a.txt", hcert())
    assert list(line) == FIELDS
    assert {
        "file": str(folder / "a.txt"),
        "kind": "hcert",
        "authentic": True,
        "in_time": True,
        "issuer": "UT",
        "kid": base64.b64encode(KID).decode(),
        "expires": "2026-01-01T00:16:40Z",
        "refusal": None,
    } == line


def test_what_a_paper_says_is_shown_only_when_asked_for(folder: Path) -> None:
    assert "claims" not in one(folder, "a.txt", hcert())
    claims = one(folder, "a.txt", hcert(), "--claims")["claims"]
    assert claims["dob"] == "1950-03-07"


def picture(text: str, kind: str, **how: Any) -> bytes:
    target = io.BytesIO()
    segno.make_qr(text, error="q").save(target, kind=kind, scale=4, **how)
    return target.getvalue()


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("hcert", "a.png", picture(hcert(), "png")),
        ("hcert", "a.svg", picture(hcert(), "svg")),
        ("hcert", "none", b"\xef\xbb\xbf" + hcert().encode() + b"\r\n\r\n"),
        ("hcert", "windows.txt", hcert().encode("utf-16")),
        ("hcert", "windows.json", json.dumps({"PREFIX": hcert()}).encode("utf-16")),
        ("unknown", "cut.txt", hcert().encode("utf-16")[:-1]),
        ("hcert", "texts.json", json.dumps([hcert(), 7])),
        ("unknown", "half.json", json.dumps(["\ud800"])),
        ("hcert", "two.txt", f"https://example.org\n{hcert()}\n"),
        ("pass", "pass.txt", hcert() + "\n" + hcert(pass_claims())),
        ("hcert", "vector.json", json.dumps({"PREFIX": hcert()}, indent=1)),
        ("shc", "card.smart-health-card", file_of(jws())),
        ("shc", "broken.smart-health-card", '{"verifiableCredential":\n["'),
        ("shc", "card.json", json.dumps(json.loads(file_of(jws())), indent=1)),
        ("number", "n.txt", "ZJ2022-000123"),
        ("unknown", "u.txt", "编号".encode("gb18030")),
        ("unknown", "list.json", "[1, 2]"),
        ("unknown", "odd.json", '{"a": 1'),
    ],
)
def test_a_file_is_read_as_what_it_is(
    kind: str, name: str, data: str | bytes, folder: Path
) -> None:
    assert kind == one(folder, name, data)["kind"]


def test_a_blank_at_the_end_of_a_line_belongs_to_the_code(folder: Path) -> None:
    assert one(folder, "a.txt", hcert() + " \n")["refusal"] == "malformed"


def test_a_registered_number_is_neither_good_nor_bad(folder: Path) -> None:
    line = one(folder, "a.txt", "ZJ2022-000123", "--claims")
    assert (line["authentic"], line["in_time"], line["refusal"]) == (None, None, None)
    assert line["claims"] == {"number": "ZJ2022-000123"}


@pytest.mark.parametrize(
    ("refusal", "data"),
    [
        (NO_CODE, b""),
        (NO_CODE, b"\n \n"),
        (UNREADABLE, b"\x89PNG\r\n\x1a\n"),
        (UNREADABLE, b"\0\1\2\3"),
        (UNREADABLE, b'<svg xmlns="http://www.w3.org/2000/svg"><path'),
        (UNREADABLE, b'<!DOCTYPE a [<!ENTITY b "c">]><svg>&b;</svg>'),
        (UNREADABLE, b"<svg>" + b"<g/>" * 30_000 + b"</svg>"),
        (UNREADABLE, b"1" * 5_000_000),
    ],
)
def test_a_file_without_a_code_says_so(refusal: str, data: bytes, folder: Path) -> None:
    line = one(folder, "file", data)
    assert ("unknown", refusal) == (line["kind"], line["refusal"])


def test_nothing_that_a_drawing_names_is_fetched(folder: Path) -> None:
    (folder / "code.png").write_bytes(picture(hcert(), "png"))
    link = (folder / "code.png").as_uri()
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<image href="{link}" width="9" height="9"/></svg>'
    )
    assert one(folder, "a.svg", drawing)["refusal"] == NO_CODE


def test_a_pipe_is_read_like_a_file(folder: Path) -> None:
    read, write = os.pipe()
    os.write(write, hcert().encode())
    os.close(write)
    (line,) = lines(kiosk(folder, f"/dev/fd/{read}", "--json"))
    os.close(read)
    assert line["refusal"] is None


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        (0, [hcert()]),
        (0, [hcert(), "ZJ2022-000123"]),
        (1, [hcert(), hcert(key=OTHER)]),
        (1, [""]),
        (3, [hcert(), None, hcert()]),
        (3, [hcert(key=OTHER), None]),
    ],
)
def test_the_exit_code_tells_the_worst(
    code: int, texts: list[str | None], folder: Path
) -> None:
    paths = [folder / f"{number}.txt" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        if text is not None:
            path.write_text(text, "utf-8")
    done = kiosk(folder, *map(str, paths), "--json")
    assert code == done.exit_code
    assert [str(path) for path in paths] == [line["file"] for line in lines(done)]


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (AT, "2026-01-01T00:00:00Z"),
        (AT, "2026-01-01t00:00:00z"),
        (AT, "2026-01-01T08:00:00+08:00"),
        (AT, "2026-01-01T08:00:00+0800"),
        (AT, "2026-01-01T00:00:00"),
        (AT, "2026-01-01"),
        (AT, "1767225600"),
        (AT.replace(microsecond=500000), "1767225600.5"),
        (AT.replace(microsecond=809866), "2026-01-01T00:00:00.809866"),
    ],
)
def test_a_time_may_be_written_in_many_ways(at: datetime, text: str) -> None:
    assert at == moment_of(text)
    assert moment_of(text).tzinfo is not None


def test_the_clock_is_the_time_that_is_given(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text(hcert(), "utf-8")
    late = lines(kiosk(folder, str(path), "--json", at="2027-01-01"))[0]
    assert (late["in_time"], late["refusal"]) == (False, "expired")
    wrong = kiosk(folder, str(path), at="yesterday")
    assert wrong.exit_code == 2
    assert "2022-01-31T08:00:00+08:00" in wrong.output
    assert kiosk(folder, str(path), at="1e99").exit_code == 2


def test_bad_trust_is_named_and_the_rest_is_believed(folder: Path) -> None:
    (folder / "trust" / "broken.json").write_bytes(b"{")
    path = folder / "a.txt"
    path.write_text(hcert(), "utf-8")
    done = kiosk(folder, str(path), "--json")
    assert done.exit_code == 0
    assert "broken.json" in done.stderr


def test_trust_that_is_not_there_cannot_be_reached(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(hcert(), "utf-8")
    done = kiosk(tmp_path, str(tmp_path / "a.txt"))
    assert done.exit_code == 3
    assert "trust" in done.stderr


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, House]]:
    config = tmp_path / "config.toml"
    config.write_text('[[lanes]]\nid = "a"\nname = "A"\n', "utf-8")
    house = House.open(load_config(config), lambda text: None)
    yield str(config), house
    house.close()


def judged_by_site(config: str, text: str, folder: Path) -> dict[str, Any]:
    (folder / "a.txt").write_text(text, "utf-8")
    arguments = [str(folder / "a.txt"), "--config", config, "--at", WHEN, "--json"]
    (line,) = lines(CliRunner().invoke(main, ["paper", "check", *arguments]))
    return line


def test_without_a_folder_what_the_site_imported_counts(
    site: tuple[str, House], folder: Path
) -> None:
    config, house = site
    assert judged_by_site(config, hcert(), folder)["refusal"] == "unknown_key"
    house.registry.shelf.put_trust("k.json", key_map((KID, bare(KEY))), "staff", AT)
    assert judged_by_site(config, hcert(), folder)["refusal"] is None


def test_a_site_believes_its_own_passes(site: tuple[str, House], folder: Path) -> None:
    config, house = site
    office = PassOffice.of(house, "office", lambda: AT)
    office.make()
    end = AT + timedelta(days=30)
    content = PassClaims(b"p" * 8, "甲*", b"h" * 16, "resident", 1, AT, AT, end)
    text = sign_pass(content, office.signer()).text
    line = judged_by_site(config, text, folder)
    assert (line["kind"], line["authentic"], line["refusal"]) == ("pass", True, None)


def test_people_get_a_table_in_two_languages_without_personal_data(
    folder: Path,
) -> None:
    path = folder / "a.txt"
    path.write_text(hcert(key=OTHER), "utf-8")
    done = kiosk(folder, str(path))
    assert done.exit_code == 1
    assert "结论" in done.stdout
    assert "1950" not in done.output
    assert "1950-03-07" in kiosk(folder, str(path), "--claims").stdout


def test_every_kind_and_every_refusal_has_words() -> None:
    assert set(PaperKind) == set(KINDS)
    assert {*map(str, Refusal), NO_CODE, UNREADABLE} == set(map(str, REFUSALS))
