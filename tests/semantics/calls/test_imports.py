"""Which names of other files mean a top-level definition, also through packages."""

from __future__ import annotations

import pytest

from tests.lint import Lab, module
from tflint_ckpt.semantics.calls.imports import foreign_uses, is_passed_on, leads_to, split

PACKAGE = {"pkg/__init__": "", "pkg/judge": "class Judge: pass\n"}
# The other file, further files, and each use of the class in it, behind ``?`` where it only may be one.
USES = [
    ("from pkg.judge import Judge\nJudge()", {}, "Judge"),
    ("from pkg.judge import Judge as J\nJ()\nJ", {}, "J J"),
    ("import pkg.judge\npkg.judge.Judge()", {}, "pkg.judge.Judge"),
    ("from pkg import judge\njudge.Judge()", {}, "judge.Judge"),
    ("import pkg.judge as j\nj.Judge()", {}, "j.Judge"),
    ("from pkg.judge import *\nJudge()", {}, "Judge"),
    ("from pkg import Judge\nJudge()", {"pkg/__init__": "from .judge import Judge"}, "Judge"),
    ("from pkg import *\nJudge()", {"pkg/__init__": "from .judge import *"}, "Judge"),
    ("from pkg import J\nJ()", {"pkg/__init__": "from .judge import Judge as J"}, ""),
    ("def f():\n    from pkg.judge import Judge\n    Judge()", {}, "Judge"),
    ("try:\n    from pkg.judge import Judge\nexcept ImportError:\n    Judge = None\nJudge()", {}, "Judge"),
    ("import pkg.judge\npkg.judge.Judge = Mock", {}, "pkg.judge.Judge"),
    ("from pkg import Judge\nJudge()", {"pkg/__init__": "def __getattr__(name): ..."}, "?Judge"),
    ("from pkg import Judge\nJudge()", {"pkg/__init__": "Judge = lazy('judge')"}, "?Judge"),
    ("Judge = load('pkg.judge.Judge')\nJudge()", {}, "?Judge"),
    ("import importlib\nm = importlib.import_module('pkg.judge')\nm.Judge()", {}, "?m.Judge"),
    # Others of that name
    ("from pkg import Judge\nJudge()", {"pkg/__init__": "class Judge: pass"}, ""),
    ("from pkg.other import Judge\nJudge()", {"pkg/other": "class Judge: pass"}, ""),
    ("from elsewhere import Judge\nJudge()", {}, ""),
    ("Judge()", {}, ""),
    ("class Judge: pass\nJudge()", {}, ""),
    ("from pkg.judge import Judge\ndef f(Judge):\n    Judge()", {}, ""),
    ("from pkg.judge import Judge\nx.Judge", {}, ""),
    ("from other import *\nJudge()", {}, ""),
]


@pytest.mark.parametrize(("code", "files", "expected"), USES)
def test_foreign_uses(code: str, files: dict[str, str], expected: str) -> None:
    lab = Lab(code, **(PACKAGE | files))
    judge = lab.project.parse(lab.sources["pkg/judge.py"])
    other = lab.module
    found = foreign_uses(other, judge, "Judge")
    told = [("" if surely else "?") + other.text(node) for node, surely in found]
    assert " ".join(told) == expected


@pytest.mark.parametrize(
    ("init", "expected"),
    [
        ("from .judge import Judge", True),
        ("from .judge import Judge as J", True),
        ("from pkg.judge import Judge", True),
        ("from .judge import *", True),
        ("from . import judge", False),
        ("from .other import Judge", False),
        ("class Judge: pass", False),
    ],
)
def test_is_passed_on(init: str, expected: bool) -> None:
    lab = Lab("", **{**PACKAGE, "pkg/__init__": init, "pkg/other": "class Judge: pass"})
    package, judge = (lab.project.parse(lab.sources[f"pkg/{name}.py"]) for name in ("__init__", "judge"))
    assert is_passed_on(package, judge, "Judge") is expected


def test_imports_in_a_circle_end() -> None:
    lab = Lab("from pkg import Judge\nJudge()", **{**PACKAGE, "pkg/__init__": "from pkg import Judge"})
    judge = lab.project.parse(lab.sources["pkg/judge.py"])
    assert leads_to(lab.module, "pkg.Judge", judge, "Judge") is not True


@pytest.mark.parametrize(
    ("imported", "expected"),
    [
        ("a.b.C", ("a.b", "C")),
        (".a", (".", "a")),
        ("..a", ("..", "a")),
        ("..a.b", ("..a", "b")),
        ("a", (".", "a")),
    ],
)
def test_split(imported: str, expected: tuple[str, str]) -> None:
    assert split(imported) == expected


def test_a_module_does_not_use_itself_from_elsewhere() -> None:
    facts = module("class Judge: pass\nJudge()\n")
    assert list(foreign_uses(facts, facts, "Judge")) == []
