"""What a clerk is asked before a pass is made: is this person let in at all?"""

from collections.abc import Iterable

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
    found = _found(registry, person)
    if found is None:
        return ()
    word, chinese, english = found
    text = t(
        f"按现在的规则，这一位不能自动放行：{chinese}。拿着通行证来，也要工作人员看。",
        f"By the rules in force this person is not let in: {english}. With a pass in "
        "hand staff still have to look.",
    )
    return unconfirmed([Doubt(f"standing:days:{word}", "days", text)])


def alone(registry: Registry, words: Iterable[str]) -> dict[str, str]:
    """Passes of a heap that are renewed one by one only, and what to say of each.

    Args:
        registry: over a connection of this request's own.
        words: ids of passes.

    """
    said = {}
    for word in words:
        record = registry.papers.pass_record(bytes.fromhex(word))
        person = registry.find(record.person) if record else None
        if person and (found := _found(registry, person)):
            said[word] = t(
                f"按现在的规则不能自动放行（{found[1]}）；要换发请打开这一张单独办",
                f"is not let in by the rules in force ({found[2]}); open this pass to "
                "renew it by itself",
            )
    return said


def _found(registry: Registry, person: PersonRecord) -> tuple[str, str, str] | None:
    """What is against it: a word, and in both languages."""
    reason = against(desk().house, registry, person, utc_now())
    if reason is None or reason is Reason.STATUS_BARRED or person.dead:
        return None  # nothing, or the desk refuses it itself
    if person.withdrawn:
        return "withdrawn", "本人已撤回同意", "the consent was withdrawn"
    return reason.value, *REASONS[reason]


def bearing(before: Since) -> list[Told]:
    """What a colleague changed that a new pass depends on."""
    fields = before.fields({*STATUS_FIELDS, NAME})
    return fields or before.kinds(PASSES)
