"""The command line: one table of options, and how the usual calls are read, without argparse."""

from __future__ import annotations

from tflint_ckpt.report import FORMATS
from tflint_ckpt.settings import FAIL_ON, ConfigError, one_line, seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    Kind = Literal["flag", "value", "list", "each", "help"]

PROGRAM = "tflint-ckpt"
DRAWINGS = ("mermaid", "svg")
"""Formats of a picture, which only ``--explain-pipeline`` draws."""
COLORS = ("auto", "always", "never")
SHELLS = ("bash", "zsh", "fish")
"""Shells that there is a completion for."""
COMMANDS = frozenset(
    "analyze check clean config explain format help init linter list rule rules server version watch".split()
)
"""Words that other linters take for what to do; where no file has such a name, they are read so here, too."""


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
        self.fixable: list[str] = []
        self.unfixable: list[str] = []
        self.show_fixes = False
        self.add_ignore = False
        self.reason: str | None = None
        self.select: list[str] = []
        self.ignore: list[str] = []
        self.extend_select: list[str] = []
        self.target: str | None = None
        self.exclude: list[str] = []
        self.extend_exclude: list[str] = []
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
        self.ignore_suppressions = False
        self.exit_zero = False
        self.color = "auto"
        self.quiet = False
        self.verbose = False
        self.statistics = False
        self.fail_on: str | None = None
        self.watch = False
        self.explain: str | None = None
        self.explain_pipeline: str | None = None
        self.list_rules = False
        self.init = False
        self.completion: str | None = None
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
        Option("--diff", "show what --fix would change, as a diff for patch -p0, and write nothing"),
        Option("--fixable", "apply fixes of these rules only", "list", metavar="RULES"),
        Option("--unfixable", "apply no fixes of these rules", "list", metavar="RULES"),
        Option("--show-fixes", "with --fix or --diff: list what was fixed, by file and rule"),
        Option("--add-ignore", "write comments that suppress all findings"),
        Option("--reason", "with --add-ignore: why, for these comments", "value", metavar="TEXT"),
    ),
    "choosing rules": (
        Option(
            "--select", "run only these: codes, prefixes, names, groups or presets", "list", metavar="RULES"
        ),
        Option("--ignore", "leave these out", "list", metavar="RULES"),
        Option("--extend-select", "run these as well", "list", metavar="RULES"),
        Option(
            "--target",
            "the TensorFlow the code runs on: auto, keras2, keras3, a release such as 2.15, or 2.15..2.21",
            "value",
            metavar="RELEASE",
        ),
    ),
    "choosing files": (
        Option(
            "--exclude",
            "leave out what matches, instead of build, dist, venv and such",
            "list",
            metavar="PATTERNS",
        ),
        Option("--extend-exclude", "leave out what matches as well", "list", metavar="PATTERNS"),
        Option("--force-exclude", "leave it out even where it is named, as by pre-commit"),
        Option("--config", "read all settings from this file", "value", metavar="FILE"),
        Option("--isolated", "read no configuration file"),
        Option("--stdin-filename", "the name of what is read from stdin", "value", metavar="NAME"),
    ),
    "choosing findings": (
        Option("--baseline", "leave out the findings that this file has", "value", metavar="FILE"),
        Option("--write-baseline", "write all findings to that file (tflint-ckpt-baseline.json)"),
        Option("--since", "only what stands on lines changed since this commit", "value", metavar="REV"),
        Option("--staged", "only what stands on changed lines of files that are staged for a commit"),
        Option("--min-severity", "leave out what is milder", "value", choices=FAIL_ON[:3]),
        Option("--ignore-noqa --ignore-suppressions", "also what comments suppress"),
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
        Option("-n --no-cache", "lint every file anew, and keep no results"),
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
            "-o --output-file --output",
            "write to this file instead of stdout; FORMAT:FILE writes another format besides, repeatable",
            "each",
            metavar="FILE",
        ),
        Option("--color", "when to use colour (default: auto)", "value", choices=COLORS),
        Option("-q --quiet", "findings only, no summary"),
        Option("-v --verbose", "also say which settings and target were used"),
        Option("--statistics", "count findings by rule instead of listing them, with what was not judged"),
        Option("--fail-on", "the mildest severity that exits 1 (default: warning)", "value", choices=FAIL_ON),
        Option("-e --exit-zero", "exit 0 whatever is found, as --fail-on never"),
        Option("-w --watch", "lint again whenever a file changes, until Ctrl-C"),
    ),
    "instead of linting": (
        Option("--init", "write a configuration to start from, or into pyproject.toml"),
        Option(
            "--explain",
            "print the page of a rule, or the rules of a preset or group",
            "value",
            metavar="RULE",
        ),
        Option(
            "--explain-pipeline",
            "print the dataset pipeline at a line: its steps, what they hold in memory, what is random",
            "value",
            metavar="FILE:LINE",
        ),
        Option("--list-rules", "list every rule"),
        Option("--show-settings", "print the settings that would be used, and where they come from"),
        Option("--show-files", "list the files that would be linted"),
        Option("--completion", "print the completion of this command for a shell", "value", choices=SHELLS),
        Option("--version", "print the version"),
        Option("-h --help", "print this page", "help"),
    ),
}


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
    return None if options.paths and options.paths[0] in COMMANDS else options


def is_path(argument: str) -> bool:
    """Whether an argument is a path (``-`` is stdin), and no option."""
    return argument == "-" or not argument.startswith("-")


INSTEAD = (
    "init",
    "explain",
    "explain_pipeline",
    "list_rules",
    "show_settings",
    "show_files",
    "completion",
)
"""Options that do something instead of linting."""
_NOT_TOGETHER = (
    ("--quiet", "--verbose"),
    ("--isolated", "--config"),
    ("--no-cache", "--cache-dir"),
    ("--exit-zero", "--fail-on"),
    ("--since", "--staged"),
    *(
        ("--write-baseline", each)
        for each in ("--since", "--staged", "--min-severity", "--ignore-suppressions")
    ),
    *((narrowing, fixing) for narrowing in ("--since", "--staged") for fixing in ("--fix", "--diff")),
)
"""Options that contradict each other. A fix of a line that changed may need edits of others, so that a part
of a file cannot be fixed."""
_ONE_OF = (
    "--write-baseline",
    "--add-ignore",
    "--diff",
    "--statistics",
    *(f"--{name.replace('_', '-')}" for name in INSTEAD),
)
"""What a run comes down to, of which there is one thing at a time."""
_ON_THEIR_OWN = ("--write-baseline", "--add-ignore", *_ONE_OF[4:])
"""What of these does not go with changing files, or again and again."""
_ONLY_WITH = (("--reason", ("--add-ignore",)), ("--show-fixes", ("--fix", "--diff")))
_FORMATS_OF: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("--diff", ("text", "concise")),
    ("--statistics", ("text", "concise", "json")),
    ("--list-rules", ("text", "concise", "json")),
    ("--explain", ("text", "concise", "json")),
    ("--show-settings", ("text", "concise", "json")),
    ("--show-files", ("text", "concise")),
)


_ALWAYS = ("paths", "format", "color")
"""What has a value in every call."""


def check(options: Options) -> None:
    """Raise :class:`UsageError` where options make no sense together, or one is empty.

    That is how a variable of a script that was never set arrives here: ``--since "$BASE"``.
    """
    if "" in vars(options).values():
        empty = next(name for name, value in vars(options).items() if value == "")
        raise UsageError(f"--{empty.replace('_', '-')}: expected a value")
    given = _given(options)
    if options.format in DRAWINGS and "--explain-pipeline" not in given:
        raise UsageError(f"--format {options.format} is for --explain-pipeline")
    if not given:
        return
    chosen = [name for name in _ONE_OF if name in given]
    pairs = [*_NOT_TOGETHER, *((one, other) for one in chosen[:1] for other in chosen[1:2])]
    pairs += [(own, other) for own in _ON_THEIR_OWN for other in ("--fix", "--watch")]
    for one, other in (*pairs, ("--add-ignore", "--ignore-suppressions"), ("--diff", "--watch")):
        if one in given and other in given:
            raise UsageError(f"{one} and {other} cannot be combined")
    for name, others in _ONLY_WITH:
        if name in given and given.isdisjoint(others):
            raise UsageError(f"{name} is for {' and '.join(others)}")
    for name, formats in _FORMATS_OF:
        if name in given and options.format not in formats:
            known = f"{', '.join(formats[:-1])} or {formats[-1]}"
            raise UsageError(f"{name} is not written as {options.format}, but as {known}")


def _given(options: Options) -> set[str]:
    """The options that have a value, by the last of their names."""
    names = [name for name, value in vars(options).items() if value and name not in _ALWAYS]
    return {f"--{name.replace('_', '-')}" for name in names}
