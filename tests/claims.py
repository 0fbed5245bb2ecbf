"""Reading ``fixtures/<group>/<rule>/<case>/``: two scripts, and what is claimed about them.

``before.py`` is a training script with a defect, ``after.py`` what the fix makes of it, and
``claims.toml`` says what the linter finds in them and what happens when they are run. Both may be notebooks,
``before.ipynb`` and ``after.ipynb``, whose cells are run as one script. The lint tests
(``tests/test_fixtures.py``), the training tests (``tests/integration/``) and the rules' pages all
read the claims through this module; ``fixtures/README.md`` shows the format to those who write them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"

Script = Literal["before", "after"]
FixLevel = Literal["safe", "unsafe", "mixed", "none"]
When = Literal["peak", "last epoch"]
Epoch = int | Literal["last", "any"]

MAJORS = ("keras2", "keras3")
"""Both must be claimed for either script."""
ENVIRONMENTS = ("keras3", "tf_keras", "tf2.15")
"""Where every script is run. The section of ``tf_keras`` or ``tf2.15``, if any, replaces ``keras2`` there."""
NOTEBOOK = ".ipynb"
"""What the names of both scripts end in, where they are notebooks."""
SETTINGS = "tflint-ckpt.toml"
"""A case's own settings, beside its scripts; most need none."""

_RELEASE = re.compile(r"keras3\.(\d|[1-9]\d)|tf2\.([89]|1[0-5])")
"""An environment of one release: Keras 3.N, or TensorFlow 2.N with its Keras 2. What is older than 2.8 has
no wheels for Python 3.10."""
_FINDING = re.compile(r"TFC\d{3}:(cell [1-9]\d*:)?[1-9]\d*")


class ClaimsError(ValueError):
    """A case cannot be used; the message is one line: where, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens when a script is run. An empty one still claims something: it ends without an error.

    Attributes:
        raises: the class name of the exception that ends the script.
        message: a part of that exception's message.
        trained_epochs: how many epochs of training had been done, over all calls of ``fit``, when the
            script ended or raised.
        prints: parts of standard output, in this order.
        warns: parts of standard error, where warnings and logs go.
        silent_about: what standard error does not mention.
        files: patterns of which each matches a file left behind (see `match`).
        files_exactly: like ``files``, and every file left behind is matched.
        absent: patterns that no file left behind matches.
        reloads: checkpoint → the epoch, counted from 1, after which the model had exactly the weights
            that a fresh model has after loading it; or ``last``, or ``any`` for some epoch.
        seconds: the run is killed, and fails, after so many on the clock: far more than any takes alone, for
            other processes may have the processor.
    """

    raises: str | None = None
    message: str | None = None
    trained_epochs: int | None = None
    prints: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    silent_about: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    files_exactly: tuple[str, ...] | None = None
    absent: tuple[str, ...] = ()
    reloads: Mapping[str, Epoch] = field(default_factory=dict)
    seconds: int = 180


@dataclass(frozen=True, slots=True)
class Lint:
    """What the linter says about a case on one target, with only the case's rules switched on.

    Attributes:
        target: as for ``--target``.
        fix: what turns ``before.py`` into ``after.py``: ``safe`` is ``--fix``; ``unsafe`` is
            ``--fix --unsafe-fixes``, while ``--fix`` alone changes nothing; with ``mixed``, ``--fix``
            alone does a part of it; with ``none`` neither changes anything, and ``after.py`` is what a
            person should write.
        findings: ``code:line`` of each finding in ``before.py``; in a notebook ``code:cell 2:line``.
        remaining: the same for ``after.py``.
        select: as for ``--select``; in the file it may be left out, for the rule that the folder is named
            after.
    """

    target: str
    fix: FixLevel
    findings: tuple[str, ...]
    remaining: tuple[str, ...]
    select: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """How much more memory ``before.py`` takes than ``after.py``.

    Attributes:
        at: when it is measured: at the ``peak``, or at the end of the ``last epoch`` of ``fit``. The
            peak of a script that loads arrays may come while it loads them, long before it trains.
        ratio_at_least: lower bound of (resident size then - resident size when TensorFlow has been
            imported) of ``before.py``, divided by the same of ``after.py``.
    """

    at: When
    ratio_at_least: float


@dataclass(frozen=True, slots=True)
class Case:
    """One folder of fixtures.

    Attributes:
        folder: where it lies.
        title: one line for people.
        example: whether the rule's page shows this case.
        lint: what the linter says, one item a target; the first is the case's main target.
        before: section name (``keras2``, ``keras3``, or an environment's) → what happens.
        after: the same for ``after.py``.
        memory: what is claimed of memory, if anything.
    """

    folder: Path
    title: str
    example: bool
    lint: tuple[Lint, ...]
    before: Mapping[str, Outcome]
    after: Mapping[str, Outcome]
    memory: Memory | None

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.folder.name

    @property
    def rule(self) -> str:
        """The name of the rule the case is for; of cases for several rules, what their folder is called."""
        return self.folder.parent.name

    @property
    def group(self) -> str:
        """The group the rule belongs to."""
        return self.folder.parents[1].name

    @property
    def releases(self) -> tuple[str, ...]:
        """The environments beside `ENVIRONMENTS` that this case has a section for, in order."""
        return tuple(sorted({*self.before, *self.after} - {*MAJORS, *ENVIRONMENTS}, key=release_order))

    @property
    def untouched(self) -> bool:
        """Whether both scripts are the same, and the same is claimed of both."""
        return self.text("before") == self.text("after") and self.before == self.after

    def path(self, script: Script) -> Path:
        """``before.py`` or ``after.py``; of notebooks ``before.ipynb`` or ``after.ipynb``."""
        return self.folder / f"{script}{_suffix(self.folder)}"

    def text(self, script: Script) -> str:
        """The text of the file at :meth:`path`, line endings as they are."""
        return self.path(script).read_bytes().decode()

    def runnable(self, script: Script, folder: Path) -> Path:
        """The Python to run: the script; of a notebook its code cells without magics, written to *folder*."""
        path = self.path(script)
        if path.suffix != NOTEBOOK:
            return path
        from tflint_ckpt.reading import read as read_source

        made = folder / f"{script}.py"
        made.write_bytes(read_source(path.name, path.read_bytes()).code.encode())
        return made

    def outcome(self, script: Script, environment: str, major: str) -> Outcome:
        """What is claimed of *script* in *environment*: its own section, or that of its Keras *major*.

        A release that one of the two scripts has a section for runs the other script as well.
        """
        sections = self.before if script == "before" else self.after
        return sections[environment if environment in sections else major]


def case_folders(fixtures: Path = FIXTURES) -> tuple[Path, ...]:
    """The folder of every case under *fixtures*, in order, readable or not."""
    return tuple(sorted(path for path in fixtures.glob("*/*/*") if path.is_dir()))


def read(folder: Path) -> Case:
    """The case in *folder*. Raises `ClaimsError` for whatever is not as this module says."""
    where = f"{'/'.join(folder.parts[-3:])}/claims.toml"
    try:
        table = tomllib.loads((folder / "claims.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ClaimsError(f"{where}: {error}") from None
    scripts = [folder / f"{script}{_suffix(folder)}" for script in get_args(Script)]
    for path in scripts:
        if not path.is_file():
            raise ClaimsError(f"{where}: no {path.name} beside it")
    _only(table, ("title", "example", "lint", "before", "after", "memory"), where)
    title = _value(table, "title", str, where)
    if not title or "\n" in title:
        raise ClaimsError(f"{where}: title must be one line")
    example = _value(table, "example", bool, where, default=False)
    if example and _suffix(folder) == NOTEBOOK:
        raise ClaimsError(f"{where}: pages show scripts, a notebook cannot be an example")
    before = after = _outcomes(_value(table, "before", dict, where), f"{where}: [before")
    if "after" in table or len({path.read_bytes() for path in scripts}) > 1:
        after = _outcomes(_value(table, "after", dict, where), f"{where}: [after")
    return Case(
        folder=folder,
        title=title,
        example=example,
        lint=_lint(_value(table, "lint", dict, where), folder.parent.name, f"{where}: [lint]"),
        before=before,
        after=after,
        memory=_memory(table["memory"], f"{where}: [memory]") if "memory" in table else None,
    )


def _suffix(folder: Path) -> str:
    """What the names of a case's scripts end in."""
    return NOTEBOOK if (folder / f"before{NOTEBOOK}").exists() else ".py"


def is_release(name: str) -> bool:
    """Whether *name* is that of an environment of one release, such as ``keras3.7`` or ``tf2.11``."""
    return _RELEASE.fullmatch(name) is not None


def release_order(name: str) -> tuple[str, int]:
    """Sorts ``keras3.9`` before ``keras3.10``."""
    package, _, minor = name.partition(".")
    return package, int(minor or 0)


def releases(fixtures: Path = FIXTURES, rules: Collection[str] | None = None) -> tuple[str, ...]:
    """The releases that some case under *fixtures* has a section for; of unreadable cases, none.

    With *rules*, those of the cases of these rules only.
    """
    found: set[str] = set()
    for folder in case_folders(fixtures):
        if rules is not None and folder.parent.name not in rules:
            continue
        with suppress(ClaimsError):  # the tests of this case fail, and say why
            found.update(read(folder).releases)
    return tuple(sorted(found, key=release_order))


def match(pattern: str, path: str) -> bool:
    """Whether *path* (relative, forward slashes) is of the shape *pattern*.

    ``*`` and ``?`` stay within one name, ``**`` crosses folders; all else, braces and brackets
    included, stands for itself.
    """
    pieces = re.split(r"(\*\*|\*|\?)", pattern)
    wild = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.fullmatch("".join(wild.get(piece) or re.escape(piece) for piece in pieces), path) is not None


def _lint(table: Mapping[str, Any], rule: str, where: str) -> tuple[Lint, ...]:
    """The main target's item, then one for each sub-table, which is named by its target."""
    own = {"select": [rule]}
    own |= {key: value for key, value in table.items() if not isinstance(value, dict)}
    others = {key: value for key, value in table.items() if isinstance(value, dict)}
    _only(own, [item.name for item in fields(Lint)], where)
    items = [_lint_item(own, where)]
    for target, overrides in others.items():
        _only(overrides, ("fix", "findings", "remaining"), f"{where}.{target}")
        items.append(_lint_item({**own, **overrides, "target": target}, f"{where}.{target}"))
    return tuple(items)


def _lint_item(table: Mapping[str, Any], where: str) -> Lint:
    fix = _value(table, "fix", str, where)
    if fix not in get_args(FixLevel):
        raise ClaimsError(f"{where}: fix must be one of {', '.join(get_args(FixLevel))}, not {fix!r}")
    found = {key: _strings(table, key, where) for key in ("findings", "remaining", "select")}
    if not found["select"]:
        raise ClaimsError(f"{where}: select names no rule")
    for key in ("findings", "remaining"):
        for item in found[key]:
            if not _FINDING.fullmatch(item):
                raise ClaimsError(f"{where}: {key} must look like 'TFC101:31', not {item!r}")
    return Lint(_value(table, "target", str, where), fix, **found)


def _outcomes(table: Mapping[str, Any], where: str) -> Mapping[str, Outcome]:
    known = (*MAJORS, "tf_keras", "tf2.N", "keras3.N")
    _only([name for name in table if not is_release(name)], known, f"{where}]")
    for major in MAJORS:
        if major not in table:
            raise ClaimsError(f"{where}.{major}] is missing")
    return {name: _outcome(_value(table, name, dict, where), f"{where}.{name}]") for name in table}


def _outcome(table: Mapping[str, Any], where: str) -> Outcome:
    _only(table, [item.name for item in fields(Outcome)], where)
    values: dict[str, Any] = {}
    for item in fields(Outcome):
        if item.name not in table:
            continue
        if item.name in ("raises", "message"):
            values[item.name] = _value(table, item.name, str, where)
        elif item.name in ("trained_epochs", "seconds"):
            values[item.name] = _value(table, item.name, int, where)
        elif item.name == "reloads":
            values[item.name] = _reloads(_value(table, item.name, dict, where), where)
        else:
            values[item.name] = _strings(table, item.name, where)
    outcome = Outcome(**values)
    if outcome.message is not None and outcome.raises is None:
        raise ClaimsError(f"{where}: message needs raises")
    if outcome.reloads and outcome.raises is not None:
        raise ClaimsError(f"{where}: nothing is reloaded from a script that raises")
    for pattern in (*outcome.files, *(outcome.files_exactly or ()), *outcome.absent, *outcome.reloads):
        if pattern.startswith("/") or ".." in pattern.split("/"):
            raise ClaimsError(f"{where}: {pattern!r} is not below the folder of the run")
    return outcome


def _reloads(table: Mapping[str, Any], where: str) -> Mapping[str, Epoch]:
    for path, epoch in table.items():
        if epoch not in ("last", "any") and (type(epoch) is not int or epoch < 1):
            raise ClaimsError(f"{where}: reloads[{path!r}] must be an epoch from 1, 'last' or 'any'")
    return dict(table)


def _memory(table: object, where: str) -> Memory:
    if not isinstance(table, dict):
        raise ClaimsError(f"{where} must be a table")
    _only(table, ("at", "ratio_at_least"), where)
    at = _value(table, "at", str, where)
    if at not in get_args(When):
        raise ClaimsError(f"{where}: at must be one of {', '.join(get_args(When))}, not {at!r}")
    ratio = _value(table, "ratio_at_least", float, where)
    if ratio <= 1:
        raise ClaimsError(f"{where}: ratio_at_least must be above 1")
    return Memory(at, ratio)


def _only(keys: Iterable[str], known: Iterable[str], where: str) -> None:
    known = tuple(known)
    for key in keys:
        if key.isdigit():  # TOML reads 2.16 without quotes as a table in a table
            raise ClaimsError(f"{where}: unknown key {key!r}; write a release in quotes")
        if key not in known:
            raise ClaimsError(f"{where}: unknown key {key!r}; known: {', '.join(known)}")


def _value(table: Mapping[str, Any], key: str, kind: type, where: str, default: Any = MISSING) -> Any:
    value = table.get(key, default)
    if value is MISSING:
        raise ClaimsError(f"{where}: {key} is missing")
    if type(value) is not kind:
        raise ClaimsError(f"{where}: {key} must be a {kind.__name__}, not {value!r}")
    return value


def _strings(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = _value(table, key, list, where)
    if not all(isinstance(item, str) and item for item in value):
        raise ClaimsError(f"{where}: {key} must hold strings that are not empty")
    return tuple(value)
