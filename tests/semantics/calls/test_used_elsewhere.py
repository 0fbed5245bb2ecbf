"""What a parameter holds whose function other files of the project call: what all of these calls give.

What is linted is ``train.py``, which defines the function; the calls stand in the other files.
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from tests.lint import lint
from tests.semantics.test_ways import HEAD, KINDS

TRAIN = "def f(v):\n    USE(v)"
CLASS = "class T:\n    def __init__(self, v):\n        self.v = v\n    def go(self):\n        USE(self.v)"

# How a value gets into a function of train.py: what stands there, and in the other files.
WAYS = {
    "function": (TRAIN, {"run": "from train import f\nf(VALUE)"}),
    "by the module": (TRAIN, {"run": "import train\ntrain.f(VALUE)"}),
    "by another name": (TRAIN, {"run": "from train import f as g\ng(VALUE)"}),
    "by a star": (TRAIN, {"run": "from train import *\nf(VALUE)"}),
    "by keyword": (TRAIN, {"run": "from train import f\nf(v=VALUE)"}),
    "from a variable": (TRAIN, {"run": "from train import f\nmade = VALUE\nf(made)"}),
    "from a parameter there": (TRAIN, {"run": "from train import f\ndef main(w):\n    f(w)\nmain(VALUE)"}),
    "from a third file": (TRAIN, {"run": "from train import f\nfrom c import W\nf(W)", "c": "W = VALUE"}),
    "two functions, each of another file": (
        TRAIN,
        {"run": "from train import f\ndef g(w):\n    f(w)", "go": "from run import g\ng(VALUE)"},
    ),
    "default": ("def f(v=VALUE):\n    USE(v)", {"run": "from train import f\nf()"}),
    "two calls": (TRAIN, {"run": "from train import f\nf(VALUE)\nf(VALUE)"}),
    "here and there": (f"{TRAIN}\ndef g():\n    f(VALUE)", {"run": "from train import f\nf(VALUE)"}),
    "tests beside": (
        TRAIN,
        {"run": "from train import f\nf(VALUE)", "test_f": "from train import f\nf(VALUE)"},
    ),
    "constructor": (CLASS, {"run": "from train import T\nT(VALUE).go()"}),
    "method": (
        "class T:\n    def go(self, v):\n        USE(v)",
        {"run": "from train import T\nT().go(VALUE)"},
    ),
    "method of an object that is kept": (
        "class T:\n    def __init__(self, n):\n        self.n = n\n"
        "    def go(self, n, v=None):\n        USE(v)",
        {"run": "import train\nt = train.T(3)\nt.go(1, v=VALUE)"},
    ),
    "method, by the class method": (
        "class T:\n    @classmethod\n    def go(cls, v):\n        USE(v)",
        {"run": "from train import T\nT().go(VALUE)"},
    ),
    "through a package": (
        "def f(v):\n    USE(v)",
        {"kit/__init__": "from train import f", "run": "from kit import f\nf(VALUE)"},
    ),
}
METHOD = "class T:\n    def go(self, v):\n        USE(v)"
SILENT = {
    "a method that two calls give different things": (
        METHOD,
        {"run": "from train import T\nt = T()\nt.go(VALUE)\nt.go(unknown())"},
    ),
    "a method, called on what nobody knows": (
        METHOD,
        {"run": "from train import T\nT().go(VALUE)\nother.go(unknown())"},
    ),
    "a method, and a file that cannot be parsed": (
        METHOD,
        {"run": "from train import T\nT().go(VALUE)", "old": "print 'x'\nt.go(unknown())"},
    ),
    "a method that is handed on": (METHOD, {"run": "from train import T\nT().go(VALUE)\nrun(T().go)"}),
    "a method that is called by its class": (
        METHOD,
        {"run": "from train import T\nT().go(VALUE)\nT.go(T(), unknown())"},
    ),
    "a method that a class there has from it": (
        METHOD,
        {"run": "from train import T\nclass U(T):\n    pass\nT().go(VALUE)\nU().go(unknown())"},
    ),
    "a method that is looked up": (
        METHOD,
        {"run": "from train import T\nT().go(VALUE)\ngetattr(T(), 'go')(unknown())"},
    ),
    "nobody calls it": (TRAIN, {"run": "from train import f"}),
    "tests only": (TRAIN, {"test_f": "from train import f\nf(VALUE)"}),
    "one of two calls gives another": (TRAIN, {"run": "from train import f\nf(VALUE)\nf(unknown())"}),
    "one of two files gives another": (
        TRAIN,
        {"run": "from train import f\nf(VALUE)", "go": "from train import f\nf(unknown())"},
    ),
    "a call here gives another": (
        f"{TRAIN}\ndef g():\n    f(unknown())",
        {"run": "from train import f\nf(VALUE)"},
    ),
    "handed on there": (TRAIN, {"run": "from train import f\nf(VALUE)\nrun(f)"}),
    "handed on here": (f"{TRAIN}\nrun(f)", {"run": "from train import f\nf(VALUE)"}),
    "in a registry": (f"@register\n{TRAIN}", {"run": "from train import f\nf(VALUE)"}),
    "looked up by its name": (
        TRAIN,
        {"run": "from train import f\nimport train\nf(VALUE)\ngetattr(train, 'f')(1)"},
    ),
    "with a star": (TRAIN, {"run": "from train import f\nf(VALUE)\nf(*unknown())"}),
    "with two stars": (TRAIN, {"run": "from train import f\nf(VALUE)\nf(**unknown())"}),
    "bound twice": (f"{TRAIN}\nif unknown():\n    f = unknown()", {"run": "from train import f\nf(VALUE)"}),
    "another function of that name": (TRAIN, {"run": "from other import f\nf(VALUE)"}),
    "a class derived there": (
        CLASS,
        {
            "run": "from train import T\nclass U(T):\n    def __init__(self, v):\n"
            "        super().__init__(v)\nT(VALUE).go()\nU(unknown()).go()"
        },
    ),
    "a class derived here": (
        f"{CLASS}\nclass U(T):\n    pass",
        {"run": "from train import T, U\nT(VALUE).go()\nU(unknown()).go()"},
    ),
    "by another name through a package": (
        TRAIN,
        {
            "kit/__init__": "from train import f as g",
            "run": "from train import f\nf(VALUE)",
            "go": "from kit import g\ng(unknown())",
        },
    ),
    "by another name through a file": (
        TRAIN,
        {
            "kit": "from train import f as g\ng(VALUE)",
            "go": "import kit\nkit.g(unknown())",
        },
    ),
    "bound again in the function": (
        "def f(v):\n    v = unknown()\n    USE(v)",
        {"run": "from train import f\nf(VALUE)"},
    ),
    "may be bound again in the function": (
        "def f(v):\n    if unknown():\n        v = unknown()\n    USE(v)",
        {"run": "from train import f\nf(VALUE)"},
    ),
    "each calls the other": (
        "from run import g\ndef f(v):\n    USE(v)\n    g(v)",
        {"run": "from train import f\ndef g(w):\n    f(w)"},
    ),
}


def found(train: str, others: dict[str, str], kind: str) -> list[str]:
    code, made, used = KINDS[kind]

    def filled(text: str) -> str:
        text = re.sub(r"USE\((.*)\)", lambda match: used.format(match[1]), dedent(text))
        return text.replace("VALUE", made)

    files = {name: HEAD + filled(text) for name, text in others.items()}
    return lint(HEAD + filled(train), "keras3", code, **files)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_what_other_files_give_is_followed(way: str, kind: str) -> None:
    assert len(found(*WAYS[way], kind)) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", SILENT)
def test_what_is_not_certain_is_not_followed(way: str, kind: str) -> None:
    assert found(*SILENT[way], kind) == []
