"""`kiosk pass keys` and `kiosk pass verify` as an office types them."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from kiosk.cli import main

NOW = datetime.now(UTC).replace(microsecond=0)


def test_before_the_first_keys_a_site_is_told_how_to_make_them(kiosk, told):
    assert "pass keys make" in kiosk("keys", "list").stdout
    assert told("keys", "list")["keys"] == []
    done = kiosk("keys", "rotate")
    assert (done.exit_code, "pass keys make" in done.stderr) == (2, True)


def test_keys_are_made_rotated_and_retired(told, kiosk):
    made = told("keys", "make")
    assert made["issuer"] == "town"
    assert made["root_key_here"] is made["holder_key_here"] is True
    (first,) = made["keys"]
    assert (first["state"], first["private_key_here"]) == ("active", True)
    rotated = told("keys", "rotate", "--lead-days", "0")
    assert [key["state"] for key in rotated["keys"]] == ["kept", "active"]
    retired = told("keys", "retire", first["kid"])
    assert [key["state"] for key in retired["keys"]] == ["retired", "active"]
    assert retired["keys"][0]["private_key_here"] is False
    assert told("keys", "list") == retired
    assert retired["key_list"]["number"] == retired["revoked_list"]["number"] == 3


def test_a_new_key_is_announced_for_a_week(told):
    told("keys", "make")
    old, new = told("keys", "rotate")["keys"]
    assert (old["state"], new["state"]) == ("active", "announced")
    begin = datetime.fromisoformat(new["not_before"])
    assert timedelta(days=6.9) < begin - NOW < timedelta(days=7.1)


@pytest.mark.parametrize("kid", ["", "xyz", "0011", "00" * 9])
def test_a_key_id_that_is_none_is_wrong_use(kid, kiosk, told):
    told("keys", "make")
    done = kiosk("keys", "retire", kid)
    assert done.exit_code == 2
    assert "keys list" in done.stderr.replace("\n", " ")


def test_living_passes_hold_their_key(kiosk, told, issue):
    kid = told("keys", "make")["keys"][0]["kid"]
    issue()
    told("keys", "rotate", "--lead-days", "0")
    done = kiosk("keys", "retire", kid)
    assert (done.exit_code, "--force" in done.stderr) == (2, True)
    assert told("keys", "retire", kid, "--force")["keys"][0]["state"] == "retired"


def test_a_root_that_is_away_is_asked_for(kiosk, told, tmp_path):
    told("keys", "make")
    safe = tmp_path / "root.key"
    (tmp_path / "town/var/keys/passes/pass-root.key").rename(safe)
    done = kiosk("keys", "rotate")
    assert (done.exit_code, "--root" in done.stderr) == (3, True)
    done = kiosk("keys", "rotate", "--root", tmp_path / "absent")
    assert (done.exit_code, "absent" in done.stderr) == (3, True)
    rotated = told("keys", "rotate", "--root", safe)
    assert (len(rotated["keys"]), rotated["root_key_here"]) == (2, False)


def test_lists_travel_on_a_stick(kiosk, told, tmp_path):
    stick = tmp_path / "stick"
    made = told("keys", "make")
    told("keys", "export", stick)
    done = kiosk("keys", "import", stick, name="gate")
    assert done.exit_code == 1
    assert made["root_fingerprint"] in done.stderr
    compared = ["--root-fingerprint", made["root_fingerprint"]]
    wrong = ["--root-fingerprint", made["root_fingerprint"][:-1] + "x"]
    assert kiosk("keys", "import", stick, *wrong, name="gate").exit_code == 1
    taken = told("keys", "import", stick, *compared, name="gate")
    assert taken["issuer"] == "town"
    assert taken["holder_key_here"] is taken["root_key_here"] is False
    assert [key["private_key_here"] for key in taken["keys"]] == [False]
    assert kiosk("keys", "import", stick, name="gate").exit_code == 0


def test_the_holder_key_goes_with_a_warning(kiosk, told, tmp_path):
    fingerprint = told("keys", "make")["root_fingerprint"]
    done = kiosk("keys", "export", tmp_path / "stick", "--with-holder-key")
    assert (done.exit_code, "secret" in done.stderr) == (0, True)
    options = ["--root-fingerprint", fingerprint]
    taken = told("keys", "import", tmp_path / "stick", *options, name="gate")
    assert taken["holder_key_here"] is True


def test_an_old_stick_is_the_third_kind_of_no(kiosk, told, tmp_path):
    fingerprint = told("keys", "make")["root_fingerprint"]
    told("keys", "export", tmp_path / "old")
    told("keys", "rotate")
    told("keys", "export", tmp_path / "new")
    options = ["--root-fingerprint", fingerprint]
    told("keys", "import", tmp_path / "new", *options, name="gate")
    done = kiosk("keys", "import", tmp_path / "old", name="gate")
    assert (done.exit_code, "no way back" in done.stderr) == (1, True)


def test_a_folder_without_lists_is_out_of_reach(kiosk, tmp_path):
    (tmp_path / "empty").mkdir()
    done = kiosk("keys", "import", tmp_path / "empty")
    assert (done.exit_code, "pass-keys.cwt" in done.stderr) == (3, True)
    assert kiosk("keys", "import", tmp_path / "absent").exit_code == 3


def test_people_see_keys_and_lists_in_both_languages(kiosk, told):
    kid = told("keys", "make")["keys"][0]["kid"]
    shown = kiosk("keys", "list").stdout
    for word in (kid, "签发中", "active", "key list: no. 1", "fingerprint"):
        assert word in shown


@pytest.mark.parametrize(
    "command",
    ["make", "list", "rotate", "retire", "export", "import"],
)
def test_every_command_explains_itself_in_both_languages(command):
    shown = CliRunner().invoke(main, ["pass", "keys", command, "--help"]).stdout
    assert any("一" <= character <= "鿿" for character in shown)
    assert "--config" in shown
