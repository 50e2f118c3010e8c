"""The record of processing, out of the config: what is kept, why, for whom, how long.

Personal Information Protection Law of the People's Republic of China (2021), article
54; GB/T 35273-2020, 11.3: whoever audits a site asks for this page first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import render_template

from kiosk.retention.classes import CLASSES, Kept
from kiosk.retention.settings import limits_of
from kiosk.staff import Right, Role
from ui.desk import desk
from ui.language import t
from ui.office.retention.common import local, retention_pages
from ui.words import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One processing: what it is for, what is kept, who sees it, for how long."""

    name: str
    purpose: str
    fields: str
    who: str
    days: str
    after: str


NAMES: dict[Kept, tuple[str, str]] = {  # while the classes are named for their end
    Kept.PEOPLE: ("登记的人员", "People registered"),
    Kept.PASSES: ("通行证", "Passes"),
    Kept.STAFF: ("工作人员账号", "Staff accounts"),
}
WHY: dict[Kept, tuple[tuple[str, str], tuple[str, str], Right | None]] = {
    Kept.ENTRIES: (
        (
            "说明谁在什么时候被放行，出了问题可以核查",
            "to show who was let in, and when",
        ),
        (
            "证件号码的带密钥散列、打码的姓名和号码、证件种类、年龄段",
            "keyed hash of the number, masked name and number, kind, ten years of age",
        ),
        Right.WORK_LANES,
    ),
    Kept.ACCESS: (
        ("查清谁查看过个人信息，为什么", "to show who looked at whose data, and why"),
        ("工作人员的内部编号、用途、时间、被查看的人", "staff id, purpose, time, whom"),
        Right.AUDIT,
    ),
    Kept.STATUS: (
        ("判断能不能进门", "to decide who may come in"),
        ("状态、来源、有效期；出示过的证明", "status, source, validity; attestations"),
        Right.REGISTER,
    ),
    Kept.PEOPLE: (
        ("认出登记过的人", "to know who is registered"),
        (
            "姓名、证件号码、电话、联系人、关联的卡（加密）；出生年份",
            "name, number, phone, relative, cards (sealed); year of birth",
        ),
        Right.REGISTER,
    ),
    Kept.PASSES: (
        ("认出自己签发的通行证", "to know our own passes"),
        ("通行证编号、持有人、有效期", "number of the pass, holder, validity"),
        Right.PRINT_PASSES,
    ),
    Kept.REQUESTS: (
        ("亲友代老人申请登记", "relatives ask for old people"),
        (
            "申请人的姓名、电话，老人的证件（加密）",
            "who asks, phone, documents (sealed)",
        ),
        Right.REGISTER,
    ),
    Kept.STAFF: (
        ("工作人员登录，分清是谁做的", "staff sign in; who did what"),
        ("名字、登录名、密码的散列", "name, login name, hash of the password"),
        Right.MANAGE_STAFF,
    ),
    Kept.REPLACED: (
        ("24 小时内撤销错误的导入", "to take a wrong import back"),
        ("更改之前的内容（加密）", "what stood there before (sealed)"),
        None,
    ),
    Kept.FILES: (
        ("导入名单、恢复备份", "to import lists and restore backups"),
        ("上传的文件、移到一旁的旧数据", "uploaded files, data set aside"),
        None,
    ),
}


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
        lanes=len(config.lanes),
        cameras=sum(lane.camera is not None for lane in config.lanes),
    )


def _lines() -> list[Line]:
    limits = limits_of(desk().house.config).model_dump()
    found = []
    for one in CLASSES:
        purpose, fields, right = WHY[one.kept]
        days = limits.get(one.setting)
        fixed = t(one.fixed.zh, one.fixed.en) if one.fixed else ""
        kept = t(f"{days} 天", f"{days} days") if days else t("不自动删除", "no limit")
        found.append(
            Line(
                name=t(*NAMES.get(one.kept, (one.name.zh, one.name.en))),
                purpose=t(*purpose),
                fields=t(*fields),
                who=_who(right),
                days=fixed or kept,
                after=t(one.after.zh, one.after.en),
            )
        )
    return found


def _who(right: Right | None) -> str:
    if right is None:
        return t("没有人，程序自己用", "nobody, the program itself")
    words = (ROLE_WORDS[role.value] for role in Role if role.may(right))
    return t("、", ", ").join(t(word.zh, word.en) for word in words)
