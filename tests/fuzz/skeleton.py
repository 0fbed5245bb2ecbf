"""Nodes from CPython's tree: the code that LibCST's parser gives, and, hydrated, the same places."""

from __future__ import annotations

import libcst as cst

from tests.fuzz.grammar import Grammar
from tests.fuzz.source import NOT_PYTHON
from tests.syntax.whole import compare_positions
from tflint_ckpt import gate
from tflint_ckpt.source import Source, SourceError
from tflint_ckpt.syntax.parse import parse_source
from tflint_ckpt.syntax.positions import Positions
from tflint_ckpt.syntax.skeleton.build import build
from tflint_ckpt.syntax.skeleton.compare import differences
from tflint_ckpt.syntax.skeleton.lines import NeedsWhole, NotConverted

GRAMMAR = Grammar(r"""
start = <line>*<line>*<line>*
line = <simple><end> | <simple>; <simple><end> | <compound> | <end> | <simple>;<end>
end = \n | \n | \n | \x20 # c\n | \r\n | \n\n | \n# c\n
compound = if <value>:<body> | if <value>:<body>elif <value>:<body>else:<body> | while <value>:<body>
    | if a:<end> if <value>: pass\n else:<end>  if b: pass\n | for <target> in <value>, *a:<body>else:<body>
    | with <value> as a, b:<body> | with (<value> as <target>, b):<body> | with (<value>):<body>
    | try:<body>except a as b:<body>except (<value>):<body>finally:<body> | try:<body>finally:<body>
    | def f(<parameters>) -> <value>:<body> | async def f():\n await a\n async with b: pass\n
    | @<value>\nclass A(<arguments>):<body> | @a # c\n@b\ndef f(): return <value>\n
body = \x20<simple><end> | \x20<simple>; <simple><end> | <end> <simple><end> <simple>\n | \n\t<simple>\n
    | \n if a:<end>  <simple>\n # c\n else: pass\n
simple = a = <value> | <target> = <target> = <value>, | a += <value> | a: <value> = <value> | (a): b
    | del a | del a, b | del (a, b) | assert <value>, <value> | raise <value> from a
    | pass | global a
    | return *a, b | import a.b as c, d . e | from .. import (a as b, c,) | from . a import *
    | <value> | <value>
    | yield <value> | \x27\x27\x27 <text> \x27\x27\x27
target = a | a.b | a[<value>] | (a, *b) | [a, b] | a, b
value = a | <value>.b | f(<arguments>) | (<value>) | ( <value> # c\n ) | <value> + <value> | not <value>
    | <value> and <value> or b | a < <value> != b not in c | -<value> ** 2 | a if <value> else b
    | lambda <parameters>: <value> | [<value>, *a] | {<value>: b, **c} | {a, <value>,} | (a,)
    | () | (a, <value>)
    | a[<value>] | a[<value>, <value>] | a[(a), (b)] | a[(<value>, b)] | a[1:<value>, ::2] | (a := <value>)
    | [<value> for <target> in b if c if d for e in f] | {a: b for a in c} | (a for a in <value>)
    | <string> | <string> <string> | (<string>\n <string>) | 1_0 | b'a' | .5e1j | ... | None | <value> \\\n
    | (yield) | (<value>)(<arguments>)
string = '<text>' | f'<text>{<value>!r:>{a}}' | r\x22\\<text>\x22 | \x22\x22\x22<text>\n'\x22\x22\x22
    | f'{a=}<text>' | u\x27\x27
text = a | \xc3\xa9 | \xf0\x9d\x84\x9e | \\n | \\\n | <text><text> | #
arguments = <value> | a, *<value>, b=<value>, **c | b=1, *a | <value> for a in b | a=<value>,\n | <>
parameters = a, b=<value>, /, c=1, *d, e, **f | a, *, b=1 | *a | <>
""")


def check(data: bytes) -> None:
    """The skeleton has all code, and its statements tell by themselves what LibCST says of the whole."""
    try:
        source = Source("fuzz.py", data)
        skeleton = build(source, gate.parse(source.code, source.path))
        tree, text = parse_source(source)
    except (SourceError, NotConverted, cst.ParserSyntaxError, *NOT_PYTHON):
        return
    assert list(differences(skeleton.tree, tree)) == []
    if Positions(tree, text).text != text:
        return  # LibCST itself does not say where its nodes are
    if source.code[len(source.code.rstrip()) :].strip("\r\n"):
        return  # blanks behind the last statement are line ends to LibCST: the white space there is another
    try:
        compare_positions(skeleton, source)
    except NeedsWhole:
        assert "\\" in text, "a statement does not tell"
