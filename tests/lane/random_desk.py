"""A desk that decides and records as chance has planned it."""

from lane_kit import SUBJECT

from drivers.protocols import CardRead, PaperRead
from kiosk.lane.actions import Commit, Decide, Intend
from kiosk.lane.events import Committed, Decided, Ignored, Incomplete, Intended
from kiosk.lane.registering import CAN_BE_ADDED
from verification.catalogue import explain
from verification.reasons import Outcome, Reason

CODE, SHEET = "0410-6105-X", b"HC1:SECRET"
NOT_ADMITTED = [r for r in Reason if explain(r).outcome is not Outcome.ADMIT]
GOOD = {
    "reason": None,
    "subject": SUBJECT,
    "recorded": True,
    "wants": False,  # the holder's card beside the paper
    "part": False,  # the paper lacks another code
}


class RandomDesk:
    """What follows from an action; ``recorded`` are orders whose intent holds."""

    def __init__(self) -> None:
        self.orders = 0
        self.plan: dict[str, object] = dict(GOOD)
        self.recorded: set[str] = set()
        self.by_staff: set[str] = set()

    def follow(self, action: object) -> list[object]:
        if isinstance(action, Decide):
            return [self.decided(action)]
        if isinstance(action, Commit):
            return [self.committed(action)]
        if isinstance(action, Intend):
            return [Intended(action.visit, self.intent(by_staff=True))]
        return []

    def decided(self, action: Decide) -> object:
        plan = self.plan
        if plan["part"] and isinstance(action.read, PaperRead):
            return Incomplete(action.visit)
        if action.open_for is not None:
            if action.open_for != plan["subject"]:
                return Ignored(action.visit)
            return Decided(action.visit, Outcome.ADMIT, Reason.ALREADY_OPEN)
        alone = action.beside is None and not isinstance(action.read, CardRead)
        if plan["wants"] and alone:
            return Decided(
                action.visit, Outcome.REFER, Reason.PASS_NEEDS_ID, wants_document=True
            )
        reason = plan["reason"] or Reason.STATUS_VALID
        outcome = explain(reason).outcome
        opens = outcome is Outcome.ADMIT
        order = self.intent(by_staff=False) if opens else None
        return Decided(
            action.visit,
            outcome,
            reason,
            order,
            plan["subject"],
            "测*人",
            "测**",
            "1101**********002X",
            "resident",
            recorded=not opens or order is not None,
            registrable=reason in CAN_BE_ADDED,
        )

    def committed(self, action: Commit) -> Committed:
        recorded = bool(self.plan["recorded"])
        if recorded:
            self.recorded.add(action.order)
        return Committed(action.order, recorded)

    def intent(self, *, by_staff: bool) -> str | None:
        if not self.plan["recorded"]:
            return None
        self.orders += 1
        order = f"order-{self.orders}"
        self.recorded.add(order)
        if by_staff:
            self.by_staff.add(order)
        return order
