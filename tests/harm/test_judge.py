"""The judge of harm sees harm: each kind of it, put in by hand, and none where a fix does what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harm.judge import (
    Round,
    comments,
    file_names,
    harm_across,
    harm_of_round,
    harm_of_run,
    statements,
    written,
)
from tflint_ckpt.finding import Edit
from tflint_ckpt.result import FileResult, RunResult
from tflint_ckpt.settings import Settings
from tflint_ckpt.source import Source
from tflint_ckpt.target import parse

ROOT = Path(__file__).parents[2]
PATH = "train.py"
OLD = """\
import tensorflow as tf  # once
@tf.function
def step(x):  # twice
    if x:
        y = f(x, a=1)
    return y
z = step(é, b=2)
"""


def edit(old: str, new: str) -> Edit:
    """Replace *old*, which stands once in the text."""
    start = OLD.index(old)
    return Edit(PATH, start, start + len(old), new)


def source(text: str) -> Source:
    return Source(PATH, text.encode())


DROPPED = edit(", a=1", "")
HARMLESS = [
    ("an argument", [DROPPED], OLD.replace(", a=1", "")),
    ("an import", [edit("import", "import os\nimport")], OLD.replace("import", "import os\nimport", 1)),
    ("a statement before", [edit("z =", "q()\nz =")], OLD.replace("z =", "q()\nz =")),
    ("a line taken away", [edit("    return y\n", "")], OLD.replace("    return y\n", "")),
    ("behind é", [edit(", b=2", "")], OLD.replace(", b=2", "")),
    ("a comment of its own", [edit("import tensorflow as tf  # once", "import tf")], None),
    ("a decorator", [edit("@tf.function\n", "")], OLD.replace("@tf.function\n", "")),
]
HARMFUL = [
    ("another statement", [DROPPED], OLD.replace("b=2", "b=3"), "changed that no edit touches: 7:1"),
    ("an outer statement", [DROPPED], OLD.replace("if x", "if y"), "changed that no edit touches: 4:5"),
    ("a decorator", [DROPPED], OLD.replace("@tf.function\n", ""), "changed that no edit touches: 2:1"),
    ("a new statement", [DROPPED], OLD + "print()\n", "new where no edit wrote: 8:1"),
    ("a lost statement", [DROPPED], OLD.replace("    return y\n", ""), "changed that no edit touches: 6:5"),
    ("a comment", [DROPPED], OLD.replace("  # twice", ""), "comments are lost: ['# twice']"),
    ("the syntax", [DROPPED], OLD.replace("(x, a=1", "(x, a="), "does not parse after fixing"),
]


@pytest.mark.parametrize(("edits", "text"), [row[1:] for row in HARMLESS], ids=[row[0] for row in HARMLESS])
def test_what_an_edit_says_it_does_is_no_harm(edits: list[Edit], text: str | None) -> None:
    old = source(OLD)
    new = old.edited(edits)
    assert text is None or new.text == text
    assert list(harm_of_round(Round(old, tuple(edits), new))) == []


@pytest.mark.parametrize(
    ("edits", "text", "said"), [row[1:] for row in HARMFUL], ids=[row[0] for row in HARMFUL]
)
def test_what_no_edit_says_is_harm(edits: list[Edit], text: str, said: str) -> None:
    harm = list(harm_of_round(Round(source(OLD), tuple(edits), source(text))))
    assert any(said in line for line in harm), harm


def test_each_statement_stands_for_itself() -> None:
    shown = [OLD[slice(*each.span)].strip().splitlines()[0] for each in statements(OLD)]
    assert shown == [
        "import tensorflow as tf",
        "@tf.function",
        "if x:",
        "y = f(x, a=1)",
        "return y",
        "z = step(é, b=2)",
    ]


def test_where_edits_write() -> None:
    assert written([Edit(PATH, 5, 9, "ab"), Edit(PATH, 2, 2, "xyz")]) == [(2, 5), (8, 10)]


def test_comments_inside_an_edit_are_its_own() -> None:
    assert comments(OLD) == {"# once": 1, "# twice": 1}
    assert comments(OLD, outside=[(0, 40)]) == {"# twice": 1}


def result(path: str, text: str, *codes: str, fixed: int = 0) -> RunResult:
    """A run over one file with findings of *codes*."""
    from tflint_ckpt.finding import Finding, Severity

    file = FileResult(path, source(text), source(text) if fixed else None)
    file.source = file.source or file.original
    file.count_fixes(["TFC101"] * fixed)
    file.findings = [Finding(code, "", Severity.INFO, "", path, 0, 1) for code in codes]
    return RunResult([file], lambda: parse("2.21", ""), Settings(), [])


RUNS = [
    ("nothing", ("TFC101",), ("TFC101",), 0, []),
    ("fewer", ("TFC101", "TFC101"), ("TFC101",), 0, []),
    ("more", ("TFC101",), ("TFC101", "TFC101"), 0, ["new findings: {'TFC101': 1}"]),
    ("another", ("TFC101",), ("TFC102",), 0, ["new findings: {'TFC102': 1}"]),
    ("uncovered", ("TFC110",), ("TFC117",), 0, []),
    ("not uncovered", ("TFC110",), ("TFC110", "TFC117"), 0, ["new findings: {'TFC117': 1}"]),
    ("changed again", (), (), 2, ["a second run changes it again (2 fixes)"]),
]


@pytest.mark.parametrize(
    ("before", "after", "fixed", "said"), [row[1:] for row in RUNS], ids=[r[0] for r in RUNS]
)
def test_a_second_run_finds_and_changes_nothing_more(
    before: tuple[str, ...], after: tuple[str, ...], fixed: int, said: list[str]
) -> None:
    harm = harm_of_run(
        result("a/x.py", OLD, *before),
        result("a/x.py", OLD),
        result("/copy/a/x.py", OLD, *after, fixed=fixed),
        "a",
        "/copy/a",
    )
    assert [line.removeprefix("a/x.py: ") for line in harm] == said


def test_the_fixtures_of_a_rule_are_fixed_without_harm() -> None:
    """All fixtures are judged in continuous integration; this keeps the tool and its judge together."""
    folder = "fixtures/checkpoint/checkpoint-max-to-keep"
    done = subprocess.run(
        [sys.executable, "tools/harm.py", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = re.findall(r"(\d+) ([a-z ]+)", done.stdout.splitlines()[-1])
    counts = {name: int(count) for count, name in figures}
    assert counts["harmed"] == 0
    assert counts["changed files"] > 3


def test_the_copy_that_is_fixed_ships_the_same_folders(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights/.gitkeep").write_bytes(b"")
    for name, folder in (("one.py", "weights"), ("two.py", "other")):
        code = f"import keras\nkeras.callbacks.ModelCheckpoint('{folder}/m.keras')\n"
        (tmp_path / name).write_text(code, encoding="utf-8")
    command = [sys.executable, "tools/harm.py", "--select", "TFC102", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 files, 0 of them notebooks, 1 findings, 1 fixed, 1 changed files" in done.stdout


NAMES = [
    ("f('best.h5')", ["best.h5"]),
    ("f('runs/best.weights.h5', \"a.keras\")", ["best.weights.h5", "a.keras"]),
    ("f(f'{d}/best.h5')", ["best.h5"]),
    ("f(f'{d}_best.h5')", []),
    ("f('k_' + d + '{epoch}-{loss}.h5')", []),
    ("f('w_{epoch:02d}.h5')", ["w_{epoch:02d}.h5"]),
    ("f('cp runs/best.h5 /x')", ["best.h5"]),
    ("'best.h5'", []),
    ('"""best.h5"""\nx = 1', []),
    ("# best.h5", []),
    ("f('.h5', 'best.h5.bak', 'best.h5py')", []),
    ("def (", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_of_files(text: str, expected: list[str]) -> None:
    assert list(file_names(source(text)).elements()) == expected


ACROSS = [
    ({"a.py": "f('x.h5')"}, {"a.py": "f('x.keras')"}, ""),
    ({"a.py": "f('x.h5')", "b.py": "g('x.h5')"}, {"a.py": "f('x.keras')", "b.py": "g('x.keras')"}, ""),
    ({"a.py": "f('x.h5')", "b.py": "g('x.h5')"}, {"a.py": "f('x.h5')", "b.py": "g('x.h5')"}, ""),
    ({"a.py": "f('x.h5')", "b.py": "g('y.h5')"}, {"a.py": "f('x.keras')", "b.py": "g('y.h5')"}, ""),
    ({"a.py": "f('x.h5')", "b.py": "# x.h5"}, {"a.py": "f('x.keras')", "b.py": "# x.h5"}, ""),
    ({"a.py": "f('x.h5')", "b.py": "g('x.h5')"}, {"a.py": "f('x.keras')", "b.py": "g('x.h5')"}, "in b.py"),
    ({"a.py": "f('x.h5')\ng('d/x.h5')"}, {"a.py": "f('x.keras')\ng('d/x.h5')"}, "in a.py"),
]


@pytest.mark.parametrize(("before", "after", "said"), ACROSS)
def test_a_name_that_is_given_up_is_given_up_everywhere(
    before: dict[str, str], after: dict[str, str], said: str
) -> None:
    sources = [[Source(path, text.encode()) for path, text in files.items()] for files in (before, after)]
    harm = list(harm_across(*sources))
    assert bool(harm) is bool(said)
    assert all(said in line for line in harm)
