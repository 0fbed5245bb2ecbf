"""Who calls a function: the calls of it in the module, what each gives, and why there may be others."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module as parsed
from tflint_ckpt.semantics.calls.named import Function
from tflint_ckpt.semantics.module import Module

RUN = "\nif __name__ == '__main__': pass\n"


def asked(module: Module) -> Function:
    """The function, method or lambda that begins on the line with ``# asked``."""
    wanted = next(
        number for number, line in enumerate(module.source.text.split("\n"), 1) if line.endswith("# asked")
    )
    nodes = [node for node in module.facts.scopes if isinstance(node, (cst.FunctionDef, cst.Lambda))]
    [found] = [node for node in nodes if module.source.position(module.span(node)[0])[0] == wanted]
    return found


def shown(code: str, *, script: bool = True, **files: str) -> str:
    """The lines that call the function, ``r`` behind a read, ``p`` a ``partial``; why there are others."""
    module = parsed(dedent(code) + RUN * script, **files)
    found = module.call_sites.calls_of(asked(module))
    assert found.closed is (not found.why_open)
    places = []
    for site in found.sites:
        line = str(module.source.position(module.span(site.node)[0])[0])
        places.append(line + "r" * isinstance(site.node, cst.Attribute) + "p" * site.partial)
    return " ".join([*places, *([f"| {found.why_open}"] if found.why_open else ())])


OTHER = "| its name is given to something else in line"
HANDED = "| it is handed on in line"

FUNCTIONS = {
    "called": ("def f(a): pass  # asked\nf(1)\nf(2)\n", "2 3"),
    "called by nobody": ("def f(a): pass  # asked\n", ""),
    "called inside another": ("def f(a): pass  # asked\ndef g():\n    return f(1)\ng()\n", "3"),
    "called by itself": ("def f(a):  # asked\n    f(a)\nf(1)\n", "2 3"),
    "an argument of its own call": ("def f(a): pass  # asked\nf(f(1))\n", "2 2"),
    "another name": ("def f(a): pass  # asked\ng = f\ng(1)\nf(2)\n", "3 4"),
    "another name of another name": ("def f(a): pass  # asked\ng = f\nh = g\nh(1)\n", "4"),
    "another name that is handed on": ("def f(a): pass  # asked\ng = f\ng(1)\nmap(g, x)\n", f"3 {HANDED} 4"),
    "another name that is not used": ("def f(a): pass  # asked\ng = f\nf(1)\n", f"3 {HANDED} 2"),
    "another name with two values": ("def f(a): pass  # asked\ng = f\ng = 1\ng(1)\nf(1)\n", f"5 {HANDED} 2"),
    "another name with two places": ("def f(a): pass  # asked\ng = h = f\ng(1)\nf(1)\n", f"4 {HANDED} 2"),
    "a name in a class": ("def f(a): pass  # asked\nclass T:\n    g = f\nf(1)\n", f"4 {HANDED} 3"),
    "handed on": ("def f(a): pass  # asked\nf(1)\nds.map(f)\n", f"2 {HANDED} 3"),
    "handed on by name": ("def f(a): pass  # asked\nf(1)\ng(fn=f)\n", f"2 {HANDED} 3"),
    "in a list": ("def f(a): pass  # asked\nT = [f]\nf(1)\n", f"3 {HANDED} 2"),
    "in a dictionary": ("def f(a): pass  # asked\nT = {'f': f}\nf(1)\n", f"3 {HANDED} 2"),
    "returned": ("def g():\n    def f(a): pass  # asked\n    f(1)\n    return f\n", f"3 {HANDED} 4"),
    "a decorator": ("def f(a): pass  # asked\n@f\ndef g(): pass\nf(1)\n", f"4 {HANDED} 2"),
    "looked at": ("def f(a): pass  # asked\nprint(f, f.__name__)\nx is f\nf(1)\n", "4"),
    "bound twice": (
        "def f(a): pass  # asked\ndef f(b): pass\nf(1)\n",
        f"{OTHER} 2",
    ),
    "set to something": (
        "def f(a): pass  # asked\nf = jit(f)\nf(1)\n",
        f"{OTHER} 2",
    ),
    "of that name elsewhere": ("def f(a): pass  # asked\ndef g(f):\n    f(1)\nf(2)\n", "4"),
    "a method of that name": ("def f(a): pass  # asked\nx.f(1)\nf(2)\n", "3"),
    "nested": ("def g(x):\n    def f(a): pass  # asked\n    f(x)\n", "3"),
    "global": ("def f(a): pass  # asked\ndef g():\n    global f\n    f(1)\ng()\n", "4"),
    "no script": ("def f(a): pass  # asked\ndef g():\n    f(1)\n", "3 | other files may call it"),
    "no script, private": ("def _f(a): pass  # asked\ndef g():\n    _f(1)\n", "3"),
    "no script, private with a public name": (
        "def _f(a): pass  # asked\nf = _f\ndef g():\n    f(1)\n",
        "4 | other files may call it",
    ),
    "no script, private with a private name": (
        "def _f(a): pass  # asked\n_g = _f\ndef g():\n    _g(1)\n",
        "4",
    ),
}


@pytest.mark.parametrize("case", FUNCTIONS)
def test_calls_of_a_function(case: str) -> None:
    code, expected = FUNCTIONS[case]
    assert shown(code, script="no script" not in case) == expected


LAMBDAS = {
    "called by its name": ("f = lambda a: a  # asked\nf(1)\nf(2)\n", "2 3"),
    "called at once": ("(lambda a: a)(1)  # asked\n", "1"),
    "handed on": ("x.map(lambda a: a)  # asked\n", f"{HANDED} 1"),
    "handed on by its name": ("f = lambda a: a  # asked\nf(1)\nx.map(f)\n", f"2 {HANDED} 3"),
    "never called": ("f = lambda a: a  # asked\n", f"{HANDED} 1"),
    "an attribute": ("x.f = lambda a: a  # asked\nx.f(1)\n", f"{HANDED} 1"),
    "no script": ("f = lambda a: a  # asked\ndef g(): f(1)\n", "2 | other files may call it"),
    "no script, private": ("_f = lambda a: a  # asked\ndef g(): _f(1)\n", "2"),
    "no script, in a function": ("def g():\n    f = lambda a: a  # asked\n    f(1)\n", "3"),
    "a default": ("def g(\n    f=lambda a: a  # asked\n): pass\n", f"{HANDED} 2"),
}


@pytest.mark.parametrize("case", LAMBDAS)
def test_calls_of_a_lambda(case: str) -> None:
    code, expected = LAMBDAS[case]
    assert shown(code, script="no script" not in case) == expected


PARTIAL = "from functools import partial\ndef f(a, b=0): pass  # asked\n"
PARTIALS = {
    "called": ("p = partial(f, 1)\np(2)\np(3)\n", "4 5"),
    "called at once": ("partial(f, 1)(2)\n", "3"),
    "handed on": ("x.map(partial(f, 1))\n", "3p"),
    "handed on by its name": ("p = partial(f, 1)\nx.map(p)\n", "3p"),
    "called and handed on": ("p = partial(f, 1)\np(2)\nx.map(p)\n", "3p 4"),
    "not used": ("p = partial(f, 1)\n", "3p"),
    "with two values": ("p = partial(f, 1)\np = 2\np(1)\n", "3p"),
    "of a partial": ("p = partial(f, 1)\nq = partial(p, 2)\nq()\n", "3p"),
    "given to a partial": ("partial(g, f)\n", f"{HANDED} 3"),
    "given to a partial by name": ("partial(g, fn=f)\n", f"{HANDED} 3"),
    "another partial": ("import x\nx.partial(f, 1)\n", f"{HANDED} 4"),
}


@pytest.mark.parametrize(("code", "expected"), PARTIALS.values(), ids=PARTIALS)
def test_calls_through_a_partial(code: str, expected: str) -> None:
    assert shown(PARTIAL + code) == expected


DECORATORS = {
    "functools.lru_cache": "",
    "functools.lru_cache(maxsize=None)": "",
    "functools.cache": "",
    "tf.function": "",
    "tf.function(jit_compile=True)": "",
    "tf.function(input_signature=[s])": "| a decorator may call it otherwise",
    "contextlib.contextmanager": "| a decorator may call it otherwise",
    "functools.wraps(g)": "| a decorator may call it otherwise",
    "app.command()": "| a decorator may call it otherwise",
    "cache": "| a decorator may call it otherwise",
}


@pytest.mark.parametrize("decorator", DECORATORS)
def test_decorators(decorator: str) -> None:
    code = (
        "import contextlib, functools\nimport tensorflow as tf\nfrom x import app, cache, g\n"
        f"@{decorator}\ndef f(a): pass\nf(1)\n"
    )
    module = parsed(code)
    found = module.call_sites.calls_of(module.facts.functions[0])
    assert len(found.sites) == 1
    assert (f"| {found.why_open}" if found.why_open else "") == DECORATORS[decorator]


UNKNOWN = "| an object of an unknown class has a method of that name in line"

METHODS = {
    "on a new object": ("class T:\n    def m(self, a): pass  # asked\nT().m(1)\n", "3"),
    "on a variable": ("class T:\n    def m(self, a): pass  # asked\nt = T()\nt.m(1)\n", "4"),
    "on self": ("class T:\n    def m(self, a): pass  # asked\n    def n(self): self.m(1)\nT().n()\n", "3"),
    "on the self of a method around": (
        """
        class T:
            def m(self, a): pass  # asked
            def n(self):
                class U:
                    def m(inner): self.m(1)
                    def o(self): self.m()
                U().m()
        T().n()
        """,
        "6",
    ),
    "on an attribute": (
        """
        class T:
            def m(self, a): pass  # asked
        class U:
            def __init__(self):
                self.t = T()
            def n(self):
                self.t.m(1)
        U().n()
        """,
        "8",
    ),
    "on what a function returns": (
        "class T:\n    def m(self, a): pass  # asked\ndef make(): return T()\nmake().m(1)\n",
        "4",
    ),
    "on what a method returns": (
        """
        class T:
            def m(self, a): pass  # asked
            @classmethod
            def make(cls): return cls()
        T.make().m(1)
        """,
        "6",
    ),
    "on an annotated parameter": (
        "class T:\n    def m(self, a): pass  # asked\ndef g(t: T): t.m(1)\ng(T())\n",
        "3",
    ),
    "on one annotated in quotes": (
        "class T:\n    def m(self, a): pass  # asked\ndef g(t: 'T'): t.m(1)\ng(T())\n",
        "3",
    ),
    "on an unknown object": (
        "class T:\n    def m(self, a): pass  # asked\nT().m(1)\ndef g(t): t.m(2)\ng(x)\n",
        f"3 {UNKNOWN} 4",
    ),
    "on a parameter": (
        "class T:\n    def m(self, a): pass  # asked\nT().m(1)\ndef g(t): t.m(2)\ng(T())\n",
        "3 4",
    ),
    "on a parameter that gets something else": (
        "import keras\nclass T:\n    def m(self, a): pass  # asked\nT().m(1)\n"
        "def g(t): t.m(2)\ng(keras.Model())\n",
        "4",
    ),
    "on a parameter that gets either": (
        "class T:\n    def m(self, a): pass  # asked\nclass U:\n    def m(self, a): pass\n"
        "def g(t): t.m(2)\ng(T())\ng(U())\n",
        "5",
    ),
    "on a parameter that gets something unknown, too": (
        "class T:\n    def m(self, a): pass  # asked\nT().m(1)\ndef g(t): t.m(2)\ng(T())\ng(x)\n",
        f"3 {UNKNOWN} 4",
    ),
    "on a parameter of what is handed on": (
        "class T:\n    def m(self, a): pass  # asked\nT().m(1)\ndef g(t): t.m(2)\nmap(g, x)\n",
        f"3 {UNKNOWN} 4",
    ),
    "on a parameter with another value": (
        "class T:\n    def m(self, a): pass  # asked\nT().m(1)\n"
        "def g(t):\n    t = t or x\n    t.m(2)\ng(T())\n",
        f"3 {UNKNOWN} 6",
    ),
    "on a parameter by two functions": (
        "class T:\n    def m(self, a): pass  # asked\ndef h(u): u.m(1)\ndef g(t): h(t)\ng(T())\n",
        "3",
    ),
    "on its own parameter": (
        "import keras\nclass T:\n    def m(self, a): a.m(1)  # asked\nT().m(keras.Model())\n",
        "4",
    ),
    "on its own parameter, by another method": (
        "import keras\nclass T:\n    def m(self, a): a.m(1)  # asked\n"
        "    def n(self, b): self.m(b)\nT().n(keras.Model())\n",
        "4",
    ),
    "on its own parameter, by its default": (
        "import keras\nclass T:\n    def m(self, a=None): a.m(1)  # asked\nT().m()\nT().m(keras.Model())\n",
        "4 5",
    ),
    "on its own parameter, of its own class": (
        "class T:\n    def m(self, a): a.m(1)  # asked\nT().m(T())\n",
        f"3 {UNKNOWN} 2",
    ),
    "on its own parameter, of a class derived from its own": (
        "class T:\n    def m(self, a): a.m(1)  # asked\nclass U(T): pass\nT().m(U())\n",
        f"4 {UNKNOWN} 2",
    ),
    "on its own parameter, of an unknown object": (
        "class T:\n    def m(self, a): a.m(1)  # asked\nT().m(x)\n",
        f"3 {UNKNOWN} 2",
    ),
    "on its own parameter, and handed on": (
        "import keras\nclass T:\n    def m(self, a): a.m(1)  # asked\nt = T()\n"
        "t.m(keras.Model())\nx.map(t.m)\n",
        f"5 {HANDED} 6",
    ),
    "on its own parameter, with a partial": (
        "import keras, functools\nclass T:\n    def m(self, a): a.m(1)  # asked\nt = T()\n"
        "t.m(keras.Model())\nx.map(functools.partial(t.m, 1))\n",
        f"5 6p {UNKNOWN} 3",
    ),
    "on its own parameter, that itself is given": (
        "import keras\nclass T:\n    def m(self, a, b): a.m(b, self)  # asked\nT().m(keras.Model(), 1)\n",
        "4",
    ),
    "on an object of another class": (
        "class T:\n    def m(self, a): pass  # asked\nclass U:\n    def m(self): pass\nT().m(1)\nU().m()\n",
        "5",
    ),
    "on an object of an API": (
        "import keras\nclass T:\n    def m(self, a): pass  # asked\nT().m(1)\nkeras.Model(1).m(2)\n{}.m()\n",
        "4",
    ),
    "on an object that a chain of an API returns": (
        "import tensorflow as tf\nclass T:\n    def map(self, a): pass  # asked\nT().map(1)\n"
        "tf.data.Dataset.range(3).batch(2).map(x)\n",
        "4",
    ),
    "on a copy": (
        "import copy\nclass T:\n    def m(self, a): pass  # asked\nT().m(1)\ncopy.copy(x).m(2)\n",
        f"4 {UNKNOWN} 5",
    ),
    "inherited": (
        "class T:\n    def m(self, a): pass  # asked\nclass U(T): pass\nU().m(1)\n",
        "4",
    ),
    "overridden": (
        """
        class T:
            def m(self, a): pass  # asked
            def n(self): self.m(1)
        class U(T):
            def m(self, a): pass
        U().m(2)
        T().n()
        """,
        "4",
    ),
    "an override": (
        """
        class T:
            def m(self, a): pass
            def n(self): self.m(1)
        class U(T):
            def m(self, a): pass  # asked
        U().m(2)
        T().m(3)
        """,
        "4 7",
    ),
    "super": (
        """
        class T:
            def m(self, a): pass  # asked
        class U(T):
            def m(self, a): super().m(a)
        class V(U):
            def m(self, a): super(V, self).m(a)
        V().m(1)
        """,
        "5",
    ),
    "super of a class between": (
        """
        class T:
            def m(self, a): pass  # asked
        class M: pass
        class U(M, T):
            def m(self, a): super().m(a)
        U().m(1)
        """,
        "6",
    ),
    "a mixin": (
        """
        class M:
            def m(self, a): pass  # asked
        class T:
            def n(self): self.m(1)
        class U(M, T): pass
        U().n()
        """,
        "5",
    ),
    "a diamond": (
        """
        class T:
            def m(self, a): pass
        class U(T):
            def m(self, a): super().m(a)
        class V(T):
            def m(self, a): pass  # asked
        class W(U, V): pass
        W().m(1)
        """,
        "5",
    ),
    "by the class": ("class T:\n    def m(self, a): pass  # asked\nT.m(T(), 1)\n", "3"),
    "static": (
        "class T:\n    @staticmethod\n    def m(a): pass\nT.m(1)\nT().m(2)\n",
        "4 5",
    ),
    "of the class": (
        "class T:\n    @classmethod\n    def m(cls, a): pass\n"
        "    def n(self): type(self).m(1)\nT.m(2)\nT().n()\n",
        "4 5",
    ),
    "handed on": ("class T:\n    def m(self, a): pass  # asked\nx.map(T().m)\n", f"{HANDED} 3"),
    "handed on from self": (
        "class T:\n    def m(self, a): pass  # asked\n    def n(self): x.map(self.m)\nT().n()\n",
        f"{HANDED} 3",
    ),
    "a partial of it": (
        "from functools import partial\nclass T:\n    def m(self, a): pass  # asked\n"
        "p = partial(T().m, 1)\np()\n",
        "5",
    ),
    "another name": ("class T:\n    def m(self, a): pass  # asked\nm = T().m\nm(1)\n", "4"),
    "replaced": (
        "class T:\n    def m(self, a): pass  # asked\nt = T()\nt.m = x\nt.m(1)\n",
        f"5 {HANDED} 4",
    ),
    "called in the body of the class": (
        "class T:\n    def m(a): pass  # asked\n    x = m(1)\n",
        "3",
    ),
    "handed on in the body of the class": (
        "class T:\n    def m(self, a): pass  # asked\n    n = m\nT().n(1)\n",
        f"{HANDED} 3",
    ),
    "defined twice": (
        "class T:\n    def m(self, a): pass  # asked\n    def m(self): pass\nT().m(1)\n",
        f"{OTHER} 2",
    ),
    "looked up": (
        "class T:\n    def m(self, a): pass  # asked\nt = T()\ngetattr(t, 'm')(1)\n",
        "| it may be looked up by its name in line 4",
    ),
    "looked up by a name that is made": (
        "class T:\n    def m(self, a): pass  # asked\n    def n(self, x): getattr(self, x)(1)\nT().n('m')\n",
        "| it may be looked up by its name in line 3",
    ),
    "looked up by a name of another form": (
        "class T:\n    def m(self, a): pass  # asked\n"
        "    def n(self, x): getattr(self, f'n_{x}')(1)\nT().m(2)\n",
        "4",
    ),
    "looked up by a name of its form": (
        "class T:\n    def m_a(self, a): pass  # asked\n"
        "    def n(self, x): getattr(self, 'm_%s' % x)(1)\nT().n(2)\n",
        "| it may be looked up by its name in line 3",
    ),
    "looked up by what a variable holds": (
        "class T:\n    def m(self, a): pass  # asked\nt = T()\nk = 'm'\ngetattr(t, k)(1)\n",
        "| it may be looked up by its name in line 5",
    ),
    "looked up in something else": (
        "import keras\nclass T:\n    def m(self, a): pass  # asked\ngetattr(keras, x)(1)\nT().m(2)\n",
        "5",
    ),
    "super of one of two classes of a name": (
        """
        class T:
            def m(self, a): pass  # asked
        if x:
            class U(T):
                def m(self, a): super(U, self).m(a)
        else:
            class U(T):
                def m(self, a): super(U, self).m(a)
        """,
        "6 9",
    ),
    "another one is looked up": (
        "class T:\n    def m(self, a): pass  # asked\nt = T()\ngetattr(t, 'n')(1)\nt.m(1)\n",
        "5",
    ),
    "a base elsewhere": (
        "from x import B\nclass T(B):\n    def m(self, a): pass  # asked\nT().m(1)\n",
        "4 | a base class of its class may call it",
    ),
    "a base of Keras": (
        "import keras\nclass T(keras.Model):\n    def call(self, a): pass  # asked\nT().call(1)\n",
        "4 | a base class of its class may call it",
    ),
    "a base of Keras, a name of which Keras has not": (
        "import keras\nclass T(keras.Model):\n    def _m(self, a): pass  # asked\n"
        "    def call(self, x): self._m(x)\nT()(1)\n",
        "4",
    ),
    "a base of Keras, a private name that Keras has": (
        "import keras\nclass T(keras.Model):\n    def _maybe_build(self, a): pass  # asked\n"
        "    def call(self, x): self._maybe_build(x)\nT()(1)\n",
        "4 | a base class of its class may call it",
    ),
    "a base of Keras, a callback": (
        "import keras\nclass T(keras.callbacks.Callback):\n    def write(self, a): pass  # asked\n"
        "    def on_epoch_end(self, epoch, logs=None): self.write(epoch)\nT().write(1)\n",
        "4 5",
    ),
    "a base of Keras, and one elsewhere": (
        "import keras\nfrom x import B\nclass T(B, keras.Model):\n    def _m(self, a): pass  # asked\n"
        "    def call(self, x): self._m(x)\nT()(1)\n",
        "5 | a base class of its class may call it",
    ),
    "special": (
        "class T:\n    def __call__(self, a): pass  # asked\nT()(1)\n",
        "| Python itself may call it",
    ),
    "no script": (
        "class T:\n    def m(self, a): pass  # asked\n    def n(self): self.m(1)\n",
        "3 | other files may call it",
    ),
    "no script, private": (
        "class T:\n    def _m(self, a): pass  # asked\n    def n(self): self._m(1)\n",
        "3",
    ),
    "of a class in a function": (
        "def g():\n    class T:\n        def m(self, a): pass  # asked\n    T().m(1)\n",
        "4",
    ),
}


@pytest.mark.parametrize("case", METHODS)
def test_calls_of_a_method(case: str) -> None:
    code, expected = METHODS[case]
    if "# asked" not in code:
        code = code.replace(": pass\n", ": pass  # asked\n", 1)
    assert shown(code, script="no script" not in case) == expected


PROPERTIES = {
    "read": ("T().m\nprint(T().m + 1)\n", "4r 5r"),
    "called": ("T().m(1)\n", "4r"),
    "read on self": ("class U(T):\n    def n(self): return self.m\nU().n()\n", "5r"),
    "of an unknown object": ("T().m\nx.m\n", f"4r {UNKNOWN} 5"),
    "set": ("t = T()\nt.m = 1\nt.m\n", "6r | it is set in line 5"),
}


@pytest.mark.parametrize("decorator", ["property", "functools.cached_property"])
@pytest.mark.parametrize(("code", "expected"), PROPERTIES.values(), ids=PROPERTIES)
def test_reads_of_a_property(code: str, expected: str, decorator: str) -> None:
    head = f"import functools; from y import x\nclass T:\n    @{decorator}\n    def m(self): pass\n"
    module = parsed(head.replace("from y import x", "x = open('a')[0]") + code + RUN)
    found = module.call_sites.calls_of(module.facts.functions[0])
    lines = [f"{module.source.position(module.span(site.node)[0])[0] - 1}r" for site in found.sites]
    why = found.why_open
    if why:
        words, _, line = why.rpartition(" ")
        why = f" | {words} {int(line) - 1}"
    assert " ".join(lines) + why == expected
    assert module.call_sites.in_module(module.facts.functions[0]) is None


CLASS = "class T:\n    def __init__(self, a): pass  # asked\n"

CONSTRUCTORS = {
    "called": (f"{CLASS}T(1)\nt = T(a=2)\n", "3 4"),
    "inherited": (f"{CLASS}class U(T): pass\nU(1)\nT(2)\n", "4 5"),
    "inherited twice": (f"{CLASS}class U(T): pass\nclass V(U): pass\nV(1)\n", "5"),
    "overridden": (f"{CLASS}class U(T):\n    def __init__(self): pass\nU()\nT(2)\n", "6"),
    "super": (f"{CLASS}class U(T):\n    def __init__(self): super().__init__(1)\nU()\n", "4"),
    "super with arguments": (
        f"{CLASS}class U(T):\n    def __init__(self): super(U, self).__init__(1)\nU()\n",
        "4",
    ),
    "by the class": (f"{CLASS}class U(T):\n    def __init__(self): T.__init__(self, 1)\nU()\n", "4"),
    "super of something else": (
        f"{CLASS}import keras\nclass U(keras.Model):\n"
        "    def __init__(self): super().__init__()\nT(1)\nU()\n",
        "6",
    ),
    "cls": (f"{CLASS}    @classmethod\n    def make(cls): return cls(1)\nT.make()\n", "4"),
    "cls of a base": (
        "class B:\n    @classmethod\n    def make(cls): return cls(1)\n"
        "class T(B):\n    def __init__(self, a): pass  # asked\nT.make()\n",
        "3",
    ),
    "type(self) of a method around": (
        f"{CLASS}    def n(self):\n        class U:\n            def o(u):\n"
        "                return type(self)(1)\n        U()\nT(2).n()\n",
        "6 8",
    ),
    "type(self)": (f"{CLASS}    def again(self): return type(self)(1)\nT(2).again()\n", "3 4"),
    "__class__": (f"{CLASS}    def again(self): return self.__class__(1)\nT(2).again()\n", "3 4"),
    "another name": (f"{CLASS}U = T\nU(1)\n", "4"),
    "a partial": (f"{CLASS}from functools import partial\np = partial(T, 1)\np()\n", "5"),
    "a partial that is handed on": (f"{CLASS}from functools import partial\nx(partial(T, a=1))\n", "4p"),
    "harmless": (
        f"{CLASS}def g(t: T, u: 'list[T]' = None, v: dict[str, T] = None) -> T | None:\n"
        "    isinstance(t, T); isinstance(t, (T, int)); type(t) is T; T.x\ng(T(1))\n",
        "5",
    ),
    "handed on": (f"{CLASS}T(1)\nregister(T)\n", f"3 {HANDED} 4"),
    "custom objects": (f"{CLASS}T(1)\nload(custom_objects={{'T': T}})\n", f"3 {HANDED} 4"),
    "in a table": (f"{CLASS}KINDS = {{'t': T}}\nKINDS['t'](1)\n", f"{HANDED} 3"),
    "a subclass is handed on": (f"{CLASS}class U(T): pass\nregister(U)\nT(1)\n", f"5 {HANDED} 4"),
    "a subclass with its own is handed on": (
        f"{CLASS}class U(T):\n    def __init__(self): super().__init__(1)\nregister(U)\n",
        "4",
    ),
    "__new__": (f"{CLASS}    def __new__(cls, a): pass\nT(1)\n", "4 | __new__ may call it in line 1"),
    "decorated": (f"@register\n{CLASS}T(1)\n", "4 | a decorator or metaclass may call it in line 2"),
    "a metaclass": (
        "class T(metaclass=M):\n    def __init__(self, a): pass  # asked\nT(1)\n",
        "3 | a decorator or metaclass may call it in line 1",
    ),
    "defined twice": (
        f"{CLASS}class T: pass\nT(1)\n",
        f"{OTHER} 3",
    ),
    "a class in a class": (
        "class O:\n    class T:\n        def __init__(self, a): pass  # asked\nO.T(1)\n",
        "| it is used as an attribute in line 4",
    ),
    "of a Keras class": (
        "import keras\nclass T(keras.Model):\n    def __init__(self, a): super().__init__()  # asked\nT(1)\n",
        "4",
    ),
    "of a Keras class with a configuration": (
        "import keras\nclass T(keras.layers.Layer):\n    def __init__(self, a): pass  # asked\n"
        "    def get_config(self): return {'a': 1}\nT(1)\n",
        "5 | a base class of its class may call it",
    ),
    "of a base elsewhere": (
        "from x import B\nclass T(B):\n    def __init__(self, a): pass  # asked\nT(1)\n",
        "4 | a base class of its class may call it",
    ),
    "no script": (f"{CLASS}def g(): return T(1)\n", "3 | other files may call it"),
    "no script, private": (
        "class _T:\n    def __init__(self, a): pass  # asked\ndef g(): return _T(1)\n",
        "3",
    ),
    "no script, private with a public name": (
        "class _T:\n    def __init__(self, a): pass  # asked\nT = _T\ndef g(): return T(1)\n",
        "4 | other files may call it",
    ),
    "no script, a public subclass": (
        "class _T:\n    def __init__(self, a): pass  # asked\nclass U(_T): pass\ndef g(): return _T(1)\n",
        "4 | other files may call it",
    ),
}


@pytest.mark.parametrize("case", CONSTRUCTORS)
def test_calls_of_a_constructor(case: str) -> None:
    code, expected = CONSTRUCTORS[case]
    assert shown(code, script="no script" not in case) == expected


OTHERS = {
    "nothing": ("x = 1\n", "3"),
    "the class": ("from train import T\nT(1)\n", "3 | other files may call it"),
    "the file": ("import train\n", "3 | other files may call it"),
    "a string": ("import_module('train', 'T')\n", "3 | other files may call it"),
    "something else of that name": ("class T: pass\nT(1)\n", "3"),
}


@pytest.mark.parametrize(("other", "expected"), OTHERS.values(), ids=OTHERS)
def test_other_files(other: str, expected: str) -> None:
    assert shown(f"{CLASS}T(1)\n", use=other) == expected
    heirs = "class B:\n    def __init__(self, a): pass  # asked\nclass T(B): pass\nT(1)\n"
    assert shown(heirs, use=other) == expected.replace("3", "4")


# What a call gives to the parameter ``a``, and to ``b``; ``-`` where it is not in sight.
GIVEN = {
    "def f(a, b=0): pass  # asked\nf(1)\n": "1 0",
    "def f(a, b=0): pass  # asked\nf(b=2, a=1)\n": "1 2",
    "def f(a, b=0): pass  # asked\nf(1, *x)\n": "1 -",
    "def f(a, b=0): pass  # asked\nf(1, **x)\n": "1 -",
    "def f(a, b=0): pass  # asked\nf(*x, b=2)\n": "- 2",
    "def f(a, b=0): pass  # asked\nf(*x, 2)\n": "- -",
    "def f(a, *, b=0): pass  # asked\nf(1, b=2)\n": "1 2",
    "def f(a, /, b=0): pass  # asked\nf(1, 2)\n": "1 2",
    "def f(a, b=0): pass  # asked\ng = f\ng(1, 2)\n": "1 2",
    "f = lambda a, b=0: a  # asked\nf(1)\n": "1 0",
    "(lambda a, b: a)(1, b=2)  # asked\n": "1 2",
    f"{PARTIAL}p = partial(f, 1)\np(2)\n": "1 2",
    f"{PARTIAL}p = partial(f, b=1)\np(2)\n": "2 1",
    f"{PARTIAL}p = partial(f, b=1)\np(2, b=3)\n": "2 3",
    f"{PARTIAL}partial(f, 1)(2)\n": "1 2",
    f"{PARTIAL}x(partial(f, 1))\n": "1 -",
    f"{PARTIAL}x(partial(f, b=1))\n": "- 1",
    "class T:\n    def f(self, a, b=0): pass  # asked\nT().f(1, 2)\n": "1 2",
    "class T:\n    def f(self, a, b=0): pass  # asked\nT.f(T(), 1, 2)\n": "1 2",
    "class T:\n    def f(self, a, b=0): pass  # asked\nf = T().f\nf(1, 2)\n": "1 2",
    "class T:\n    def f(self, a, b=0): pass  # asked\n"
    "    def g(self): self.__class__.f(self, 1)\nT().g()\n": "1 0",
    "class T:\n    def f(self, a, b=0): pass  # asked\nclass U(T):\n"
    "    def f(self): super().f(1, 2)\nU().f()\n": "1 2",
    "class T:\n    def f(a, b=0): pass  # asked\n    x = f(1, 2)\n": "1 2",
    "class T:\n    @staticmethod\n    def f(a, b=0): pass\nT.f(1, 2)\n": "1 2",
    "class T:\n    @staticmethod\n    def f(a, b=0): pass\nT().f(1, 2)\n": "1 2",
    "class T:\n    @classmethod\n    def f(cls, a, b=0): pass\nT.f(1, 2)\n": "1 2",
    "class T:\n    @classmethod\n    def f(cls, a, b=0): pass\nT().f(1, b=2)\n": "1 2",
    "class T:\n    @classmethod\n    def f(cls, a, b=0): pass\nclass U(T):\n"
    "    @classmethod\n    def f(cls): super().f(1, 2)\nU.f()\n": "1 2",
    "class T:\n    def __init__(self, a, b=0): pass  # asked\nT(1, b=2)\n": "1 2",
    "class T:\n    def __init__(self, a, b=0): pass  # asked\nclass U(T): pass\nU(1, b=2)\n": "1 2",
    "class T:\n    def __init__(self, a, b=0): pass  # asked\nclass U(T):\n"
    "    def __init__(self): super().__init__(1, 2)\nU()\n": "1 2",
    "class T:\n    def __init__(self, a, b=0): pass  # asked\nclass U(T):\n"
    "    def __init__(self): T.__init__(self, 1, 2)\nU()\n": "1 2",
    "class T:\n    def __init__(self, a, b=0): pass  # asked\n"
    "    @classmethod\n    def make(cls): return cls(1, 2)\nT.make()\n": "1 2",
    "class T:\n    def __init__(self, a, b=0): pass  # asked\nU = T\nU(1, 2)\n": "1 2",
    "from functools import partial\nclass T:\n    def __init__(self, a, b=0): pass  # asked\n"
    "p = partial(T, 1)\np(2)\n": "1 2",
}


@pytest.mark.parametrize("code", GIVEN)
def test_what_a_call_gives(code: str) -> None:
    module = parsed(code + RUN)
    function = asked(module) if "# asked" in code else module.facts.functions[0]
    [site] = module.call_sites.calls_of(function).sites
    assert isinstance(site.node, cst.Call)
    given = [module.bound_argument(function, site.node, name) for name in ("a", "b")]
    assert " ".join(module.text(value) if value is not None else "-" for value in given) == GIVEN[code]


def test_a_partial_that_is_handed_on_is_no_call() -> None:
    module = parsed(f"{PARTIAL}f(1)\nx(partial(f, 1))\n")
    found = module.call_sites.calls_of(asked(module))
    assert found.closed
    assert len(found.calls) == 1
    assert not found.are_calls
    assert module.call_sites.in_module(asked(module)) is None
    assert module.call_sites.in_sight(asked(module)) is None


CALLEES = {
    "f(1)": "f",
    "p(1)": "f",
    "again(1)": "f",
    "T().m()": "m",
    "T.m(t)": "m",
    "U().m()": "m",
    "U().n()": "n",
    "x.m()": None,
    "partial(f, 1)": None,
    "partial(f, 1)(2)": "f",
    "g(1)": None,
    "[].m()": None,
}


@pytest.mark.parametrize("call", CALLEES)
def test_what_a_call_runs(call: str) -> None:
    head = (
        "from functools import partial\nfrom y import g\ndef f(a): pass\nagain = f\np = partial(f, 1)\n"
        "class T:\n    def m(self): pass\n    def n(self): pass\nclass U(T):\n    def n(self): pass\n"
    )
    module = parsed(f"{head}{call}\n")
    found = module.call_sites.callee([node for node in module.facts.calls if module.text(node) == call][-1])
    assert (found.name.value if found is not None else None) == CALLEES[call]


@pytest.mark.parametrize("loop", ["while a:\n        a = a.m()", "for _ in a:\n        a = a.m().n()"])
def test_an_object_that_is_made_of_itself(loop: str) -> None:
    module = parsed(f"class T:\n    def m(self): pass\ndef f():\n    a = make()\n    {loop}\n")
    call = next(node for node in module.facts.calls if module.text(node) == "a.m()")
    assert module.call_sites.callee(call) is None
