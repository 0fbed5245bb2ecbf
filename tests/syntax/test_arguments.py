"""Removing an argument, in whatever layout the call has."""

from __future__ import annotations

import random

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.edits import splice
from tflint_ckpt.syntax.arguments import remove_argument, replace

TABLE = [
    ("f(x)", "f()"),
    ("f(x,)", "f()"),
    ("f(a, x)", "f(a)"),
    ("f(a, x,)", "f(a,)"),
    ("f(a,x)", "f(a)"),
    ("f(x, a)", "f(a)"),
    ("f(x,a)", "f(a)"),
    ("f(a, x, b)", "f(a, b)"),
    ("f(a , x , b)", "f(a , b)"),
    ("f(*a, x, **b)", "f(*a, **b)"),
    ("f(a=(1, 2), x=(3, 4))", "f(a=(1, 2))"),
    ("f(a, (x))", "f(a)"),
    ("f(a, x=[\n    1,\n    2,\n])", "f(a)"),
    ("f(\n    a,\n    x,\n    b,\n)", "f(\n    a,\n    b,\n)"),
    ("f(\n    a,\n    x\n)", "f(\n    a\n)"),
    ("f(\n    x,\n    a,\n)", "f(\n    a,\n)"),
    ("f(\n    x\n)", "f(\n)"),
    ("f(a,\n  x)", "f(a)"),
    ("f(a,\n  x,\n  b)", "f(a,\n  b)"),
    ("f(x,\n  a)", "f(a)"),
    ("f(a,  # one\n  x,  # two\n  b)  # three", "f(a,  # one\n  # two\n  b)  # three"),
    ("f(a,\n  # about x\n  x)", "f(a,\n  # about x\n  )"),
    ("{'a': 1, 'x': 2}", "{'a': 1}"),
    ("{'x': 2}", "{}"),
    ("{'x': 2, **a}", "{**a}"),
    ("{\n    'a': 1,\n    'x': 2,\n}", "{\n    'a': 1,\n}"),
]


def find(facts_code: str) -> tuple[str, str]:
    """*facts_code* without the argument or entry that is, or has, the name or key ``x``."""
    facts = module(facts_code)
    for node in facts.facts.scopes:
        inside = node.keyword if isinstance(node, cst.Arg) else None
        named = isinstance(node, cst.Arg) and (
            (inside is not None and inside.value == "x")
            or (isinstance(node.value, cst.Name) and node.value.value == "x")
        )
        keyed = (
            isinstance(node, cst.DictElement)
            and isinstance(node.key, cst.SimpleString)
            and node.key.evaluated_value == "x"
        )
        if named or keyed:
            return facts_code, splice(facts_code, remove_argument(facts, node))
    raise AssertionError("no x")


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_remove_argument(before: str, after: str) -> None:
    assert find(before + "\n")[1] == after + "\n"


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_with_other_line_endings(before: str, after: str) -> None:
    code, expected = f"{before}\n".replace("\n", "\r\n"), f"{after}\n".replace("\n", "\r\n")
    assert find(code)[1] == expected


def laid_out(source: random.Random) -> tuple[str, list[str]]:
    """A call in a random layout, and its arguments."""
    arguments = [
        source.choice(["a{}", "*s{}", "(p{})", "k{}=v", "k{}=[1,\n   2]", "k{}='#'"]).format(place)
        for place in range(source.randint(1, 4))
    ]
    arguments.sort(key=lambda argument: argument.startswith("k"))
    lines = source.random() < 0.6

    def gap(*, comment: bool = True) -> str:
        choices = ["", " "]
        if lines:
            choices += ["\n    ", "\n\n    "]
            if comment:
                choices += ["  # c\n    ", "\n    # c\n    "]
        return source.choice(choices)

    text = "f(" + gap()
    for place, argument in enumerate(arguments):
        last = place + 1 == len(arguments)
        text += argument + gap(comment=False)
        text += "," if not last or source.random() < 0.4 else ""
        text += gap()
    return text + ")  # end\n", arguments


@pytest.mark.parametrize("seed", range(400))
def test_in_any_layout(seed: int) -> None:
    """The others stay as they are, and so does every comment; no blank line or stray space is left."""
    source = random.Random(seed)
    code, arguments = laid_out(source)
    facts = module(code)
    [call] = [call for call in facts.facts.calls if facts.text(call.func) == "f"]
    assert len(call.args) == len(arguments)
    for place, argument in enumerate(call.args):
        after = splice(code, remove_argument(facts, argument))
        changed = module(after)
        [again] = changed.facts.calls
        kept = [after[slice(*changed.span(one))] for one in again.args]
        assert kept == arguments[:place] + arguments[place + 1 :], after
        assert after.count("# c") == code.count("# c"), after
        assert after.endswith("# end\n")
        blank = [line for line in after.split("\n") if not line.strip()]
        assert len(blank) <= len([line for line in code.split("\n") if not line.strip()]), after


def test_replace_takes_the_parentheses_with_it() -> None:
    facts = module("f((a), b)\n")
    call = facts.facts.calls[0]
    assert splice("f((a), b)\n", [replace(facts, call.args[0].value, "c")]) == "f(c, b)\n"


def test_what_is_no_argument_has_no_edit() -> None:
    facts = module("x = 1\n")
    assert remove_argument(facts, facts.tree.body[0]) == ()


def test_a_key_that_is_set_goes_with_its_statement() -> None:
    code = "o = {}\no['x'] = 3\nf(**o)\n"
    facts = module(code)
    [assignment] = [node for node in facts.facts.scopes if isinstance(node, cst.Assign)][1:]
    assert splice(code, remove_argument(facts, assignment)) == "o = {}\nf(**o)\n"
