"""The first run of a site that asks its administrators for a second factor."""

import re
import time

import pytest
from pyotp import TOTP
from ui_kit import PASSWORD, make_config

from kiosk.config.staff import StaffTable
from kiosk.first_run import FirstRun
from kiosk.house import House

SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]{39})</code>')


@pytest.fixture
def house(tmp_path):
    required = StaffTable(second_factor="required")
    config = make_config(tmp_path / "var", drill=False)
    opened = House.open(config.model_copy(update={"staff": required}), print)
    yield opened
    opened.close()


def test_the_second_factor_is_set_up_on_the_way(visitor, house):
    account = {
        "name": "赵主任",
        "login": "boss",
        "code": FirstRun(house.folder.root).begin(),
    }
    both = {"password": PASSWORD, "again": PASSWORD}
    answer = visitor.send("/first-run", **account, **both)
    assert answer.headers["Location"] == "/sign-in/second"
    assert visitor.client.get("/first-run/people").status_code == 303
    page = visitor.client.get("/sign-in/second").text
    secret = SECRET.search(page)[1].replace(" ", "")
    codes = visitor.send("/sign-in/second", code=TOTP(secret).at(int(time.time())))
    assert 'href="/first-run/people"' in codes.text
    assert visitor.client.get("/first-run/people").status_code == 200
