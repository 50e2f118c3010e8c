"""`kiosk ledger`: verify, export, explain, checkpoint."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.progress import Progress

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    WRONG_USE,
    clear_errors,
    config_option,
    err,
    json_option,
    out,
    print_json,
    site,
    stop,
)
from kiosk.cli.sealed import check_sealed, file_errors, write_sealed
from kiosk.people.errors import BadPurpose
from kiosk.people.export import stated
from kiosk.people.writers import new_file
from kiosk.sealed import Taken
from verification.errors import StorageProblem
from verification.ledger import LedgerProblem, Verification
from verification.ledger.explain import Explanation, Step, explain
from verification.ledger.export import CONSOLE, Purpose, export


@click.group()
def ledger() -> None:
    """账本：查验、导出、解释、签检查点。

    The ledger: verify, export, explain, checkpoint.
    """


@ledger.command()
@config_option
@click.option(
    "--note",
    "notes",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="另存的检查点文件。 A checkpoint that was kept elsewhere; may be repeated.",
)
@json_option
@clear_errors
def verify(config_path: Path, notes: tuple[Path, ...], as_json: bool) -> None:
    """查验整条哈希链，指出第一条有问题的记录。

    Check the whole chain and name the first bad row; exit code 1 when there is one.
    """
    texts = [note.read_text("utf-8") for note in notes]
    try:
        found = _verified(config_path, texts)
    except StorageProblem as problem:
        stop(str(problem), NOT_WELL)
    if as_json:
        print_json(_verification(found))
    else:
        for sentence in found.sentences():
            out.print(sentence, markup=False, soft_wrap=True)
    sys.exit(DONE if found.ok else NOT_WELL)


@ledger.command("export")
@config_option
@click.option(
    "--format",
    "_format",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="每行一个对象。 One object a line.",
)
@click.option("--since", type=click.DateTime(), help="不早于。 Not before, local time.")
@click.option("--until", type=click.DateTime(), help="不晚于。 Not after, local time.")
@click.option(
    "--personal", is_flag=True, help="包括个人信息。 With the personal parts."
)
@click.option("--purpose", help="用途，会被记录。 Why; it is recorded.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入文件，否则写到标准输出；含个人信息的须为 .zip，自动加密。 "
    "A file instead of standard output; with --personal a .zip, which is sealed.",
)
@clear_errors
def export_events(
    config_path: Path,
    _format: str,
    since: datetime | None,
    until: datetime | None,
    personal: bool,
    purpose: str | None,
    output: Path | None,
) -> None:
    """导出事件，格式固定。

    Export the events in a format that stays; personal parts only with a purpose, and
    into no file that is not sealed: its password is shown once.
    """
    why = _why(purpose or "") if personal else None
    check_sealed(output, personal=personal)
    with site(config_path) as house:
        zone = ZoneInfo(house.config.site.timezone)
        rows = export(
            house.ledger,
            since=since.replace(tzinfo=zone) if since else None,
            until=until.replace(tzinfo=zone) if until else None,
            purpose=Purpose(why, sealed=output is not None) if why else None,
        )
        if output is not None and why:
            taken = Taken(house.config.site.name, CONSOLE, datetime.now(zone), why)
            write_sealed(output, taken, _lines(rows))
        else:
            _write_lines(output, _lines(rows))


@ledger.command("explain")
@config_option
@click.argument("event", type=click.IntRange(min=1))
@json_option
@clear_errors
def explain_event(config_path: Path, event: int, as_json: bool) -> None:
    """为什么这样判断：一条事件的前后经过。

    Why was this decided: the story that an EVENT (its seq) belongs to.
    """
    with site(config_path) as house:
        try:
            story = explain(house.ledger, event)
        except LedgerProblem as problem:
            stop(str(problem), NOT_WELL)
        zone = ZoneInfo(house.config.site.timezone)
    if as_json:
        print_json(asdict(story) | {"steps": [_step(step) for step in story.steps]})
        return
    _tell(story, zone)


@ledger.command()
@config_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="另存一份。 Keep a copy there, best on another medium.",
)
@clear_errors
def checkpoint(config_path: Path, output: Path | None) -> None:
    """签一个检查点，拿到这台机器以外保存。

    Sign a checkpoint; keep it off this box, so that its past cannot be changed.
    """
    with site(config_path) as house:
        made = house.ledger.checkpoint()
        house.folder.checkpoints.mkdir(exist_ok=True)
        made.save(house.folder.checkpoints / f"{made.size:012d}.txt")
        if output is not None:
            made.save(output)
    click.echo(made.note, nl=False)


def _verified(config_path: Path, notes: list[str]) -> Verification:
    with site(config_path) as house, Progress(console=err, transient=True) as bar:
        task = bar.add_task("查验 verifying")
        return house.ledger.verify(
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            anchor=house.folder.anchor,
            notes=notes,
        )


def _why(purpose: str) -> str:
    try:
        return stated(purpose)
    except BadPurpose as problem:
        stop(f"--personal 需要 needs --purpose TEXT: {problem}", WRONG_USE)
        return ""


def _lines(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    return (json.dumps(row, ensure_ascii=False) for row in rows)


def _write_lines(output: Path | None, lines: Iterator[str]) -> None:
    if output is None:
        for line in lines:
            click.echo(line)
        return
    with file_errors(output), new_file(output) as file:
        for line in lines:
            file.write(f"{line}\n".encode())


def _verification(found: Verification) -> dict[str, object]:
    chinese, english = found.sentences()
    return {
        "ok": found.ok,
        "first_bad_seq": found.first_bad_seq,
        "what": found.what.value if found.what else None,
        "rows": found.count,
        "last_seq": found.last_seq,
        "head_hash": found.head_hash.hex(),
        "checkpoints": found.checkpoints,
        "newest_checkpoint": found.newest_checkpoint,
        "erased": found.erased,
        "chinese": chinese,
        "english": english,
    }


def _step(step: Step) -> dict[str, object]:
    return asdict(step) | {"at": step.at.isoformat(timespec="milliseconds")}


def _tell(story: Explanation, zone: ZoneInfo) -> None:
    for step in story.steps:
        mark = "✓" if step.holds else "✗"
        at = step.at.astimezone(zone)
        out.print(
            f"{mark} {step.seq}  {at:%Y-%m-%d %H:%M:%S}  {step.kind}", style="bold"
        )
        out.print(f"   {step.chinese}", markup=False, soft_wrap=True)
        out.print(f"   {step.english}", markup=False, soft_wrap=True)
    covered = story.attested_by
    out.print(
        f"签名检查点 signed checkpoint: {covered if covered else '还没有 none yet'}",
        markup=False,
    )
