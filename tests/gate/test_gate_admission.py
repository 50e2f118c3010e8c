"""Somebody unknown is registered at a gate that runs: from the card to the passage."""

import pytest
from gate_kit import GREEN, UNKNOWN

from kiosk.house import House
from kiosk.staff import Role, Staff
from kiosk.staff.secrets import hash_password
from ui.app import close_app, create_app
from verification.ledger import EventKind


@pytest.fixture
def hashing():
    """Its threads live as long as their process does: no test leaves them behind."""
    hash_password("somebody came before")


@pytest.fixture
def strict(hashing, make_site):
    made = make_site(policy={"require": ["travel"]})
    made.start()
    yield made
    made.stop()
    made.check()


@pytest.fixture
def guard(strict):
    """Posts as a guard who is signed in at the pages of this site."""
    house = House.open(strict.config, lambda line: None)
    live = house.open_live()
    app, staff = create_app(house, live), Staff(house.folder.registry)
    client = app.test_client()

    def post(url, body):
        token = {"X-CSRFToken": client.get("/api/v1/token").json["csrf"]}
        return client.post(f"/api/v1/lanes/east/{url}", json=body, headers=token)

    account, code = staff.accounts.add("guard", Role.GUARD, "王保安")
    staff.accounts.set_pin(account, "407193")
    csrf = client.get("/api/v1/token").json["csrf"]
    form = {"csrf_token": csrf, "login": "guard", "secret": code}
    assert client.post("/sign-in", data=form).status_code == 303
    yield post
    staff.close()
    close_app(app)
    live.close()
    house.close()


@pytest.mark.parametrize("card", [UNKNOWN, GREEN], ids=["unknown", "lacks something"])
def test_two_taps_open_for_whoever_stands_there(strict, guard, card):
    strict.lay(card)
    strict.wait_phase("waiting_for_staff")
    assert strict.board().can_register
    visit = strict.board().visit
    form = guard("card", {"visit": visit})
    assert card.number not in form.text
    assert form.json["registered"] is (card is GREEN)
    status = "" if form.json["registered"] else form.json["statuses"][0]
    seen = {
        "visit": visit,
        "card": form.json["card"],
        "status": status,
        "shown": [{"kind": "travel", "how": "sms"}],
    }
    answer = guard("admission", seen)
    strict.see_through(card)
    strict.wait_result(answer.json["command"], "opened", "passed")
    assert guard("card", {"visit": visit}).status_code == 410
    assert EventKind.OVERRIDE not in [event.kind for event in strict.events()]
