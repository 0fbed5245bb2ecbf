"""The skeleton: the same code as LibCST's own nodes, and hydrated, all that they say of a statement."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

import libcst as cst
import pytest

from tests.claims import FIXTURES
from tests.lint import lint, target_of
from tests.syntax.nasty import NASTY
from tests.syntax.whole import compare_positions
from tflint_ckpt import gate
from tflint_ckpt.project import Project
from tflint_ckpt.semantics.code import Code
from tflint_ckpt.semantics.names.bindings import read_scopes
from tflint_ckpt.source import Source
from tflint_ckpt.syntax.parse import parse_source
from tflint_ckpt.syntax.skeleton.build import Skeleton, build
from tflint_ckpt.syntax.skeleton.compare import differences
from tflint_ckpt.syntax.skeleton.hydrate import Hydration
from tflint_ckpt.syntax.skeleton.lines import NeedsWhole, NotConverted
from tflint_ckpt.syntax.walk import children
from tflint_ckpt.target import Targets

ROOT = Path(__file__).parents[2]
SEMANTICS = ROOT / "tflint_ckpt" / "semantics"
FILES = [*sorted(FIXTURES.glob("*/*/*/before.py")), *sorted(SEMANTICS.glob("[!_]*.py"))]
SAMPLE = FILES[::9]


def skeleton_of(code: str | bytes) -> tuple[Source, Skeleton]:
    source = Source("code.py", code.encode() if isinstance(code, str) else code)
    return source, build(source, gate.parse(source.code, source.path))


def differing(code: str | bytes) -> list[str]:
    source, skeleton = skeleton_of(code)
    return list(differences(skeleton.tree, parse_source(source)[0]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_its_code_is_that_of_libcst(path: Path) -> None:
    assert differing(path.read_bytes()) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_so_it_is_with_a_bit_of_everything(newline: str) -> None:
    assert differing(without_match(NASTY).replace("\n", newline)) == []


def without_match(code: str) -> str:
    """*code* without its ``match`` statements and form feeds, which no skeleton has, and what is too new."""
    lines, kept, inside = code.splitlines(keepends=True), [], False
    for line in lines:
        inside = line.startswith("match ") or (inside and line[:1] in (" ", "\n"))
        if not inside:
            kept.append(line)
    code = "".join(kept).replace("\f", "")
    return code if sys.version_info >= (3, 11) else code.replace("except*", "except")


SAME = [
    # Two parts in parentheses, or one tuple.
    "a[(1, 2)]",
    "a[(1), (2)]",
    "a[(1, 2), 3]",
    "a[()]",
    "a[1:2, ::3, ...]",
    "a[(x := 1)]",
    # The order of arguments.
    "f(*a, b=1, *c, **d)",
    "f(b=1, *c)",
    "class A(B, *C, metaclass=D, **e): pass",
    "f(x for x in y)",
    "f((x for x in y), *z)",
    # Strings: one token, several, by prefix, with what looks like an end.
    "'a' 'b'",
    "x = ('a'\n     'b')",
    "f((f'{a}'), ('b' 'c'), (d[(1, 2)]))",
    "'a\\'b'",
    "'a\\\\'",
    "'\\\\' 'b'",
    "'\\\\\\' \\'b'",
    "'''a\\''''",
    "'''a''''b'",
    "'\\\\''b'",
    "rb'\\\\'b'''c'''",
    "'''a'b'''",
    "'''a''' '''b'''",
    "rb'\\\\'",
    "r'\\''",
    "''",
    "'' ''",
    "f'{x!r:>{y}}' 'z'",
    "f'{x}' if f'{y=}' else f'''{\nz}'''",
    "'a\\\nb'",
    "u'é' + 'é' + x",
    "b'a' b'b'",
    # Numbers.
    "-1 + 0x1_0 - 1e5j ** .5",
    "not a == b is not c not in d",
    "a != b",
    # Long chains.
    "a + b - c * d / e // f % g @ h << i >> j | k & l ^ m ** n",
    "a and b and (c or d or e) and f",
    # Statements on one line, and what begins one.
    "if a: b; c = 1\nelse: d",
    "a; b; c",
    "a\\\n;b",
    "a;\nb",
    "class A: x = 1; y = 2",
    "for a in b: pass\nelse: pass",
    "while a: break",
    "with a as b, c: pass",
    "with (a as b, c as (d, e)): pass",
    "with (a): pass",
    "with (a, b): pass",
    "with (a, b) as c: pass",
    "try: a\nexcept (B, C) as d: pass\nexcept: pass\nelse: e\nfinally: f",
    "try: a\nfinally: f",
    # ``elif`` and ``else: if``.
    "if a:\n  b\nelif c:\n  d\nelif e:\n  f\nelse:\n  if g:\n    h\n  elif i: j",
    "if a: b\nelse:\n  if c: d\n  e",
    "del a, b",
    "del (a, b)",
    "del (a)",
    "del a[0],  b.c",
    "a = b = c, *d = e",
    "(a): int",
    "a: int = 3",
    "a.b: 'c'",
    "a **= b",
    "a @= b",
    "raise a from b",
    "assert a, b",
    "import a.b as c, d . e",
    "from . import a",
    "from .... b.c import (d as e, f,)",
    "from a import *",
    "def f(a, b=1, /, c=2, *, d, e=3, **g): global x, y",
    "def f(*a, b): nonlocal_",
    "def f(*, a: int = 1): return",
    "lambda: 0",
    "lambda a, *b, c=1, **d: (yield)",
    "async def f():\n  async with a as b: await c\n  async for d in e: return [x async for x in y]",
    "@a.b(c)\n@d\nclass E:\n  @f\n  async def g(self) -> 'h': yield from i",
    "{**a, 'b': c, d: e}",
    "{a, *b}",
    "[*a, b]",
    "*a, b = c",
    "a,",
    "()",
    "(a, b)",
    "for a, *b in c, *d: pass",
    "{a: b for a in c for d in e if f if g}",
    "{a for a in b}",
    "print(x := 1)",
    "x = yield",
    "...",
    "None, True, False, __debug__",
    # Columns count bytes.
    "é = 'ü'; ä = f(é, 'ö' 'ß', ñ=1)",
    "'𝄞'; x[(1, '𝄞')]",
    "",
    "# only a comment",
    "x = 1 \\\n  + 2",
    "if a:\n\tb\n\tif c:\n\t\td",
]
"""Code without anything that CPython's tree does not tell."""


@pytest.mark.parametrize("code", [code for code in SAME if code != "(a): int"])
def test_code_is_converted(code: str) -> None:
    assert differing(code) == []


NOT_TOLD = [
    "del a,",
    "match a:\n  case b: pass",
    "if a: \\\n  b = 1",
    "a; \\\nb",
    "\x0cx = 1",
    "x = 1\ry = 2",
    "ﬁt = 1",
    "x.ﬁt",
]


@pytest.mark.parametrize("code", NOT_TOLD)
def test_what_is_not_told_is_left_to_libcst(code: str) -> None:
    with pytest.raises(NotConverted):
        skeleton_of(code)


def test_a_sign_is_no_name() -> None:
    assert differing("x = '½'  # ½ ²") == []


# Hydration


def hydrated(code: str | bytes) -> int:
    source, skeleton = skeleton_of(code)
    return compare_positions(skeleton, source)


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_statement_by_itself_tells_where_its_nodes_are(path: Path) -> None:
    assert hydrated(path.read_bytes()) > 20


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_so_it_does_with_a_bit_of_everything(newline: str) -> None:
    assert hydrated(without_match(NASTY).replace("\n", newline)) > 500


@pytest.mark.parametrize("code", [code for code in SAME if code not in ("(a): int", "# only a comment", "")])
def test_the_same_of_each(code: str) -> None:
    assert hydrated(f"{code}\n") > 0
    assert hydrated(code) > 0


INNER_FIRST = """\
class A:  # a

    x = 1  # b

    @property
    def f(self):
        if self.x:
            return [1,  2][0] + - 3
        # end
        elif (y):
            pass


z = 1
"""


def test_nodes_stay_the_same_when_a_statement_around_is_asked_for_later() -> None:
    source, skeleton = skeleton_of(INNER_FIRST)
    facts = read_scopes(skeleton.tree)
    hydration = Hydration(skeleton, facts.parents)
    [node] = [node for node in facts.scopes if isinstance(node, cst.BinaryOperation)]
    start, end = hydration.span(node)
    assert source.text[start:end] == "[1,  2][0] + - 3"
    sign = node.operator
    assert source.text[slice(*hydration.full_span(sign))] == " + "
    start, end = hydration.span(facts.classes[0])
    assert source.text[start:end].startswith("class A:  # a")
    assert node.operator is sign
    assert hydration.span(sign) == hydration.span(node.operator)


def test_names_that_are_no_expressions_have_a_place_too() -> None:
    code = "import a.b as c\ndef f(d=1): g(h=i.j)\n"
    source, skeleton = skeleton_of(code)
    facts = read_scopes(skeleton.tree)

    def shown(node: cst.CSTNode) -> str:
        start, end = Hydration(skeleton, facts.parents).span(node)
        return source.text[start:end]

    statement = skeleton.tree.body[0]
    assert isinstance(statement, cst.SimpleStatementLine)
    assert isinstance(statement.body[0], cst.Import)
    alias = statement.body[0].names[0]
    assert alias.asname is not None
    assert isinstance(alias.name, cst.Attribute)
    function, call = facts.functions[0], facts.calls[0]
    assert call.args[0].keyword is not None
    value = call.args[0].value
    assert isinstance(value, cst.Attribute)
    nodes = [alias.name.attr, alias.asname.name, function.name, function.params.params[0].name]
    assert [shown(node) for node in (*nodes, call.args[0].keyword, value.attr)] == list("bcfdhj")


@pytest.mark.parametrize(
    "head", ["def f(asked):", "@made(asked)\nclass A:", "if asked:", "with asked as x:", "for x in (asked):"]
)
def test_of_a_long_block_its_head_is_parsed_by_itself(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []

    def noted(text: str) -> cst.Module:
        parsed.append(text)
        return cst.parse_module(text)

    monkeypatch.setattr("tflint_ckpt.syntax.skeleton.hydrate.parse", noted)
    code = code_of(f"{head}  # why\n    # so\n    y = 1\n    z = 2\n", whole=False)
    name = next(node for node in _names(code.tree) if node.value == "asked")
    start, end = code.span(name)
    assert code.source.text[start:end] == "asked"
    assert parsed == [f"{head}  # why\n    # so\n    pass\n"]
    block = code.tree.body[0]
    assert code.span(block)[1] >= len(code.source.text.rstrip())
    assert code.written(name) is name
    assert len(parsed) == 2


def _names(node: cst.CSTNode) -> list[cst.Name]:
    """The names below *node*, those of parameters included."""
    found = [node] if isinstance(node, cst.Name) else []
    if isinstance(node, cst.Param):
        found.append(node.name)
    return [*found, *(name for each in children(node) for name in _names(each))]


def test_two_files_do_not_share_what_was_filled_in() -> None:
    (_, first), (source, second) = skeleton_of("a  +  b\n"), skeleton_of("a+b\n")
    for skeleton in (first, second):
        facts = read_scopes(skeleton.tree)
        hydration = Hydration(skeleton, facts.parents)
        [node] = [node for node in facts.scopes if isinstance(node, cst.BinaryOperation)]
        hydration.fill(node)
    assert source.text[slice(*hydration.full_span(node.operator))] == "+"


@pytest.mark.parametrize("asked", ["span of the module", "lines around", "an unknown node"])
def test_what_a_statement_does_not_tell_needs_the_whole(asked: str) -> None:
    _, skeleton = skeleton_of("# a\nx = 1\n")
    hydration = Hydration(skeleton, read_scopes(skeleton.tree).parents)
    with pytest.raises(NeedsWhole):
        if asked == "lines around":
            hydration.full_span(skeleton.tree.body[0])
        else:
            hydration.span(skeleton.tree if asked == "span of the module" else cst.Name("x"))


# In a file


def code_of(text: str, *, whole: bool) -> Code:
    source = Source("code.py", text.encode())
    targets = Targets(target_of("keras3"))
    project = Project([source.path], {source.path: source}.get, lambda source: targets)
    if whole:
        return project.parse(source)
    with project.skeletons():
        return project.parse(source, gate.parse(source.code, source.path))


COMMENTED = (
    "# a\nx = [  # b\n    '# no', f'{y}#',  # c \n]\n\n    # d\nif x: pass # e\r\n# é\n'''\n# no'''  #f"
)


def test_comments_are_those_of_libcst() -> None:
    found = code_of(COMMENTED, whole=False).comments
    assert sorted(found) == sorted(code_of(COMMENTED, whole=True).comments)
    assert len(found) == 7


DEFINED = '''\
@dec(1)  # one
@other
class A(B):

    # a comment
    def f(self): return 1  # é

    @property
    async def g(self, x=(1,
                         2)):
        """é""" ; y = "a"  # last
        return y

# behind
x = A()
'''


def test_texts_of_definitions_are_those_of_libcst() -> None:
    def texts(*, whole: bool) -> list[list[str]]:
        code = code_of(DEFINED, whole=whole)
        nodes = (*code.facts.classes, *code.facts.functions)
        return [[line.strip() for line in code.text_of_definition(node).split("\n")] for node in nodes]

    found = texts(whole=False)
    assert found == texts(whole=True)
    assert [lines[0] for lines in found] == ["@dec(1)  # one", "def f(self): return 1", "@property"]
    assert [lines[-1] for lines in found] == ["return y", "def f(self): return 1", "return y"]


def test_a_project_gives_skeletons_only_to_who_takes_them() -> None:
    assert code_of("x = 1", whole=True).is_whole
    assert not code_of("x = 1", whole=False).is_whole
    assert code_of("match x:\n  case 1: pass", whole=False).is_whole


@pytest.mark.parametrize("path", FILES[::4], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_findings_are_the_same_without(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = path.read_bytes().decode()
    found = lint(code)
    monkeypatch.setattr("tflint_ckpt.semantics.code.build", not_converted)
    assert lint(code) == found


def test_what_a_loop_gives_to_a_function_is_told_by_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Project, "drop_modules", lambda self: pytest.fail("all of it was parsed again"))
    lint(
        """\
import tensorflow as tf


@tf.function
def scaled(x, factor):
    return x * factor


def run(factors):
    for factor in factors:
        scaled(tf.constant(1.0), (max(factor, 1), factor.value[0], "x"))
"""
    )


def not_converted(*_: object) -> Skeleton:
    raise NotConverted


def test_no_sign_has_a_comma() -> None:
    """What is shared by all trees is never filled in itself."""
    from tflint_ckpt.syntax.skeleton import nodes

    signs = chain(nodes.BINARY.values(), nodes.AUGMENTED.values(), nodes.UNARY.values())
    assert not [sign for sign in signs if hasattr(sign, "whitespace_after")]
