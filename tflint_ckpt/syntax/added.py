"""Adding several arguments to one call at once, in the layout it has, or one a line where it is too long."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.records import replace
from tflint_ckpt.syntax.arguments import add_argument
from tflint_ckpt.syntax.lines import begins_line, indentation, line_end, line_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_LONGEST_LINE = 100
"""In characters; a call on one line that would be longer gets one line for each argument."""


def add_arguments(module: Code, call: cst.Call, added: Sequence[tuple[str, str]]) -> tuple[Edit, ...]:
    """Edits that add ``name=value`` for each pair of *added* behind the other arguments of *call*.

    Empty where `add_argument` finds no place. Only white space and commas between the arguments change.
    """
    if not added:
        return ()
    codes = [f"{name}={value}" for name, value in added]
    text = module.source.text
    start, end = module.span(call)
    if call.args and begins_line(text, module.span(call.args[-1])[0]):
        separator = f",{module.source.newline}{indentation(text, module.span(call.args[-1])[0])}"
    elif len({line_start(text, place) for place in (start, end)}) > 1 or _fits(text, start, end, codes):
        separator = ", "
    else:
        return _one_a_line(module, call, codes)
    (name, first), *others = added
    rest = "".join(f"{separator}{other}={value}" for other, value in others)
    edits = add_argument(module, call, name, first + rest)
    if separator == ", " or begins_line(text, end - 1):
        return edits
    # The closing parenthesis stands behind the last argument: what is added begins a line all the same.
    return tuple(
        replace(edit, text=edit.text.replace(f" {name}=", f"{separator[1:]}{name}=", 1)) for edit in edits
    )


def _fits(text: str, start: int, end: int, codes: list[str]) -> bool:
    length = line_end(text, end) - line_start(text, start)
    return length + sum(len(code) + 2 for code in codes) <= _LONGEST_LINE


def _one_a_line(module: Code, call: cst.Call, codes: list[str]) -> tuple[Edit, ...]:
    """Break a call on one line into one argument a line, with a comma behind the last."""
    text, path, args = module.source.text, module.path, call.args
    only = args[0].value if len(args) == 1 else None
    if not args or (isinstance(only, cst.GeneratorExp) and not module.written(only).lpar):
        return ()
    outer = module.source.newline + indentation(text, module.span(call)[0])
    closing = module.span(call)[1] - 1
    starts = [module.span(argument)[0] for argument in args]
    ends = [module.span(argument)[1] for argument in args]
    edits = []
    opening = text[: starts[0]].rstrip()
    edits.append(Edit(path, len(opening), starts[0], f"{outer}    "))
    for end, start in zip(ends, starts[1:], strict=False):
        edits.append(Edit(path, end, start, f",{outer}    "))
    tail = "".join(f",{outer}    {code}" for code in codes)
    edits.append(Edit(path, ends[-1], closing, f"{tail},{outer}"))
    return tuple(edits)
