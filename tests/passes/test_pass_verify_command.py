"""`kiosk pass verify` as staff type it."""

import json
from datetime import UTC, datetime, timedelta

import segno

NOW = datetime.now(UTC).replace(microsecond=0)


def verified(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_good_pass_is_verified_from_its_text(kiosk, told, issue):
    kid = told("keys", "make")["keys"][0]["kid"]
    text = issue()
    done = kiosk("verify", text, "--json")
    (found,) = verified(done)
    assert done.exit_code == 0
    assert (found["kind"], found["kid"], found["issuer"]) == ("pass", kid, "town")
    assert [found[name] for name in ("authentic", "in_time", "revoked")] == [
        True,
        True,
        False,
    ]
    assert found["refusal"] is None
    assert text not in done.stdout


def test_many_passes_are_verified_from_a_file(kiosk, told, issue, tmp_path):
    told("keys", "make")
    texts = [issue(index) for index in (1, 2)]
    forged = texts[0][:-1] + ("0" if texts[0][-1] != "0" else "1")
    path = tmp_path / "codes.txt"
    path.write_text("\n".join([*texts, "", forged, "HC1:", "x"]), "utf-8")
    done = kiosk("verify", path, "--json")
    found = verified(done)
    assert done.exit_code == 1
    assert [one["refusal"] is None for one in found] == [True, True] + [False] * 3
    assert {one["file"] for one in found} == {str(path)}


def test_a_revoked_pass_is_named(kiosk, told, issue):
    told("keys", "make")
    done = kiosk("verify", issue(revoke=True), "--json")
    (found,) = verified(done)
    assert (done.exit_code, found["authentic"], found["revoked"]) == (1, True, True)


def test_a_pass_that_was_followed_by_a_later_one_is_revoked(kiosk, told, issue):
    told("keys", "make")
    first, second = issue(1), issue(1, generation=3)
    done = [kiosk("verify", text, "--json") for text in (first, second)]
    assert [verified(one)[0]["revoked"] for one in done] == [True, False]


def test_an_expired_pass_is_judged_by_the_time_that_is_given(kiosk, told, issue):
    told("keys", "make")
    text = issue()
    later = (NOW + timedelta(days=31)).isoformat()
    done = kiosk("verify", text, "--at", later, "--json")
    assert (done.exit_code, verified(done)[0]["refusal"]) == (1, "expired")
    assert kiosk("verify", text, "--at", "tomorrow").exit_code == 2


def test_a_kiosk_without_the_registry_verifies_a_pass(kiosk, told, issue, tmp_path):
    fingerprint = told("keys", "make")["root_fingerprint"]
    lost, good = issue(1, revoke=True), issue(2)
    told("keys", "export", tmp_path / "stick")
    options = ["--root-fingerprint", fingerprint]
    told("keys", "import", tmp_path / "stick", *options, name="gate")
    done = [kiosk("verify", text, "--json", name="gate") for text in (good, lost)]
    assert [one.exit_code for one in done] == [0, 1]
    assert [verified(one)[0]["revoked"] for one in done] == [False, True]


def test_a_site_without_keys_knows_no_pass(kiosk, told, issue):
    told("keys", "make")
    done = kiosk("verify", issue(), "--json", name="elsewhere")
    (found,) = verified(done)
    assert (done.exit_code, found["refusal"]) == (1, "unknown_key")


def test_people_see_what_a_pass_is_worth(kiosk, told, issue):
    told("keys", "make")
    good, lost = issue(1), issue(2, revoke=True)
    assert kiosk("verify", issue(3)).stdout.startswith("✓ ")
    assert "有效" in kiosk("verify", issue(4)).stdout
    for text, word in ((good, "revoked"), (lost, "作废"), ("HC1:", "broken")):
        assert word in kiosk("verify", text).stdout


def test_a_file_that_is_not_there_is_out_of_reach(kiosk, tmp_path):
    assert kiosk("verify", tmp_path / "absent.txt").exit_code == 3
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\xff\xfe")
    assert kiosk("verify", tmp_path / "broken.png").exit_code == 3


def test_a_file_without_a_code_is_not_well(kiosk, tmp_path):
    (tmp_path / "empty.txt").write_text("\n")
    done = kiosk("verify", tmp_path / "empty.txt")
    assert (done.exit_code, "no code" in done.stderr) == (1, True)


def test_a_pass_is_verified_from_its_picture(kiosk, told, issue, tmp_path):
    told("keys", "make")
    code = segno.make_qr(issue(), error="q", boost_error=False)
    code.save(str(tmp_path / "pass.png"), scale=4)
    (found,) = verified(kiosk("verify", tmp_path / "pass.png", "--json"))
    assert (found["authentic"], found["revoked"]) == (True, False)
