"""Changes of a list that stand before or behind a use, as Python runs them."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

PLACES = [
    ("a = []\na.append(1)\nshow(a)\na.append(2)", "<1>"),
    ("a = []\nshow(a)\na.append(1)", "<0>"),
    ("a = []\nfor i in range(2):\n    show(a)\n    a.append(1)", "<1~>"),
    ("a = []\nfor i in range(2): a.append(i)\nshow(a)", "<1~>"),
    ("a = []\ndef f(): a.append(1)\nf()\nshow(a)", "<1~>"),
    ("a = []\ndef f(): show(a)\na.append(1)\nf()", "<1~>"),
    ("a = []\ndef f(): show(a)\nf()\na.append(1)", "<1~>"),
    ("a = []\nif len('x'): a.append(1)\nelse: a.append(2)\nshow(a)", "<2~>"),
    ("a = []\ntry:\n    a.append(1)\nfinally:\n    a.append(2)\nshow(a)", "<2~>"),
    ("a = []\nwith open('/dev/null'): a.append(1)\nshow(a)", "<1>"),
    ("a = []\na.append(1); show(a); a.append(2)", "<1>"),
    ("a = []\nshow((a.append(1), a)[1])", "<1>"),
    ("a = []\n[a.append(i) for i in 'ab']\nshow(a)", "<1~>"),
    ("a = []\na.append(1) if len('x') else None\nshow(a)", "<1~>"),
    ("a = []\nlen('x') and a.append(1)\nshow(a)", "<1~>"),
    ("match 1:\n    case 1:\n        a = []\n        a.append(1)\n        show(a)", "<1>"),
    ("class A:\n    a = []\n    a.append(1)\n    show(a)", "<1>"),
    ("def f():\n    a = []\n    a.append(1)\n    show(a)\n    a.append(2)\nf()\nf()", "<1>"),
    ("a = []\na.append(1)\n[show(a) for _ in 'x']\na.append(2)", "<1>"),
    ("a = []\ng = (show(a) for _ in 'x')\na.append(1)\nlist(g)", "<1~>"),
    ("a = []\na.append(1)\nclass C: show(a)\na.append(2)", "<1>"),
    ("a = []\na.append(1)\nclass C:\n    def m(self): show(a)\nC().m()\na.append(2)", "<2~>"),
    ("a = []\na.append(1)\nf = lambda: show(a)\nf()\na.append(2)", "<2~>"),
    ("a = []\na.append(1)\ndef f(): show(a)\nf()", "<1>"),
    ("def g():\n    a = []\n    def f(): show(a)\n    f()\n    a.append(1)\ng()", "<1~>"),
    ("d = {}\n[show(d) for _ in 'x']\nd['a'] = 1", "{}"),
    (
        "class A:\n    def __init__(self):\n        self.a = []\n        show(self.a)\n"
        "        self.a.append(1)\nA()",
        "<0>",
    ),
    (
        "class A:\n    def __init__(self):\n        self.a = []\n        self.a.append(1)\n"
        "        show(self.a)\nA()",
        "<1>",
    ),
    (
        "class A:\n    def __init__(self):\n        self.a = []\n        self.go()\n"
        "        self.a.append(1)\n    def go(self): show(self.a)\nA()",
        "<1~>",
    ),
    (
        "class A:\n    def __init__(self):\n        self.a = []\n        self.a.append(1)\n"
        "        self.go()\n    def go(self): show(self.a)\nA()",
        "<1>",
    ),
    (
        "class A:\n    def __init__(self): self.a = [1]\n    def go(self):\n        show(self.a)\n"
        "        self.a.append(1)\na = A()\na.go()\na.go()",
        "<2~>",
    ),
    ("def f(a=[]):\n    a.append(1)\n    show(a)\nf()\nf()", "<1~>"),
    ("f = lambda a=[]: (a.append(1), show(a))\nf()\nf()", "<1~>"),
    ("while True:\n    a = []\n    a.append(1)\n    show(a)\n    break", "<1>"),
]


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected
