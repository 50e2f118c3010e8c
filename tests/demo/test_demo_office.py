"""The papers of the demo's drawer: issued once, and each what its label says."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.config import load_config
from kiosk.demo.show import DemoSite
from kiosk.house import House
from kiosk.passes.office import PassOffice
from kiosk.passes.verifying import PassVerifier

CONFIG = Path(__file__).parents[2] / "config.toml"


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return load_config(
        shutil.copy(CONFIG, tmp_path_factory.mktemp("office") / "config.toml")
    )


@pytest.fixture(scope="module")
def site(config):
    return DemoSite.prepare(config, lambda text: None)


@pytest.fixture(scope="module")
def house(site):
    opened = House.open(site.config, lambda text: None)
    yield opened
    opened.close()


@pytest.fixture
def verify(site, house):
    sheets = site.twins.cameras["east-1-camera"].sheets
    office = PassOffice.of(house, "test", lambda: datetime.now(UTC))
    verifier = PassVerifier(office, datetime.now(UTC))
    return lambda word: verifier.verify(word, sheets[word].content.encode())


@pytest.mark.parametrize("word", ["valid", "valid-2", "photo", "lent", "new"])
def test_a_valid_pass_is_good(verify, word):
    assert verify(word).good


@pytest.mark.parametrize("word", ["revoked", "old"])
def test_a_pass_that_ended_is_genuine_but_revoked(verify, word):
    found = verify(word)
    assert (found.paper.authentic, found.revoked) == (True, True)


def test_the_expired_pass_is_genuine_and_past_its_last_day(verify):
    assert verify("expired").paper.refusal == "expired"


def test_the_forged_pass_names_our_key_and_does_not_fit_it(verify):
    assert verify("forged").paper.refusal == "bad_signature"


def test_the_foreign_certificate_is_whole_but_nobody_knows_its_issuer(verify):
    paper = verify("stranger").paper
    assert (paper.kind, paper.authentic) == ("hcert", None)


def test_the_data_of_a_first_start_are_new(house, site):
    age = datetime.now(UTC) - house.registry.data_at()
    assert timedelta(0) <= age < timedelta(minutes=5)


def test_a_second_start_issues_nothing_and_shows_the_same_passes(
    config, site, house, verify
):
    def codes(of):
        drawer = of.twins.cameras["east-1-camera"].sheets
        verifier = PassVerifier(
            PassOffice.of(house, "test", lambda: datetime.now(UTC)), datetime.now(UTC)
        )
        return [
            verifier.verify(one.id, one.content.encode()).code
            for one in drawer.values()
            if one.id != "forged"
        ]

    issued = {one.id for one in house.registry.papers.passes()}
    again = DemoSite.prepare(config, lambda text: None)
    assert codes(again) == codes(site)
    assert {one.id for one in house.registry.papers.passes()} == issued
