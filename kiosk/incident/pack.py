"""One archive of everything, with a manifest of SHA-256; a part that fails says so."""

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.incident import events, machine, state
from kiosk.incident.clean import clean
from kiosk.incident.logs import Lines, journal, log_file
from kiosk.incident.notice import notice
from kiosk.incident.scene import Scene
from kiosk.incident.settings import settings
from kiosk.people.writers import new_file
from verification.errors import VerificationError

MANIFEST = "SHA256SUMS"
BROKEN = (VerificationError, sqlite3.Error, OSError)
ABOUT = """\
畅行：事件调查包 Changxing: what an investigation of an incident needs

里面没有个人信息：没有姓名、证件号码、电话、卡号、用途原文；工作人员只有内部编号和岗位。
No personal data: no names, numbers, phones, cards or typed purposes; staff by internal
id and role only.

notice.txt             第五十七条通知的草稿 draft of the notice of PIPL article 57
versions.json          程序和系统的版本 versions
program.json           程序文件的 SHA-256 hashes of the program
data.json              数据文件的 SHA-256 hashes of the data as they lay there
settings.json          设置，去掉了地址和密码 settings without addresses and secrets
devices.json           设备和进程 devices and processes
doctor.json            体检结果 what is wrong
ledger.json            账本查验和检查点 check of the ledger, checkpoints
events_by_hour.csv     每小时每种事件的数量（UTC）events by hour and kind
staff.json             账号，只有内部编号 accounts by internal id
staff_actions.csv      谁（内部编号）做了什么，每天多少次 who did what, how often
sign_in_failures.json  登录失败的计数 failed sign-ins, as the brake counts them
kept.json              各类信息有多少 how many of each class are kept
log.jsonl              日志；不能确认没有个人信息的 {dropped} 行已去掉
                       logs; {dropped} lines were left out that could hold more
SHA256SUMS             以上文件的校验和：sha256sum -c SHA256SUMS
"""

Rows = Iterable[Iterable[object]]


@dataclass(frozen=True, slots=True)
class Made:
    """A pack: where, the digest of its manifest, what is in it, what failed."""

    path: Path
    manifest: str
    parts: tuple[str, ...]
    failed: tuple[str, ...]


def make_pack(scene: Scene, path: Path) -> Made:
    """Collect everything into a new archive.

    Raises:
        FileExistsError: it is there already.
        OSError: it cannot be written, or a log cannot be read.

    """
    lines = _log_lines(scene)
    facts, failed = _facts(scene)
    parts = {name: _json(value) for name, value in facts.items()}
    tables, broken = _tables(scene)
    told = notice(scene, facts["kept.json"], _told_of(facts["ledger.json"]))
    parts |= tables | {
        "log.jsonl": "".join(f"{line}\n" for line in lines.taken),
        "notice.txt": told,
        "README.txt": ABOUT.format(dropped=lines.dropped),
    }
    sums = _sums(parts)
    with (
        new_file(path) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name, text in sorted(parts.items()):
            out.writestr(name, text)
        out.writestr(MANIFEST, sums)
    digest = hashlib.sha256(sums.encode()).hexdigest()
    return Made(path, digest, (*sorted(parts), MANIFEST), (*failed, *broken))


def _facts(scene: Scene) -> tuple[dict[str, Any], list[str]]:
    makers: dict[str, Callable[[], Any]] = {
        "versions.json": lambda: machine.versions(scene),
        "program.json": machine.program_hashes,
        "data.json": lambda: machine.data_hashes(scene),
        "ledger.json": lambda: events.ledger_state(scene),
        "settings.json": lambda: clean(settings(scene)),
        "devices.json": lambda: clean(state.devices(scene)),
        "doctor.json": lambda: clean(state.findings(scene)),
        "staff.json": lambda: events.accounts(scene),
        "sign_in_failures.json": lambda: events.sign_in_failures(scene),
        "kept.json": lambda: state.people_concerned(scene),
    }
    found: dict[str, Any] = {}
    failed = []
    for name, make in makers.items():
        try:
            found[name] = make()
        except BROKEN as error:
            found[name] = {"problem": type(error).__name__}
            failed.append(name)
    return found, failed


def _tables(scene: Scene) -> tuple[dict[str, str], list[str]]:
    makers: dict[str, tuple[str, Callable[[], Rows]]] = {
        "events_by_hour.csv": (
            "hour_utc,kind,count",
            lambda: events.events_by_hour(scene),
        ),
        "staff_actions.csv": (
            "day_utc,staff,role,kind,what,count",
            lambda: events.staff_actions(scene),
        ),
    }
    found, failed = {}, []
    for name, (heading, make) in makers.items():
        out = io.StringIO()
        out.write(f"{heading}\r\n")
        try:
            csv.writer(out).writerows(make())
        except BROKEN as error:
            out.write(f"problem,{type(error).__name__}\r\n")
            failed.append(name)
        found[name] = out.getvalue()
    return found, failed


def _log_lines(scene: Scene) -> Lines:
    lines = Lines()
    lines.add(journal(scene.since))
    for path in scene.logs:
        lines.add(log_file(path))
    return lines


def _told_of(ledger: dict[str, Any]) -> str:
    return " ".join(ledger.get("found", ["不能查验 cannot be checked: kiosk doctor"]))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _sums(parts: dict[str, str]) -> str:
    lines = (
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n"
        for name, text in sorted(parts.items())
    )
    return "".join(lines)
