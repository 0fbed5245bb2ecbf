"""What one run was asked to do."""

from __future__ import annotations

import os

from tflint_ckpt.gitignore import Patterns
from tflint_ckpt.paths import relative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FILE_NAMES = ("tflint-ckpt.toml", "pyproject.toml")
"""Names of configuration files; in one folder the first wins."""
DEFAULT_EXCLUDE = (
    ".bzr",
    ".direnv",
    ".eggs",
    ".git",
    ".hg",
    ".hypothesis",
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".nox",
    ".pyenv",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svn",
    ".tox",
    ".venv",
    ".vscode",
    "__pycache__",
    "__pypackages__",
    "_build",
    "build",
    "dist",
    "node_modules",
    "site-packages",
    "venv",
)
"""The folders, at any depth, that ``exclude`` leaves out unless it is set. A virtual environment of another
name is known by its ``pyvenv.cfg``: ``env`` is also what reinforcement learning calls its environments."""
FAIL_ON = ("error", "warning", "info", "never")
FILE_TIMEOUT = 30
"""Seconds. The slowest of 6,900 files of public repositories takes 3.7 on one busy core, and a machine is
seldom eight times as slow; who waits for something that hangs does not want to wait much longer."""
MOST_SECONDS = 1_000_000
"""Some days. The timers of some systems do not take much more."""


class ConfigError(Exception):
    """The configuration or the call cannot be used; the message is one line for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class Settings:
    """What one run was asked to do. Every sequence is a tuple of strings."""

    __slots__ = (
        "cache_dir",
        "cell_magics",
        "exclude",
        "exclude_root",
        "extend_exclude",
        "extend_select",
        "fail_on",
        "file_timeout",
        "fixable",
        "fixes",
        "force_exclude",
        "gated",
        "ignore",
        "ignore_suppressions",
        "nearest",
        "origin",
        "per_file_ignores",
        "root",
        "select",
        "skeletons",
        "target",
        "target_source",
        "unfixable",
        "unsafe_fixes",
    )

    def __init__(self) -> None:
        self.select: tuple[str, ...] = ("recommended",)
        self.extend_select: tuple[str, ...] = ()
        self.ignore: tuple[str, ...] = ()
        self.exclude: tuple[str, ...] = DEFAULT_EXCLUDE
        self.extend_exclude: tuple[tuple[str, str | None], ...] = ()
        """What is left out besides: patterns, each with the folder it starts from (``None``: the current)."""
        self.per_file_ignores: dict[str, tuple[str, ...]] = {}
        self.cell_magics: tuple[str, ...] = ()
        """Names, without ``%%``, of cell magics whose cells hold Python, besides those that are known."""
        self.cache_dir: str | None = None
        """The folder that results are kept in; ``None``: one of the user's."""
        self.file_timeout: float = FILE_TIMEOUT
        """Seconds that one file may take; 0: any."""
        self.fixes: dict[str, str] = {}
        """Code of a rule that knows several fixes → the name of the one to apply."""
        self.fixable: tuple[str, ...] = ("all",)
        self.unfixable: tuple[str, ...] = ()
        """Selectors of the rules whose fixes may be applied, and of those among them whose fixes may not."""
        self.ignore_suppressions: bool = False
        """Whether suppressing comments suppress nothing."""
        self.target: str = "auto"
        self.target_source: str = "--target"
        """Where ``target`` is written, as shown to the user."""
        self.force_exclude: bool = False
        """Whether ``exclude`` holds for files and folders that are named, too."""
        self.fail_on: str = "warning"
        self.gated: bool = True
        """Whether the gate keeps rules from files that they have nothing to say about; only the harness
        that compares the findings switches it off."""
        self.skeletons: bool = True
        """Whether LibCST only parses what CPython's tree does not tell; switched off in the same way."""
        self.unsafe_fixes: bool = False
        self.origin: str | None = None
        """The configuration file the settings came from, as shown to the user."""
        self.root: str | None = None
        """The folder of that file, which the globs of ``per_file_ignores`` start from; ``None``: the
        current folder."""
        self.exclude_root: str | None = None
        """The folder the patterns of ``exclude`` start from; ``None``: the current folder."""
        self.nearest: Callable[[str], Settings] | None = None
        """Gives the settings for a path where files have configurations of their own; see :meth:`of`."""

    @property
    def has_usual_rules(self) -> bool:
        """Whether nothing was said of which rules run."""
        said = (self.extend_select, self.ignore, self.per_file_ignores)
        return self.select == ("recommended",) and not any(said)

    def of(self, path: str) -> Settings:
        """The settings for the file at *path* (a folder: with a slash at its end).

        These, unless another configuration file is nearer to it. What concerns the whole run (``fail_on``,
        ``unsafe_fixes``, ``cache_dir``, ``file_timeout``) is said by these. Raises :class:`ConfigError` where
        the nearest file cannot be used.
        """
        return self if self.nearest is None else self.nearest(path)

    def override(
        self,
        *,
        select: Sequence[str] = (),
        extend_select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        exclude: Sequence[str] = (),
        extend_exclude: Sequence[str] = (),
        fixable: Sequence[str] = (),
        unfixable: Sequence[str] = (),
        ignore_suppressions: bool = False,
        target: str | None = None,
        fail_on: str | None = None,
        unsafe_fixes: bool = False,
        force_exclude: bool = False,
        cache_dir: str | None = None,
        file_timeout: float | None = None,
    ) -> None:
        """Put the command line over the settings; what is empty, ``None`` or false leaves them alone.

        As in Ruff: ``select`` starts afresh, so it also drops what the file adds or ignores, and so does
        ``fixable``; the other lists of rules add to the file's; ``exclude`` replaces the file's, from the
        current folder, and ``extend_exclude`` adds to it.
        """
        if select:
            self.select = tuple(select)
            self.extend_select = self.ignore = ()
        self.extend_select += tuple(extend_select)
        self.ignore += tuple(ignore)
        if fixable:
            self.fixable, self.unfixable = tuple(fixable), ()
        self.unfixable += tuple(unfixable)
        if exclude:
            self.exclude, self.exclude_root = tuple(exclude), None
        self.extend_exclude += tuple((pattern, None) for pattern in extend_exclude)
        self.ignore_suppressions = self.ignore_suppressions or ignore_suppressions
        if target is not None:
            self.target, self.target_source = target, "--target"
        if fail_on is not None:
            self.fail_on = fail_on
        self.unsafe_fixes = self.unsafe_fixes or unsafe_fixes
        self.force_exclude = self.force_exclude or force_exclude
        if cache_dir is not None:
            self.cache_dir = cache_dir
        if file_timeout is not None:
            self.file_timeout = file_timeout

    def ignored_in(self, path: str) -> tuple[str, ...]:
        """The selectors that ``per-file-ignores`` leaves out of the file at *path*."""
        if not self.per_file_ignores:
            return ()
        inside = relative(path, self.root or os.curdir)
        ignored: tuple[str, ...] = ()
        for glob, selectors in self.per_file_ignores.items():
            if Patterns([glob.removeprefix("!")]).leave_out(inside) != glob.startswith("!"):
                ignored += selectors
        return ignored


def one_line(message: str) -> str:
    """*message* with what is no printable character escaped: a key or an option may hold anything."""
    if message.isprintable():
        return message
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in message)


def seconds(value: float) -> float:
    """*value* as a limit of time, 0 being none. Raises :class:`ConfigError`."""
    if not 0 <= value <= MOST_SECONDS:
        raise ConfigError(f"must be a number of seconds from 0 (no limit) to {MOST_SECONDS:,}")
    return int(value) if value == int(value) else value


_ALIKE = 0.65
"""How much of two words is the same, from 0 to 1, where one may be a slip for the other."""


def nearest(word: str, known: Iterable[str]) -> str:
    """``; did you mean "…"?`` with the known word most like *word*, dashes aside, or nothing."""
    from difflib import get_close_matches

    bare = {each.lstrip("-"): each for each in known}
    matches = get_close_matches(word.lstrip("-"), bare, n=1, cutoff=_ALIKE)
    return f'; did you mean "{bare[matches[0]]}"?' if matches else ""
