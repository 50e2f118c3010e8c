"""`kiosk paper trust`, and the store that a gate makes of what was imported."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.cli import main
from kiosk.house import House
from kiosk.paper.believed import Believed
from kiosk.passes.office import PassOffice
from verification.passes.ring import ROOT

KID = b"kid-of-8"
Run = Callable[..., Any]


@pytest.fixture
def run(config_file: Path) -> Run:
    def call(*words: str, code: int = 0, as_json: bool = True) -> Any:
        options = ["--config", str(config_file), *(["--json"] if as_json else [])]
        result = CliRunner().invoke(main, ["paper", "trust", *words, *options])
        assert result.exit_code == code, result.output
        return json.loads(result.stdout) if as_json else result.output

    return call


@pytest.fixture
def keys_file(tmp_path: Path) -> Path:
    """A JSON map with one key, as offices hand them on."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    path = tmp_path / "states.json"
    value = "SPKI:" + base64.b64encode(der).decode()
    path.write_text(json.dumps({base64.b64encode(KID).decode(): [value]}), "utf-8")
    return path


@pytest.fixture
def believed(house: House, office: PassOffice) -> Believed:
    return Believed(house.registry.shelf, office.ring)


def test_an_imported_file_is_listed_with_who_and_what(
    run: Run, keys_file: Path
) -> None:
    (taken,) = run("import", str(keys_file))
    assert (taken["file"], taken["keys"], taken["skipped"]) == ("states.json", 1, [])
    (listed,) = run("list")
    assert (listed["file"], listed["author"]) == ("states.json", "console")
    assert len(listed["sha256"]) == 64
    assert "HCERT 1" in run("list", as_json=False)


def test_a_file_without_a_usable_key_is_not_taken(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{}", "utf-8")
    run("import", str(path), code=1, as_json=False)
    assert run("list") == []


def test_one_missing_file_leaves_all_as_it_was(
    run: Run, keys_file: Path, tmp_path: Path
) -> None:
    run("import", str(keys_file), str(tmp_path / "missing"), code=3, as_json=False)
    assert run("list") == []


def test_an_entry_that_cannot_be_used_is_named(run: Run, keys_file: Path) -> None:
    document = json.loads(keys_file.read_text("utf-8")) | {"AAAA": ["no key"]}
    keys_file.write_text(json.dumps(document), "utf-8")
    (taken,) = run("import", str(keys_file), code=1)
    assert (taken["keys"], len(taken["skipped"])) == (1, 1)


def test_a_removed_file_is_believed_no_longer(
    run: Run, keys_file: Path, believed: Believed
) -> None:
    run("import", str(keys_file))
    assert KID in believed().hcert
    run("remove", "states.json", as_json=False)
    assert KID not in believed().hcert
    run("remove", "states.json", as_json=False, code=1)


def test_the_store_is_opened_anew_only_when_something_came(
    run: Run, keys_file: Path, believed: Believed
) -> None:
    first = believed()
    assert believed() is first
    run("import", str(keys_file))
    assert believed() is not first


def test_the_keys_of_our_passes_are_believed_beside_those_of_states(
    run: Run, keys_file: Path, believed: Believed, office: PassOffice
) -> None:
    run("import", str(keys_file))
    store = believed()
    assert {office.signer().kid} == set(store.passes)
    assert {KID} == set(store.hcert)


def test_a_root_that_comes_after_its_lists_is_noticed(
    believed: Believed, office: PassOffice
) -> None:
    root = office.ring.folder / ROOT
    data = root.read_bytes()
    root.unlink()
    assert believed().passes == {}
    root.write_bytes(data)
    root.chmod(0o600)
    assert {office.signer().kid} == set(believed().passes)


def test_lists_that_cannot_be_used_leave_the_papers_of_the_world(
    run: Run, keys_file: Path, believed: Believed, office: PassOffice
) -> None:
    run("import", str(keys_file))
    (office.ring.folder / ROOT).write_bytes(b"no key")
    store = believed()
    assert ({}, {KID}) == (store.passes, set(store.hcert))


def test_who_imported_what_stands_in_the_ledger(
    run: Run, keys_file: Path, house: House
) -> None:
    run("import", str(keys_file))
    bodies = [str(row) for row in house.ledger_db.execute("SELECT * FROM events")]
    assert any("trust.imported" in body and "states.json" in body for body in bodies)
