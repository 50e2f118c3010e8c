"""Who of the staff may do what: one table."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody works as."""

    GUARD = "guard"
    REGISTRAR = "registrar"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    def may(self, right: "Right") -> bool:
        """Whether somebody of this role has that right."""
        return right in RIGHTS[self]


class Right(StrEnum):
    """What a page or a key asks for."""

    OWN_ACCOUNT = "own_account"  # sign out, set one's own password
    VIEW_BOARD = "view_board"
    WORK_LANES = "work_lanes"  # open once, acknowledge, dismiss, pause
    REGISTER_AT_GATE = "register_at_gate"  # whose card lies at a lane; never a number
    ENTER_OFFICE = "enter_office"
    PRINT_PASSES = "print_passes"
    REGISTER = "register"  # people and their cards: find, correct, copy, erase
    VIEW_REPORTS = "view_reports"  # numbers about nobody
    AUDIT = "audit"  # read the ledger, without anybody's data, and have it checked
    MANAGE_STAFF = "manage_staff"  # who may sign in, and as what
    RECORD_VOICE = "record_voice"  # what the gates say, and with whose voice
    SET_POLICY = "set_policy"  # the rules by which gates decide
    KEEP_DATA = "keep_data"  # how long data are kept, and the end of a site
    VOUCH_CLOCK = "vouch_clock"  # that this machine's date and time are right
    SET_UP = "set_up"  # what a gate screen shows and how loud it speaks


# Who looks after the system reads nobody's data, who registers people changes nothing
# of the system, and who audits changes nothing at all (GB/T 22239-2019, 8.1.5).
_EVERYBODY = frozenset({Right.OWN_ACCOUNT, Right.VIEW_BOARD})
_OFFICE = _EVERYBODY | {Right.ENTER_OFFICE}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.GUARD: _EVERYBODY | {Right.WORK_LANES, Right.REGISTER_AT_GATE},
    Role.REGISTRAR: _OFFICE | {Right.PRINT_PASSES, Right.REGISTER, Right.VIEW_REPORTS},
    Role.ADMINISTRATOR: _OFFICE
    | {
        Right.WORK_LANES,
        Right.VIEW_REPORTS,
        Right.AUDIT,
        Right.MANAGE_STAFF,
        Right.RECORD_VOICE,
        Right.SET_POLICY,
        Right.KEEP_DATA,
        Right.VOUCH_CLOCK,
        Right.SET_UP,
    },
    Role.AUDITOR: _OFFICE | {Right.AUDIT, Right.VIEW_REPORTS},
}
