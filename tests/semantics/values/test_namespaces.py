"""Objects that only hold what they are given: as Python says."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tests.semantics.python_says import compared, written

HELD = [
    ("from types import SimpleNamespace\nc = SimpleNamespace(path='a')\nshow(c.path)", "a"),
    ("import argparse\nc = argparse.Namespace(path='a')\nshow(c.path)", "a"),
    ("from types import SimpleNamespace\no = {'path': 'a'}\nc = SimpleNamespace(**o)\nshow(c.path)", "?"),
    ("from types import SimpleNamespace\nc = SimpleNamespace(path='a')\ndef f(x): show(x.path)\nf(c)", "a"),
    (
        "from types import SimpleNamespace\ndef make(p): return SimpleNamespace(path=p)\n"
        "show(make('a').path)",
        "a",
    ),
    (
        "from collections import namedtuple\nP = namedtuple('P', 'a b')\np = P('x', b=2)\n"
        "show(p.a)\nshow(p.b)",
        "x; 2",
    ),
    (
        "from collections import namedtuple\nP = namedtuple('P', ['a', 'b'])\np = P('x', 2)\n"
        "show(p.b)\nq = p._replace(a='y')\nshow(q.a)",
        "2; ?",
    ),
    (
        "from collections import namedtuple\nP = namedtuple('P', 'a, b', defaults=[3])\n"
        "show(P('x').a)\nshow(P('x').b)",
        "?; ?",
    ),
    (
        "from collections import namedtuple\nP = namedtuple('P', 'a')\nclass Q(P):\n    a = 'z'\n"
        "show(Q('x').a)",
        "z",
    ),
]
# What is set, also by another name, or by a parser
CHANGED = [
    ("from types import SimpleNamespace\nc = SimpleNamespace()\nc.path = 'a'\nshow(c.path)", "a"),
    ("from types import SimpleNamespace\nc = SimpleNamespace(path='a')\nc.path = 'b'\nshow(c.path)", "?"),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\nd = c\nd.path = 'b'\nshow(c.path)",
        "?",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\n"
        "setattr(c, 'path', 'b')\nshow(c.path)",
        "?",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\n"
        "vars(c)['path'] = 'b'\nshow(c.path)",
        "?",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\n"
        "c.__dict__.update(path='b')\nshow(c.path)",
        "?",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\n"
        "def f(x): x.__dict__['path'] = 'b'\nf(c)\nshow(c.path)",
        "?",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\nd = c\n"
        "d.__dict__.update(path='b')\nshow(c.path)",
        "?",
    ),
    (
        "from types import SimpleNamespace\nc = SimpleNamespace(path='a')\nd = {}\n"
        "d['path'] = 'b'\nd.update(x=1)\nshow(c.path)",
        "a",
    ),
    (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--path')\n"
        "c = argparse.Namespace(path='a')\np.parse_args(['--path', 'b'], namespace=c)\n"
        "show(c.path)",
        "?",
    ),
    (
        "import argparse\np = argparse.ArgumentParser()\nc = argparse.Namespace(path='a')\n"
        "d = p.parse_args([])\nshow(c.path)",
        "a",
    ),
]


@pytest.mark.parametrize(("code", "expected"), [*HELD, *CHANGED])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected


# Dictionaries with attributes, of packages that need not be here.
DICTIONARIES = [
    ("c = EasyDict(path='a')\nshow(c.path)", "a"),
    ("c = EasyDict({'path': 'a'})\nshow(c.path)", "a"),
    ("c = EasyDict({'path': 'a'}, path='b')\nshow(c.path)", "b"),
    ("c = EasyDict({'path': 'a', **more})\nshow(c.path)", "?"),
    ("c = EasyDict()\nc.path = 'a'\nshow(c.path)", "a"),
    ("c = EasyDict()\nif t: c.path = 'a'\nelse: c.path = 'b'\nshow(c.path)", "?"),
    ("c = EasyDict(path='a')\nc['path'] = 'b'\nshow(c.path)", "?"),
    ("c = EasyDict(path='a')\nc['n'] += 1\nshow(c.path)", "?"),
    ("c = EasyDict(path='a')\nc.update(path='b')\nshow(c.path)", "?"),
    ("c = EasyDict(path='a')\nd = c\nd['path'] = 'b'\nshow(c.path)", "?"),
    ("c = EasyDict(path='a')\ndef f(x): x.update(path='b')\nf(c)\nshow(c.path)", "?"),
    ("c = EasyDict(path='a')\nother.update(path='b')\nshow(c.path)", "a"),
]


@pytest.mark.parametrize(("code", "expected"), DICTIONARIES)
def test_dictionaries_with_attributes(code: str, expected: str) -> None:
    facts, node = marked(f"from easydict import EasyDict\n{code}")
    assert written(facts.evaluate(node)) == expected
