"""Lists, dictionaries and their parts: what Python makes of them must be among the answers."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tests.semantics.python_says import compared
from tflint_ckpt.semantics.values.kinds import Items, Unknown

DICTIONARIES = [
    ("show({'a': 1, 'b': 2})", "{a,b}"),
    ("k = 'a'\nshow({k: 1})", "{a}"),
    ("show({3: 1})", "{+}"),
    ("d = {'a': 1}\nshow({**d, 'b': 2})", "{a,b}"),
    ("d = {3: 1}\nshow({**d, 'b': 2})", "{b+}"),
    ("show(dict(a=1))", "{a}"),
    ("show(dict({'a': 1}, b=2))", "{a,b}"),
    ("show(dict([('a', 1)]))", "{+}"),
    ("show(dict(zip(['a'], [1])))", "{+}"),
    ("show({k: k for k in 'ab'})", "?"),
    ("show({'a': 1} | {'b': 2})", "{a,b}"),
    ("show(({'a': 1} | {'a': 2})['a'])", "2"),
    ("d = {'a': 2}\nshow(({'a': 1} | d)['a'])", "2"),
    ("d = {}\nif True:\n    d['a'] = 2\nshow(({'a': 1} | d)['a'])", "1 2"),
    ("d = {'a': 1}\nshow({**d, 'a': 2}['a'])", "2"),
    ("d = {'a': 2}\nshow({'a': 1, **d}['a'])", "1 2"),
    ("d = {'a': 1}\nshow(dict(d, a=2)['a'])", "2"),
    # The last of two entries counts.
    ("show({'a': 1, 'a': 2}['a'])", "2"),
    ("d = {'a': 1}\ne = d.copy()\nd['b'] = 2\nshow(e)", "{a}"),
    ("d = {'a': 1}\ne = d.copy()\ne['b'] = 2\nshow(d)\nshow(e)", "{a}; {a,b}"),
    # A copy is made of what the dictionary has then.
    ("d = {'a': 1}\ne = {**d}\nd['b'] = 2\nshow(e)", "{a}"),
    ("d = {'a': 1}\ne = dict(d)\ne['b'] = 2\nshow(d)\nshow(e)", "{a}; {a,b}"),
    # A value is what the variable had then.
    ("x = 1\nd = {'a': x}\nx = 2\nshow(d['a'])", "1"),
    # "get" gives the default where a key is not there, or was not yet.
    ("d = {'a': 1}\nshow(d.get('a', 2))", "1"),
    ("d = {'a': 1}\nshow(d.get('b', 2))", "2"),
    ("d = {}\nif not __name__: d['b'] = 3\nshow(d.get('b', 2))", "3 2"),
    ("d = {}\nif not __name__: d['b'] = 3\nshow(d.get('b'))", "?"),
    ("d = {'a': 1}\nd.pop('a')\nshow(d.get('a', 2))", "?"),
    # What a dictionary is walked for are its keys.
    ("for k in {'a': 1}: show(k)", "?"),
    ("for k, v in {'a': 1}.items(): show(v)", "1"),
    ("for v in {'a': 1}.values(): show(v)", "1"),
]
LISTS = [
    ("show([1, 2])", "<2>"),
    ("x = [1]\nshow([*x, 2])", "<2>"),
    ("show({1})", "<1>"),
    ("show({1, 1})", "<2~>"),
    ("show([1] + [2])", "<2>"),
    ("show(list('ab'))", "?"),
    ("show([1, 2, 3][1])", "2"),
    ("show([1, 2, 3][-1])", "3"),
    ("a = [1, 2]\nb = [*a, 3]\nshow(b)\nshow(b[1])\nshow(b[2])", "<3>; 2; 3"),
    ("a = (1, 2)\nshow((0, *a)[-1])", "2"),
    ("a = [1]\nif True:\n    a.append(2)\nshow([*a, 3][0])", "1 2 3"),
    ("a = [1]\nb = [*a]\na.append(2)\nshow(b)", "<1>"),
    ("a = [1, 2]\na.append(3)\nshow(a[-1])", "3"),
    ("a = [1, 2]\nif True:\n    a.append(3)\nshow(a[-1])", "1 2 3"),
    ("a = [1, 2]\na.insert(0, 3)\nshow(a[-1])", "1 2 3"),
    ("a = (1, 2)\nshow(a[-2])", "1"),
    ("x = [1]\nshow([*x, 3][1])", "3"),
    ("show([1, 2, 3][1:])", "?"),
    ("show([1, 2, 3][1:][0])", "1 2 3"),
    ("show(sorted([2, 1])[0])", "2 1"),
    ("show(list(map(str, [1]))[0])", "?"),
    ("for i, v in enumerate([5]): show(v)", "5"),
    ("for i, v in enumerate([5]): show(i)", "?"),
    ("for a, b in zip([1], [2]): show(b)", "2"),
    ("x = (1,)\nx += (2,)\nshow(x)", "<2>"),
    ("show([1 for _ in (1, 2)])", "<1~>"),
    ("x = [7]\nx += [v for v in 'ab']\nx.append(8)\nshow(x)", "<3~>"),
    ("for v in [5 for _ in 'ab']: show(v)", "5"),
    ("x = [1]\nx *= 3\nshow(x)", "?"),
]
UNPACKED = [
    ("a, b = 1, 2\na, b = b, a\nshow(a)", "2"),
    ("(a, (b, c)) = 1, (2, 3)\nshow(c)", "3"),
    # What stands behind a star is counted from the end.
    ("a, *b = 1, 2, 3\nshow(a)\nshow(b)", "1; ?"),
    ("*a, b = 1, 2, 3\nshow(b)", "3"),
    ("a, *b, c = 1, 2, 3, 4\nshow(c)", "4"),
    ("a, *b, (c, d) = 1, 2, 3, (4, 5)\nshow(c)\nshow(d)", "4; 5"),
    ("def f(): return 1, 2, 3\n*a, b, c = f()\nshow(b)\nshow(c)", "2; 3"),
    ("def f(): return [1, 2, 3]\n*a, b = f()\nshow(b)", "3"),
    ("for *a, b in [(1, 2, 3)]: show(b)", "3"),
    ("class A:\n    def __init__(self): *self.a, self.b = 1, 2, 3\nshow(A().b)\nshow(A().a)", "3; ?"),
    ("*a, b = 'xyz'\nshow(b)", "?"),
    ("x = [2]\n*a, b = [*x, 1]\nshow(b)", "1"),
]


@pytest.mark.parametrize(("code", "expected"), [*DICTIONARIES, *LISTS, *UNPACKED])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected


ENDINGS = [
    ("x = [1, 2]\nshow(x)", "1 2"),
    ("x = [1]\nfor i in y: x.append(2)\nshow(x)", ""),
    ("x = [1]\nfor i in y: x.append(2)\nx.append(3)\nx.append(4)\nshow(x)", "3 4"),
    ("x = [1]\nfor i in y: x.append(2)\nx.extend([3, 4])\nshow(x)", "3 4"),
    ("x = [i for i in y]\nx += [3, 4]\nshow(x)", "3 4"),
    ("x = [1] + [i for i in y]\nshow(x)", ""),
    ("show([*[i for i in y], 3])", "3"),
    ("show([*y, 3, *[4, 5]])", "3 4 5"),
    ("show([3, *y])", ""),
    ("x = [1]\nx.extend(y)\nx.append(3)\nshow(x)", "3"),
    ("show(list([*y, 3]))", "3"),
    ("show({1, 2})", ""),
    # What comes in between is not known, or may.
    ("x = [1]\nif y: x.append(2)\nx.append(3)\nx.extend(y)\nshow(x)", ""),
    ("x = [i for i in y]\nx.append(3)\nx.insert(0, 4)\nshow(x)", ""),
    ("x = [i for i in y]\nx.append(3)\nx.reverse()\nshow(x)", ""),
    ("x = [1]\ndef more(): x.append(2)\nx.append(3)\nmore()\nshow(x)", ""),
]


@pytest.mark.parametrize(("code", "expected"), ENDINGS)
def test_what_stands_last(code: str, expected: str) -> None:
    facts, node = marked(code)
    only = facts.only(node)
    assert isinstance(only, Items)
    assert " ".join(map(facts.text, only.ending)) == expected


def test_more_names_than_there_are_values() -> None:
    """Python refuses that; the engine knows no value then, and does not stumble."""
    facts, node = marked("for *a, b, c, d in zip([1]): show(c)")
    assert [type(value) for value in facts.evaluate(node)] == [Unknown]
