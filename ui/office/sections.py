"""The sections of the office, in the order in which pages list them."""

from dataclasses import dataclass

from kiosk.staff import Account, Right
from ui.words import Word


@dataclass(frozen=True, slots=True)
class Section:
    """One section: where it begins, who may enter, and what it is for."""

    endpoint: str
    right: Right
    name: Word
    purpose: Word


SECTIONS: tuple[Section, ...] = (
    Section(
        "people_pages.page",
        Right.REGISTER,
        Word("人员和卡", "People and cards"),
        Word(
            "查找、登记、更正；卡、状态；本人要的副本和删除。",
            "Find, register, correct; cards and status; copies and erasure.",
        ),
    ),
    Section(
        "pass_pages.page",
        Right.REGISTER,
        Word("纸质证明", "Paper"),
        Word(
            "通行证：签发、打印、换发、作废；哪些快到期；别处发的证明。",
            "Passes: issue, print, renew, end; which end soon; papers from elsewhere.",
        ),
    ),
    Section(
        "request_pages.page",
        Right.REGISTER,
        Word("亲友代办", "On behalf of"),
        Word(
            "家人替老人交的申请：看一看，登记或者不登记；二维码海报。",
            "What relatives ask for: look, register or decline; the poster.",
        ),
    ),
    Section(
        "import_pages.page",
        Right.REGISTER,
        Word("导入", "Import"),
        Word(
            "从 Excel 或 CSV 读入名单：先比对，再写入，24 小时内可以撤销。",
            "Lists from Excel or CSV: compared, written, taken back within 24 hours.",
        ),
    ),
    Section(
        "staff_pages.page",
        Right.MANAGE_STAFF,
        Word("工作人员", "Staff"),
        Word(
            "谁可以登录，做什么工作；停用立刻生效。",
            "Who may sign in and as what; disabling works at once.",
        ),
    ),
    Section(
        "report_pages.page",
        Right.VIEW_REPORTS,
        Word("工作台账", "Reports"),
        Word(
            "来了多少人，多快，多少人要等，为什么；只有数字。",
            "How many came, how quickly, how many waited and why; only numbers.",
        ),
    ),
    Section(
        "policy_pages.page",
        Right.AUDIT,
        Word("规则", "Rules"),
        Word(
            "闸机按什么判断；改之前先按最近的来访试算。",
            "What gates decide by; a change is tried on the last visits first.",
        ),
    ),
    Section(
        "ledger_pages.page",
        Right.AUDIT,
        Word("账本", "Ledger"),
        Word(
            "发生过什么，为什么这样判断，能不能证明。",
            "What happened, why it was decided, and whether it can be proved.",
        ),
    ),
    Section(
        "retention_pages.page",
        Right.AUDIT,
        Word("数据留存", "Retention"),
        Word(
            "什么留多久，删过什么；站点的停用。",
            "What is kept how long, what was erased; the end of the site.",
        ),
    ),
    Section(
        "clock_pages.page",
        Right.VOUCH_CLOCK,
        Word("时钟", "Clock"),
        Word(
            "这台机器的日期和时间：没有校时的时候，看一看，确认是对的。",
            "Date and time of this machine: confirmed by you where nothing sets them.",
        ),
    ),
    Section(
        "voice_admin.page",
        Right.RECORD_VOICE,
        Word("语音", "Voice"),
        Word(
            "闸机说的话：听一听，录成大家熟悉的声音。",
            "What the gates say: listen, and record it in a familiar voice.",
        ),
    ),
)


def sections_of(account: Account) -> list[Section]:
    """The sections that somebody may enter."""
    return [one for one in SECTIONS if account.role.may(one.right)]
