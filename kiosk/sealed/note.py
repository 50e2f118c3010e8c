"""Who took a file out, when and what for: a text beside the data, sealed with them."""

from dataclasses import dataclass
from datetime import datetime

NAME = "about.txt"  # names inside a ZIP can be read without the password


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that leaves the office.

    Attributes:
        site: where from.
        who: member of staff, as people call them, or the console.
        at: when, in the site's own time.
        purpose: what for, as the ledger has it.

    """

    site: str
    who: str
    at: datetime
    purpose: str

    @property
    def sentence(self) -> str:
        """One line for the top of a list."""
        return (
            f"{self.site}：{self.who} 于 {self.at:%Y-%m-%d %H:%M} 导出，"
            f"用途 {self.purpose} · exported by {self.who}, {self.at:%Y-%m-%d %H:%M}"
        )


def about(taken: Taken) -> str:
    """The text, with the line ends of Windows: its own editor is what opens it."""
    lines = (
        "个人信息，请妥善保管；用完请删除，最迟 24 小时之内。",
        "Personal data: keep them safe, and delete them within 24 hours.",
        "",
        f"来自 From: {taken.site}",
        f"导出人 Exported by: {taken.who}",
        f"时间 At: {taken.at:%Y-%m-%d %H:%M %Z}",
        f"用途 For: {taken.purpose}",
        "",
    )
    return "\ufeff" + "\r\n".join(lines)
