"""What every fact asks of an expression: the one value it has, the one text it is, where it runs."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Text


@pytest.mark.parametrize(
    ("found", "expected"),
    [([], None), ([1], 1), ([1, 1], 1), ([1, 2], None), ([None], None), ([1, None], None)],
)
def test_agreed(found: list[int | None], expected: int | None) -> None:
    assert agreed(found) == expected


# An expression; the one text that it is, and whether it surely is some text.
TEXTS = [
    ("'a'", "a", True),
    ("'a' + 'b'", "ab", True),
    ("'a' if r else 'a'", "a", True),
    ("'a' if r else 'b'", None, True),
    ("'a' if r else 3", None, False),
    ("'a' if r else f()", None, False),
    ("f'a{r}'", None, True),
    ("r", None, False),
    ("3", None, False),
]


@pytest.mark.parametrize(("code", "literal", "is_text"), TEXTS)
def test_texts(code: str, literal: str | None, is_text: bool) -> None:
    facts = module(f"x = {code}\n")
    node = assigned(facts, "x")
    assert (facts.literal(node), facts.is_text(node)) == (literal, is_text)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("3", Constant), ("'a'", Text), ("'a' if r else 'b'", None), ("3 if r else 3", Constant)],
)
def test_the_only_value(code: str, kind: type | None) -> None:
    facts = module(f"x = {code}\n")
    only = facts.only(assigned(facts, "x"))
    assert only is None if kind is None else isinstance(only, kind)


def test_steps_lead_up_with_the_child_on_the_way() -> None:
    facts = module("if a:\n    b = [c]\n")
    (node,) = facts.facts.named("c")
    steps = list(facts.steps(node))
    assert [above for _, above in steps] == list(facts.ancestors(node))
    assert [child for child, _ in steps] == [node, *list(facts.ancestors(node))[:-1]]
    assert isinstance(steps[-1][1], cst.Module)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a = f()\nuse(a)", True),
        ("a = f()\n[use(a) for _ in r]", True),
        ("a = f()\n{use(a): [a for _ in r] for _ in r}", True),
        ("a = f()\ndef g():\n    use(a)", False),
        ("a = f()\ng = lambda: use(a)", False),
        ("a = f()\n[(lambda: use(a)) for _ in r]", False),
    ],
)
def test_a_use_runs_where_its_variable_is_bound(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    (binding,) = facts.facts.module.bindings["a"]
    (call,) = (each for each in facts.facts.calls if facts.text(each.func) == "use")
    use = call.args[0].value
    assert isinstance(use, cst.Name)
    assert facts.runs_where_bound(use, binding) is expected
