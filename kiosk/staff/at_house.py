"""The staff of a site as its config wants them."""

from kiosk.house import House
from kiosk.staff.rules import Rules
from kiosk.staff.sign_in import Staff
from verification.keys import derive


def open_staff(house: House) -> Staff:
    """The staff of a site, with its rules and the key of their second factors."""
    table = house.config.staff
    rules = Rules(table.lock_seconds * 1000, house.config.asks_second_factor)
    key = derive(house.keys.wrap, "second-factor")
    return Staff(house.folder.registry, rules=rules, key=key)
