"""The site's rules, as data for `verification.verify`.

Written in its config, or set by somebody of the staff: then those stand before the
config's until somebody goes back to it. Both have the shape of ``[policy]``.
"""

import json
import sqlite3
from dataclasses import dataclass

import structlog
from pydantic import ValidationError

from kiosk.config.models import Config, PolicyTable
from verification.errors import PolicyProblem
from verification.paper.paper import PaperKind
from verification.policy import Policy, Unregistered, Worth
from verification.reasons import Outcome
from verification.registry import Policies, StoredPolicy
from verification.storage import data_version

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules in force and where they come from.

    Attributes:
        table: the rules.
        stored: what was set last, also when it went back to the config.
        problem: why it cannot be used; the config's rules are in force then.

    """

    table: PolicyTable
    stored: StoredPolicy | None = None
    problem: str = ""

    @property
    def number(self) -> int:
        """Of what was set last; 0 for a site where nobody ever set any."""
        return self.stored.number if self.stored else 0

    @property
    def from_config(self) -> bool:
        """Whether the config's rules are in force."""
        return bool(self.problem) or self.stored is None or self.stored.body is None


def policy_of(config: Config, direction: str = "in") -> Policy:
    """The policy that ``[policy]`` of a config describes."""
    return policy_from(config.policy, config.site.timezone, direction)


def policy_from(table: PolicyTable, timezone: str, direction: str = "in") -> Policy:
    """The policy that a table describes, at a lane of that direction.

    Nobody is kept in: what was used to come in counts on the way out as well.

    Raises:
        PolicyProblem: rules that contradict themselves.

    """
    leaving = direction == "out"
    return Policy(
        statuses={word: Outcome(outcome) for word, outcome in table.status.items()},
        unregistered=Unregistered(table.unregistered),
        max_status_age_hours=table.max_status_age_hours,
        max_data_age_hours=table.max_data_age_hours,
        reuse_window_minutes=0 if leaving else table.reuse_window_minutes,
        card_reuse_seconds=0 if leaving else table.card_reuse_seconds,
        paper_requires_id=table.paper_requires_id,
        papers={PaperKind(kind): Worth(word) for kind, word in table.paper.items()},
        unlisted_pass=Worth(table.unlisted_pass),
        max_list_age_hours=table.max_list_age_hours,
        require=table.require,
        timezone=timezone,
    )


def body_of(table: PolicyTable) -> str:
    """Rules as they are stored: the same rules are the same text."""
    values = table.model_dump(mode="json")
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def table_of(body: str) -> PolicyTable:
    """Rules as they were stored, held to the same bounds as a config.

    Raises:
        PolicyProblem: they are none, or contradict themselves.

    """
    try:
        table = PolicyTable.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, found["loc"])) or "policy"
        raise PolicyProblem(f"{place}: {found['msg']}") from None
    policy_from(table, "UTC")
    return table


def in_force(policies: Policies, config: Config) -> InForce:
    """The rules in force, as the registry says just now.

    Raises:
        sqlite3.Error: the registry cannot be read.

    """
    stored = policies.newest()
    if stored is None or stored.body is None:
        return InForce(config.policy, stored)
    try:
        return InForce(table_of(stored.body), stored)
    except PolicyProblem as problem:
        return InForce(config.policy, stored, str(problem))


class PolicySource:
    """The policy of one lane, read anew as soon as somebody has set another.

    What it costs is one ``PRAGMA data_version`` (1 µs) while nobody writes to the
    registry. While the registry cannot be read the policy of before stays: the
    verdict needs the registry too, and says so. Used by one thread.

    Args:
        policies: of a connection that this lane only reads with.
        config: of the site.
        direction: of the lane.

    """

    def __init__(self, policies: Policies, config: Config, direction: str) -> None:
        self._policies, self._config = policies, config
        self._direction = direction
        self._seen = self._number = -1
        self._policy = policy_of(config, direction)

    def __call__(self) -> Policy:
        """The policy in force."""
        try:
            self._look()
        except sqlite3.Error as error:
            log.error("policy_not_read", error=type(error).__name__)
        return self._policy

    def _look(self) -> None:
        seen = data_version(self._policies.db)
        if seen == self._seen:
            return
        number = self._policies.number()
        if number != self._number:
            self._take(in_force(self._policies, self._config))
        self._seen, self._number = seen, number

    def _take(self, found: InForce) -> None:
        timezone = self._config.site.timezone
        self._policy = policy_from(found.table, timezone, self._direction)
        if found.problem:
            log.error("policy_not_used", number=found.number)
        elif found.stored:
            log.info("policy", number=found.number, rules=self._policy.version)
