"""The site's rules from its config, as data for `verification.verify`."""

from kiosk.config.models import Config
from verification.paper.paper import PaperKind
from verification.policy import Policy, Unregistered, Worth
from verification.reasons import Outcome


def policy_of(config: Config, direction: str = "in") -> Policy:
    """The policy that ``[policy]`` describes, at a lane of that direction.

    Nobody is kept in: what was used to come in counts on the way out as well.
    """
    table, leaving = config.policy, direction == "out"
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
        timezone=config.site.timezone,
    )
