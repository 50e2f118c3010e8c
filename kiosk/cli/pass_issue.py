"""`kiosk pass issue`, `list`, `revoke`."""

import functools
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

import click

from kiosk.cli.common import (
    DONE,
    NOT_WELL,
    WRONG_USE,
    config_option,
    json_option,
    site,
    stop,
)
from kiosk.cli.pass_issue_output import (
    Results,
    progress_over,
    show_issued,
    show_list,
    show_revoked,
)
from kiosk.cli.pass_office import AUTHOR, pass_errors, utc_now
from kiosk.cli.pass_people import (
    Chosen,
    asked_number,
    by_ids,
    by_number,
    by_numbers,
    by_status,
    lines_of,
)
from kiosk.house import House
from kiosk.passes.desk import DAYS, MOST_DAYS, PassDesk
from kiosk.passes.printing.glyphs import unprintable
from kiosk.passes.problems import PassProblem
from kiosk.passes.rows import PassState, pass_rows
from verification.registry import PassEnd

P = ParamSpec("P")
R = TypeVar("R")

BY_OFFICE = (PassEnd.WITHDRAWN, PassEnd.LOST, PassEnd.MISTAKE)


def desk_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A pass that cannot be had is one message and an exit code."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PassProblem as problem:
            stop(str(problem), NOT_WELL)
        raise AssertionError("stop() does not return")

    return pass_errors(guarded)


@contextmanager
def pass_desk(config_path: Path) -> Iterator[tuple[House, PassDesk]]:
    """House and desk of a command, given back at its end."""
    with site(config_path) as house:
        yield house, PassDesk.of(house, AUTHOR, utc_now, unprintable)


@click.command()
@click.option(
    "--number-stdin",
    is_flag=True,
    help="从标准输入读证件号码，每行一个。 Document numbers on stdin, one a line.",
)
@click.option(
    "--numbers",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="从文件读证件号码，每行一个。 A file of document numbers, one a line.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="ID",
    help="人员编号，可重复。 A person's id; may be repeated.",
)
@click.option(
    "--renew",
    "codes",
    multiple=True,
    metavar="CODE",
    help="换发这张通行证，可重复。 Renew this pass; may be repeated.",
)
@click.option("--all", "everybody", is_flag=True, help="所有已登记的人。 Everybody.")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    help="只签发给这一健康状态，配合 --all。 With --all: only this status.",
)
@click.option(
    "--missing",
    is_flag=True,
    help="只签发给没有有效通行证的人，配合 --all。 With --all: who has no good pass.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=DAYS,
    show_default=True,
    help="有效天数。 How many days it counts.",
)
@click.option(
    "--with-text",
    is_flag=True,
    help="JSON 中带上二维码内容。 In JSON also what stands in the QR code.",
)
@config_option
@json_option
@desk_errors
def issue(
    number_stdin: bool,
    numbers: Path | None,
    people: tuple[str, ...],
    codes: tuple[str, ...],
    everybody: bool,
    statuses: tuple[str, ...],
    missing: bool,
    days: int,
    with_text: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """签发纸质通行证；同一人之前的通行证随即作废。

    Issue passes to registered people; the earlier ones of each end at once. A
    document number is read from the keyboard, stdin or a file, never from the command,
    which other users of the machine could see. Who cannot have a pass is named with
    the reason, and the exit code is 1.
    """
    one_source(number_stdin, numbers, people, codes, everybody)
    if (statuses or missing) and not everybody:
        stop("--status、--missing 须与 --all 一起用 belong to --all", WRONG_USE)
    with pass_desk(config_path) as (house, desk):
        registry = house.registry
        check_words(statuses, tuple(house.policy.status))
        if codes:
            chosen = [Chosen(code, desk.find(code).person) for code in codes]
        elif everybody:
            now = desk.office.now()
            chosen = list(by_status(registry, statuses, now, missing=missing))
        elif people:
            chosen = list(by_ids(people))
        elif number_stdin or numbers:
            lines = lines_of(numbers or Path("-"))
            chosen = list(by_numbers(registry, lines))
        else:
            chosen = [by_number(registry, asked_number())]
        results = issue_all(desk, chosen, days, quiet=as_json)
    show_issued(results, desk.zone, as_json=as_json, with_text=with_text)
    sys.exit(NOT_WELL if results.left_out else DONE)


def one_source(*given: object) -> None:
    """Two ways of saying whom would leave one of them unheard."""
    if sum(map(bool, given)) > 1:
        stop(
            "--number-stdin、--numbers、--person、--renew、--all 只能用一种 "
            "only one way of saying for whom",
            WRONG_USE,
        )


def check_words(words: Iterable[str], known: tuple[str, ...]) -> None:
    """A status that the site does not have would issue nothing, silently."""
    for word in words:
        if word not in known:
            stop(f"没有这一状态 no such status: {word} ({', '.join(known)})", WRONG_USE)


def issue_all(
    desk: PassDesk, chosen: list[Chosen], days: int, *, quiet: bool
) -> Results:
    """Issue one after the other, with a bar; then tell kiosks without network."""
    results = Results()
    named = {c.person: c.place for c in chosen if c.person}
    for each in chosen:
        if each.problem:
            results.left_out.append((each.place, each.problem))
    with progress_over(len(named), quiet) as step:
        for attempt in desk.issue_many(named, days):
            results.add(named[attempt.person], attempt)
            step()
    if any(issued.claims.generation > 1 for issued in results.issued.values()):
        results.published = desk.publish()
    return results


@click.command("list")
@click.option(
    "--state",
    "states",
    type=click.Choice([state.value for state in PassState]),
    multiple=True,
    help="只列出这一状态，可重复。 Only passes in this state; may be repeated.",
)
@config_option
@json_option
@desk_errors
def listed(states: tuple[str, ...], config_path: Path, as_json: bool) -> None:
    """所有通行证，姓名隐去中间。 All passes, with masked names, newest first."""
    with pass_desk(config_path) as (house, desk):
        rows = [
            row
            for row in pass_rows(house.registry, desk.office.now())
            if not states or row.state in states
        ]
    show_list(rows, ZoneInfo(house.config.site.timezone), as_json=as_json)


@click.command()
@click.argument("code")
@click.option(
    "--why",
    type=click.Choice([why.value for why in BY_OFFICE]),
    default=PassEnd.WITHDRAWN.value,
    show_default=True,
    help="原因：收回、遗失、误发。 Why it ends.",
)
@config_option
@json_option
@desk_errors
def revoke(code: str, why: str, config_path: Path, as_json: bool) -> None:
    """作废一张通行证（短码或编号），并签署新的作废名单。

    End a pass for ever, by its short code or its id, and sign the next list of
    revoked passes for kiosks without network.
    """
    with pass_desk(config_path) as (_house, desk):
        record = desk.revoke(code, PassEnd(why))
        published = desk.publish()
    show_revoked(record, published, as_json=as_json)
