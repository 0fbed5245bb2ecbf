"""Which ways from a value to its use are followed: the same for a text, an object and a dataset.

Each way is a small program with ``VALUE`` where the value is made and ``USE(…)`` where it is used.
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from tests.lint import lint

HEAD = """\
import os
import functools
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
x = tf.zeros((4, 4))
"""
KINDS = {
    "text": ("TFC105", "'a.ckpt'", "ModelCheckpoint({}, save_weights_only=True)"),
    "object": ("TFC501", "tf.keras.Sequential([tf.keras.layers.Dense(1)])", "{}.save_weights('a.ckpt')"),
    "dataset": ("TFC201", "tf.data.Dataset.from_tensor_slices(x).repeat()", "{}.cache()"),
}
"""For each kind of value the rule that reports its use, how it is made, and how it is used."""

WAYS = {
    "in place": "USE(VALUE)",
    "attribute of the object around a nested class": (
        "class A:\n    def __init__(self):\n        self.v = VALUE\n    def f(self):\n        class B:\n"
        "            w = self.v\n            def __init__(self):\n                self.v = None\n"
        "        return USE(B.w)\nA().f()"
    ),
    "variable": "v = VALUE\nUSE(v)",
    "conditional expression": "v = VALUE if os.name else VALUE\nUSE(v)",
    "both arms of an if": "if os.name:\n    v = VALUE\nelse:\n    v = VALUE\nUSE(v)",
    "or after None": "v = None or VALUE\nUSE(v)",
    "assignment expression": "USE((v := VALUE))",
    "unpacked tuple": "v, n = VALUE, 3\nUSE(v)",
    "returned tuple, unpacked": "def f():\n    return VALUE, 3\nv, n = f()\nUSE(v)",
    "tuple returned with an argument": "def f(a):\n    return a, 3\nv, n = f(VALUE)\nUSE(v)",
    "index of a list": "v = [VALUE]\nUSE(v[0])",
    "key of a dictionary": "v = {'a': VALUE}\nUSE(v['a'])",
    "key that is assigned later": "v = {}\nv['a'] = VALUE\nUSE(v['a'])",
    "loop over a list": "for v in [VALUE]:\n    USE(v)",
    "loop over the values of a dictionary": "d = {'a': VALUE}\nfor v in d.values():\n    USE(v)",
    "loop over the items of a dictionary": "d = {'a': VALUE}\nfor k, v in d.items():\n    USE(v)",
    "loop with enumerate": "for n, v in enumerate([VALUE]):\n    USE(v)",
    "comprehension": "vs = [VALUE]\nr = [USE(v) for v in vs]",
    "what a function returns": "def f():\n    return VALUE\nUSE(f())",
    "an argument that a function returns": "def f(a):\n    return a\nUSE(f(VALUE))",
    "through two functions": "def g():\n    return VALUE\ndef f():\n    v = g()\n    return v\nUSE(f())",
    "what a lambda returns": "f = lambda: VALUE\nUSE(f())",
    "parameter": "def f(v):\n    return USE(v)\nf(VALUE)",
    "parameter, by keyword": "def f(n, *, v):\n    return USE(v)\nf(1, v=VALUE)",
    "parameter of two functions": "def g(v):\n    return USE(v)\ndef f(v):\n    return g(v)\nf(VALUE)",
    "parameter of three functions": (
        "def h(v):\n    return USE(v)\ndef g(v):\n    return h(v)\ndef f(v):\n    return g(v)\nf(VALUE)"
    ),
    "default that no caller replaces": "def f(v=VALUE):\n    return USE(v)\nf()",
    "parameter of a lambda": "f = lambda v: USE(v)\nf(VALUE)",
    "variable of the function around": (
        "def f():\n    v = VALUE\n    def g():\n        return USE(v)\n    return g()\nf()"
    ),
    "variable of the module": "V = VALUE\ndef f():\n    return USE(V)\nf()",
    "attribute that another method sets": """\
        class T:
            def __init__(self):
                self.v = VALUE
            def go(self):
                return USE(self.v)
        T().go()""",
    "attribute from an argument of the constructor": """\
        class T:
            def __init__(self, v):
                self.v = v
            def go(self):
                return USE(self.v)
        T(VALUE).go()""",
    "attribute of an object": """\
        class T:
            def __init__(self):
                self.v = VALUE
        t = T()
        USE(t.v)""",
    "attribute of an object, from an argument": """\
        class T:
            def __init__(self, v):
                self.v = v
        t = T(VALUE)
        USE(t.v)""",
    "attribute of a class": "class T:\n    v = VALUE\nUSE(T.v)",
    "attribute of the class, by an object": "class T:\n    v = VALUE\nUSE(T().v)",
    "default of a field of a dataclass": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            n: int
            v: str = VALUE
        t = T(3)
        USE(t.v)""",
    "field that a dataclass is given": """\
        import dataclasses
        @dataclasses.dataclass(frozen=True)
        class T:
            v: str = unknown()
            w: str = dataclasses.field(default=unknown())
        def f(t: T):
            return USE(t.w)
        f(T(1, VALUE))
        f(T(w=VALUE))""",
    "default of a field of a NamedTuple": """\
        from typing import NamedTuple
        class T(NamedTuple):
            v: str = VALUE
        USE(T().v)""",
    "own method": """\
        class T:
            def m(self):
                return VALUE
            def go(self):
                return USE(self.m())
        T().go()""",
    "method of an object": "class T:\n    def m(self):\n        return VALUE\nUSE(T().m())",
    "parameter of a method": "class T:\n    def m(self, v):\n        return USE(v)\nT().m(VALUE)",
    "inherited method": """\
        class B:
            def m(self):
                return VALUE
        class T(B):
            def go(self):
                return USE(self.m())
        T().go()""",
    "static method": "class T:\n    @staticmethod\n    def m():\n        return VALUE\nUSE(T.m())",
    "class method": "class T:\n    @classmethod\n    def m(cls):\n        return VALUE\nUSE(T.m())",
    "property": "class T:\n    @property\n    def v(self):\n        return VALUE\nUSE(T().v)",
    "function behind lru_cache": "@functools.lru_cache\ndef f():\n    return VALUE\nUSE(f())",
    "functools.partial": "def f(v):\n    return USE(v)\nfunctools.partial(f, VALUE)()",
    "constant of another file": "from other import V\nUSE(V)",
    "function of another file": "from other import f\nUSE(f())",
    "constant of another file, by the module": "import other\nUSE(other.V)",
    "function of another file, by the module": "import other\nUSE(other.f())",
    "function of another file, through a third": "from third import f\nUSE(f())",
    "key that is got": "d = {'a': VALUE}\nUSE(d.get('a'))",
    "key that is got, with a default": "d = dict(a=VALUE)\nUSE(d.get('a', unknown()))",
    "default of a key that is not there": "d = {'b': unknown()}\nUSE(d.get('a', VALUE))",
    "attribute of a class of another file": "from other import T\nUSE(T.c)",
    "attribute of a class of another file, by the module": "import other\nUSE(other.T.c)",
    "attribute of an object of another file": "from other import T\nt = T(3)\nUSE(t.c)\nUSE(t.d)",
    "attribute of an object of another file, from an argument": "from other import T\nUSE(T(VALUE).a)",
    "attribute from the default of a constructor of another file": "from other import T\nUSE(T(3).b)",
    "object that another file makes": "from other import t\nUSE(t.d)\nUSE(t.a)",
    "field of a dataclass of another file": "from other import D\nUSE(D().v)",
    "field that a dataclass of another file is given": "from other import D\nd = D(w=VALUE)\nUSE(d.w)",
    "method of a class of another file": "from other import T\nt = T(3)\nUSE(t.m())\nUSE(T.s())",
    "attribute of self that is an object of another file": """\
        import other
        class A:
            def __init__(self):
                self.t = other.T(3)
            def go(self):
                return USE(self.t.c)
        A().go()""",
    "dictionary that is unpacked": "def f(v=None, n=3):\n    return USE(v)\no = {'v': VALUE}\nf(**o)",
    "list that is unpacked": "def f(n, v):\n    return USE(v)\no = (3, VALUE)\nf(*o)",
    "attribute that is None at first": """\
        class T:
            def __init__(self):
                self.v = None
            def make(self):
                self.v = VALUE
            def go(self):
                return USE(self.v)
        t = T()
        t.make()
        t.go()""",
    "global that is None at first": (
        "v = None\ndef make():\n    global v\n    v = VALUE\ndef go():\n    return USE(v)\nmake()\ngo()"
    ),
    "nonlocal that is None at first": (
        "def f():\n    v = None\n    def make():\n        nonlocal v\n        v = VALUE\n    make()\n"
        "    return USE(v)\nf()"
    ),
    "parameter that is None": "def f(v=None):\n    if v is None:\n        v = VALUE\n    return USE(v)\nf()",
    "parameter that is None, or": "def f(v=None):\n    v = v or VALUE\n    return USE(v)\nf()",
    "function behind a decorator of the file": """\
        def timed(f):
            @functools.wraps(f)
            def inner(*args, **kwargs):
                result = f(*args, **kwargs)
                print("done")
                return result
            return inner
        @timed
        def make():
            return VALUE
        @timed
        def go(v):
            return USE(v)
        go(make())
        USE(make())""",
    "context manager of the file": """\
        import contextlib
        @contextlib.contextmanager
        def f(n):
            print(n)
            yield VALUE
        with f(3) as v:
            USE(v)""",
    "context manager of the file, its argument": """\
        import contextlib
        @contextlib.contextmanager
        def f(v):
            yield v
        with f(VALUE) as w:
            USE(w)""",
    "object that a with enters": """\
        class T:
            def __enter__(self):
                return VALUE
            def __exit__(self, *args):
                pass
        with T() as v:
            USE(v)""",
    "function of another file, an argument": "from other import same\nUSE(same(VALUE))\nUSE(same(v=VALUE))",
    "function of another file, its default": "from other import same\nUSE(same())",
    "function of another file, an argument of an argument": (
        "from other import same\ndef f(v):\n    return USE(same(v))\nf(VALUE)"
    ),
    "function of another file, the arm that it runs": (
        "from other import either\nUSE(either(True, VALUE))\nUSE(either(False, unknown()))"
    ),
    "key of a dictionary of another file": "from other import O\nUSE(O['v'])\nUSE(O.get('v'))",
    "all names of another file": "from other import *\nUSE(V)\nUSE(f())\nUSE(t.d)",
    "attribute that a base of another file sets": """\
        from other import T
        class S(T):
            def go(self):
                return USE(self.d)
        S(3).go()""",
    "attribute of a base of another file, from super": """\
        from other import T
        class S(T):
            def __init__(self):
                super().__init__(VALUE)
            def go(self):
                return USE(self.a)
        S().go()""",
    "attribute in the body of a base of another file": """\
        from other import T
        class S(T):
            def go(self):
                return USE(self.c)
        USE(S.c)
        S(3).go()""",
    "method of a base of another file": """\
        from other import T
        class S(T):
            def go(self):
                return USE(self.m())
            def m(self):
                return super().m()
        USE(S(3).m())
        S(3).go()""",
    "attribute of what a function of another file makes": "from other import made\nr = made()\nUSE(r.d)",
    "namespace": "from types import SimpleNamespace\nt = SimpleNamespace(n=3, v=VALUE)\nUSE(t.v)",
    "namespace of argparse": "import argparse\nt = argparse.Namespace(v=VALUE)\nUSE(t.v)",
    "dictionary with attributes": "from easydict import EasyDict\nt = EasyDict({'v': VALUE})\nUSE(t.v)",
    "dictionary with attributes, set later": (
        "from easydict import EasyDict\nt = EasyDict()\nt.v = VALUE\ndef f():\n    return USE(t.v)\nf()"
    ),
    "named tuple": (
        "from collections import namedtuple\nT = namedtuple('T', 'n v')\nUSE(T(3, VALUE).v)\n"
        "def f(t):\n    return USE(t.v)\nf(T(n=3, v=VALUE))"
    ),
    "try and except": "try:\n    v = VALUE\nexcept OSError:\n    v = VALUE\nUSE(v)",
    "match": "match os.name:\n    case 'a':\n        v = VALUE\n    case _:\n        v = VALUE\nUSE(v)",
    "arm that the call asks for": (
        "def f(a):\n    v = unknown()\n    if a:\n        v = VALUE\n    return v\nUSE(f(True))"
    ),
    "arm that the default asks for": (
        "def f(a=None):\n    if a is not None:\n        v = unknown()\n    else:\n        v = VALUE\n"
        "    return v\nUSE(f())\nf(3)"
    ),
    "arm for the name that the call gives": (
        "def f(a, b=False):\n    if a == 'x' and not b:\n        return VALUE\n    elif a == 'y':\n"
        "        return unknown()\n    return 3\nUSE(f('x'))\nUSE(f(a='x'))"
    ),
    "what is left when another arm returns": (
        "def f(a):\n    if a:\n        return unknown()\n    return VALUE\nUSE(f(False))"
    ),
    "conditional expression that the call decides": (
        "def f(a):\n    return unknown() if a else VALUE\nUSE(f(0))"
    ),
    "arm that an object asks for": """\
        class T:
            def __init__(self, a):
                self.a = a
            def m(self):
                v = unknown()
                if self.a:
                    v = VALUE
                return v
        USE(T(True).m())""",
    "body of a with": "with open('f') as fh:\n    v = VALUE\nUSE(v)",
    "last of a list": "v = [3, VALUE]\nUSE(v[-1])",
    "last of what was appended": "v = []\nv.append(VALUE)\nUSE(v[-1])",
    "last of a list that an attribute is": """\
        class T:
            def __init__(self):
                self.v = [3, VALUE]
            def go(self):
                return USE(self.v[-1])
        T().go()""",
    "two dictionaries as one": "a = {'n': 3}\nb = a | {'v': VALUE}\nUSE(b['v'])",
    "key that replaces one of a dictionary": "a = {'v': unknown()}\nb = {**a, 'v': VALUE}\nUSE(b['v'])",
    "keyword that replaces one of a dictionary": "a = {'v': unknown()}\nb = dict(a, v=VALUE)\nUSE(b['v'])",
    "key of a second dictionary that replaces": ("a = {'v': unknown()}\nb = a | {'v': VALUE}\nUSE(b['v'])"),
    "copy of a dictionary": "a = {'v': VALUE}\nb = a.copy()\nUSE(b['v'])",
    "value of a member": "import enum\nclass E(enum.Enum):\n    A = VALUE\n    B = 3\nUSE(E.A.value)",
    "value of a member of another file": "from other import E\nUSE(E.A.value)",
    "field without default that a NamedTuple is given": """\
        from typing import NamedTuple
        class T(NamedTuple):
            n: int
            v: str
        USE(T(3, VALUE).v)""",
    "field without default that a dataclass is given": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            n: int
            v: str
        t = T(3, v=VALUE)
        USE(t.v)""",
    "field that a lambda makes": """\
        from dataclasses import dataclass, field
        @dataclass
        class T:
            v: object = field(default_factory=lambda: VALUE)
        USE(T().v)""",
    "keyword arguments passed on": (
        "def g(v=None):\n    return USE(v)\ndef f(**kw):\n    return g(**kw)\nf(v=VALUE)"
    ),
    "keyword arguments passed on twice": (
        "def h(v=None):\n    return USE(v)\ndef g(**kw):\n    return h(**kw)\n"
        "def f(**kw):\n    return g(**kw)\nf(v=VALUE)"
    ),
    "keyword arguments passed on beside others": (
        "def g(n, v=None, m=4):\n    return USE(v)\ndef f(m, **kw):\n    return g(3, **kw, m=m)\n"
        "f(5, v=VALUE)"
    ),
    "default beside keyword arguments": (
        "def g(n, v=VALUE):\n    return USE(v)\ndef f(**kw):\n    return g(**kw)\nf(n=3)"
    ),
    "arguments passed on": "def g(v):\n    return USE(v)\ndef f(*a):\n    return g(*a)\nf(VALUE)",
    "all arguments passed on": (
        "def g(v, n=3):\n    return USE(v)\ndef f(*a, **k):\n    return g(*a, **k)\nf(VALUE, n=4)"
    ),
    "key of the keyword arguments": "def f(**kw):\n    return USE(kw['v'])\nf(v=VALUE)",
    "key that is got of the keyword arguments": (
        "def f(**kw):\n    return USE(kw.get('v', unknown()))\nf(v=VALUE)"
    ),
    "key that is taken out of the keyword arguments": (
        "def f(**kw):\n    v = kw.pop('v', unknown())\n    return USE(v)\nf(v=VALUE)"
    ),
    "default of what is not among them": "def f(**kw):\n    return USE(kw.get('v', VALUE))\nf(n=3)",
    "one of the arguments": "def f(n, *a):\n    return USE(a[0])\nf(3, VALUE)",
    "keyword arguments of a constructor": """\
        class B:
            def __init__(self, v=None):
                self.v = v
            def go(self):
                return USE(self.v)
        class A(B):
            def __init__(self, n, **kw):
                super().__init__(**kw)
                self.n = n
        A(3, v=VALUE).go()""",
    "constant of the class of self": (
        "class T:\n    V = VALUE\n    def go(self):\n        return USE(type(self).V)\nT().go()"
    ),
    "constant of its own class": (
        "class T:\n    V = VALUE\n    def go(self):\n        return USE(self.__class__.V)\nT().go()"
    ),
    "function in a dictionary": "def f():\n    return VALUE\nM = {'f': f}\nUSE(M['f']())",
    "one of the functions in a dictionary": (
        "def f():\n    return VALUE\ndef g():\n    return VALUE\nM = {'f': f, 'g': g}\nUSE(M[os.name]())"
    ),
    "a property of an object of another file": "from other import T\nt = T(3)\nUSE(t.p)",
    "a property of an object that another file holds": "import other\nUSE(other.t.p)",
    "a lambda of another file": "from other import L\nUSE(L())",
    "what a lambda of another file is given": "import other\nUSE(other.K(VALUE))",
    "lambda in a dictionary": "M = {'f': lambda: VALUE}\nUSE(M['f']())",
    "a partial of another file": "from other import P\nUSE(P())\nUSE(P(unknown(), c=unknown()))",
    "a partial of another file that decides": "import other\nUSE(other.Q(unknown()))",
    "a partial that a class has": """\
        def f(a, v):
            return v
        class T:
            make = functools.partial(f, v=VALUE)
            def go(self):
                return USE(self.make(3))
        T().go()""",
    "a partial that an object has": """\
        def f(a, v):
            return v
        class T:
            def __init__(self):
                self.make = functools.partial(f, 3)
            def go(self):
                return USE(self.make(VALUE))
        T().go()""",
    "a function that a class has as a static method": """\
        def f(v):
            return v
        class T:
            make = staticmethod(f)
            def go(self):
                return USE(self.make(VALUE)), USE(T.make(VALUE))
        T().go()""",
}
OTHER = """\
import enum
import functools
from dataclasses import dataclass
import tensorflow as tf
x = tf.zeros((4, 4))
V = VALUE
W = VALUE
W = unknown()

def f():
    return VALUE

def twice():
    return VALUE

def twice():
    return unknown()

def same(v=VALUE):
    return v

class T:
    c = VALUE

    def __init__(self, a, b=VALUE):
        self.a = a
        self.b = b
        self.d = VALUE
        self.e = VALUE

    def change(self):
        self.e = unknown()

    def m(self):
        return VALUE

    @staticmethod
    def s():
        return VALUE

    @property
    def p(self):
        return VALUE

t = T(VALUE)
L = lambda: VALUE
K = lambda v: v
O = {"v": VALUE}

class Asking:
    def m(self):
        return VALUE

    def ask(self):
        return self.m()

def made():
    return T(3)

def either(a, v):
    if a:
        return v
    return VALUE

def last(a=None, *, c=None, v=unknown()):
    return v

P = functools.partial(last, v=VALUE)
Q = functools.partial(either, False)

@dataclass
class D:
    v: str = VALUE
    w: str = unknown()

class E(enum.Enum):
    A = VALUE
"""


def is_followed(way: str, kind: str) -> bool:
    """Whether the rule of *kind* reports the use in the program *way*."""
    code, value, use = KINDS[kind]
    text = re.sub(
        r"USE\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)", lambda m: use.format(m[1]), dedent(WAYS[way])
    )
    other = {"other": OTHER.replace("VALUE", value), "third": "from other import *\n"}
    files = other if "another file" in way else {}
    return bool(lint(HEAD + text.replace("VALUE", value) + "\n", only=code, **files))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_a_value_is_followed(way: str, kind: str) -> None:
    assert is_followed(way, kind)


OF_ONE_CALL = {
    "an argument of one call of two": "def f(v):\n    return USE(v)\nf(VALUE)\nf(unknown())",
    "a function that is handed on": "def f(v):\n    return USE(v)\nf(VALUE)\nrun(f)",
}
"""What the rule for a text reports of the one call that is sure to be wrong."""
NO_WAYS = {
    **OF_ONE_CALL,
    "a key that is got where more may be there": "d = {'a': VALUE}\nd.update(unknown())\nUSE(d.get('a'))",
    "a key that is not there": "d = {'a': VALUE}\nUSE(d.get('b'))",
    "a key that is got, not known": "d = {'a': VALUE, 'b': 3}\nUSE(d.get(unknown()))",
    "what something else is asked for": "d = unknown()\nUSE(d.get('a', VALUE))",
    "an argument of a constructor of another file": "from other import T\nUSE(T(unknown()).a)",
    "an argument of a constructor of another file, unpacked": "from other import T\nUSE(T(*unknown()).b)",
    "an attribute of an object of another file, set here": (
        "from other import T\nt = T(3)\nt.d = unknown()\nUSE(t.d)"
    ),
    "an attribute of an object of another file, set twice there": "from other import T\nUSE(T(3).e)",
    "an attribute of a class of another file, set by its name": (
        "from other import T\nsetattr(T, name, 3)\nUSE(T.c)"
    ),
    "a partial of another file, with another argument": "from other import P\nUSE(P(v=unknown()))",
    "a partial of another file, with unknown arguments": "from other import P\nUSE(P(**unknown()))",
    "a partial of another file, set here": "import other\nother.P = unknown()\nUSE(other.P())",
    "a partial that a class has, with another argument": """\
        def f(v):
            return v
        class T:
            make = functools.partial(f, v=VALUE)
            def go(self):
                return USE(self.make(v=unknown()))
        T().go()""",
    "a partial that a class has, and one derived from it has not": """\
        def f(v):
            return v
        class T:
            make = functools.partial(f, v=VALUE)
            def go(self):
                return USE(self.make())
        class U(T):
            make = unknown()
        U().go()""",
    "a function that is spelled like a class and is a method": """\
        def Made(a, v=VALUE):
            return a
        class T:
            make = Made
            def go(self):
                return USE(self.make(VALUE))
        T().go()""",
    "a function that a class has, which is a method": """\
        def f(a, v=VALUE):
            return a
        class T:
            make = f
            def go(self):
                return USE(self.make(VALUE))
        T().go()""",
    "a method of an object of another file, not called": "from other import T\nUSE(T(3).m)",
    "a field that a dataclass of another file is given otherwise": "from other import D\nUSE(D(unknown()).v)",
    "a function that others may call": "def f(v):\n    return USE(v)",
    "a default that a caller replaces": "def f(v=VALUE):\n    return USE(v)\nf(unknown())",
    "arguments that are unpacked": "def f(v):\n    return USE(v)\nf(*unknown())",
    "an arm that the call leaves out": (
        "def f(a):\n    v = VALUE\n    if a:\n        v = unknown()\n    return v\nUSE(f(True))"
    ),
    "an arm that hangs on what is not known": (
        "def f(a):\n    v = unknown()\n    if a:\n        v = VALUE\n    return v\nUSE(f(os.name))"
    ),
    "an arm that two calls decide differently": (
        "def f(a):\n    if a:\n        return VALUE\n    return unknown()\n"
        "USE(f(True) if os.name else f(False))"
    ),
    "an arm that hangs on a parameter that is set anew": (
        "def f(a):\n    v = unknown()\n    if os.name:\n        a = False\n    if a:\n        v = VALUE\n"
        "    return v\nUSE(f(True))"
    ),
    "an arm that hangs on an attribute that is set anew": """\
        class T:
            def __init__(self, a):
                self.a = a
            def off(self):
                self.a = False
            def m(self):
                return VALUE if self.a else unknown()
        t = T(True)
        t.off()
        USE(t.m())""",
    "an arm of a constant that is there to be changed": (
        "A = True\ndef f(b):\n    v = unknown()\n    if A:\n        v = VALUE\n    return v\nUSE(f(1))"
    ),
    "a test with more to it": (
        "def f(a):\n    if a and os.name:\n        return VALUE\n    return unknown()\nUSE(f(True))"
    ),
    "one arm of an if": "v = unknown()\nif os.name:\n    v = VALUE\nUSE(v)",
    "an attribute that is set from outside": """\
        class T:
            def __init__(self):
                self.v = VALUE
        t = T()
        t.v = unknown()
        USE(t.v)""",
    "an attribute that a subclass sets": """\
        class T:
            def __init__(self):
                self.v = VALUE
            def go(self):
                return USE(self.v)
        class S(T):
            def __init__(self):
                self.v = unknown()
        S().go()""",
    "a method that a subclass replaces": """\
        class T:
            def m(self):
                return VALUE
            def go(self):
                return USE(self.m())
        class S(T):
            def m(self):
                return unknown()
        S().go()""",
    "a function behind a decorator that is not known": "@other\ndef f():\n    return VALUE\nUSE(f())",
    "a context manager": "import contextlib\n@contextlib.contextmanager\ndef f():\n    yield VALUE\nUSE(f())",
    "a namespace, set later": (
        "from types import SimpleNamespace\nt = SimpleNamespace(v=VALUE)\nt.v = unknown()\nUSE(t.v)"
    ),
    "a namespace, set by name": (
        "from types import SimpleNamespace\nt = SimpleNamespace(v=VALUE)\nsetattr(t, name, 3)\nUSE(t.v)"
    ),
    "a dictionary with attributes, set by key": (
        "from easydict import EasyDict\nt = EasyDict(v=VALUE)\nt['v'] = unknown()\nUSE(t.v)"
    ),
    "a dictionary with attributes, updated": (
        "from easydict import EasyDict\nt = EasyDict(v=VALUE)\nt.update(unknown())\nUSE(t.v)"
    ),
    "a namespace of unpacked arguments": (
        "from types import SimpleNamespace\nt = SimpleNamespace(v=VALUE, **unknown())\nUSE(t.v)"
    ),
    "a namespace of the file": (
        "class SimpleNamespace:\n    def __init__(self, v):\n        pass\n"
        "t = SimpleNamespace(VALUE)\nUSE(t.v)"
    ),
    "a context manager that yields in two places": (
        "import contextlib\n@contextlib.contextmanager\ndef f():\n    if os.name:\n        yield VALUE\n"
        "    else:\n        yield unknown()\nwith f() as v:\n    USE(v)"
    ),
    "an object that a with enters, of a subclass": """\
        class B:
            def __enter__(self):
                return VALUE
        class T(B):
            def __enter__(self):
                return unknown()
        with T() as v:
            USE(v)""",
    "a dictionary that is unpacked, a key set in a branch": (
        "def f(v=unknown()):\n    return USE(v)\no = {}\nif os.name:\n    o['v'] = VALUE\nf(**o)"
    ),
    "a parameter that is None in one call only": (
        "def f(v=None):\n    if v is None:\n        v = VALUE\n    return USE(v)\nf()\nf(unknown())"
    ),
    "a decorator of the file that gives something else": """\
        def wrapped(f):
            def inner(*args, **kwargs):
                return unknown(f(*args, **kwargs))
            return inner
        @wrapped
        def make():
            return VALUE
        USE(make())""",
    "a decorator of the file that calls with something else": """\
        def wrapped(f):
            def inner(*args, **kwargs):
                return f(unknown(), **kwargs)
            return inner
        @wrapped
        def make(v=VALUE):
            return v
        USE(make(VALUE))""",
    "a decorator of the file that does not always call": """\
        def wrapped(f):
            def inner(*args, **kwargs):
                if os.name:
                    return f(*args, **kwargs)
                return unknown()
            return inner
        @wrapped
        def make():
            return VALUE
        USE(make())""",
    "an attribute of a base of another file, set here": """\
        from other import T
        class S(T):
            def go(self):
                self.d = unknown()
                return USE(self.d)
        S(3).go()""",
    "an attribute of a base of another file, in the body here": """\
        from other import T
        class S(T):
            c = unknown()
            def go(self):
                return USE(self.c)
        S(3).go()""",
    "a method of a base of another file that asks for one here": """\
        from other import Asking
        class S(Asking):
            def m(self):
                return unknown()
        USE(S().ask())""",
    "an attribute of a base of another file, from an argument not seen": """\
        from other import T
        class S(T):
            def __init__(self):
                super().__init__(unknown())
            def go(self):
                return USE(self.a)
        S().go()""",
    "an attribute of one base of another file and one not seen": """\
        from other import T
        from nowhere import U
        class S(U, T):
            def go(self):
                return USE(self.d)
        S(3).go()""",
    "all names of another file, and of one not seen": "from other import *\nfrom nowhere import *\nUSE(V)",
    "the arm of a function of another file that it does not run": (
        "from other import either\nUSE(either(True, unknown()))"
    ),
    "a list to which more is added": "v = [VALUE]\nv.extend(unknown())\nfor one in v:\n    USE(one)",
    "a key that is replaced": "v = {'a': VALUE}\nv['a'] = unknown()\nUSE(v['a'])",
    "the keys of a dictionary": "d = {'a': VALUE}\nfor v in d:\n    USE(v)",
    "a function of another file that is defined twice": "from other import twice\nUSE(twice())",
    "a constant of another file that is bound twice": "from other import W\nUSE(W)",
    "a function of another file that returns its argument": "from other import same\nUSE(same(unknown()))",
    "an object of a class that a decorator replaces": (
        "@other\nclass T:\n    def m(self):\n        return VALUE\nUSE(T().m())"
    ),
    "a default of a dataclass that the call replaces": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            v: str = VALUE
        USE(T(unknown()).v)""",
    "a field of a dataclass that is set later": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            v: str = VALUE
        t = T()
        t.v = unknown()
        USE(t.v)""",
    "a field that a dataclass makes anew": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            v: str = VALUE
            def __post_init__(self):
                change(self)
        USE(T().v)""",
    "a field of a dataclass, its arguments unpacked": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            v: str = VALUE
        USE(T(**unknown()).v)""",
    "a field of a class behind another decorator": """\
        from attr import dataclass
        @dataclass
        class T:
            v: str = VALUE
        USE(T().v)""",
    "a field of a dataclass that nobody makes": """\
        from dataclasses import dataclass
        @dataclass
        class T:
            v: str = VALUE
        def f(t: T):
            return USE(t.v)""",
    "an object of a class with __new__": """\
        class T:
            v = VALUE
            def __new__(cls):
                return unknown()
        USE(T().v)""",
    "the last of a list that may be longer": "v = [VALUE]\nv.extend(unknown())\nUSE(v[-1])",
    "the last of a list that grows in a branch": (
        "v = [VALUE]\nif os.name:\n    v.append(unknown())\nUSE(v[-1])"
    ),
    "a key that a second dictionary may replace": "a = {'v': VALUE}\nb = a | unknown()\nUSE(b['v'])",
    "a key that a second dictionary replaces": "a = {'v': VALUE}\nb = a | {'v': unknown()}\nUSE(b['v'])",
    "a key that something unpacked may replace": "b = {'v': VALUE, **unknown()}\nUSE(b['v'])",
    "a key that a branch may have replaced": (
        "a = {'v': VALUE}\nif os.name:\n    a['v'] = unknown()\nb = {**a, 'n': 3}\nUSE(b['v'])"
    ),
    "a copy that is changed": "a = {'v': VALUE}\nb = a.copy()\nb['v'] = unknown()\nUSE(b['v'])",
    "a copy of a dictionary that is changed before": (
        "a = {'v': VALUE}\na.update(unknown())\nb = a.copy()\nUSE(b['v'])"
    ),
    "a member itself": "import enum\nclass E(enum.Enum):\n    A = VALUE\nUSE(E.A)",
    "the value of a member that is made anew": """\
        import enum
        class E(enum.Enum):
            A = VALUE
            def __init__(self, v):
                self._value_ = unknown()
        USE(E.A.value)""",
    "the value of what is no member": "class E:\n    A = VALUE\nUSE(E.A.value)",
    "a field that a factory makes": """\
        from dataclasses import dataclass, field
        @dataclass
        class T:
            v: object = field(default_factory=unknown)
        USE(T().v)""",
    "a field that is declared and set": """\
        class T:
            v: str
            def __init__(self, v):
                self.v = unknown(v)
        USE(T(VALUE).v)""",
    "keyword arguments of which some are not seen": (
        "def g(v=VALUE):\n    return USE(v)\ndef f(**kw):\n    return g(**kw)\nf(**unknown())"
    ),
    "keyword arguments that are changed": (
        "def g(v=None):\n    return USE(v)\ndef f(**kw):\n    kw['v'] = unknown()\n    return g(**kw)\n"
        "f(v=VALUE)"
    ),
    "keyword arguments from which something is taken": (
        "def g(v=VALUE):\n    return USE(v)\ndef f(**kw):\n    kw.pop(unknown())\n    return g(**kw)\nf()"
    ),
    "keyword arguments that are added in a branch": (
        "def g(v=VALUE):\n    return USE(v)\ndef f(**kw):\n    if os.name:\n        kw['v'] = unknown()\n"
        "    return g(**kw)\nf()"
    ),
    "keyword arguments, one of which the function takes itself": (
        "def g(v=None):\n    return USE(v)\ndef f(v=None, **kw):\n    return g(unknown(), **kw)\nf(v=VALUE)"
    ),
    "keyword arguments of two calls": (
        "def g(v=None):\n    return USE(v)\ndef f(**kw):\n    return g(**kw)\nf(v=VALUE)\nf(v=unknown())"
    ),
    "arguments, one of which the function takes itself": (
        "def g(v):\n    return USE(v)\ndef f(n, *a):\n    return g(*a)\nf(VALUE, unknown())"
    ),
    "arguments of which some are not seen": (
        "def g(n, v):\n    return USE(v)\ndef f(*a):\n    return g(*a)\nf(*unknown(), VALUE)"
    ),
    "keyword arguments of a function that others call": (
        "def f(**kw):\n    return USE(kw.get('v', VALUE))\nrun(f)"
    ),
    "a key that is taken out twice": (
        "def f(**kw):\n    kw.pop('v')\n    return USE(kw.pop('v', unknown()))\nf(v=VALUE)"
    ),
    "a constant of the class of self that an object sets": """\
        class T:
            V = unknown()
            def go(self):
                self.V = VALUE
                return USE(type(self).V)
        T().go()""",
    "a constant of the class of self that another class has": """\
        class T:
            V = VALUE
            def go(self):
                return USE(type(self).V)
        class S(T):
            V = unknown()
        S().go()""",
    "one of the functions in a dictionary, another one of which is not seen": (
        "def f():\n    return VALUE\nM = {'f': f, 'g': unknown}\nUSE(M[os.name]())"
    ),
    "a function in a dictionary that grows": (
        "def f():\n    return VALUE\nM = {'f': f}\nM['f'] = unknown\nUSE(M['f']())"
    ),
    "an object of one class of two": """\
        class A:
            v = VALUE
        class B:
            v = unknown()
        t = A() if os.name else B()
        USE(t.v)""",
}


@pytest.mark.parametrize(
    ("way", "kind"),
    [(way, kind) for way in NO_WAYS for kind in KINDS if kind != "text" or way not in OF_ONE_CALL],
)
def test_what_is_not_certain_is_not_followed(way: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WAYS, way, NO_WAYS[way])
    assert not is_followed(way, kind)
