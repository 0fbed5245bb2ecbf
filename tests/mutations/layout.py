"""Dressings that change how a script is laid out, and not what it says: its syntax tree stays."""

from __future__ import annotations

import ast
import re
import token as kinds
from itertools import pairwise

from tests.mutations.script import Change, Pick, Script, Token, calls_and_more

MARK = "# dressed"
_COMPOUND = set("if for while try with def class async match case else elif except finally @".split())


def comments_behind_statements(script: Script, pick: Pick) -> list[Change]:
    """``a = 1  # dressed``"""
    return [
        Change(line[-1].start, line[-1].start, f"  {MARK}")
        for place, line in enumerate(script.logical_lines())
        if pick(place) and line[-2].kind != kinds.COMMENT and line[-1].text
    ]


def comments_before_statements(script: Script, pick: Pick) -> list[Change]:
    """A line ``# dressed`` above each statement, indented as it is."""
    starts = [_line_start(script, line[0]) for line in script.logical_lines()]
    return [
        Change(start, start, script.text[start : line[0].start] + f"{MARK}\n")
        for place, (start, line) in enumerate(zip(starts, script.logical_lines(), strict=True))
        if pick(place) and not script.text[start : line[0].start].strip()
    ]


def comments_behind_lines_in_brackets(script: Script, pick: Pick) -> list[Change]:
    """``f(a,  # dressed`` where the line ends inside brackets."""
    ends = [
        (before, each)
        for before, each in pairwise(script.tokens)
        if each.kind == kinds.NL and each.depth and before.is_code
    ]
    return [
        Change(each.start, each.start, f"  {MARK}") for place, (_, each) in enumerate(ends) if pick(place)
    ]


def comments_at_every_token(script: Script, pick: Pick) -> list[Change]:
    """A comment and a new line before each token in brackets, the closing one too."""
    return [
        Change(after.start, after.start, f" {MARK}\n        ")
        for place, (before, after) in enumerate(_in_brackets(script))
        if pick(place)
    ]


def new_lines_in_brackets(script: Script, pick: Pick) -> list[Change]:
    """A new line before each token in brackets, the closing one too."""
    return [
        Change(after.start, after.start, "\n        ")
        for place, (before, after) in enumerate(_in_brackets(script))
        if pick(place)
    ]


def brackets_on_one_line(script: Script, pick: Pick) -> list[Change]:
    """No new lines in brackets, but behind comments."""
    found = [
        (before, after)
        for before, after in script.pairs()
        if (between := script.text[before.end : after.start]).isspace() and "\n" in between
    ]
    return [
        Change(before.end, after.start, " ")
        for place, (before, after) in enumerate(found)
        if pick(place) and "\\" not in script.text[before.end : after.start]
    ]


def blank_lines(script: Script, pick: Pick) -> list[Change]:
    """A line of nothing, or of spaces, above each statement."""
    lines = [line for line in script.logical_lines() if _begins_its_line(script, line[0])]
    return [
        Change(start, start, "   \n" if place % 2 else "\n")
        for place, start in enumerate(_line_start(script, line[0]) for line in lines)
        if pick(place)
    ]


def form_feeds(script: Script, pick: Pick) -> list[Change]:
    """A form feed on a line of its own, or before the statement, at the top level."""
    starts = [
        line[0].start
        for line in script.logical_lines()
        if line[0].start in script.line_starts and line[0].text not in ("else", "elif", "except", "finally")
    ]
    return [
        Change(start, start, "\f" if place % 2 else "\f\n")
        for place, start in enumerate(starts)
        if pick(place)
    ]


def line_continuations(script: Script, pick: Pick) -> list[Change]:
    """A backslash and a new line between any two tokens outside brackets, after the first line.

    LibCST refuses a backslash on the first line.
    """
    pairs = [
        (before, after)
        for before, after in script.pairs()
        if not after.depth and before.start >= script.line_starts[1] and before.text != ";"
    ]
    return [
        Change(after.start, after.start, " \\\n        ")
        for place, (before, after) in enumerate(pairs)
        if pick(place) and "\n" not in script.text[before.end : after.start]
    ]


def spaces(script: Script, pick: Pick) -> list[Change]:
    """Spaces between any two tokens: ``tf . keras . Input ( ( 1 , ) )``."""
    return [
        Change(after.start, after.start, "  ")
        for place, (before, after) in enumerate(script.pairs())
        if pick(place) and "\n" not in script.text[before.end : after.start]
    ]


def tabs(script: Script, pick: Pick) -> list[Change]:
    """Lines are indented by tabs: one for four spaces."""
    if any(each.kind == kinds.INDENT and len(each.text) % 4 for each in script.tokens):
        return []
    return [
        Change(start, start + 4 * count, "\t" * count)
        for start, line in script.lines()
        if (count := (len(line) - len(line.lstrip(" "))) // 4)
    ]


def narrow(script: Script, pick: Pick) -> list[Change]:
    """Lines are indented by half as many spaces."""
    if any(each.kind == kinds.INDENT and len(each.text) % 4 for each in script.tokens):
        return []
    return [
        Change(start, start + width // 4 * 2, "")
        for start, line in script.lines()
        if (width := len(line) - len(line.lstrip(" "))) >= 4
    ]


def semicolons(script: Script, pick: Pick) -> list[Change]:
    """``a; b`` where ``a`` and ``b`` are small statements on lines of their own."""
    lines = script.logical_lines()
    joints = [
        (one[-1].start, other[0].start)
        for one, other in pairwise(lines)
        if _is_small(one)
        and _is_small(other)
        and not script.text[one[-1].start : other[0].start].strip()
        and _column(script, one[0]) == _column(script, other[0])
    ]
    return [Change(*joint, "; ") for place, joint in enumerate(joints) if pick(place)]


def trailing_semicolons(script: Script, pick: Pick) -> list[Change]:
    """``a;``"""
    ends = [line[-2].end for line in script.logical_lines() if _is_small(line) and line[-2].is_code]
    return [Change(end, end, ";") for place, end in enumerate(ends) if pick(place)]


def bodies_on_one_line(script: Script, pick: Pick) -> list[Change]:
    """``if a: b; c`` for blocks of small statements without comments."""
    changes: list[Change] = []
    for place, block in enumerate(_small_blocks(script)):
        if pick(place):
            header, *body = block
            changes.append(Change(header[-1].start, body[0][0].start, " "))
            changes += [Change(one[-1].start, other[0].start, "; ") for one, other in pairwise(body)]
    return changes


def parentheses(script: Script, pick: Pick) -> list[Change]:
    """``(f)((a), b=(c))``: around every expression that is read, but patterns and parts of f-strings."""
    expressions = _parenthesizable(script)
    opened, closed = [], []
    for place, node in enumerate(expressions):
        if pick(place):
            start, end = script.place(node)
            opened.append(Change(start, start, "("))
            closed.append(Change(end, end, ")"))
    return closed + opened


def trailing_commas(script: Script, pick: Pick) -> list[Change]:
    """``f(a, b,)``"""
    changes = []
    calls = [
        node
        for node in calls_and_more(script.tree)
        if isinstance(node, ast.Call) and (node.args or node.keywords)
    ]
    last_of = {after.start: before for before, after in script.pairs()}
    for place, node in enumerate(calls):
        end = script.place(node)[1] - 1
        if pick(place) and last_of[end].text != "," and not any(map(_is_generator, node.args)):
            changes.append(Change(end, end, ","))
    return changes


def strings_in_two(script: Script, pick: Pick) -> list[Change]:
    """``"ab"`` is ``"a" "b"``."""
    changes = []
    for place, each in enumerate(_plain_strings(script)):
        middle = (each.start + each.end) // 2
        if pick(place) and len(each.text) > 3:
            changes.append(Change(middle, middle, f"{each.text[0]} {each.text[0]}"))
    return changes


def other_quotes(script: Script, pick: Pick) -> list[Change]:
    """``"a"`` is ``'a'``."""
    changes = []
    for place, each in enumerate(_plain_strings(script)):
        if pick(place) and not {"'", '"'} & set(each.text[1:-1]):
            other = "'" if each.text[0] == '"' else '"'
            changes += [Change(each.start, each.start + 1, other), Change(each.end - 1, each.end, other)]
    return changes


def raw_strings(script: Script, pick: Pick) -> list[Change]:
    """``"a"`` is ``r\"\"\"a\"\"\"``."""
    changes = []
    for place, each in enumerate(_plain_strings(script)):
        if pick(place) and not {"'", '"'} & set(each.text[1:-1]) and len(each.text) > 2:
            changes += [
                Change(each.start, each.start + 1, 'r"""'),
                Change(each.end - 1, each.end, '"""'),
            ]
    return changes


def escapes(script: Script, pick: Pick) -> list[Change]:
    """``"ab"`` is ``"\\x61b"``."""
    return [
        Change(each.start + 1, each.start + 2, f"\\x{ord(each.text[1]):02x}")
        for place, each in enumerate(_plain_strings(script))
        if pick(place) and len(each.text) > 2 and each.text.isascii()
    ]


def _line_start(script: Script, each: Token) -> int:
    return script.text.rfind("\n", 0, each.start) + 1


def _begins_its_line(script: Script, each: Token) -> bool:
    return not script.text[_line_start(script, each) : each.start].strip()


def _column(script: Script, each: Token) -> int:
    return each.start - _line_start(script, each)


def _is_small(line: list[Token]) -> bool:
    """Whether a logical line is no header of a block, and can be followed by another behind a semicolon."""
    return (
        line[0].text not in _COMPOUND and line[-2].text not in (":", ";") and line[-2].kind != kinds.COMMENT
    ) or (line[0].text == "match" and line[1].text in ("=", "."))


def _in_brackets(script: Script) -> list[tuple[Token, Token]]:
    return [
        (before, after) for before, after in script.pairs() if after.depth or after.text in (")", "]", "}")
    ]


def _small_blocks(script: Script) -> list[list[list[Token]]]:
    """Each header with the lines of its block, where those are small, without comments."""
    found = []
    lines = script.logical_lines()
    columns = [_column(script, line[0]) for line in lines]
    for place, header in enumerate(lines):
        if header[-2].text != ":" or header[0].text == "@":
            continue
        end = place + 1
        while end < len(lines) and columns[end] > columns[place]:
            end += 1
        block = lines[place:end]
        text = script.text[header[-2].end : block[-1][-1].start]
        if len(block) > 1 and all(map(_is_small, block[1:])) and "#" not in text and "\\\n" not in text:
            found.append(block)
    return found


def _parenthesizable(script: Script) -> list[ast.expr]:
    skipped: set[ast.AST] = set()
    found = []
    for node in calls_and_more(script.tree):
        if isinstance(node, ast.pattern):
            skipped.update(ast.walk(node))
        if isinstance(node, ast.Call) and any(map(_is_generator, node.args)):
            skipped.update(node.args)
        if isinstance(node, ast.Subscript):
            skipped.update(
                each for each in ast.walk(node.slice) if isinstance(each, (ast.Slice, ast.Starred))
            )
            if isinstance(node.slice, ast.Tuple):
                skipped.add(node.slice)
        if (
            isinstance(node, ast.expr)
            and node not in skipped
            and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
            and not isinstance(node, (ast.Starred, ast.Slice, ast.JoinedStr, ast.FormattedValue))
        ):
            found.append(node)
    return found


def _is_generator(node: ast.AST) -> bool:
    return isinstance(node, ast.GeneratorExp)


def _plain_strings(script: Script) -> list[Token]:
    """Strings in quotes of one character, with no prefix and no backslash, that stand in an expression."""
    return [
        after
        for before, after in script.pairs()
        if after.kind == kinds.STRING and re.fullmatch(r"""'[^'"\\]*'|"[^"\\]*\"""", after.text)
    ]
