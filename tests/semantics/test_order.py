"""What runs before what: `first()` and `second()` stand in snippets."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.order import runs_before

ALWAYS = {
    "one after the other": "first()\nsecond()",
    "on one line": "first(); second()",
    "the second under a condition": "first()\nif x:\n    second()",
    "the second in a loop": "first()\nfor x in y:\n    second()",
    "both under one condition": "if x:\n    first()\n    second()",
    "in the test": "if first():\n    second()",
    "an argument": "second(first())",
    "in a with": "with x:\n    first()\nsecond()",
    "entered": "with first():\n    second()",
    "in a class body": "class A:\n    x = first()\nsecond()",
    "in a function": "def f():\n    first()\n    second()",
    "behind what may end the program": "if x:\n    exit()\nfirst()\nsecond()",
    "a function that is called": "def f():\n    first()\n\nf()\nsecond()",
    "two functions": "def f():\n    first()\n\ndef g():\n    second()\n\nf()\ng()",
    "within each other": "def f():\n    first()\n\ndef main():\n    f()\n    second()\n\nmain()",
    "before a main": "first()\n\ndef main():\n    second()\n\nif __name__ == '__main__':\n    main()",
    "after the definition of a main": "def main():\n    second()\n\nfirst()\nmain()",
    "a main that is handed on": "def main(argv):\n    second()\n\nfirst()\napp.run(main)",
    "a function that only others call": "def f():\n    second()\n\nfirst()",
}
MAYBE = {
    "a default": "def f(x=first()):\n    pass\n\nsecond()",
    "under a condition": "if x:\n    first()\nsecond()",
    "in a loop": "for x in y:\n    first()\nsecond()",
    "in one loop, later": "for x in y:\n    second()\n    first()",
    "in a try": "try:\n    first()\nexcept ImportError:\n    pass\nsecond()",
    "in a handler": "try:\n    import x\nexcept ImportError:\n    first()\nsecond()",
    "in an arm of an expression": "a = first() if x else None\nsecond()",
    "or": "a = x or first()\nsecond()",
    "in a lambda": "a = lambda: first()\nsecond()",
    "in a comprehension": "a = [first() for x in y]\nsecond()",
    "in a function behind a return": "def f():\n    if x:\n        return\n    first()\n\nf()\nsecond()",
    "in a function under a condition": "def f():\n    if x:\n        first()\n\nf()\nsecond()",
    "a function that is called under a condition": "def f():\n    first()\n\nif x:\n    f()\nsecond()",
    "a function that is called twice": "def f():\n    first()\n\nf()\nf()\nsecond()",
    "a function that only others call": "def f():\n    first()\n\nsecond()",
    "in a function that may be called again": "def f():\n    second()\n    first()\n\nf()\nf()",
    "a method": "class A:\n    def f(self):\n        second()\n\nfirst()",
    "in a method": "class A:\n    def f(self):\n        first()\n\nsecond()",
    "a generator": "def f():\n    first()\n    yield\n\nx = f()\nsecond()",
    "a wrapped function": "@later\ndef f():\n    first()\n\nf()\nsecond()",
}
NEVER = {
    "the other way round": "second()\nfirst()",
    "the other arm": "if x:\n    first()\nelse:\n    second()",
    "the other value": "a = first() if x else second()",
    "a main before": "def main():\n    second()\n\nmain()\nfirst()",
    "a main that is handed on before": "def main():\n    second()\n\napp.run(main)\nfirst()",
    "in a function that is called once": "def f():\n    second()\n    first()\n\nf()",
    "a function that is called later": "def f():\n    first()\n\nsecond()\nf()",
}
ROWS = [
    *((name, code, "always") for name, code in ALWAYS.items()),
    *((name, code, "maybe") for name, code in MAYBE.items()),
    *((name, code, "never") for name, code in NEVER.items()),
]


@pytest.mark.parametrize(
    ("code", "answer"), [row[1:] for row in ROWS], ids=[f"{row[2]}: {row[0]}" for row in ROWS]
)
def test_order(code: str, answer: str) -> None:
    facts = module(dedent(code))
    found = {
        node.func.value: node
        for node in facts.facts.calls
        if isinstance(node.func, cst.Name) and node.func.value in ("first", "second")
    }
    assert runs_before(facts, found["first"], found["second"]).value == answer
