"""The command line: one table of options, read by argparse or, for the usual calls, without it."""

from __future__ import annotations

from tflint_ckpt.report import FORMATS
from tflint_ckpt.settings import FAIL_ON, ConfigError, nearest, one_line, seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence
    from typing import Literal, NoReturn

    Kind = Literal["flag", "value", "list", "each", "help"]

PROGRAM = "tflint-ckpt"
DRAWINGS = ("mermaid", "svg")
"""Formats of a picture, which only ``--explain-pipeline`` draws."""
COLORS = ("auto", "always", "never")


class UsageError(Exception):
    """The call cannot be carried out; the message is one line for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class Options:
    """What the command line asked for. ``None`` and empty lists leave it to the configuration."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.fix = False
        self.unsafe_fixes = False
        self.diff = False
        self.select: list[str] = []
        self.ignore: list[str] = []
        self.extend_select: list[str] = []
        self.target: str | None = None
        self.exclude: list[str] = []
        self.force_exclude = False
        self.config: str | None = None
        self.isolated = False
        self.stdin_filename: str | None = None
        self.jobs: int | None = None
        self.file_timeout: float | None = None
        self.no_cache = False
        self.cache_dir: str | None = None
        self.format = "text"
        self.output: list[str] = []
        self.baseline: str | None = None
        self.write_baseline = False
        self.since: str | None = None
        self.staged = False
        self.min_severity: str | None = None
        self.exit_zero = False
        self.color = "auto"
        self.quiet = False
        self.verbose = False
        self.statistics = False
        self.fail_on: str | None = None
        self.explain: str | None = None
        self.explain_pipeline: str | None = None
        self.list_rules = False
        self.show_settings = False
        self.show_files = False
        self.version = False


class Option:
    """One row of the table.

    Attributes:
        flags: how it is written, the short form first.
        about: its line in ``--help``.
        kind: ``flag`` takes no value, ``value`` one, ``list`` some, between commas and repeated, ``each`` one
            each time it is given.
        metavar: what stands for the value in ``--help``.
        choices: the values it takes; empty where any will do.
        read: what makes of the value what it stands for. Raises :class:`UsageError`.
    """

    __slots__ = ("about", "choices", "flags", "kind", "metavar", "read")

    def __init__(
        self,
        flags: str,
        about: str,
        kind: Kind = "flag",
        *,
        metavar: str | None = None,
        choices: tuple[str, ...] = (),
        read: Callable[[str], object] = str,
    ) -> None:
        self.flags = flags.split()
        self.about = about
        self.kind = kind
        self.metavar = metavar or "|".join(choices) or None
        self.choices = choices
        self.read = read

    @property
    def destination(self) -> str:
        """The attribute of :class:`Options` that it sets."""
        return self.flags[-1].lstrip("-").replace("-", "_")


def _jobs(value: str) -> int | None:
    if value == "auto":
        return None
    if not (value.isascii() and value.isdecimal() and int(value)):
        raise UsageError(f'"{value}" is neither a number from 1 on nor auto')
    return int(value)


def _seconds(value: str) -> float:
    try:
        return seconds(float(value))
    except ValueError:
        raise UsageError(f'"{value}" is not a number of seconds') from None
    except ConfigError as error:
        raise UsageError(str(error)) from None


OPTIONS: dict[str, tuple[Option, ...]] = {
    "fixing": (
        Option("--fix", "apply safe fixes to the files"),
        Option("--unsafe-fixes", "with --fix or --diff: also fixes that can change what the code does"),
        Option("--diff", "show what --fix would change as a unified diff, and write nothing"),
    ),
    "choosing rules": (
        Option("--select", "run only these: codes, prefixes, names or presets", "list", metavar="RULES"),
        Option("--ignore", "leave these out", "list", metavar="RULES"),
        Option("--extend-select", "run these as well", "list", metavar="RULES"),
        Option(
            "--target",
            "the TensorFlow the code runs on: auto, keras2, keras3, or a release such as 2.15",
            "value",
            metavar="RELEASE",
        ),
    ),
    "choosing files": (
        Option("--exclude", "leave out files and folders that match", "list", metavar="PATTERNS"),
        Option("--force-exclude", "leave them out even where they are named, as pre-commit does"),
        Option("--config", "read settings from this file", "value", metavar="FILE"),
        Option("--isolated", "read no configuration file"),
        Option("--stdin-filename", "the name of what is read from stdin", "value", metavar="NAME"),
    ),
    "choosing findings": (
        Option("--baseline", "leave out the findings that this file has", "value", metavar="FILE"),
        Option("--write-baseline", "write all findings to that file (tflint-ckpt-baseline.json)"),
        Option("--since", "only what stands on lines changed since this commit", "value", metavar="REV"),
        Option("--staged", "only what stands on changed lines of files that are staged for a commit"),
        Option("--min-severity", "leave out what is milder", "value", choices=FAIL_ON[:3]),
    ),
    "speed": (
        Option(
            "-j --jobs",
            "lint in so many processes at a time (default: auto)",
            "value",
            metavar="N",
            read=_jobs,
        ),
        Option(
            "--file-timeout",
            "give a file up that takes longer than this (default: 30; 0: never)",
            "value",
            metavar="SECONDS",
            read=_seconds,
        ),
        Option("--no-cache", "lint every file anew, and keep no results"),
        Option("--cache-dir", "keep results in this folder, not in the user's", "value", metavar="FOLDER"),
    ),
    "output": (
        Option(
            "-f --output-format --format",
            f"how findings are written (default: text): {', '.join(FORMATS)}; "
            f"--explain-pipeline also as {' and '.join(DRAWINGS)}",
            "value",
            metavar="FORMAT",
            choices=(*FORMATS, *DRAWINGS),
        ),
        Option(
            "-o --output",
            "write to this file instead of stdout; FORMAT:FILE writes another format besides, repeatable",
            "each",
            metavar="FILE",
        ),
        Option("--color", "when to use colour (default: auto)", "value", choices=COLORS),
        Option("-q --quiet", "findings only, no summary"),
        Option("-v --verbose", "also say which settings and target were used"),
        Option("--statistics", "count findings by rule instead of listing them"),
        Option("--fail-on", "the mildest severity that exits 1 (default: warning)", "value", choices=FAIL_ON),
        Option("-e --exit-zero", "exit 0 whatever is found, as --fail-on never"),
    ),
    "instead of linting": (
        Option("--explain", "print the page of a rule, by name or code", "value", metavar="RULE"),
        Option(
            "--explain-pipeline",
            "print the dataset pipeline at a line: its steps, what they hold in memory, what is random",
            "value",
            metavar="FILE:LINE",
        ),
        Option("--list-rules", "list every rule"),
        Option("--show-settings", "print the settings that would be used, and where they come from"),
        Option("--show-files", "list the files that would be linted"),
        Option("--version", "print the version"),
        Option("-h --help", "print this page", "help"),
    ),
}


def parse(arguments: Sequence[str]) -> Options:
    """The options in *arguments*, those after the program's name. Raises :class:`UsageError`.

    ``--help`` prints its page and raises ``SystemExit``.
    """
    return parse_plain(arguments) or parse_fully(arguments)


def parse_plain(arguments: Sequence[str]) -> Options | None:
    """The options where all of *arguments* are paths or flags without a value, else ``None``.

    That is how the command is nearly always called, and importing argparse (8 ms) takes longer than all
    that a clean file may cost.
    """
    rows = (row for section in OPTIONS.values() for row in section)
    flags = {flag: row.destination for row in rows if row.kind == "flag" for flag in row.flags}
    options = Options()
    for argument in arguments:
        if argument in flags:
            setattr(options, flags[argument], True)
        elif is_path(argument):
            options.paths.append(argument)
        else:
            return None
    return options


def parse_fully(arguments: Sequence[str]) -> Options:
    """The options in *arguments* as argparse reads them. Raises :class:`UsageError`."""
    arguments = list(arguments)
    after: list[str] = []
    if "--" in arguments:  # split here: what argparse makes of it changed from release to release
        at = arguments.index("--")
        arguments, after = arguments[:at], arguments[at + 1 :]
    # The parser knows no positional argument, since it could not have options between them: what it
    # leaves over is a path or an unknown option.
    options, rest = _parser().parse_known_args(arguments, Options())
    for argument in rest:
        if not is_path(argument):
            raise UsageError(_unknown_option(argument))
    options.paths = rest + after
    return options


def is_path(argument: str) -> bool:
    """Whether an argument is a path (``-`` is stdin), and no option."""
    return argument == "-" or not argument.startswith("-")


def _unknown_option(argument: str) -> str:
    name = argument.split("=", 1)[0]
    known = [flag for section in OPTIONS.values() for row in section for flag in row.flags]
    return f'unknown option "{name}"{nearest(name, known) or "; see --help"}'


def _parser() -> ArgumentParser:
    from argparse import ArgumentParser, ArgumentTypeError

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

    parser = Parser(
        PROGRAM,
        usage="%(prog)s [OPTIONS] [PATH ...]",
        description="Lint TensorFlow and Keras training code. PATH is a file or a folder; "
        "without one, the current folder is linted, and '-' is stdin.",
        epilog="Exit status: 0 nothing left to report, 1 findings (see --fail-on) or a diff, "
        "2 the call, the configuration or a file could not be used.",
        add_help=False,
        allow_abbrev=False,
    )
    for section, rows in OPTIONS.items():
        group = parser.add_argument_group(section)
        for row in rows:
            if row.kind == "help":
                group.add_argument(*row.flags, action="help", help=row.about)
            elif row.kind == "flag":
                group.add_argument(*row.flags, action="store_true", help=row.about)
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
    return parser
