"""Tells lanes what their hours say; a clock that cannot be trusted says nothing.

A machine without a battery behind its clock starts at the time that it last saved: it
may stand in the hours while it is noon. So no gate opens by a clock that no time
service has kept since this process began, however well it looks otherwise, unless staff
looked at it and it has not jumped since.
"""

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from kiosk.config.hours import OpenHours
from kiosk.config.models import Config
from kiosk.lane.events import HoursNow
from kiosk.lane.modes import Hours
from verification.moments import ClockState, Moment


class HoursKeeper:
    """Looks at the clock for all lanes that have hours.

    Args:
        config: of the site.
        now: the time, and how far to trust it.
        ended: whether the site checks nobody any more: then all lanes stand open,
            whatever their hours and the clock say.
        confirmed: whether, at the last look, staff vouched for the clock.

    """

    def __init__(
        self,
        config: Config,
        now: Callable[[], Moment],
        ended: Callable[[], bool] = lambda: False,
        confirmed: Callable[[], bool] = lambda: False,
    ) -> None:
        self._zone, self._now = ZoneInfo(config.site.timezone), now
        self._lanes = [lane.id for lane in config.lanes]
        self._ended, self._had_ended = ended, False
        self._was_synced, self._confirmed = False, confirmed
        self._hours: Mapping[str, Sequence[OpenHours]] = {
            lane.id: lane.hours for lane in config.lanes if lane.hours
        }

    def tell(self, post: Callable[[str, HoursNow], None]) -> None:
        """Tell each lane; again each second, for a lane may not have been able to."""
        ended = self._ended()
        if ended or self._had_ended:
            for lane in self._lanes:
                if ended:
                    post(lane, HoursNow(Hours.OPEN))
                elif lane not in self._hours:  # the others hear of theirs below
                    post(lane, HoursNow(Hours.SHUT))
        self._had_ended = ended
        if ended or not self._hours:
            return
        moment = self._now()
        self._was_synced |= moment.clock is ClockState.SYNCED
        for lane, hours in self._hours.items():
            post(lane, HoursNow(self._say(hours, moment)))

    def _say(self, hours: Sequence[OpenHours], moment: Moment) -> Hours:
        vouched = self._was_synced or self._confirmed()
        if moment.clock is ClockState.UNTRUSTED or not vouched:
            return Hours.UNKNOWN
        local = moment.utc.astimezone(self._zone)
        return Hours.OPEN if any(one.hold(local) for one in hours) else Hours.SHUT
