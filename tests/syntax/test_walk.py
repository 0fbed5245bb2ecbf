"""The walk: every expression, statement and pattern is seen once, in source order; names that are no
expressions are not."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest

from tests.claims import FIXTURES
from tests.lint import module
from tests.syntax.nasty import NASTY
from tflint_ckpt.syntax.walk import children, descend

CODE = (cst.BaseExpression, cst.BaseStatement, cst.BaseSmallStatement, cst.MatchPattern)

# Names that are no expressions, by the node that holds them and the field.
LABELS = {
    (cst.Attribute, "attr"),
    (cst.Arg, "keyword"),
    (cst.Param, "name"),
    (cst.FunctionDef, "name"),
    (cst.ClassDef, "name"),
    (cst.NameItem, "name"),
    (cst.MatchKeywordElement, "key"),
}


def everything(node: cst.CSTNode, found: list[cst.CSTNode]) -> list[cst.CSTNode]:
    """What the walk should find: all code that LibCST has below *node*, labels and imports left out."""
    for name in type(node).__dataclass_fields__:
        value = getattr(node, name)
        if (type(node), name) in LABELS or isinstance(node, (cst.Import, cst.ImportFrom)):
            continue
        for child in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(child, cst.CSTNode):
                if isinstance(child, CODE):
                    found.append(child)
                everything(child, found)
    return found


def test_all_code_is_walked_once() -> None:
    tree = cst.parse_module(NASTY)
    walked = [node for node in descend(tree) if isinstance(node, CODE)]
    expected = everything(tree, [])
    assert len(walked) == len(set(walked))
    missing = [tree.code_for_node(node) for node in expected if node not in set(walked)]
    assert missing == []
    extra = [tree.code_for_node(node) for node in walked if node not in set(expected)]
    assert extra == []


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("a(b, c=d).e(f)[g:h] + i", "abdfghi"),
        ("a = b\nc: d = e\nf += g", "abcdefg"),
        ("for a in b: c\nelse: d", "abcd"),
        ("if a: b\nelif c: d\nelse: e", "abcde"),
        ("with a as b, c as d: e", "abcde"),
        ("try: a\nexcept b as c: d\nelse: e\nfinally: f", "abcdef"),
        ("@a\ndef z(y: b = c, *w: d) -> e: f", "abcdef"),
        ("@a\nclass Z(b, c=d): e", "abde"),
        ("match a:\n    case b.c if d: e", "abde"),
        ("match a:\n    case b(c=d): e", "abde"),
        ("{a: b, **c}", "abc"),
        ("lambda x=a: b", "ab"),
        ("f'{a:{b}}{c}'", "abc"),
        ("a if b else c", "abc"),
        ("[a for b in c if d]", "abcd"),
        ("{a: b for c in d}", "abcd"),
    ],
)
def test_the_order(code: str, order: str) -> None:
    found = [node.value for node in descend(cst.parse_module(code)) if isinstance(node, cst.Name)]
    assert "".join(found) == order


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*/*/before.py")), ids=lambda path: path.parent.name)
def test_in_the_fixtures_too(path: Path) -> None:
    tree = cst.parse_module(path.read_bytes().decode())
    assert set(everything(tree, [])) <= set(descend(tree))


def test_calls_are_kept_in_source_order() -> None:
    facts = module(NASTY)
    starts = [facts.span(call)[0] for call in facts.facts.calls]
    inner = module("f(a(b()), c())(d())\n")
    assert len(starts) > 10
    assert [inner.text(call.func) for call in inner.facts.calls] == [
        "f(a(b()), c())",
        "f",
        "a",
        "b",
        "c",
        "d",
    ]


def test_children_leave_out_white_space() -> None:
    tree = cst.parse_module(NASTY)
    for node in descend(tree):
        for child in children(node):
            assert not isinstance(child, (cst.BaseParenthesizableWhitespace, cst.Comment, cst.Comma))
