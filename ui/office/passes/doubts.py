"""What a clerk is asked before a pass is made: is this person let in at all?"""

from kiosk.passes.standing import against
from kiosk.people.steps import Told
from kiosk.reports.words import REASONS
from ui.desk import desk
from ui.language import t
from ui.office.passes.common import utc_now
from ui.office.people.meanwhile import PASSES, STATUS_FIELDS, Since
from ui.office.warned import Doubt, unconfirmed
from verification.reasons import Reason
from verification.registry import PersonRecord, Registry

REFUSED = (None, Reason.STATUS_BARRED)  # nothing, or the desk says it itself
NAME = "name"  # a pass shows it


def not_let_in(registry: Registry, person: PersonRecord) -> tuple[Doubt, ...]:
    """What speaks against a pass under the rules in force, and was not ticked."""
    reason = against(desk().house, registry, person, utc_now())
    if reason is None or reason is Reason.STATUS_BARRED or person.dead:
        return ()  # nothing, or the desk refuses it itself
    chinese, english = REASONS[reason]
    if person.withdrawn:
        chinese, english = "本人已撤回同意", "the consent was withdrawn"
    text = t(
        f"按现在的规则，这一位不能自动放行：{chinese}。拿着通行证来，也要工作人员看。",
        f"By the rules in force this person is not let in: {english}. With a pass in "
        "hand staff still have to look.",
    )
    return unconfirmed([Doubt(f"standing:days:{reason}", "days", text)])


def bearing(before: Since) -> list[Told]:
    """What a colleague changed that a new pass depends on."""
    fields = before.fields({*STATUS_FIELDS, NAME})
    return fields or before.kinds(PASSES)
