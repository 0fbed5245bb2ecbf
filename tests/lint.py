"""Linting and fixing a snippet, for the tests of rules.

    lint("import keras\n…", target="keras2", only="TFC101")  →  ["TFC101:2 error"]

Indented snippets are dedented. *files* are the other files of the project: ``helper="…"`` is
``helper.py``; the snippet itself is ``train.py``.
"""

from __future__ import annotations

from textwrap import dedent

import libcst as cst

from tests.uncovered import presets_for, uncovered
from tflint_ckpt.finding import Finding
from tflint_ckpt.linter import Checked, Fixed, Linter
from tflint_ckpt.project import Project
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.selection import select
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.source import Source
from tflint_ckpt.target import Release, Target, Targets

PATH = "train.py"
SHARE = 16
"""One fixed text in so many is fixed with all rules of a preset, too."""

RELEASES = {
    "2.0": Release((2, 0), (2, 2)),
    "2.1": Release((2, 1), (2, 2)),
    "2.4": Release((2, 4), (2, 4)),
    "2.10": Release((2, 10), (2, 10)),
    "2.11": Release((2, 11), (2, 11)),
    **{f"2.{minor}": Release((2, minor), (2, minor)) for minor in (12, 13, 14)},
    "2.15": Release((2, 15), (2, 15)),
    "2.16": Release((2, 16), (3, 3)),
    "2.21": Release((2, 21), (3, 15)),
}
_OF_KERAS3 = {f"keras3.{minor}": Release((2, 21), (3, minor)) for minor in range(3, 16)}


def target_of(name: str) -> Target:
    """``keras2``, ``keras3``, ``both``, or releases: ``2.11``, ``2.11 2.21``, ``keras3.8``."""
    names = {"keras2": "2.15", "keras3": "2.21", "both": "2.15 2.21"}.get(name, name).split()
    return Target(tuple((RELEASES | _OF_KERAS3)[release] for release in names), "--target")


class Lab:
    """A project in memory: a linter over ``train.py`` and the other files, all as they were given."""

    def __init__(self, code: str, target: str = "keras3", only: str = "", **files: str) -> None:
        texts = {PATH: dedent(code), **{f"{name}.py": dedent(text) for name, text in files.items()}}
        self.sources = {path: Source(path, text.encode()) for path, text in texts.items()}
        self.target = target_of(target)
        self.targets = Targets(self.target, forced=True)
        self.project = Project(sorted(self.sources), self.sources.get, lambda source: self.targets)
        rules = tuple(rule for rule in RULES if rule.code.startswith(only))
        self.linter = Linter(lambda path: rules, self.project)

    @property
    def module(self) -> Module:
        """``train.py`` as rules see it."""
        return self.project.parse(self.sources[PATH])

    def check(self) -> Checked:
        """What is found in ``train.py``. Fails on an internal error."""
        checked = self.linter.check(self.sources[PATH])
        assert not checked.problems
        return checked

    def fix(self, *, unsafe: bool = False) -> Fixed:
        """``train.py`` fixed until nothing changes. Fails on an internal error."""
        fixed = self.linter.fix(self.sources[PATH], unsafe=unsafe)
        assert not fixed.checked.problems
        return fixed


def findings(code: str, target: str = "keras3", only: str = "", **files: str) -> list[Finding]:
    """The findings in *code*, in order."""
    return Lab(code, target, only, **files).check().findings


def lint(code: str, target: str = "keras3", only: str = "", **files: str) -> list[str]:
    """The findings in *code*, in order, as ``TFC101:12 error``."""
    lab = Lab(code, target, only, **files)
    source = lab.sources[PATH]
    return [
        f"{finding.code}:{source.position(finding.start)[0]} {finding.severity.value}"
        for finding in lab.check().findings
    ]


def fix(code: str, target: str = "keras3", only: str = "", unsafe: bool = False, **files: str) -> str:
    """*code* after its fixes; it must be a fixed point of them. Edits of other files are left out."""
    lab = Lab(code, target, only, **files)
    for preset in presets_for(code, SHARE):
        left = left_by_fixes(code, target, preset, unsafe, **files)
        assert left == [], f"the fixes of {preset} leave findings where they wrote"
    text = lab.fix(unsafe=unsafe).source.text
    lab.sources[PATH] = Source(PATH, text.encode())
    assert lab.fix(unsafe=unsafe).source.text == text, "a second run changes it again"
    return text


def left_by_fixes(code: str, target: str, preset: str, unsafe: bool, **files: str) -> list[str]:
    """The findings, with all rules of *preset* on, that only the fixes of *code* bring where they write."""
    lab = Lab(code, target, **files)
    rules = select(RULES, [preset], [], [])
    lab.linter = Linter(lambda path: rules, lab.project)
    found = lab.check().findings
    fixed = lab.fix(unsafe=unsafe)
    return uncovered(lab.sources[PATH], found, fixed.source, fixed.checked.findings)


def module(code: str, target: str = "keras3", **files: str) -> Module:
    """*code* as rules see it."""
    return Lab(code, target, **files).module


def assigned(facts: Module, name: str) -> cst.BaseExpression:
    """The expression that the module's variable *name* is assigned last."""
    value = facts.facts.module.bindings[name][-1].value
    assert value is not None
    return value
