"""The settings of a site as an investigator may see them."""

from typing import Any

from kiosk.incident.scene import Scene
from kiosk.retention.settings import limits_of

REMOVED = "[removed]"
# Where something is or goes to, and what drivers of others are told.
SECRET = frozenset(
    {"host", "names", "source", "folder", "data_dir", "options", "recipient"}
)


def settings(scene: Scene) -> dict[str, Any]:
    """All settings; addresses, folders and options of foreign drivers left out."""
    config = scene.config
    shown: dict[str, Any] = _without_secrets(config.model_dump(mode="json"))
    shown["retention_in_force"] = limits_of(config).model_dump()
    if scene.house:
        shown["policy_in_force"] = scene.house.policy.model_dump(mode="json")
    return shown


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: REMOVED if key in SECRET and one else _without_secrets(one)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_without_secrets(one) for one in value]
    return value
