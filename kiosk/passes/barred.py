"""People whose status bars them get no pass, and theirs end.

A gate with the registry asks for the status each time; a kiosk that has the signed
lists alone learns of it only by them.
"""

from kiosk.house import House
from kiosk.passes.office import PassOffice
from verification.registry import Editor, PassEnd

Words = frozenset[str]


def barred_words(house: House) -> Words:
    """The site's words for a status with which nobody passes."""
    table = house.policy.status.items()
    return frozenset(word for word, outcome in table if outcome == "refuse")


def withdraw_barred(house: House, office: PassOffice) -> int:
    """End the passes of people whose status bars them; how many there were."""
    registry, now = house.registry, office.now()
    barred = barred_words(house)
    editor = Editor(registry.keys, office.author, now)
    ended = [
        editor.revoke_pass(record.person, record.id, PassEnd.WITHDRAWN)
        for record in list(registry.papers.passes())
        if not record.ended and record.expires > now
        if (person := registry.find(record.person)) and person.status in barred
    ]
    if ended:
        registry.apply(ended)
        office.record({"change": "pass.revoked", "count": len(ended)})
    return len(ended)
