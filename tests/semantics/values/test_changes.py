"""What uses of a list or dictionary do to it, under whatever name it has: what Python shows is an answer."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.python_says import compared
from tflint_ckpt.semantics.values.changes import Change, change
from tflint_ckpt.semantics.values.places import Places

# Code that shows something of a container, and what that may be.
ITS_OWN_NAME = {
    "append": ("x = [1]\nx.append(2)\nshow(x)", "<2>"),
    "in a loop": ("x = []\nfor i in 1, 2: x.append(i)\nshow(x)", "<1~>"),
    "in a comprehension": ("x = []\n[x.append(i) for i in (1, 2)]\nshow(x)", "<1~>"),
    "only where a test holds": ("x = [1]\nlen(x) > 5 and x.append(2)\nshow(x)", "<2~>"),
    "in one arm": ("x = [1]\nx.append(2) if len(x) > 5 else None\nshow(x)", "<2~>"),
    "in a function that is called twice": (
        "x = []\ndef f(): x.append(1)\nf()\nf()\nshow(x)",
        "<1~>",
    ),
    "before the function is called": ("x = []\nshow(x)\ndef f(): x.append(1)\nf()", "<1~>"),
    "an item": ("x = {'a': 1}\nx['a'] = 2\nshow(x['a'])", "1 2"),
    "an item with a type": ("x = {}\nx['a']: int = 3\nshow(x)", "{a}"),
    "an item for each key of another": (
        "x = {'a': 1, 'b': 2}\ny = {'a': 5}\nfor k in y: x[k] = 4\nshow(x['a'])\nshow(x['b'])",
        "1 4; 2",
    ),
    "an item for each key and value": (
        "x = {'a': 1, 'b': 2}\ny = {'a': 5}\nfor k, v in y.items(): x[k] = v\nshow(x['b'])",
        "2",
    ),
    "an item for each of the keys": (
        "x = {'b': 2}\ny = {'a': 5}\nfor k in y.keys(): x[k] = 4\nshow(x)",
        "{a,b}",
    ),
    "an item for each value": (
        "x = {'a': 1}\ny = {'k': 'a'}\nfor k in y.values(): x[k] = 4\nshow(x['a'])",
        "1 4",
    ),
    "an item for the value of each": (
        "x = {'a': 1}\ny = {'k': 'a'}\nfor _, k in y.items(): x[k] = 4\nshow(x['a'])",
        "1 4",
    ),
    "an item for each key of one that grows": (
        "x = {'a': 1, 'b': 2}\ny = {'a': 5}\ny.update(dict([('b', 3)]))\nfor k in y: x[k] = 4\nshow(x['b'])",
        "?",
    ),
    "an item for a key that is set again": (
        "x = {'a': 1, 'b': 2}\ny = {'a': 5}\nfor k in y:\n    k = 'b'\n    x[k] = 4\nshow(x['b'])",
        "2 4",
    ),
    "sorted in place": ("x = [2, 1]\nx.sort()\nshow(x[0])", "2 1"),
    "turned round": ("x = [2, 1]\nx.reverse()\nshow(x[0])", "2 1"),
    "an item among others": ("x = {'a': 1}\nx['a'], y = 5, 6\nshow(x['a'])", "?"),
    "an item in a list of targets": ("x = {'a': 1}\n[x['a'], y] = 5, 6\nshow(x['a'])", "?"),
    "an item with a star": ("x = {'a': 1}\n*x['a'], y = 5, 6\nshow(x['a'])", "?"),
    "an item of a loop": ("x = {}\nfor x['a'] in (1, 2): pass\nshow(x)", "{+}"),
    "an item of a context": (
        "import io\nx = {'a': 1}\nwith io.StringIO() as x['a']: pass\nshow(x['a'])",
        "?",
    ),
    "several deleted": ("x = [1, 2, 3]\ndel x[0], x[0]\nshow(x)", "<0+>"),
    "a key deleted": ("x = {'a': 1, 'b': 2}\ndel x['a'], x['b']\nshow(x)", "{+}"),
    "a slice": ("x = [1, 2]\nx[:] = [1]\nshow(x)", "<0+>"),
    "an unbound method": ("x = []\nlist.append(x, 1)\nshow(x)", "<0+>"),
    "a heap": ("import heapq\nx = []\nheapq.heappush(x, 1)\nshow(x)", "<0+>"),
    "shuffled": ("import random\nx = [1, 2, 3]\nrandom.shuffle(x)\nshow(x[0])", "?"),
    "what a function returned": ("def f(): return {'a': 1}\nx = f()\nx['a'] = 2\nshow(x['a'])", "1 2"),
    "an element of what a function returned": ("def f(): return [1]\nx = f()\nx[0] = 2\nshow(x[0])", "?"),
    "one of two": ("x = {'a': 1} if __name__ else {'a': 3}\nx['a'] = 2\nshow(x['a'])", "1 2 3"),
    "a parameter": ("def f(x):\n    x['a'] = 3\n    show(x['a'])\nf({'a': 1})", "1 3"),
    "an attribute": (
        "def mk(): return {'a': 1}\nclass A:\n    def __init__(self):\n        self.x = mk()\n"
        "        self.x['a'] = 2\nshow(A().x['a'])",
        "?",
    ),
}
INSIDE = {
    "a dictionary in one": ("c = {'m': {'u': 1}}\nc['m']['u'] = 2\nshow(c['m']['u'])", "?"),
    "its keys": ("c = {'m': {'u': 1}}\nc['m']['v'] = 2\nshow(c['m'])", "?"),
    "what get gives of it": ("c = {'m': {'u': 1}}\nc['m']['u'] = 2\nshow(c['m'].get('u'))", "?"),
    "updated": ("c = {'m': {'u': 1}}\nc['m'].update(u=2)\nshow(c['m']['u'])", "?"),
    "another key of it": ("c = {'m': {'u': 1}, 'n': 3}\nc['m']['u'] = 2\nshow(c['n'])", "3"),
    "a list in a dictionary": ("c = {'l': []}\nc['l'].append(1)\nshow(c['l'])", "?"),
    "a dictionary in a list": ("c = [{'a': 1}]\nc[0]['a'] = 2\nshow(c[0]['a'])", "?"),
    "each in a loop": ("c = [{'a': 1}]\nfor d in c: d['a'] = 2\nshow(c[0]['a'])", "?"),
    "each in its loop": ("c = [{'a': 1}]\nfor d in c:\n    d['a'] = 2\n    show(d['a'])", "?"),
    "each value": ("c = {'a': []}\nfor v in c.values(): v.append(1)\nshow(c['a'])", "?"),
    "only read in a loop": ("c = [{'a': 1}]\nfor d in c: print(d['a'])\nshow(c[0]['a'])", "1"),
    "a part with a name": ("c = {'m': {'u': 1}}\nm = c['m']\nm['u'] = 3\nshow(c['m']['u'])", "?"),
    "that name": ("c = {'m': {'u': 1}}\nm = c['m']\nm['u'] = 3\nshow(m['u'])", "1 3"),
    "a part that is only read": ("c = {'m': {'u': 1}}\nm = c['m']\nshow(m['u'])\nshow(c['m']['u'])", "1; 1"),
}
OTHER_NAMES = {
    "the other name": ("x = [1]\ny = x\ny.append(2)\nshow(x)", "<0+>"),
    "by its own": ("x = [1]\ny = x\nx.append(2)\nshow(y)", "<0+>"),
    "before it has another": ("x = [1]\nx.append(2)\ny = x\nshow(y)", "<2>"),
    "two names at once": ("x = y = []\ny.append(2)\nshow(x)", "<0+>"),
    "two names that are only read": ("x = y = []\nshow(x)\nshow(y)", "<0>; <0>"),
    "+= changes a list": ("x = [1]\ny = x\ny += [2]\nshow(x)", "<0+>"),
    "+ makes another": ("x = [1]\ny = x\ny = y + [2]\nshow(x)", "<1>"),
    "|= changes a dictionary": ("x = {'a': 1}\ny = x\ny |= {'b': 2}\nshow(x)", "{+}"),
    "an attribute": ("class A: pass\na, x = A(), []\na.l = x\na.l.append(2)\nshow(x)", "<0+>"),
    "an attribute that is given what changes": (
        "class A:\n    def __init__(self):\n        c = []\n        self.c = c\n        c.append(1)\n"
        "show(A().c)",
        "<0+>",
    ),
    "in a list": ("x = []\ny = [x]\ny[0].append(1)\nshow(x)", "<0+>"),
    "in a loop": ("x, y = [], []\nfor each in (x, y): each.append(1)\nshow(x)", "<0+>"),
    "a copy is another": ("x = [1]\ny = list(x)\ny.append(2)\nshow(x)", "<1>"),
    "so is a deep copy": ("import copy\nx = {'a': [1]}\ny = copy.deepcopy(x)\ny['a'] = 2\nshow(x)", "{a}"),
    "a deep copy that is changed": (
        "import copy\nx = {'a': 1, 'b': 3}\ny = copy.deepcopy(x)\ny['a'] = 2\nshow(y['a'])\nshow(y['b'])",
        "1 2; 3",
    ),
    "a shallow copy by a function": ("import copy\nx = [1]\ny = copy.copy(x)\ny.append(2)\nshow(y)", "<2>"),
    "so is a sum": ("x = [1]\ny = x + []\ny.append(2)\nshow(x)", "<1>"),
}
FUNCTIONS = {
    "adds": ("def f(l): l.append(1)\nx = []\nf(x)\nshow(x)", "<0+>"),
    "by its keyword": ("def f(n, l): l.append(n)\nx = []\nf(l=x, n=1)\nshow(x)", "<0+>"),
    "sets a key": ("def f(d): d['a'] = 1\nx = {'a': 2}\nf(x)\nshow(x['a'])", "?"),
    "hands it on": ("def g(l): l.append(1)\ndef f(l): g(l)\nx = []\nf(x)\nshow(x)", "<0+>"),
    "keeps it": (
        "class A:\n    def __init__(self, l):\n        self.l = l\n        self.l.append(1)\n"
        "x = []\nA(x)\nshow(x)",
        "<0+>",
    ),
    "is called later": ("def f(l): l.append(1)\nx = []\nshow(x)\nf(x)", "<0>"),
    "reads": ("def f(l): return l[0]\nx = [1]\nf(x)\nshow(x)", "<1>"),
    "changes a copy": ("def f(l):\n    l = list(l)\n    l.append(1)\nx = []\nf(x)\nshow(x)", "<0>"),
    "changes another": ("def f(l, m): m.append(1)\nx = []\nf(x, [])\nshow(x)", "<0>"),
    "hands it on in a circle": (
        "def f(l, n):\n    if n: g(l, n - 1)\ndef g(l, n): f(l, n)\nx = []\nf(x, 2)\nshow(x)",
        "<0>",
    ),
}


CASES = [
    pytest.param(*case, id=f"{of}: {name}")
    for of, cases in (("own", ITS_OWN_NAME), ("inside", INSIDE), ("other", OTHER_NAMES), ("by", FUNCTIONS))
    for name, case in cases.items()
]


@pytest.mark.parametrize(("code", "expected"), CASES)
def test_what_it_holds_then(code: str, expected: str) -> None:
    assert compared(code) == expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("x.get(1)", Change.NOTHING),
        ("print(x)", Change.NOTHING),
        ("y = x[0]", Change.NOTHING),
        ("x[0] += 1", Change.ANY),
        ("x[0][1] = 2", Change.INSIDE),
        ("x[0].sort()", Change.INSIDE),
        ("x.setdefault('a', [])", Change.MORE),
        ("x.append(*y)", Change.MORE),
        ("x.clear()", Change.ANY),
        ("x.anything(1)", Change.ANY),
        ("f = x.append", Change.ANY),
        ("del x", Change.ANY),
    ],
)
def test_one_use(use: str, expected: Change) -> None:
    facts = module(use)
    (node,) = (node for node in facts.facts.named("x"))
    assert change(facts, facts.fact(Places).of(node)) is expected
