"""Whom `kiosk pass issue` is for; a document number never stands in a command."""

import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from getpass import GetPassWarning
from pathlib import Path

import click

from kiosk.cli.common import WRONG_USE, stop
from kiosk.passes.problems import PassProblem, Why
from kiosk.passes.rows import PassState, state_of
from verification.documents import Document
from verification.errors import DocumentError
from verification.registry import Registry

SUBJECT_HEX = 32
GOOD = {PassState.IN_FORCE}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One person, or why a line names nobody.

    Attributes:
        place: what to call it: the number of its line, or the person's id.

    """

    place: str
    person: bytes | None = None
    problem: PassProblem | None = None


def by_numbers(registry: Registry, lines: Sequence[str]) -> Iterator[Chosen]:
    """People by their document numbers, one a line."""
    for place, line in enumerate(lines, 1):
        if line.strip():
            yield by_number(registry, line, str(place))


def by_number(registry: Registry, number: str, place: str = "1") -> Chosen:
    """One person by her document number."""
    try:
        document = Document.parse(number)
    except DocumentError:
        return Chosen(place, problem=PassProblem(Why.NUMBER))
    return Chosen(place, registry.subject(document))


def by_ids(ids: Sequence[str]) -> Iterator[Chosen]:
    """People by the ids that lists and pages show."""
    for identity in ids:
        yield Chosen(identity, subject_of(identity))


def by_status(
    registry: Registry, words: Sequence[str], now: datetime, *, missing: bool
) -> Iterator[Chosen]:
    """Everybody with one of these statuses; perhaps only those without a good pass."""
    for person in registry.people():
        subject = person.record.subject
        wanted = not words or person.record.status in words
        if wanted and not (missing and _has_pass(registry, subject, now)):
            yield Chosen(subject.hex(), subject)


def asked_number() -> str:
    """A number from the keyboard, not shown while it is typed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            asked = click.prompt("证件号码 document number", hide_input=True, err=True)
        except GetPassWarning:
            stop(
                "没有键盘可问，证件号码请用 --number-stdin 或 --numbers FILE 给出 "
                "there is no keyboard to ask at; give document numbers with "
                "--number-stdin or --numbers FILE",
                WRONG_USE,
            )
            raise
    return str(asked)


def lines_of(path: Path) -> list[str]:
    """The lines of a file, or of the standard input for ``-``."""
    if str(path) == "-":
        return sys.stdin.read().splitlines()
    return path.read_text("utf-8-sig").splitlines()


def subject_of(identity: str) -> bytes:
    """A person's subject from its hex digits."""
    try:
        subject = bytes.fromhex(identity)
    except ValueError:
        subject = b""
    if len(subject) * 2 != SUBJECT_HEX:
        # Perhaps a document number: it must not be repeated.
        stop(
            "--person 要的是人员编号（32 位十六进制），证件号码请用 --number-stdin "
            "--person takes a person's id, 32 hex digits; for a document number use "
            "--number-stdin",
            WRONG_USE,
        )
    return subject


def _has_pass(registry: Registry, person: bytes, now: datetime) -> bool:
    records = registry.papers.passes_of(person)
    return any(state_of(record, now) in GOOD for record in records)
