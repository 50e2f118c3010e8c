"""Attestations and legal bases on a person's page of the office."""

from datetime import UTC, date, datetime, timedelta

import pytest
from ui_kit import make_config
from unsealing import copy_in

from kiosk.config.models import PolicyTable
from kiosk.config.notice import NoticeTable
from kiosk.house import House
from kiosk.people.at_house import importer_at
from kiosk.staff import Role
from ui.attested import ATTESTED, SHOWN_ON, attested_kinds
from ui.office.people.words import BASES
from verification.documents import Document
from verification.invented import invented_person
from verification.ledger import EventKind
from verification.legal import LegalBasis
from verification.registry import Editor, Personal, Planner, Row

HOME = "/admin/people"
SHE = invented_person(4343)
SHOWN = {"attested_kind": "travel", "attested_on": "sms"}


@pytest.fixture
def house(tmp_path):
    config = make_config(tmp_path / "var", drill=False).model_copy(
        update={
            "policy": PolicyTable(require=("travel", "card_of_the_village")),
            "notice": NoticeTable(version="2026-01", basis="duty"),
        }
    )
    opened = House.open(config, lambda text: None)
    yield opened
    opened.close()


@pytest.fixture
def office(visitor):
    visitor.sign_in("li.mei", role=Role.REGISTRAR)
    return visitor


@pytest.fixture
def her(house):
    editor = Editor(house.keys, "console", datetime.now(UTC))
    made = editor.register(Personal("resident", SHE.number, SHE.name), "green")
    house.registry.apply([made])
    return made.key


def attested(house, her):
    return house.registry.attestations(her)


def day(days):
    return (datetime.now().astimezone().date() + timedelta(days=days)).isoformat()


def test_every_basis_has_its_words():
    assert set(LegalBasis) == set(BASES)


def test_what_the_rules_ask_for_comes_first_among_the_kinds():
    assert list(attested_kinds(["test"]))[:2] == ["test", "travel"]
    assert set(ATTESTED) | {"x"} == set(attested_kinds(["x"]))


@pytest.mark.parametrize("kind", [*ATTESTED, "card_of_the_village"])
def test_an_attestation_is_recorded_with_what_it_was_seen_on(office, her, house, kind):
    until = day(5)
    form = {"attested_kind": kind, "attested_on": "paper", "attested_until": until}
    answer = office.send(f"{HOME}/{her.hex()}/attest", **form)
    assert f"{HOME}/{her.hex()}?done=attested" == answer.location
    found = attested(house, her)[kind]
    assert ("paper", date.fromisoformat(until)) == (found.shown, found.valid_until)
    assert datetime.now(UTC) - found.recorded_at < timedelta(minutes=1)
    page = office.client.get(answer.location).text
    assert ("证明记下来了" in page, SHOWN_ON["paper"].zh in page) == (True, True)
    event = house.ledger.recent(1)[0]
    assert (
        event.kind,
        event.more["change"],
    ) == (EventKind.REGISTRY_CHANGE, "attestation.recorded")


def test_an_attestation_of_another_day_counts_from_that_day(office, her, house):
    form = SHOWN | {"attested_at": day(-3)}
    office.send(f"{HOME}/{her.hex()}/attest", **form)
    found = attested(house, her)["travel"].recorded_at
    assert timedelta(days=2) < datetime.now(UTC) - found < timedelta(days=4)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"attested_kind": ""}, "attested_kind"),
        ({"attested_kind": "horoscope"}, "attested_kind"),
        ({"attested_on": ""}, "attested_on"),
        ({"attested_on": "hearsay"}, "attested_on"),
        ({"attested_at": "soon"}, "attested_at"),
        ({"attested_at": day(3)}, "attested_at"),
        ({"attested_until": "never"}, "attested_until"),
        ({"attested_until": day(-3)}, "attested_until"),
    ],
)
def test_an_attestation_that_is_wrong_comes_back_beside_its_field(
    office, her, house, changed, field
):
    page = office.send(f"{HOME}/{her.hex()}/attest", **(SHOWN | changed))
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    assert attested(house, her) == {}


def test_an_attestation_is_withdrawn_once(office, her, house):
    office.send(f"{HOME}/{her.hex()}/attest", **SHOWN)
    for done in ("unattested", "meanwhile"):
        answer = office.send(f"{HOME}/{her.hex()}/unattest", kind="travel")
        assert f"{HOME}/{her.hex()}?done={done}" == answer.location
    assert attested(house, her) == {}
    page = office.client.get(f"{HOME}/{her.hex()}").text
    assert ("记录证明：行程卡" in page, "撤销证明：行程卡" in page) == (True, True)


def test_a_basis_is_recorded_with_its_notice(office, her, house):
    form = {"basis": "consent", "notice": "2026-02"}
    office.send(f"{HOME}/{her.hex()}/basis", **form)
    found = house.registry.basis(her)
    assert (
        found.word,
        found.notice,
        found.withdrawn_at,
    ) == ("consent", "2026-02", None)
    page = office.client.get(f"{HOME}/{her.hex()}").text
    assert ("记录登记依据：本人同意" in page, "2026-02" in page) == (True, True)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"basis": ""}, "basis"),
        ({"basis": "whim"}, "basis"),
        ({"basis": "duty", "notice": "长" * 41}, "notice"),
    ],
)
def test_a_basis_that_is_none_comes_back(office, her, house, form, field):
    page = office.send(f"{HOME}/{her.hex()}/basis", **form)
    assert (page.status_code, f'href="#{field}"' in page.text) == (400, True)
    assert house.registry.basis(her).word is None


def test_a_single_press_withdraws_no_consent(office, her, house):
    office.send(f"{HOME}/{her.hex()}/basis", basis="consent")
    answer = office.send(f"{HOME}/{her.hex()}/withdraw")
    assert (answer.status_code, 'href="#sure"' in answer.text) == (400, True)
    assert not house.registry.find(her).withdrawn


def test_a_consent_is_withdrawn_and_said_on_the_page(office, her, house):
    office.send(f"{HOME}/{her.hex()}/basis", basis="consent")
    answer = office.send(f"{HOME}/{her.hex()}/withdraw", sure="1")
    assert house.registry.find(her).withdrawn
    page = office.client.get(answer.location).text
    assert ("已记下撤回同意" in page, "不认识这一位" in page) == (True, True)
    assert f"{her.hex()}/withdraw" not in page
    office.send(f"{HOME}/{her.hex()}/basis", basis="duty")
    assert not house.registry.find(her).withdrawn
    page = office.client.get(f"{HOME}/{her.hex()}").text
    assert f"{her.hex()}/withdraw" not in page  # a duty is nobody's to withdraw


def test_who_is_registered_at_the_desk_gets_the_basis_of_the_site(office, house):
    page = office.client.get(f"{HOME}/new").text
    assert '<option value="duty" selected>' in page
    new = {"document_kind": "resident", "document_number": SHE.number}
    form = new | {"name": SHE.name, "basis": "duty"}
    answer = office.send(f"{HOME}/new", **form)
    subject = bytes.fromhex(answer.location.split("/")[-1].split("?")[0])
    found = house.registry.basis(subject)
    assert (found.word, found.notice) == ("duty", "2026-01")


def test_an_import_registers_on_the_basis_of_the_site_and_says_so(office, house):
    assert "履行法定职责" in office.client.get("/admin/import").text
    importer = importer_at(house, house.registry, "x")
    row = Row(Document.parse(SHE.number), SHE.name)
    planner = Planner(house.registry, importer.editor())
    house.registry.apply(planner.plan(row).changes)
    found = house.registry.basis(house.registry.subject(row.document))
    assert (found.word, found.notice) == ("duty", "2026-01")


def test_a_copy_tells_of_attestations_and_bases(office, her):
    office.send(f"{HOME}/{her.hex()}/attest", **SHOWN)
    office.send(f"{HOME}/{her.hex()}/basis", basis="consent", notice="2026-02")
    office.send(f"{HOME}/{her.hex()}/withdraw", sure="1")
    password = office.take_password("li.mei")
    form = {"copy_purpose": "own_request", "password": password}
    copy = copy_in(office.send(f"{HOME}/{her.hex()}/export", **form).text)
    assert [(one["kind"], one["seen_on"]) for one in copy["attestations"]] == [
        ("travel", "sms")
    ]
    basis = copy["legal_basis"]
    assert (basis["basis"], basis["notice"]) == ("consent", "2026-02")
    assert basis["withdrawn_at"]
    assert [one["what"] for one in copy["changes"]][1:] == [
        "attestation.recorded",
        "basis.recorded",
        "basis.withdrawn",
    ]
