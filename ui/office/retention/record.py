"""The record of processing, out of the config: what is kept, why, for whom, how long.

Personal Information Protection Law of the People's Republic of China (2021), article
54; GB/T 35273-2020, 11.3: whoever audits a site asks for this page first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import render_template

from kiosk.retention.classes import CLASSES, Words
from kiosk.retention.processing import PROCESSING, name_of
from kiosk.retention.settings import limits_of
from kiosk.staff import Right, Role
from ui.attested import attested_kinds
from ui.desk import desk
from ui.language import t
from ui.office.people.words import BASES
from ui.office.retention.common import local, retention_pages
from ui.statuses import in_order, say_status
from ui.words import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One processing: what for, on which basis, what, who sees it, for how long."""

    name: str
    purpose: str
    basis: str
    fields: str
    who: str
    days: str
    after: str


@retention_pages.get("/record")
def record() -> str:
    """The record as it holds today, to be printed."""
    config = desk().house.config
    return render_template(
        "office_retention_record.html",
        lines=_lines(),
        at=local(datetime.now(UTC)),
        recipient=config.backup.recipient,
        notice=config.notice.version,
        rules=_rules(),
        lanes=len(config.lanes),
        cameras=sum(lane.camera is not None for lane in config.lanes),
    )


def _lines() -> list[Line]:
    limits = limits_of(desk().house.config).model_dump()
    found = []
    for one in CLASSES:
        what, days = PROCESSING[one.kept], limits.get(one.setting)
        kept = t(f"{days} 天", f"{days} days") if days else t("不自动删除", "no limit")
        found.append(
            Line(
                name=_said(name_of(one.kept)),
                purpose=_said(what.purpose),
                basis=_said(what.basis) if what.basis else _own_basis(),
                fields=_said(what.fields),
                who=_who(what.right),
                days=_said(one.fixed) if one.fixed else kept,
                after=_said(one.after),
            )
        )
    return found


def _own_basis() -> str:
    """On which basis the site registers people."""
    word = desk().house.config.notice.basis
    if word is None:
        return t("登记时为每个人写下的依据", "the basis recorded for each person")
    return t(BASES[word].zh, BASES[word].en)


def _rules() -> str:
    """What the rules in force look at: the words for a status, and what is shown."""
    policy, comma = desk().house.policy, t("、", ", ")
    said = comma.join(map(say_status, in_order(policy.status)))
    if not policy.require:
        return said
    shown = attested_kinds(policy.require)
    asked = comma.join(t(shown[one].zh, shown[one].en) for one in policy.require)
    return t(f"{said}；还要出示：{asked}", f"{said}; to be shown: {asked}")


def _said(words: Words) -> str:
    return t(words.zh, words.en)


def _who(right: Right | None) -> str:
    if right is None:
        return t("没有人，程序自己用", "nobody, the program itself")
    words = (ROLE_WORDS[role.value] for role in Role if role.may(right))
    return t("、", ", ").join(t(word.zh, word.en) for word in words)
