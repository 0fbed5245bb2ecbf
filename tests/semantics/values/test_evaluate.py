"""Values: what an expression may be. ``⟨…⟩`` is a part, ``?`` a value, that the code does not tell."""

from __future__ import annotations

import os
import pathlib
from textwrap import dedent

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Text, Unknown, Value

HEAD = "import os\nimport os.path as osp\nimport pathlib\n"
HEAD += "from os.path import join\nfrom pathlib import Path\n"

# Expressions that Python can evaluate too: the one answer must be what Python says.
PLAIN = [
    "'a'",
    "'a' 'b'",
    "'a' + 'b'",
    "('a' + 'b') + 'c'",
    "f'a'",
    "f'{1}'",
    "f'{1}{\"b\"}c'",
    "f'{{a}}'",
    "rf'\\d{{a}}'",
    "'a' f'{2}' 'c'",
    "'%s/%s' % ('a', 'b')",
    "'%d-%%' % 3",
    "'%s' % 'a'",
    "'{}/{}'.format('a', 'b')",
    "'{1}/{0}'.format('a', 'b')",
    "'{x}/{{y}}'.format(x='a')",
    "('{' '}/{' + 'x' '}/{' '{' f'}}}}').format('a', x='b')",
    "'/'.join(['a', 'b'])",
    "''.join(('a', 'b', 'c'))",
    "', '.join([])",
    "os.path.join('a', 'b')",
    "os.path.join('a/', 'b')",
    "os.path.join('a', '/b')",
    "os.path.join('', 'b')",
    "os.path.join('a', '')",
    "join('a', 'b', 'c')",
    "os.path.dirname('a/b/c')",
    "os.path.dirname('/a')",
    "os.path.dirname('a')",
    "os.path.dirname('/')",
    "os.path.dirname('a/')",
    "str(Path('a') / 'b' / 'c')",
    "str('a' / Path('b'))",
    "str(pathlib.Path('a', 'b'))",
    "str(Path('a').joinpath('b', 'c'))",
    "str((Path('a') / 'b').parent)",
    "Path('a').as_posix()",
    "os.fspath(Path('a') / 'b')",
    "3",
    "-3",
    "1 + 2",
    "2 * 3",
    "1.5",
    "True",
    "None",
    "-(2 * 3)",
    "(y := 'a')",
]


def shown(value: Value) -> object:
    """A value as the tables write it."""
    if isinstance(value, Text):
        return value.shown
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, Unknown):
        return "?"
    if isinstance(value, Instance):
        return "call"
    if isinstance(value, Items):
        return [len(value.elements), value.complete]
    return {entry.key for entry in value.entries} | (set() if value.complete else {"..."})


def answers(code: str) -> list[object]:
    """What the last value of ``x`` may be."""
    facts = module(HEAD + dedent(code))
    return [shown(value) for value in facts.evaluate(assigned(facts, "x"))]


@pytest.mark.parametrize("expression", PLAIN)
def test_a_known_expression_is_what_python_makes_of_it(expression: str) -> None:
    names = {"os": os, "pathlib": pathlib, "join": os.path.join, "Path": pathlib.Path}
    assert answers(f"x = {expression}\n") == [eval(expression, names)]


# What is unknown in them stays unknown, and nothing else does.
PARTLY = [
    ("n", ["?"]),
    ("'a' + n", ["a⟨…⟩"]),
    ("n + 'a'", ["⟨…⟩a"]),
    ("n + m", ["?"]),
    ("f'a/{n}/b'", ["a/⟨…⟩/b"]),
    ("f'{n!r}'", ["⟨…⟩"]),
    ("f'{1:03d}'", ["⟨…⟩"]),
    ("f'{n=}'", ["⟨…⟩"]),
    ("f'{1.5}'", ["⟨…⟩"]),
    ("'%s-%d' % (n, 3)", ["⟨…⟩-3"]),
    ("'%03d' % 3", ["⟨…⟩"]),
    ("'%(a)s' % {'a': 1}", ["⟨…⟩"]),
    ("'{}/{a}'.format(n, a='b')", ["⟨…⟩/b"]),
    ("'{:03d}'.format(3)", ["⟨…⟩"]),
    ("'{0.name}'.format(n)", ["⟨…⟩"]),
    ("'{}'.format(*n)", ["?"]),
    ("'{a}'.format(**n)", ["?"]),
    ("n.format('a')", ["call"]),
    ("'-'.join(n)", ["?"]),
    ("'-'.join(['a', n])", ["a-⟨…⟩"]),
    ("'-'.join(str(i) for i in n)", ["?"]),
    ("os.path.join(n, 'a')", ["⟨…⟩/a"]),
    ("os.path.join('a', n)", ["a/⟨…⟩"]),
    ("os.path.join(*n)", ["?"]),
    ("os.path.dirname(n)", ["?"]),
    ("os.path.dirname(n + '/a')", ["⟨…⟩"]),
    ("os.path.dirname('a/' + n)", ["?"]),
    ("Path(n) / 'a'", ["⟨…⟩/a"]),
    ("n / 'a'", ["⟨…⟩/a"]),  # only a path takes a text
    ("f(n) / 'a' / 'b'", ["⟨…⟩/a/b"]),
    ("n / m", ["?"]),
    ("'a' / 'b'", ["?"]),
    ("list((1, 2))", [[2, True]]),
    ("tuple([1, n])", [[2, True]]),
    ("list(n)", ["call"]),
    ("list({'a': 1})", ["call"]),
    ("1 / 2", ["?"]),
    ("'a'.replace('a', 'b')", ["b"]),
    ("'a'.replace(n, 'b')", ["?"]),
    ("'a'.replace('a', n)", ["?"]),
    ("('a/' + n + '.h5').replace('.h5', '.keras')", ["a/⟨…⟩.keras"]),
    ("('a.' + n + '5').replace('.h5', '.keras')", ["?"]),
    ("('a' + n + 'h5').replace('.h5', '.keras')", ["?"]),
    ("'a.h5.h5'.replace('.h5', '', 1)", ["?"]),
    ("'a'.upper()", ["A"]),
    ("('a' + n).upper()", ["A⟨…⟩"]),
    ("' a '.strip()", ["a"]),
    ("' a '.rstrip()", [" a"]),
    ("' a '.lstrip()", ["a "]),
    ("'a.h5'.rstrip('.h5')", ["a"]),
    ("(n + ' ').strip()", ["⟨…⟩"]),
    ("'a'.strip(n)", ["?"]),
    ("'a.h5'.removesuffix('.h5')", ["a"]),
    ("'a.h5'.removesuffix('.tf')", ["a.h5"]),
    ("(n + '.h5').removesuffix('x.h5')", ["?"]),
    ("'a.h5'.removeprefix('a')", [".h5"]),
    ("Path('a/b.h5').with_suffix('.keras')", ["a/b.keras"]),
    ("Path('a/b').with_suffix('.keras')", ["a/b.keras"]),
    ("Path('a.b/c').with_suffix('.keras')", ["a.b/c.keras"]),
    ("Path('a/.b').with_suffix('.keras')", ["a/.b.keras"]),
    ("Path(n).with_suffix('.keras')", ["⟨…⟩.keras"]),
    ("(Path('a') / n).with_suffix('.keras')", ["⟨…⟩.keras"]),
    ("Path('a/b.h5').with_suffix(n)", ["a/b⟨…⟩"]),
    ("Path('a/b.h5').with_name('c')", ["a/c"]),
    ("Path('b.h5').with_name('c')", ["c"]),
    ("Path('/b.h5').with_name('c')", ["/c"]),
    ("(Path('a') / n).with_name('c')", ["⟨…⟩c"]),
    ("Path('a/b').resolve()", ["a/b"]),
    ("Path('a/../b').resolve()", ["?"]),
    ("Path(n).parent / 'a'", ["⟨…⟩/a"]),
    ("Path.cwd() / 'a'", ["⟨…⟩/a"]),
    ("os.path.abspath('a/b')", ["a/b"]),
    ("os.path.abspath('a/../b')", ["?"]),
    ("os.path.basename('a/b.h5')", ["b.h5"]),
    ("os.path.basename('a/' + n + '.h5')", ["⟨…⟩.h5"]),
    ("os.path.expanduser('~/a')", ["~/a"]),
    ("os.sep.join(['a', 'b'])", ["a/b"]),
    ("os.path.sep.join(['a', 'b'])", ["a/b"]),
    ("os.path.sep.join(['a', n])", ["a/⟨…⟩"]),
    ("osp.sep.join(['a', 'b'])", ["a/b"]),
    ("n.path.sep.join(['a', 'b'])", ["call"]),
    ("os.n.sep.join(['a', 'b'])", ["call"]),
    ("os.path.join(*['a', 'b'])", ["a/b"]),
    ("os.path.join(*n)", ["?"]),
    ("os.path.join('a', *n)", ["?"]),
    ("'a'[0]", ["?"]),
    ("'a' * 3", ["?"]),
    ("b'a'", [b"a"]),
    ("f(1)", ["call"]),
    ("lambda: 1", ["?"]),
    ("'a' if c else 'b'", ["a", "b"]),
    ("('a' if c else 'b') + 'c'", ["ac", "bc"]),
    ("n or 'a'", ["?", "a"]),
    ("[1, 2]", [[2, True]]),
    ("[1, *n]", [[2, False]]),
    ("[1] + [2]", [[2, True]]),
    ("[1] + n", ["?"]),
    ("{'a': 1}", [{"a"}]),
    ("{'a': 1, **n}", [{"a", "..."}]),
    ("{n: 1}", [{"..."}]),
    ("dict(a=1)", [{"a"}]),
    ("dict({'a': 1}, b=2)", [{"a", "b"}]),
    ("dict(n)", [{"..."}]),
    ("await n", ["?"]),
    ("{*n}", [[1, False]]),
]


@pytest.mark.parametrize(("expression", "expected"), PARTLY)
def test_an_expression_with_unknown_parts(expression: str, expected: list[object]) -> None:
    assert answers(f"async def g(n, m, c):\n    global x\n    x = {expression}\n") == expected


# Several statements; the last value of x.
THROUGH = [
    ("a = 'b'\nx = a + 'c'", ["bc"]),
    ("a = 'b'\na = a + 'c'\nx = a", ["bc"]),
    ("a = 'b'\na += 'c'\nx = a", ["bc"]),
    ("a = 1\na -= 1\nx = a", ["?"]),
    ("a, b = 'c', 'd'\nx = b", ["d"]),
    ("a, b = f()\nx = b", ["?"]),
    ("a, *b = 'c', 'd'\nx = b", ["?"]),
    ("p = ('c', 'd')\na, b = p\nx = b", ["d"]),
    ("if c:\n    a = 'b'\nelse:\n    a = 'd'\nx = a", ["d", "b"]),
    ("for a in ('b', 'c'):\n    x = a", ["b", "c"]),
    ("for a in ('b', 'c') + rest:\n    x = a", ["b", "c", "?"]),
    ("for a in rest:\n    x = a", ["?"]),
    ("a = ''  #@param {type: 'string'}\nx = a + '/m.h5'", ["⟨…⟩/m.h5"]),
    ("a = 'b'  # no @ param\nx = a", ["b"]),
    ("for i, a in enumerate(['b']):\n    x = a", ["b"]),
    ("a = 'b'\nfor i in r:\n    a = a + 'c'\nx = a", ["⟨…⟩c", "bc", "b"]),
    ("with open('a') as a:\n    x = a", ["call"]),
    ("def f(a):\n    return a + 'b'\nx = f('c')", ["cb"]),
    ("def f(a, b='d'):\n    return a + b\nx = f('c')", ["cd"]),
    ("def f(a, b='d'):\n    return a + b\nx = f('c', b='e')", ["ce"]),
    ("def f(*, a):\n    return a\nx = f(a='c')", ["c"]),
    ("def f(a):\n    return a\nx = f(*r)", ["?"]),
    ("def f(a):\n    return a\nx = f(**r)", ["?"]),
    ("def f(a):\n    return a\nx = f(f('b') + 'c')", ["bc"]),
    ("def f(a):\n    if a:\n        return 'b'\n    return 'c'\nx = f(r)", ["b", "c"]),
    ("def f(a):\n    if a:\n        return 'b'\n    return 'c'\nx = f(1)", ["b"]),
    ("def f(a):\n    if not a:\n        return 'b'\n    return 'c'\nx = f(1)", ["c"]),
    ("def f(a):\n    a = a + 'c'\n    return a\nx = f('b')", ["bc"]),
    ("def f(a):\n    return f(a) + 'b'\nx = f('c')", ["⟨…⟩b"]),
    ("def f(a):\n    return g(a)\ndef g(a):\n    return f(a)\nx = f('c')", ["?"]),
    ("def f():\n    yield 'a'\nx = f()", ["?"]),
    ("async def f():\n    return 'a'\nx = f()", ["?"]),
    ("@wrap\ndef f():\n    return 'a'\nx = f()", ["?"]),
    ("def f(a):\n    global x\n    x = a", ["?"]),
    ("f = lambda a: 'b'\nx = f(1)", ["b"]),
    ("f = lambda a: a + 'c'\nx = f('b')", ["bc"]),
    ("f = lambda a: 'b'\nf = other\nx = f(1)", ["call"]),
    ("def f():\n    return 'a'\ndef f():\n    return 'b'\nx = f()", ["call"]),
    ("class C:\n    a = 'b'\n    def f(self):\n        global x\n        x = self.a", ["b"]),
    (
        "class C:\n    def __init__(self):\n        self.a = 'b'\n    def f(self):\n        global x\n"
        "        x = self.a",
        ["b"],
    ),
    (
        "class C:\n    def __init__(self):\n        self.a = 'b'\n        self.a += 'c'\n"
        "    def f(self):\n        global x\n        x = self.a",
        ["?"],
    ),
    (
        "class C:\n    def __init__(self, a):\n        self.a = a\n    def f(self):\n        global x\n"
        "        x = self.a",
        ["?"],
    ),
    (
        "class C:\n    def name(self, a):\n        return a + 'c'\n    def f(self):\n        global x\n"
        "        x = self.name('b')",
        ["bc"],
    ),
    ("a = []\na.append(1)\nx = a", [[1, True]]),
    ("a = []\na.extend([1, 2])\nx = a", [[2, True]]),
    ("a = []\na.extend(r)\nx = a", [[0, False]]),
    ("p = ['a']\np.insert(0, 'b')\nx = p[0]", ["a", "b"]),
    ("p = []\nfor i in r:\n    p.append('a')\np.append('b')\nx = p[1]", ["a", "b"]),
    ("a = [1]\na.remove(1)\nx = a", [[0, False]]),
    ("a = [1]\na += [2]\nx = a", [[2, True]]),
    ("a = {}\na['b'] = 1\nx = a", [{"b"}]),
    ("a = {}\na[b] = 1\nx = a", [{"..."}]),
    ("a = {'b': 1}\ndel a['b']\nx = a", [{"..."}]),
    ("a = {'b': 1}\na.update(c=2)\nx = a", [{"b", "c"}]),
    ("a = {'b': 1}\na.update({'c': 2})\nx = a", [{"b", "c"}]),
    ("a = {'b': 1}\na.update(r)\nx = a", [{"..."}]),
    ("a = {'b': 1}\na.pop('b')\nx = a", [{"..."}]),
    ("a = {'b': 1}\nprint(a.get('b'), a['b'])\nx = a", [{"b"}]),
    ("x = x + 'a'", ["⟨…⟩a"]),
    ("a = b\nb = a\nx = a", ["?"]),
]


LENGTHS: list[tuple[str, int | None]] = [
    ("x = [1, 2]", 2),
    ("x = [1, *r]", None),
    ("a = []\na.append(1)\nx = a", 1),
    ("a = []\nfor i in r:\n    a.append(i)\nx = a", None),
    ("a = []\nwhile r():\n    a.append(1)\nx = a", None),
    ("a = []\nif r:\n    a.append(1)\nx = a", None),
    ("a = []\ntry:\n    a.append(1)\nexcept OSError:\n    pass\nx = a", None),
    ("a = []\ndef f():\n    a.append(1)\nx = a", None),
    ("a = []\nfor i in r:\n    a.extend([1, 2])\nx = a", None),
    ("for i in r:\n    a = []\n    a.append(i)\n    x = a", 1),
    ("a = [1]\na.insert(0, 2)\nx = a", None),
    ("a = []\nfor i in r:\n    a.append(i)\nx = a + [1]", None),
    ("a = []\na.append(1)\nx = [0] + a", 2),
    ("a = [1]\nfor i in r:\n    print(a.index(1), a[0])\nx = a", 1),
]


@pytest.mark.parametrize(("code", "length"), LENGTHS)
def test_a_list_has_a_length_where_each_element_is_surely_added_once(code: str, length: int | None) -> None:
    facts = module(HEAD + dedent(code))
    (only,) = facts.evaluate(assigned(facts, "x"))
    assert isinstance(only, Items) and only.length == length


NOT_COUNTED = [
    "p = []\nfor i in r:\n    p.append('a')\nx = '/'.join(p)",
    "p = ['a']\np.insert(0, 'b')\nx = '/'.join(p)",
]


@pytest.mark.parametrize("code", NOT_COUNTED)
def test_what_hangs_on_number_or_order_is_not_known_of_other_lists(code: str) -> None:
    assert answers(code) == ["?"]


@pytest.mark.parametrize(("code", "expected"), THROUGH)
def test_through_statements(code: str, expected: list[object]) -> None:
    assert answers(code + "\n") == expected


def test_many_alternatives_are_one_unknown() -> None:
    branches = "".join(f"if c{place}:\n    a = 'v{place}'\n" for place in range(30))
    assert answers(f"a = 'v'\n{branches}x = a\n") == ["?"]


@pytest.mark.parametrize(
    "expression",
    [
        "f'" + "{a}" * 40 + "'",
        "os.path.join(" + "a, " * 40 + ")",
        "'%s' * 1 % (a,)",
        "'" + "{}" * 40 + "'.format(" + "a, " * 40 + ")",
        "'-'.join([" + "a, " * 40 + "])",
    ],
)
def test_alternatives_do_not_multiply_without_end(expression: str) -> None:
    assert len(answers(f"a = 'b' if c else 'd'\nx = {expression}\n")) <= 16


def test_an_answer_does_not_depend_on_the_questions_before() -> None:
    code = HEAD + "a0 = 'v'\n" + "".join(f"a{n + 1} = a{n} + 'w'\n" for n in range(60))
    code += "p = 'v'\nfor i in r:\n    p = p + 'w'\n    q = p\n"
    names = [f"a{n}" for n in range(61)] + ["p", "q"]
    forward, backward = module(code), module(code)
    asked = {name: forward.evaluate(assigned(forward, name)) for name in names}
    for name in reversed(names):
        answer = backward.evaluate(assigned(backward, name))
        assert [shown(value) for value in answer] == [shown(value) for value in asked[name]], name


def test_deep_helpers_end() -> None:
    functions = "".join(f"def f{n}(a):\n    return f{n + 1}(a) + f{n + 1}(a)\n" for n in range(30))
    assert len(answers(f"{functions}def f30(a):\n    return 'b'\nx = f0('c')\n")) <= 16
