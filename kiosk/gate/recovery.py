"""What a start finds of a process that died between an intent and its result."""

from verification.ledger import Entry, EventKind, Ledger


def close_dangling_intents(ledger: Ledger) -> int:
    """Record `gate.unknown` for each intent without a result; returns how many.

    Nobody knows whether the gate moved. It is not moved again: every gate is put
    off when its port is opened, and the claim of the visit stays.
    """
    dangling = ledger.dangling_intents()
    for intent in dangling:
        facts = {"order": intent.more.get("order"), "gate": "restarted"}
        ledger.append(
            Entry(
                EventKind.GATE_UNKNOWN,
                lane=intent.lane,
                visit=intent.visit,
                evidence=intent.evidence,
                more=facts,
            )
        )
    return len(dangling)
