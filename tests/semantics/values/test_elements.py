"""What stands in a list or dictionary: what Python gives must be among the answers."""

from __future__ import annotations

import pytest

from tests.semantics.python_says import compared

GOT = [
    ("d = {'a': 1}\nshow(d.get('a'))", "1"),
    ("d = {'a': {'b': 1}}\nshow(d.get('a').get('b'))", "1"),
    ("d = {'a': {'b': 1}}\nd['a'].update(b=2)\nshow(d.get('a').get('b'))", "?"),
    ("d = {'a': 1}\nshow(d.pop('a'))\nshow(d.get('a', 3))", "1; ?"),
    ("d = {'a': 1}\nshow(d.pop('b', 2))", "2"),
    ("d = {'a': None}\nshow(d.get('a', 2))", "None"),
    ("d = {'a': 1}\nk = 'a'\nshow(d.get(k))", "?"),
    ("d = {3: 1}\nshow(d.get('a', 2))", "?"),
    ("d = {'a': 1} if len('x') else {'a': 2}\nshow(d.get('a'))", "1 2"),
    ("d = {'a': 1} if len('x') else {}\nshow(d.get('a', 2))", "1 2"),
    ("d = {'a': 1}\ndel d['a']\nshow(d.get('a', 2))", "?"),
    ("d = {'a': 1}\nd.clear()\nshow(d.get('a', 2))", "?"),
    ("d = {'a': 1}\nd |= {'a': 2}\nshow(d.get('a'))", "?"),
    ("d = {'a': 1}\ne = d\ne['a'] = 2\nshow(d.get('a'))", "?"),
    ("class D(dict):\n    def get(self, k, d=None): return 9\nd = D(a=1)\nshow(d.get('a'))", "9"),
    ("class D:\n    def get(self, k): return 7\nshow(D().get('a'))", "7"),
]
# Lists and dictionaries in others
INSIDE = [
    ("d = {'a': [1]}\nshow(d['a'][0])", "1"),
    ("d = {'a': [1]}\nd['a'].append(2)\nshow(d['a'])", "?"),
    ("d = {'a': [1]}\ne = d['a']\ne.append(2)\nshow(d['a'])", "?"),
    ("d = {'a': [1], 'b': 'x'}\nd['a'].append(2)\nshow(d['b'])", "x"),
    ("d = [[1], [2]]\nd[0][0] = 3\nshow(d[0][0])", "?"),
    ("d = {'a': {'b': 1}}\nfor v in d.values(): v['b'] = 2\nshow(d['a']['b'])", "?"),
    ("d = {'a': {'b': 1}}\nshow({**d}['a']['b'])", "1"),
    ("d = [('a', 1), ('b', 2)]\nfor k, v in d: show(v)", "1 2"),
    ("d = [[1, 2], [3, 4]]\nshow([y for x in d for y in x][0])", "1 2 3 4"),
    ("x = [1, 2]\nx.reverse()\nshow(x[0])", "1 2"),
    ("x = [1, 2, 3]\nx[:] = [4]\nshow(x[0])", "?"),
    ("x = [1, 2, 3]\nx[0], x[1] = x[1], x[0]\nshow(x[0])", "?"),
]


@pytest.mark.parametrize(("code", "expected"), [*GOT, *INSIDE])
def test_what_python_makes_of_it(code: str, expected: str) -> None:
    assert compared(code) == expected
