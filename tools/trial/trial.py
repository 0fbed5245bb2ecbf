"""One script on each environment, as it is and as the fixes leave it: the record of what happened."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import choose
import script
from execute import Environment, Run
from lint import Linted, Linter

OWN_PROCESS = re.compile(
    r"TF_USE_LEGACY_KERAS|KERAS_BACKEND|TF_GPU|tf_keras|disable_v2_behavior|disable_eager_execution|compat\.v1"
)
"""What changes TensorFlow for good, or is read at its import: such a script gets a process of its own."""
PACKAGE = 60
"""A folder with so many modules is not copied along: it is a library, not a script's package."""
Record = dict[str, Any]
"""``repo``, ``path``, ``runs`` and ``fixed`` (by environment), ``findings``, ``next`` (those of what the
fixes left), ``changed`` (files that the fixes change), ``digest`` (of what they become)."""


class Trial:
    """A folder of repositories, a linter, and the environments by name, the newest first."""

    def __init__(self, root: Path, linter: Linter, environments: Mapping[str, Environment]) -> None:
        self.root, self.linter, self.environments = root, linter, environments
        self.newest = next(iter(environments))

    def run(self, entry: choose.Entry, known: Record | None = None) -> Record:
        """The record of one script. What *known*, an earlier record of it, tells is not run again: the script
        as it is, and what the fixes left if they leave the same now."""
        with tempfile.TemporaryDirectory() as folder:
            case = _Case(self, entry, Path(folder))
            runs = dict(known["runs"]) if known else {}
            record: Record = {**entry, "runs": runs, "fixed": {}, "findings": [], "changed": []}
            if self.newest not in runs:
                runs[self.newest] = case.before(self.newest)
            first = runs[self.newest]
            if hopeless(first):
                return record
            linted = self.linter.lint(case.path.parent, case.names, Path(folder))
            record.update(findings=linted.findings, changed=linted.changed, digest=linted.digest)
            if not linted.changed and first["status"] == "ok":
                return record  # the older ones have nothing to say of it
            kept = known["fixed"] if known and known.get("digest") == linted.digest else {}
            for name in self.environments:
                if name not in runs:
                    runs[name] = case.before(name)
                if not linted.changed or not (name == self.newest or runs[name]["status"] == "ok"):
                    continue
                record["fixed"][name] = kept.get(name) or case.after(name, linted)
            fixed = record["fixed"].get(self.newest, {"status": "ok"})
            if fixed["status"] == "exception":
                record["next"] = self.linter.findings(linted.after, case.names_of_texts())
        return record


class _Case:
    """A script, copied with the modules beside it that it imports."""

    def __init__(self, trial: Trial, entry: choose.Entry, folder: Path) -> None:
        self.trial, self.path = trial, trial.root / entry["repo"] / entry["path"]
        self.sources = folder / "before"
        self.names = _copy(self.path, self.sources)
        self.script = self.path.with_suffix(".py").name
        text = (self.sources / self.script).read_text("utf-8")
        self.fresh = bool(OWN_PROCESS.search(text))

    def before(self, environment: str) -> Run:
        return self._run(environment, self.sources)

    def after(self, environment: str, linted: Linted) -> Run:
        return self._run(environment, linted.after)

    def names_of_texts(self) -> list[str]:
        """The names of the files as they are run: a notebook is a script there."""
        return [self.script, *self.names[1:]]

    def _run(self, environment: str, sources: Path) -> Run:
        run = self.trial.environments[environment].run(sources, self.script, self.fresh)
        place(sources, run)
        return run


def place(sources: Path, run: Run) -> None:
    """Note whether a run came to training, and the user's statements that an exception went through."""
    texts = {name: (sources / name).read_text("utf-8", errors="replace") for name in run.get("ran", {})}
    ran = [
        line
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if number in run["ran"][name]
    ]
    run["trained"] = choose.trains(ran)
    run["begun"] = {name: script.begun(text, run["ran"][name]) for name, text in texts.items()}
    last = run.get("calls") or ()
    run["fed"] = sorted(
        {each for name, line in last if name in texts for each in script.fed(texts[name], line)}
    )
    run["statements"] = [
        [name, *script.statement(texts[name], line)] for name, line in run.get("calls", ()) if name in texts
    ]


def hopeless(run: Run) -> bool:
    """Whether nothing that another Keras or a fix could change ended a run, or it takes too long to try."""
    lacks = run.get("lacking") or [None]
    absent = run.get("type") in ("ModuleNotFoundError", "ImportError") and lacks[0] is not None
    foreign = absent and str(lacks[0]).split(".")[0] not in choose.KERAS
    return bool(run.get("offline")) or run["status"] in ("memory", "time up", "died") or foreign


def _copy(path: Path, folder: Path) -> list[str]:
    """Copy a script as Python with the modules that it imports; the names of all, the script's first."""
    folder.mkdir(parents=True)
    first = folder / path.with_suffix(".py").name
    first.write_text(script.read(path).text, "utf-8")
    names, waiting = [path.name], [first]
    while waiting:
        imported: set[str] = set()
        with contextlib.suppress(SyntaxError, ValueError):  # a module that is no Python raises when it is run
            imported = script.imports(waiting.pop().read_text("utf-8", errors="replace"))
        for name in sorted(imported):
            module, package = path.parent / f"{name}.py", path.parent / name
            if module.is_file() and module != path and not (folder / module.name).exists():
                shutil.copy(module, folder)
                names.append(module.name)
                waiting.append(folder / module.name)
            elif (folder / name).exists():
                continue
            elif package.is_dir() and 0 < len(list(package.rglob("*.py"))) < PACKAGE:
                shutil.copytree(package, folder / name, ignore=_no_python)
                names.append(name)
    return names


def _no_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or Path(folder, name).is_dir())]
