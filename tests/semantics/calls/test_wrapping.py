"""Decorators of the file that only stand around a function: what they call it with, and what they return."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.wrapping import hands_on

HEAD = "import functools\nimport tensorflow as tf\n"
# The body of ``inner(*args, **kwargs)`` in ``def deco(f)``.
HANDS_ON = [
    "return f(*args, **kwargs)",
    "result = f(*args, **kwargs)\nprint(time() - begun)\nreturn result",
    "with timer:\n    return f(*args, **kwargs)",
    "print(f'{args} {kwargs}', len(args))\nreturn f(*args, **kwargs)",
    "if kwargs.get('verbose'):\n    print(args[0])\nreturn f(*args, **kwargs)",
    "log.info('%s', f.__name__)\nreturn f(*args, **kwargs)",
    "self = args[0]\nreturn f(*args, **kwargs)",
]
OTHERS = [
    "return 1",
    "f(*args, **kwargs)",
    "return f(*args)",
    "return f(1, *args, **kwargs)",
    "return f(*args, **kwargs), 1",
    "return f(*args, **kwargs) or 1",
    "if t:\n    return f(*args, **kwargs)\nreturn f(*args, **kwargs)",
    "if t:\n    return f(*args, **kwargs)",
    "if t:\n    return None\nreturn f(*args, **kwargs)",
    "for i in r:\n    result = f(*args, **kwargs)\nreturn result",
    "try:\n    return f(*args, **kwargs)\nexcept E:\n    pass",
    "result = f(*args, **kwargs)\nresult = 1\nreturn result",
    "yield f(*args, **kwargs)",
    "return lambda: f(*args, **kwargs)",
    # What is given is another.
    "args = args[1:]\nreturn f(*args, **kwargs)",
    "kwargs['verbose'] = 0\nreturn f(*args, **kwargs)",
    "kwargs.setdefault('verbose', 0)\nreturn f(*args, **kwargs)",
    "del kwargs['verbose']\nreturn f(*args, **kwargs)",
    "kwargs |= more\nreturn f(*args, **kwargs)",
    "changed(kwargs)\nreturn f(*args, **kwargs)",
    "given = kwargs\ngiven['verbose'] = 0\nreturn f(*args, **kwargs)",
]
PLAIN = "return f(*args, **kwargs)"
# The decorator of ``inner``, the signature of ``inner``, what ``deco`` is given and returns, and the answer.
AROUND = [
    ("", "*args, **kwargs", "f", "inner", True),
    ("@functools.wraps(f)", "*args, **kwargs", "f", "inner", True),
    ("@tf.function", "*args, **kwargs", "f", "inner", False),
    ("@cached", "*args, **kwargs", "f", "inner", False),
    ("", "x, *args, **kwargs", "f", "inner", False),
    ("", "*args, key=1, **kwargs", "f", "inner", False),
    ("", "*args, **kwargs", "f, times", "inner", False),
    ("", "*args, **kwargs", "f", "functools.wraps(f)(inner)", False),
    ("", "*args, **kwargs", "f", "inner if t else f", False),
    ("", "*args, **kwargs", "f", "f", False),
]


def answer(
    body: str, above: str = "", taken: str = "*args, **kwargs", of: str = "f", back: str = "inner"
) -> bool:
    inner = f"{above}\ndef inner({taken}):\n{indent(body, '    ')}\nreturn {back}\n"
    facts = module(f"{HEAD}def deco({of}):\n{indent(inner, '    ')}\n@deco\ndef asked(): pass\n")
    asked = facts.facts.functions[-1]
    return hands_on(facts, asked.decorators[0].decorator)


@pytest.mark.parametrize(("body", "expected"), [(b, True) for b in HANDS_ON] + [(b, False) for b in OTHERS])
def test_what_a_wrapper_does(body: str, expected: bool) -> None:
    assert answer(body) is expected


@pytest.mark.parametrize(("above", "taken", "of", "back", "expected"), AROUND)
def test_what_is_around(above: str, taken: str, of: str, back: str, expected: bool) -> None:
    assert answer(PLAIN, above, taken, of, back) is expected


@pytest.mark.parametrize(
    "decorator",
    ["def deco(f): return f", "class deco: pass", "deco = other", "", "from mine import deco"],
)
def test_other_decorators(decorator: str) -> None:
    facts = module(f"{HEAD}{decorator}\n@deco\ndef asked(): pass\n")
    assert not hands_on(facts, facts.facts.functions[-1].decorators[0].decorator)
