"""Staff of a site: accounts, codes, PINs, second factors, sessions, the brake."""

from kiosk.staff.accounts import Account, Accounts
from kiosk.staff.errors import NoSuchStaff, StaffError
from kiosk.staff.roles import Right, Role
from kiosk.staff.rules import Rules
from kiosk.staff.sessions import Session, Sessions
from kiosk.staff.sign_in import Answer, How, SignedIn, Staff, Unlocking

__all__ = [
    "Account",
    "Accounts",
    "Answer",
    "How",
    "NoSuchStaff",
    "Right",
    "Role",
    "Rules",
    "Session",
    "Sessions",
    "SignedIn",
    "Staff",
    "StaffError",
    "Unlocking",
]
