"""The phases of a lane: how long each lasts, and which may follow which."""

from enum import StrEnum


class Phase(StrEnum):
    """What a lane is doing."""

    STARTING = "starting"
    READY = "ready"
    READING = "reading"  # a card was felt, or a paper seen
    CHECKING = "checking"  # verdict, then the gate's answer
    SECOND_DOCUMENT = "second_document"  # a paper was shown, its holder's card wanted
    OPEN = "open"  # waiting for the passage
    WAITING_FOR_STAFF = "waiting_for_staff"
    PAUSED = "paused"
    SCHEDULE = "schedule"  # held open by its hours: nobody is checked
    CHECKUP = "checkup"  # staff check its devices
    EVACUATION = "evacuation"
    OUT_OF_SERVICE = "out_of_service"


# Every waiting phase has an end; READY, PAUSED, SCHEDULE, EVACUATION and
# OUT_OF_SERVICE wait for nobody in particular. OPEN takes the lane's own
# passage_seconds, CHECKUP the time of its own.
TIME_OUT: dict[Phase, float] = {
    Phase.STARTING: 10.0,
    Phase.READING: 5.0,
    Phase.CHECKING: 2.0,
    Phase.SECOND_DOCUMENT: 15.0,
}
HOMES = frozenset(  # where a lane belongs when no visit is under way
    {
        Phase.READY,
        Phase.WAITING_FOR_STAFF,
        Phase.PAUSED,
        Phase.SCHEDULE,
        Phase.CHECKUP,
        Phase.EVACUATION,
        Phase.OUT_OF_SERVICE,
    }
)
NEXT: dict[Phase, frozenset[Phase]] = {
    Phase.STARTING: HOMES,
    Phase.READY: HOMES | {Phase.READING, Phase.CHECKING},
    Phase.READING: HOMES | {Phase.READING, Phase.CHECKING},
    Phase.CHECKING: HOMES | {Phase.OPEN, Phase.SECOND_DOCUMENT, Phase.READING},
    Phase.SECOND_DOCUMENT: HOMES | {Phase.CHECKING},
    Phase.OPEN: HOMES | {Phase.CHECKING},
    Phase.WAITING_FOR_STAFF: HOMES | {Phase.READING, Phase.CHECKING},
    Phase.PAUSED: HOMES | {Phase.CHECKING},
    Phase.SCHEDULE: HOMES,
    Phase.CHECKUP: HOMES,
    Phase.EVACUATION: HOMES,
    Phase.OUT_OF_SERVICE: HOMES | {Phase.CHECKING},
}
