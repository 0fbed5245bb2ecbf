"""What a node is by its form alone."""

from __future__ import annotations

import libcst as cst
import pytest

from tflint_ckpt.syntax.forms import argument, is_import, jumps_of, keyword, keywords, last_name, only_index


def call(code: str) -> cst.Call:
    node = cst.parse_expression(code)
    assert isinstance(node, cst.Call)
    return node


def text(node: cst.CSTNode | None) -> str | None:
    return cst.Module([]).code_for_node(node) if node is not None else None


@pytest.mark.parametrize(
    ("code", "name", "position", "expected"),
    [
        ("f(1, 2)", "b", 1, "2"),
        ("f(1, b=2)", "b", 1, "2"),
        ("f(b=2)", "b", None, "2"),
        ("f(1)", "b", None, None),
        ("f(1)", "b", 1, None),
        ("f(1, *rest)", "b", 0, "1"),
        ("f(*rest, 1)", "b", 0, None),  # nobody knows how many there are in *rest
        ("f(*rest, b=1)", "b", 0, "1"),
        ("f(**rest)", "b", 0, None),
    ],
)
def test_an_argument_by_name_or_position(
    code: str, name: str, position: int | None, expected: str | None
) -> None:
    assert text(argument(call(code), name, position)) == expected


def test_keywords_as_they_are_written() -> None:
    node = call("f(1, a=2, b=3, **c)")
    assert keywords(node) == {"a", "b"}
    assert text(keyword(node, "a")) == "2" and keyword(node, "c") is None


NAMES = [("a", "a"), ("a.b.c", "c"), ("a().b", "b"), ("a[0]", ""), ("1", "")]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_the_last_name(code: str, name: str) -> None:
    assert last_name(cst.parse_expression(code)) == name


@pytest.mark.parametrize(("code", "index"), [("x[1]", "1"), ("x[1:2]", "1:2"), ("x[1, 2]", None)])
def test_the_only_index(code: str, index: str | None) -> None:
    node = cst.parse_expression(code)
    assert isinstance(node, cst.Subscript)
    assert text(only_index(node)) == index


@pytest.mark.parametrize(
    ("line", "expected"),
    [("import a", True), ("from a import b; import c", True), ("import a; a()", False), ("a()", False)],
)
def test_a_line_of_imports(line: str, expected: bool) -> None:
    assert is_import(cst.parse_module(line).body[0]) is expected


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("f()", ""),
        ("break", "Break"),
        ("if x: continue", "Continue"),
        ("try: return\n except E: raise", "Return Raise"),
        ("for y in z: break", ""),
        ("while y: continue", ""),
        ("for y in z: return", "Return"),
        ("for y in z: pass\n else: break", "Break"),
        ("while y:\n  for z in y: pass\n  else: break", ""),
        ("def f(): return", ""),
        ("class C:\n  def f(self): raise E", ""),
    ],
)
def test_jumps_of_a_loop(body: str, found: str) -> None:
    loop = cst.parse_statement(f"for x in y:\n {body}\n")
    assert isinstance(loop, cst.For)
    assert sorted(type(node).__name__ for node in jumps_of(loop.body)) == sorted(found.split())
