"""One lane: a pure state machine and the thread that carries out what it says.

    events ─► step(state, event) ─► (state, actions) ─► runner ─► events …

The machine has no clock, no port and no database; the runner has no rule.
"""
