"""What another file of the project gives, and what either file may do to it."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tests.semantics.python_says import written

CLASS = "class C:\n    def __init__(self, x='a'): self.x = x\n    def f(self): return 'm'\n"
DATA = "from dataclasses import dataclass\n@dataclass\nclass C:\n    x: str = 'a'\n"

# Code that shows something of ``settings``, that file, and what may be shown.
VARIABLES = [
    ("import settings\nshow(settings.X)", "X = 'a'", "a"),
    ("from settings import X as Y\nshow(Y)", "X = 'a'", "a"),
    ("from settings import X\nX = 'b'\nshow(X)", "X = 'a'", "b"),
    ("try:\n    from settings import X\nexcept ImportError:\n    X = 'b'\nshow(X)", "X = 'a'", "b ?"),
    ("from settings import X\nfrom others import X\nshow(X)", "X = 'a'", "?"),
    # Set again over there.
    ("from settings import X\nshow(X)", "X = 'a'\nX = 'b'", "?"),
    ("from settings import X\nshow(X)", "X = 'a'\nif c: X = 'b'", "?"),
    ("from settings import X\nshow(X)", "X = 'a'\nX += 'b'", "?"),
    ("from settings import X\nshow(X)", "X = 'a'\ndel X", "?"),
    ("from settings import X\nshow(X)", "X = 'a'\ndef f():\n    global X\n    X = 'b'", "?"),
    ("from settings import X\nshow(X)", "X = 'a'\nglobals()['X'] = 'b'", "?"),
    ("from settings import X\nshow(X)", "X = 'a'\nexec(code)", "?"),
    ("from settings import X\nshow(X)", "exec(code)\nX = 'a'", "a"),
    ("from settings import X\nshow(X)", "X = 'a'\nfrom local import *", "?"),
    ("from settings import X\nshow(X)", "import os\nX = os.environ.get('A', 'a')", "?"),
    # Set from here.
    ("import settings\nsettings.X = 'b'\nshow(settings.X)", "X = 'a'", "?"),
    ("import settings\nsetattr(settings, 'X', 'b')\nshow(settings.X)", "X = 'a'", "?"),
    ("import settings\nsettings.Y = 'b'\nshow(settings.X)", "X = 'a'", "a"),
    ("import settings\nsettings.f = lambda: 'b'\nshow(settings.f())", "def f(): return 'a'", "?"),
    # An element of what stands there.
    ("import settings\nshow(settings.X['a'])", "X = {'a': 1}", "1"),
    ("import settings\nsettings.X['a'] = 2\nshow(settings.X['a'])", "X = {'a': 1}", "?"),
    ("import settings\nsettings.X.update(a=2)\nshow(settings.X['a'])", "X = {'a': 1}", "?"),
    ("from settings import X\nX['a'] = 2\nshow(X['a'])", "X = {'a': 1}", "?"),
    ("from settings import X\nshow(X['a'])", "X = {'a': 1}\nX['a'] = 2", "?"),
    ("from settings import X\nshow(X['a'])", "X = {'a': 1}\ndef f(): X['a'] = 2", "?"),
]
FUNCTIONS = [
    ("from settings import f\nshow(f())", "def f(): return 'a'", "a"),
    ("from settings import f\nshow(f())", "X = 'a'\ndef f(): return X", "a"),
    ("from settings import f\nshow(f())", "def f():\n    if c: return 'a'", "a None"),
    ("from settings import f\nshow(f())", "def f(x='a'): return x", "a"),
    ("from settings import f\nshow(f('b'))", "def f(x='a'): return x", "b"),
    ("from settings import f\nshow(f(*b))", "def f(x='a'): return x", "?"),
    ("from settings import f\nshow(f())", "@wrapped\ndef f(): return 'a'", "?"),
]
LAMBDAS = [
    ("from settings import f\nshow(f())", "f = lambda: 'a'", "a"),
    ("from settings import f\nshow(f('b'))", "f = lambda x='a': x", "b"),
    ("import settings\nshow(settings.f())", "f = lambda: 'a'\nf = g", "?"),
    ("import settings\nsettings.f = g\nshow(settings.f())", "f = lambda: 'a'", "?"),
]
PROPERTY = (
    "class C:\n    def __init__(self, x='a'): self.x = x\n    @property\n    def p(self): return self.x\n"
)
PROPERTIES = [
    ("from settings import C\nshow(C().p)", PROPERTY, "a"),
    ("from settings import C\nC('b')\nshow(C().p)", PROPERTY, "b a"),
    ("from settings import C\nc = C()\nshow(c.p)", PROPERTY.replace("return self.x", "return 'b'"), "b"),
    ("from settings import c\nshow(c.p)", f"{PROPERTY.replace('return self.x', 'return 1')}c = C()", "1"),
    ("from settings import C\nshow(C().p)", PROPERTY.replace("@property", "@other"), "?"),
]
OBJECTS = [
    ("from settings import C\nshow(C().x)", CLASS, "a"),
    ("from settings import C\nshow(C('b').x)", CLASS, "b"),
    ("from settings import C\nc = C()\nc.x = 'b'\nshow(c.x)", CLASS, "?"),
    ("from settings import C\nc = C()\nsetattr(c, name, 'b')\nshow(c.x)", CLASS, "?"),
    ("from settings import C\nshow(C().x)", f"{CLASS}    def load(self, d): vars(self).update(d)", "?"),
    ("from settings import c\nshow(c.x)", f"{CLASS}c = C('b')", "b"),
    ("from settings import c\nshow(c.x)", f"{CLASS}c = C('b')\nc.x = 'd'", "?"),
    ("from settings import C\nshow(C().x)", "class C:\n    x = 'a'\n    def f(self): self.x = 'b'", "b a"),
    ("from settings import C\nshow(C().f())", CLASS, "m"),
    ("from settings import C\nc = C()\nc.f = lambda: 'b'\nshow(c.f())", CLASS, "?"),
    ("from settings import C\nC.f = lambda self: 'b'\nshow(C().f())", CLASS, "?"),
    ("from settings import C\nclass D(C):\n    def f(self): return 'b'\nshow(D().f())", CLASS, "b"),
    ("from settings import C\nshow(C().x)\nshow_no = C('b')", DATA, "a"),
    ("from settings import C\nshow(C('b').x)", DATA, "b"),
]
CLASSES = [
    ("from settings import C\nshow(C.x)", "class C:\n    x = 'a'", "a"),
    ("from settings import C\nC.x = 'b'\nshow(C.x)", "class C:\n    x = 'a'", "?"),
    ("from settings import C\nshow(C.x)", "class C:\n    x = 'a'\nC.x = 'b'", "?"),
    ("from settings import C\nshow(C.x)", "class C:\n    x = 'a'\n    def f(self): type(self).x = 'b'", "?"),
    ("from settings import C\nshow(C.x)", "import enum\nclass C(enum.Enum):\n    x = 'a'", "?"),
    ("from settings import C\nshow(C.x)", "@wrapped\nclass C:\n    x = 'a'", "?"),
]


EVERY = [*VARIABLES, *FUNCTIONS, *LAMBDAS, *PROPERTIES, *OBJECTS, *CLASSES]


@pytest.mark.parametrize(("code", "settings", "expected"), EVERY)
def test_what_may_be_there(code: str, settings: str, expected: str) -> None:
    facts, node = marked(code, settings=settings)
    assert written(facts.evaluate(node)) == expected
