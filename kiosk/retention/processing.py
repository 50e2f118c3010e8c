"""What each class of data is kept for, what is in it and who sees it.

Personal Information Protection Law of the People's Republic of China (2021), articles
13, 54 and 55; GB/T 35273-2020, 11.3: what a record of processing has to say. The same
words stand on that page and in the notice of an incident.
"""

from dataclasses import dataclass

from kiosk.retention.classes import CLASSES, Kept, Words
from kiosk.staff import Right


@dataclass(frozen=True, slots=True)
class Processing:
    """One processing of personal data.

    Attributes:
        purpose: what for.
        fields: what is kept.
        right: who sees it; ``None`` for nobody.
        basis: of article 13; ``None`` for the basis on which the site registers people.

    """

    purpose: Words
    fields: Words
    right: Right | None
    basis: Words | None = None


NAMES: dict[Kept, Words] = {  # while the classes are named for their end
    Kept.PEOPLE: Words("登记的人员", "People registered"),
    Kept.PASSES: Words("通行证", "Passes"),
    Kept.STAFF: Words("工作人员账号", "Staff accounts"),
}
BY_LAW = Words(
    "履行法定义务（个人信息保护法第十三条第三项；网络安全法第二十一条）",
    "a duty by law (PIPL art. 13, item 3; Cybersecurity Law art. 21)",
)
BY_WORK = Words(
    "人力资源管理所必需（个人信息保护法第十三条第二项）",
    "needed for the management of staff (PIPL art. 13, item 2)",
)
PROCESSING: dict[Kept, Processing] = {
    Kept.ENTRIES: Processing(
        Words(
            "说明谁在什么时候被放行，出了问题可以核查",
            "to show who was let in, and when",
        ),
        Words(
            "证件号码的带密钥散列、打码的姓名和号码、证件种类、年龄段",
            "keyed hash of the number, masked name and number, kind, ten years of age",
        ),
        Right.WORK_LANES,
    ),
    Kept.ACCESS: Processing(
        Words(
            "查清谁查看过个人信息，为什么", "to show who looked at whose data, and why"
        ),
        Words(
            "工作人员的内部编号、用途、时间、被查看的人",
            "staff id, purpose, time, whom",
        ),
        Right.AUDIT,
        BY_LAW,
    ),
    Kept.STATUS: Processing(
        Words("判断能不能进门", "to decide who may come in"),
        Words(
            "状态、来源、有效期；出示过的证明", "status, source, validity; attestations"
        ),
        Right.REGISTER,
    ),
    Kept.PEOPLE: Processing(
        Words("认出登记过的人", "to know who is registered"),
        Words(
            "姓名、证件号码、电话、联系人、关联的卡，来办的近亲属和看过的证明编号（加密）；"
            "出生年份；是否已故",
            "name, number, phone, relative, cards, an heir who asked and the papers "
            "seen (sealed); year of birth; whether dead",
        ),
        Right.REGISTER,
    ),
    Kept.PASSES: Processing(
        Words("认出自己签发的通行证", "to know our own passes"),
        Words("通行证编号、持有人、有效期", "number of the pass, holder, validity"),
        Right.PRINT_PASSES,
    ),
    Kept.REQUESTS: Processing(
        Words("亲友代老人申请登记", "relatives ask for old people"),
        Words(
            "申请人的姓名、电话，老人的证件（加密）",
            "who asks, phone, documents (sealed)",
        ),
        Right.REGISTER,
    ),
    Kept.STAFF: Processing(
        Words("工作人员登录，分清是谁做的", "staff sign in; who did what"),
        Words("名字、登录名、密码的散列", "name, login name, hash of the password"),
        Right.MANAGE_STAFF,
        BY_WORK,
    ),
    Kept.REPLACED: Processing(
        Words(
            "撤销错误的导入；说明谁改了什么",
            "to take a wrong import back; to show who changed what",
        ),
        Words("更改之前的内容（加密）", "what stood there before (sealed)"),
        Right.REGISTER,
    ),
    Kept.FILES: Processing(
        Words("导入名单、恢复备份", "to import lists and restore backups"),
        Words("上传的文件、移到一旁的旧数据", "uploaded files, data set aside"),
        None,
    ),
}


def name_of(kept: Kept) -> Words:
    """What a class is called while it is kept."""
    name = next(one.name for one in CLASSES if one.kept is kept)
    return NAMES.get(kept, name)
