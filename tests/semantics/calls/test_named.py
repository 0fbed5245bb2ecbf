"""The calls of one function that a module shows, and what hides others; properties and bound methods."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import calls, line
from tflint_ckpt.semantics.calls.named import Search, is_bound, is_property
from tflint_ckpt.semantics.calls.receivers import Receivers

LOOKED_UP = "it may be looked up by its name"
CONSTRUCTED = "the constructor of an unknown class is called"
# Code whose first function is asked about: the lines of its calls, and why there may be others.
FUNCTIONS = [
    ("def f(a): pass\nf(1)\nprint(f)\nf.__name__", "2", ""),
    ("def f(a): pass\nif f in hooks: f(1)", "2", ""),
    ("def f(a): pass\nif callable(f): f(1)", "2", ""),
    ("def f(a): pass\ng = h = f", "", "it is handed on"),
    ("def f(a): pass\nx = f.cached", "", "it is handed on"),
    ("def f(a): pass\nf.name = 1", "", "it is handed on"),
    ("def f(a): pass\nx = f if t else g", "", "it is handed on"),
    ("def f(a): pass\n(g := f)(1)", "", "it is handed on"),
    # By its name, in a text
    ("def f(a): pass\nglobals()['f'](1)", "", LOOKED_UP),
    ("def f(a): pass\nglobals().get('f', g)(1)", "", LOOKED_UP),
    ("def f(a): pass\nlocals()[name](1)", "", LOOKED_UP),
    ("def f(a): pass\nglobals()['g'](1)", "", ""),
    ("def f(a): pass\nx = globals()", "", ""),
    ("def f(a): pass\neval('f')(1)", "", LOOKED_UP),
    ("def f(a): pass\neval('f(1)')", "", LOOKED_UP),
    ("def f(a): pass\neval(args.model)(1)", "", LOOKED_UP),
    ("def f(a): pass\nexec(f'f({x})')", "", LOOKED_UP),
    ("def f(a): pass\neval('1e-3')", "", ""),
    ("def f(a): pass\nmodel.eval()", "", ""),
    ("def g():\n    eval('f')\n    def f(a): pass", "", ""),  # of g
    ("class C:\n    def __init__(self): pass\neval(args.model)()", "", LOOKED_UP),
    ("class C:\n    def f(self): pass\nimport operator\noperator.methodcaller('f')(C())", "", LOOKED_UP),
    ("def f(a): pass\ndel f", "", "its name is given to something else"),
    ("def f(a): pass\nfor f in x: f()", "", "its name is given to something else"),
    ("def f(a): pass\ndef print(x): x(1)\nprint(f)", "", "it is handed on"),
    ("def g():\n    def f(a): pass\n    return f", "", ""),  # of g
    ("class C:\n    def f(self): pass\n    f(1)", "3", ""),
    ("class C:\n    def f(self): self.f()\nC().f()\nC.f(1)", "2 3 4", ""),
    ("class C:\n    def f(self): pass\nx.f()", "", "an object of an unknown class has a method of that name"),
    ("class C:\n    def f(self): pass\nC().f = 3", "", "it is handed on"),
    ("class C:\n    def f(self): pass\n    def f(self): pass", "", "its name is given to something else"),
    ("class C:\n    def __call__(self): pass\nC()()", "", "Python itself may call it"),
    (
        "class C:\n    def f(self): pass\nfor n in ('f', 'g'): getattr(C(), n)()",
        "",
        LOOKED_UP,
    ),
    ("class C:\n    def f(self): pass\ngetattr(C(), 'g')()\nC().f()", "4", ""),
    ("class C:\n    def f(self): pass\ngetattr(D(), 'f')", "", ""),
    ("class C:\n    def f(self): pass\ndef g(x): getattr(x, 'f')", "", LOOKED_UP),
    ("class C:\n    @property\n    def f(self): pass\nC().f", "4", ""),
    ("class C:\n    @property\n    def f(self): pass\nC().f = 1", "", "it is set"),
    ("class C:\n    def __init__(self): pass\nC()\nisinstance(x, C)\nC.f", "3", ""),
    ("class C:\n    def __init__(self): pass\nclass D(C): pass\nD()", "4", ""),
    (
        "class C:\n    def __init__(self): pass\nclass D(C):\n    def __init__(self): super().__init__()",
        "4",
        "",
    ),
    ("class C:\n    def __init__(self): pass\n    def __new__(cls): pass", "", "__new__ may call it"),
    ("@d\nclass C:\n    def __init__(self): pass", "", "a decorator or metaclass may call it"),
    ("class C(metaclass=M):\n    def __init__(self): pass", "", "a decorator or metaclass may call it"),
    (
        "class C:\n    def __init__(self): pass\nx.__init__()",
        "",
        CONSTRUCTED,
    ),
    ("class C:\n    def __init__(self): pass\ndef g(x: list[C]) -> C: pass", "", ""),
    ("class C:\n    def __init__(self): pass\ntry: pass\nexcept C: pass", "", ""),
    ("class C:\n    def __init__(self): pass\n    def new(self): return type(self)()", "3", ""),
]


@pytest.mark.parametrize(("code", "expected", "reason"), FUNCTIONS)
def test_calls(code: str, expected: str, reason: str) -> None:
    facts = module(code + "\n")
    search = Search(facts, facts.fact(Receivers), facts.facts.functions[0])
    assert " ".join(sorted({str(line(facts, site.node)) for site in search.sites})) == expected
    assert (search.reason[0] if search.reason is not None else "") == reason


def test_a_lambda_is_called_where_its_variable_is() -> None:
    facts = module("f = lambda a: a\nf(1)\nmap(f, x)\n")
    (function,) = facts.facts.every(cst.Lambda)
    search = Search(facts, facts.fact(Receivers), function)
    assert [line(facts, site.node) for site in search.sites] == [2]
    assert search.reason is not None
    assert search.names == {"f"}


def test_methods_of_parameters_are_decided_by_their_callers() -> None:
    facts = module("class C:\n    def f(self): pass\ndef g(c): c.f()\n")
    search = Search(facts, facts.fact(Receivers), facts.facts.functions[0])
    (attribute,) = search.on_parameters
    search.settle(attribute, frozenset(facts.facts.classes))
    assert [line(facts, site.node) for site in search.sites] == [3]
    assert search.reason is None
    search.settle(attribute, frozenset())
    assert len(search.sites) == 1
    search.settle(attribute, None)
    assert search.reason is not None


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("@property", True),
        ("@functools.cached_property", True),
        ("@staticmethod", False),
        ("@mine", False),
        ("", False),
    ],
)
def test_is_property(above: str, expected: bool) -> None:
    facts = module(f"import functools\nclass C:\n    {above}\n    def f(self): pass\n")
    assert is_property(facts, facts.facts.functions[0]) is expected


@pytest.mark.parametrize(
    ("above", "called", "expected"),
    [
        ("", "C().f", True),
        ("", "c.f", True),
        ("", "C.f", False),
        ("@staticmethod", "C().f", False),
        ("@classmethod", "C.f", True),
        ("@classmethod", "C().f", True),
        ("", "f", False),
    ],
)
def test_is_bound(above: str, called: str, expected: bool) -> None:
    facts = module(f"class C:\n    {above}\n    def f(self, a): pass\nc = C()\n{called}(1)\n")
    (call,) = calls(facts, "f")
    assert is_bound(facts, facts.fact(Receivers), facts.facts.functions[0], call.func) is expected
