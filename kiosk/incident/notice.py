"""The notice of an incident, with what the machine knows filled in.

Personal Information Protection Law of the People's Republic of China (2021), article
57: kinds of data, causes and possible harm; what was done and what people can do; how
to reach whoever processes the data. What no machine knows is left for a hand to fill.
"""

from collections.abc import Mapping
from importlib.resources import files

from kiosk.config import Config
from kiosk.incident.scene import Scene
from kiosk.retention.classes import CLASSES, Kept
from kiosk.retention.processing import PROCESSING, name_of
from kiosk.retention.settings import limits_of

BLANK = "________________"
COUNTED: dict[Kept, str] = {  # which number of `people_concerned` belongs to a class
    Kept.ENTRIES: "personal_parts_of_events",
    Kept.PEOPLE: "people",
    Kept.PASSES: "passes",
    Kept.REQUESTS: "requests",
    Kept.STAFF: "staff",
}

TEMPLATE = "notice.txt"


def notice(scene: Scene, counted: Mapping[str, object], ledger: str) -> str:
    """The draft of a site.

    Args:
        scene: the site after the incident.
        counted: how many of each class are kept, where that could be counted.
        ledger: what the check of the ledger found.

    """
    template = files(__package__).joinpath(TEMPLATE).read_text("utf-8")
    return template.format(
        blank=BLANK,
        site=scene.config.site.name,
        now=f"{scene.now.astimezone(scene.zone):%Y-%m-%d %H:%M %Z}",
        since=f"{scene.since.astimezone(scene.zone):%Y-%m-%d %H:%M}",
        kinds="\n".join(_kinds(scene.config, counted)),
        ledger=ledger,
        backup=_backup(scene.config),
    )


def _kinds(config: Config, counted: Mapping[str, object]) -> list[str]:
    limits = limits_of(config).model_dump()
    lines = []
    for one in CLASSES:
        what, name = PROCESSING[one.kept], name_of(one.kept)
        number = counted.get(COUNTED.get(one.kept, ""))
        many = "" if number is None else f"；现有 kept now: {number}"
        days = limits.get(one.setting)
        kept = f"{days} 天 days" if days else one.fixed.zh if one.fixed else ""
        until = f"；保存 for {kept}" if kept else ""
        lines.append(f"- {name.zh} {name.en}：{what.fields.zh}{until}{many}")
        lines.append(f"  {what.fields.en}")
    return lines


def _backup(config: Config) -> str:
    if config.backup.recipient is None:
        return "没有自动备份 none are made by themselves"
    return (
        "封好，只有不在本机的私钥能打开 "
        "sealed: only a private key that is kept elsewhere opens them"
    )
