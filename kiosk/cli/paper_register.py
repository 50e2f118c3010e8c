"""`kiosk paper register`: numbers that lead from a certificate to a person."""

import functools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from kiosk.cli.common import (
    NOT_WELL,
    WRONG_USE,
    clear_errors,
    config_option,
    json_option,
    print_json,
    site,
    stop,
)
from kiosk.cli.pass_office import AUTHOR, utc_now
from kiosk.cli.pass_people import asked_number, by_number, lines_of, subject_of
from kiosk.cli.people_output import say
from kiosk.house import House
from kiosk.paper.numbers import NumberDesk, NumberProblem, Step, What

P = ParamSpec("P")
R = TypeVar("R")

SAID = {
    None: "已登记 registered",
    Step.REVOKE: "已停用 revoked",
    Step.RESTORE: "已恢复 restored",
    Step.REMOVE: "已移除 removed",
}


def number_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A number that cannot be had is one message and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except NumberProblem as problem:
            stop(str(problem), NOT_WELL)
        raise AssertionError("stop() does not return")

    return clear_errors(guarded)


@click.command()
@click.argument("number")
@click.option("--person", metavar="ID", help="人员编号。 The person's id.")
@click.option(
    "--number-stdin",
    is_flag=True,
    help="从标准输入读持证人的证件号码。 The holder's document number on stdin.",
)
@click.option(
    "--revoke",
    "step",
    flag_value=Step.REVOKE.value,
    help="停用（遗失）。 It counts no longer: lost.",
)
@click.option(
    "--restore", "step", flag_value=Step.RESTORE.value, help="恢复。 It counts again."
)
@click.option(
    "--remove", "step", flag_value=Step.REMOVE.value, help="移除。 It leads to nobody."
)
@click.option(
    "--what",
    type=click.Choice([what.value for what in What]),
    help="什么证明。 The kind of certificate.",
)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="最后一天（含）。 The last day on which it counts.",
)
@config_option
@json_option
@number_errors
def register(
    number: str,
    person: str | None,
    number_stdin: bool,
    step: str | None,
    what: str | None,
    until: datetime | None,
    config_path: Path,
    as_json: bool,
) -> None:
    """登记纸质证明的编号（条码或二维码中的文字），指向一位已登记的人。

    Register the NUMBER of a certificate, as its bar or QR code has it, for a person
    who is registered. At the gate it leads to this person and counts as
    [policy.paper] says. Without --person or --number-stdin the holder's document
    number is asked for.
    """
    if step and (person or number_stdin or what or until):
        stop("停用、恢复、移除只要编号 these need the number alone", WRONG_USE)
    with site(config_path) as house:
        desk = NumberDesk.of(house, AUTHOR, utc_now)
        if step:
            document = desk.change(number, Step(step))
        else:
            holder = holder_of(house, person, number_stdin)
            kind, last = What(what) if what else None, until.date() if until else None
            document = desk.link(number, holder, kind, last)
    done = SAID[Step(step) if step else None]
    if as_json:
        print_json({"number": document.masked, "done": step or "register"})
    else:
        say(f"{done}: {document.masked}")


def holder_of(house: House, person: str | None, number_stdin: bool) -> bytes:
    """Whose certificate it is."""
    if person:
        return subject_of(person)
    lines = lines_of(Path("-")) if number_stdin else [asked_number()]
    chosen = by_number(house.registry, lines[0] if lines else "")
    if chosen.problem:
        stop(str(chosen.problem), WRONG_USE)
    return chosen.person or b""
