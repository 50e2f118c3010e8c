"""A morning at the gates of the test site, as reports count it."""

from verification.evidence import EvidenceKind
from verification.ledger import Entry, EventKind
from verification.reasons import Outcome, Reason

NAME, NUMBER = "李*英", "9999**********0001"
ABOUT = {"subject": bytes(16), "personal": {"name": NAME, "number": NUMBER}}


def shows(house, visit, outcome, reason, lane="east"):
    own = {"lane": lane, "visit": visit, "evidence": EvidenceKind.CARD, **ABOUT}
    house.ledger.append(
        Entry(EventKind.PRESENTED, **own),
        Entry(EventKind.VERDICT, outcome=outcome, reason=reason, **own),
    )


def comes_in(house, visit, lane="east"):
    shows(house, visit, Outcome.ADMIT, Reason.STATUS_VALID, lane)
    own = {"lane": lane, "visit": visit}
    house.ledger.append(Entry(EventKind.GATE_PULSE, **own))
    house.ledger.append(Entry(EventKind.GATE_PASSED, **own))


def let_in(house, visit, staff):
    reason = Reason.NOT_REGISTERED
    shows(house, visit, Outcome.REFER, reason)
    own = {"lane": "east", "visit": visit}
    order = {"order": f"of {visit}"}
    call = {"outcome": Outcome.REFER, "reason": reason}
    house.ledger.append(
        Entry(EventKind.CALL_RAISED, **own, **call),
        Entry(EventKind.CALL_ACKNOWLEDGED, staff=staff, **own),
        Entry(EventKind.OVERRIDE, staff=staff, more={"reason": "emergency"}, **own),
        Entry(EventKind.GATE_INTENT, more=order, **own),
        Entry(EventKind.GATE_PULSE, more=order, **own),
        Entry(EventKind.CALL_CLOSED, more={"how": "opened"}, **own),
        Entry(EventKind.GATE_PASSED, **own),
    )


def morning(house, staff="s7"):
    """Three came in, one of them by staff; one was refused, one could not be checked.

    ``staff`` is the id of who let somebody in.
    """
    comes_in(house, "a")
    comes_in(house, "b", "west")
    let_in(house, "c", staff)
    shows(house, "d", Outcome.REFUSE, Reason.PASS_FORGED)
    shows(house, "e", Outcome.UNABLE, Reason.DATA_STALE)
    lost = {"device": "east-gate", "why": "unplugged"}
    house.ledger.append(Entry(EventKind.DEVICE_LOST, lane="east", more=lost))
