"""The public examples of health cards, seals and the WHO's set, where they are."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.paper.checked import Checked, check_files
from kiosk.paper.judge import Judge
from verification.paper.examine import examine
from verification.paper.paper import Paper, PaperKind, Refusal
from verification.paper.trust import TrustStore

VECTORS = Path(os.environ.get("CHANGXING_VECTORS", "../shared/data")) / "paper"
LISTED = VECTORS / "expected.json"
SEALS = VECTORS / "vds-nc"
SOME_TIME = datetime(2022, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not LISTED.is_file(), reason=f"no vectors in {VECTORS} (CHANGXING_VECTORS)"
)


def entries(begin: str) -> list[dict[str, Any]]:
    if not LISTED.is_file():
        return []
    listed = json.loads(LISTED.read_text("utf-8"))
    return [entry for entry in listed if entry["kind"].startswith(begin)]


@pytest.fixture(scope="module")
def trust() -> TrustStore:
    return TrustStore.load(VECTORS / "trust")


def checked(name: str, trust: TrustStore, at: datetime) -> Checked:
    return next(check_files([VECTORS / name], Judge(trust, at)))


@pytest.mark.parametrize("entry", entries("shc-"), ids=lambda entry: entry["case"])
def test_a_health_card_is_worth_what_its_list_says(
    entry: dict[str, Any], trust: TrustStore
) -> None:
    at = datetime.fromtimestamp(entry["clock"], UTC)
    for name in entry["files"]:
        found = checked(name, trust, at)
        assert found.paper.kind is PaperKind.SHC
        well = found.refusal is None and found.paper.authentic and found.paper.in_time
        expected = {"accept": {True}, "reject": {False}}.get(entry["expected"])
        assert bool(well) in (expected or {True, False}), found


@pytest.mark.parametrize("name", ["who/WHOQR1.txt", "who/EUQR1.txt"])
def test_the_signatures_of_the_who_set_are_good(name: str, trust: TrustStore) -> None:
    found = checked(name, trust, SOME_TIME)
    assert (found.paper.kind, found.paper.authentic) == (PaperKind.HCERT, True)


def test_divoc_is_named_and_not_checked(trust: TrustStore) -> None:
    paper = checked("who/DIVOCQR1.txt", trust, SOME_TIME).paper
    assert (paper.kind, paper.refusal) == (PaperKind.UNKNOWN, Refusal.UNSUPPORTED)
    assert paper.claims == {"looks_like": "divoc"}


def test_australia_chains_to_its_authority(trust: TrustStore) -> None:
    found = checked("vds-nc/ICAOAUQR1.txt", trust, SOME_TIME)
    assert (found.paper.kind, found.paper.authentic) == (PaperKind.VDS_NC, True)
    assert (found.refusal, found.paper.issuer) == (None, "AUS")


def judged(document: dict[str, Any], trust: TrustStore) -> Paper:
    return examine([json.dumps(document).encode()], trust, SOME_TIME)


@pytest.mark.parametrize(
    ("place", "outcome"),
    [(0, (None, Refusal.UNKNOWN_KEY)), (1, (True, None))],
    ids=["Utopia", "Australia"],
)
def test_a_seal_is_good_until_any_of_its_fields_changes(
    place: int, outcome: tuple[bool | None, Refusal | None], trust: TrustStore
) -> None:
    document = json.loads((SEALS / "VDS-NC-Examples.json").read_text("utf-8"))[place]
    paper = judged(document, trust)
    assert (paper.authentic, paper.refusal) == outcome
    message = document["data"]["msg"]
    for field in message["pid"]:
        changed = {**message, "pid": {**message["pid"], field: "changed"}}
        data = {**document["data"], "msg": changed}
        paper = judged({**document, "data": data}, trust)
        assert (paper.authentic, paper.refusal) == (False, Refusal.BAD_SIGNATURE)
