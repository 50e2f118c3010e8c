"""The site's rules as data.

Two sites with the same rules have the same `Policy.version`; it stands in every
event, so that a later reader knows by which rules a verdict was made.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from verification.errors import PolicyProblem
from verification.paper.paper import PaperKind
from verification.reasons import Outcome

VERSION_LENGTH = 12


class Unregistered(StrEnum):
    """What happens with a genuine document of somebody whom we do not know."""

    REFER = "refer"  # staff decide
    RECORD = "record"  # the entry is recorded, the gate opens


class Worth(StrEnum):
    """What a genuine paper in force is worth, once nothing else is against it."""

    ADMIT = "admit"
    NEEDS_ID = "needs_id"  # together with its holder's document
    REFER = "refer"  # staff decide


# A number is signed by nobody; what is on a foreign paper fits no name of ours.
PAPERS: Mapping[PaperKind, Worth] = MappingProxyType(
    {
        PaperKind.PASS: Worth.ADMIT,
        PaperKind.NUMBER: Worth.NEEDS_ID,
        PaperKind.HCERT: Worth.REFER,
        PaperKind.SHC: Worth.REFER,
        PaperKind.VDS_NC: Worth.REFER,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How evidence becomes a verdict.

    Attributes:
        statuses: the site's words for a health status, and what each comes to
            (admit, refer or refuse). A word that is not here is referred.
        unregistered: what happens with people whom we do not know.
        max_status_age_hours: an older status must be set anew; ``None`` is no limit.
        max_data_age_hours: with older data we check nobody; ``None`` is no limit.
        reuse_window_minutes: how long a pass that was used is not taken again.
        card_reuse_seconds: the same for a card.
        paper_requires_id: a paper that admits does so only with its holder's document.
        papers: what each kind of paper is worth; a kind that is not here is as in
            `PAPERS`, one that we cannot check is always referred.
        unlisted_pass: what our own pass is worth where the registry does not know it,
            as in a kiosk that holds nothing but the signed lists.
        max_list_age_hours: with older lists such a pass is not judged; ``None`` is
            no limit.
        require: kinds of attestation that everybody must have shown.
        timezone: dates without a time belong to this zone.
        version: short hash of all the above.

    Raises:
        PolicyProblem: rules that contradict themselves.

    """

    statuses: Mapping[str, Outcome]
    unregistered: Unregistered = Unregistered.REFER
    max_status_age_hours: int | None = None
    max_data_age_hours: int | None = None
    reuse_window_minutes: int = 10
    card_reuse_seconds: int = 30
    paper_requires_id: bool = True
    papers: Mapping[PaperKind, Worth] = field(default_factory=lambda: PAPERS)
    unlisted_pass: Worth = Worth.REFER
    max_list_age_hours: int | None = 168
    require: tuple[str, ...] = ()
    timezone: str = "Asia/Shanghai"
    version: str = field(init=False)
    zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._settle("statuses", MappingProxyType(_checked(self.statuses)))
        self._settle("unregistered", Unregistered(self.unregistered))
        self._settle("papers", MappingProxyType(_papers(self.papers)))
        self._settle("unlisted_pass", Worth(self.unlisted_pass))
        self._settle("require", tuple(sorted(set(self.require))))
        self._settle("zone", _zone(self.timezone))
        for name, least in _LEAST.items():
            _check_limit(name, getattr(self, name), least)
        self._settle("version", _version(self))

    def _settle(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


_LEAST = {
    "max_status_age_hours": 1,
    "max_data_age_hours": 1,
    "reuse_window_minutes": 0,
    "card_reuse_seconds": 0,
    "max_list_age_hours": 1,
}


def _checked(statuses: Mapping[str, Outcome]) -> dict[str, Outcome]:
    checked = {}
    for word, outcome in sorted(statuses.items()):
        if not word.strip():
            raise PolicyProblem("status: a word is empty; give it a name")
        if outcome == Outcome.UNABLE:
            raise PolicyProblem(f"status.{word}: use admit, refer or refuse")
        checked[word] = Outcome(outcome)
    return checked


def _papers(given: Mapping[PaperKind, Worth]) -> dict[PaperKind, Worth]:
    if PaperKind.UNKNOWN in given:
        raise PolicyProblem("papers.unknown: what cannot be checked is always referred")
    worth = {PaperKind(kind): Worth(word) for kind, word in given.items()}
    return {kind: worth.get(kind, PAPERS[kind]) for kind in PAPERS}


def _check_limit(name: str, value: int | None, least: int) -> None:
    if value is not None and value < least:
        raise PolicyProblem(f"{name}: must not be below {least}")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PolicyProblem(
            f"timezone: {name} is not known; for example Asia/Shanghai"
        ) from None


def _version(policy: Policy) -> str:
    content = {
        f.name: _plain(getattr(policy, f.name)) for f in fields(policy) if f.init
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH]


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
