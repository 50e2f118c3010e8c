"""The classes of data and what becomes of each: one table for purge, page and README.

The limits are those of `RetentionTable`; a class without a setting has a fixed one.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kept(StrEnum):
    """What a site keeps for a time; the word stands in receipts and never changes."""

    ENTRIES = "entries"
    ACCESS = "access"
    STATUS = "status"
    PEOPLE = "people"
    REPLACED = "replaced"
    PASSES = "passes"
    REQUESTS = "requests"
    STAFF = "staff"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class DataClass:
    """One class: its setting, what it holds, and from when on its days count."""

    kept: Kept
    setting: str
    name: Words
    after: Words
    fixed: Words | None = None


CLASSES: tuple[DataClass, ...] = (
    DataClass(
        Kept.ENTRIES,
        "entries_days",
        Words("进出记录中的个人信息", "Personal part of entries"),
        Words(
            "进出之后；记录本身留下，不再知道是谁", "after the entry; the event stays"
        ),
    ),
    DataClass(
        Kept.ACCESS,
        "access_days",
        Words("谁查看过谁", "Who looked at whose data"),
        Words(
            "查看之后；法律要求至少六个月", "after the look; the law wants six months"
        ),
    ),
    DataClass(
        Kept.STATUS,
        "status_days",
        Words("健康状态和证明", "Health status and attestations"),
        Words(
            "有效期结束之后；状态只留结束的日期",
            "after the last day; of a status only that day stays",
        ),
    ),
    DataClass(
        Kept.PEOPLE,
        "people_days",
        Words("有效期已过的人员", "People whose validity is over"),
        Words(
            "有效期结束之后，连同卡和通行证；在闸机登记的从登记算起；0 是不自动删除。"
            "撤回同意的 30 天后一定删除",
            "after the last day, with cards and passes; whom a gate registered: from "
            "then on; 0: never by itself. Without consent after 30 days in any case",
        ),
    ),
    DataClass(
        Kept.PASSES,
        "passes_days",
        Words("过期的通行证", "Expired passes"),
        Words("过期之后", "after they expired"),
    ),
    DataClass(
        Kept.STAFF,
        "staff_days",
        Words("停用的工作人员账号", "Disabled staff accounts"),
        Words("停用之后", "after they were disabled"),
    ),
    DataClass(
        Kept.REPLACED,
        "",
        Words("更改之前的旧内容", "What changes put in place of"),
        Words(
            "导入之后，撤销要用；手工更改的旧内容是更改记录，和“谁查看过谁”一样久",
            "after an import, for its undo; of a change by hand it is the history and "
            "stays as long as who looked at whose data",
        ),
        Words("24 小时", "24 hours"),
    ),
    DataClass(
        Kept.REQUESTS,
        "",
        Words("亲友代办的申请", "Requests of relatives"),
        Words("收到之后；办完的 7 天", "after they came; 7 days once decided"),
        Words("30 天", "30 days"),
    ),
    DataClass(
        Kept.FILES,
        "",
        Words("上传的名单、恢复时留下的旧数据", "Uploaded lists, data set aside"),
        Words(
            "上传之后；恢复备份时留下的旧数据与进出记录同期",
            "after the upload; what a restore set aside goes with the entries",
        ),
        Words("24 小时", "24 hours"),
    ),
)
