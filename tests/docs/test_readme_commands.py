"""The READMEs name the commands that there are, and all of them."""

import re
from pathlib import Path

import click
from click.testing import CliRunner

from kiosk.cli import COMMANDS, main
from kiosk.people.columns import CHINESE
from kiosk.staff import Role

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"(?:^|[`/ ])kiosk ([a-z]+)(?: ([a-z]+))?(?=[`\s])", re.MULTILINE)
ROW = re.compile(r"^\| (`kiosk .*?) \|", re.MULTILINE)
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def subcommands(name: str) -> set[str]:
    context = click.Context(main)
    command = main.get_command(context, name)
    lists = isinstance(command, click.Group)
    return set(command.list_commands(context)) if lists else set()


def named_commands(text: str) -> set[str]:
    code = "\n".join(FENCE.findall(text) + re.findall(r"`[^`\n]+`", text))
    return {" ".join(filter(None, found)) for found in NAMED.findall(code)}


def rows(text: str) -> dict[str, set[str]]:
    """Each command of the table to the subcommands that its row names."""
    table = {}
    for row in ROW.findall(text):
        words = [span.removeprefix("kiosk ") for span in re.findall(r"`(.*?)`", row)]
        if words[1:] and words[1:] == [
            w for w in words[1:] if w in COMMANDS or " " in w
        ]:
            table |= {word: set() for word in words}
        else:
            first, *rest = words[0].split()
            table[first] = {*rest, *words[1:]}
    return table


def test_every_command_in_a_readme_exists(readme: str) -> None:
    for named in named_commands(readme):
        first, _, second = named.partition(" ")
        assert first in COMMANDS, named
        known = subcommands(first)
        assert not second or not known or second in known, named


def test_a_readme_names_all_commands_and_subcommands(readme: str) -> None:
    assert {name: subcommands(name) for name in COMMANDS} == rows(readme)


def test_both_readmes_show_the_same_commands(both: tuple[str, str]) -> None:
    english, chinese = both
    assert named_commands(english) == named_commands(chinese)
    assert len(FENCE.findall(english)) == len(FENCE.findall(chinese))


def test_make_targets_in_a_readme_exist(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:`|sudo |^|=1 )make ([a-z]+)", readme, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_explains_itself() -> None:
    for name in COMMANDS:
        for path in [[name], *([name, sub] for sub in subcommands(name))]:
            result = CliRunner().invoke(main, [*path, "--help"])
            assert result.exit_code == 0, path
            assert re.search(r"[一-鿿]", result.output), path
            assert re.search(r"[A-Za-z]{3,} [a-z]{2,} ", result.output), path


def test_a_readme_names_all_import_columns(readme: str) -> None:
    for column, heading in CHINESE.items():
        assert re.search(rf"{heading}\s+`{column.value}`", readme), column


def test_a_readme_names_all_roles(readme: str) -> None:
    for role in Role:
        assert f"`{role.value}`" in readme
