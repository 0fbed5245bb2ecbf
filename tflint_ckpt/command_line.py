"""Reading any command line: with argparse, and with what users of other linters type."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError

from tflint_ckpt.options import (
    COMMANDS,
    OPTIONS,
    PROGRAM,
    Option,
    Options,
    UsageError,
    is_path,
    parse_plain,
)
from tflint_ckpt.settings import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

ELSEWHERE = {
    "--add-noqa": "--add-ignore writes comments",
    "--autofix": "write --fix",
    "--check": "--diff shows what --fix would change, and exits 1 if that is anything",
    "--disable": "write --ignore RULES",
    "--enable": "write --extend-select RULES",
    "--errors-only": "write --min-severity error",
    "--exit-non-zero-on-fix": "--diff exits 1 where there is something to fix",
    "--extend-fixable": "write --fixable RULES",
    "--extend-ignore": "--ignore adds to what the configuration ignores",
    "--extend-per-file-ignores": "that is the table per-file-ignores of the configuration",
    "--fix-only": "write --fix --exit-zero",
    "--help-msg": "write --explain RULE",
    "--level": "write --min-severity SEVERITY",
    "--list-msgs": "write --list-rules",
    "--no-color": "write --color never",
    "--no-fix": "files are changed by --fix only",
    "--no-force-exclude": "what is named is linted unless --force-exclude is set",
    "--no-respect-gitignore": "what git ignores is linted where it is named",
    "--no-show-fixes": "fixes are listed by --show-fixes only",
    "--no-unsafe-fixes": "unsafe fixes are applied by --unsafe-fixes only",
    "--per-file-ignores": "that is the table per-file-ignores of the configuration",
    "--preview": "all rules there are: --select all",
    "--rcfile": "write --config FILE",
    "--recursive": "folders are always walked",
    "--respect-gitignore": "what git ignores is always left out, unless it is named",
    "--rule": "write --select RULES, or --explain RULE for the page of one",
    "--show-source": "that is what --format text does",
    "--silent": "write --quiet",
    "--stdin": "write - in the place of a path",
    "--target-version": "write --target with a release of TensorFlow, such as 2.15",
}
"""What to write, or to know, for the options of Ruff, pylint and others that have no place here."""
_MOST_ASKED = 4
"""So many options a question names at most."""
NOTHING_TO_DO = {
    "analyze": "--explain-pipeline FILE:LINE shows a dataset, --statistics counts findings",
    "clean": "results are kept in a folder of your own cache that may be deleted; -v says where",
    "config": "--show-settings prints the settings in use, and init writes all keys",
    "format": "this linter formats nothing; --fix applies fixes",
    "linter": "--list-rules lists every rule",
    "list": "--list-rules lists every rule",
    "rules": "--list-rules lists every rule",
    "server": "there is no language server; --watch lints whenever a file changes",
}


def parse(arguments: Sequence[str]) -> Options:
    """The options in *arguments*, those after the program's name. Raises :class:`UsageError`.

    ``--help`` prints its page and raises ``SystemExit``.
    """
    return parse_plain(arguments) or parse_fully(arguments)


def parse_fully(arguments: Sequence[str]) -> Options:
    """The options in *arguments* as argparse reads them. Raises :class:`UsageError`."""
    arguments = list(arguments)
    after: list[str] = []
    if "--" in arguments:  # split here: what argparse makes of it changed from release to release
        at = arguments.index("--")
        arguments, after = arguments[:at], arguments[at + 1 :]
    # The parser knows no positional argument, since it could not have options between them: what it
    # leaves over is a path or an unknown option.
    options, rest = parser().parse_known_args(arguments, Options())
    for argument in rest:
        if not is_path(argument):
            raise UsageError(unknown_option(argument))
    options.paths = rest + after
    if rest and rest[0] in COMMANDS and not os.path.lexists(rest[0]):
        _do(rest[0], options)
    return options


def _do(word: str, options: Options) -> None:
    """Read the first path, *word*, as what to do with the others. Raises :class:`UsageError`."""
    options.paths = options.paths[1:]
    if word in NOTHING_TO_DO:
        raise UsageError(f'no file is called "{word}", and {NOTHING_TO_DO[word]}')
    if word in ("explain", "rule"):
        if len(options.paths) != 1:
            raise UsageError(f"write {word} with the code or name of one rule; --list-rules lists them")
        options.explain, options.paths = options.paths[0], []
    elif word == "help":
        parser().print_help()
        raise SystemExit(0)
    elif word != "check":
        setattr(options, word, True)


def unknown_option(argument: str) -> str:
    """What to say of an option that there is not."""
    name = argument.split("=", 1)[0]
    if name in ELSEWHERE:
        return f'unknown option "{name}"; {ELSEWHERE[name]}'
    known = [flag for section in OPTIONS.values() for row in section for flag in row.flags if flag[1] == "-"]
    began = [flag for flag in known if len(name) > len("--x") and flag.startswith(name)]
    return f'unknown option "{name}"{_did_you_mean(began) or nearest(name, known) or "; see --help"}'


def _did_you_mean(flags: list[str]) -> str:
    """The question for some *flags*; empty where there are none, or too many to ask for."""
    if not flags or len(flags) > _MOST_ASKED:
        return ""
    *before, last = (f'"{flag}"' for flag in flags)
    return f"; did you mean {', '.join(before)} or {last}?" if before else f"; did you mean {last}?"


def parser() -> ArgumentParser:
    """The parser of all options; the paths are left over."""

    class Parser(ArgumentParser):
        def error(self, message: str) -> NoReturn:
            flags, colon, rest = message.removeprefix("argument ").partition(":")
            raise UsageError(f"{flags.rpartition('/')[2] if colon else flags}{colon}{rest}")

    def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
        def check(value: str) -> str:
            if value not in choices:
                listed = ", ".join(choices)
                raise ArgumentTypeError(f'"{value}" is not one of {listed}{nearest(value, choices)}')
            return value

        return check

    def read_by(row: Option) -> Callable[[str], object]:
        def read(value: str) -> object:
            try:
                return row.read(value)
            except UsageError as error:
                raise ArgumentTypeError(str(error)) from None

        return read

    def split(value: str) -> list[str]:
        words = [word.strip() for word in value.split(",")]
        if not any(words):
            raise ArgumentTypeError("expected at least one value")
        return [word for word in words if word]

    made = Parser(
        PROGRAM,
        usage="%(prog)s [OPTIONS] [PATH ...]",
        description="Lint TensorFlow and Keras training code. PATH is a file or a folder; "
        "without one, the current folder is linted, and '-' is stdin. "
        "'init' writes a configuration, 'rule RULE' explains a rule.",
        epilog="Exit status: 0 nothing left to report, 1 findings (see --fail-on) or a diff, "
        "2 the call, the configuration or a file could not be used.",
        add_help=False,
        allow_abbrev=False,
    )
    for section, rows in OPTIONS.items():
        group = made.add_argument_group(section)
        for row in rows:
            if row.kind == "help":
                group.add_argument(*row.flags, action="help", help=row.about)
            elif row.kind == "flag":
                group.add_argument(*row.flags, dest=row.destination, action="store_true", help=row.about)
            elif row.kind == "list":
                group.add_argument(
                    *row.flags, action="extend", type=split, metavar=row.metavar, help=row.about
                )
            elif row.kind == "each":
                group.add_argument(
                    *row.flags, dest=row.destination, action="append", metavar=row.metavar, help=row.about
                )
            else:
                check = one_of(row.choices) if row.choices else read_by(row)
                group.add_argument(
                    *row.flags, dest=row.destination, type=check, metavar=row.metavar, help=row.about
                )
    return made
