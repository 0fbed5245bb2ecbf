"""TFC119 checkpoint-path-join."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.saved import saved_paths
from tflint_ckpt.semantics.values.kinds import Piece, Text, Unknown
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.lines import line_start, rest_of_line
from tflint_ckpt.syntax.path_parts import Given, Part, Parts, path_parts, written

_LONGEST = 120
"""Columns of a line that a fix may make of several."""


class CheckpointPathJoin(Rule):
    """The folder and the file of a checkpoint path are joined by hand.

    ## What it does
    Reports a path of `ModelCheckpoint` that is put together by `+`, `%` or an f-string with a slash between
    the folder and the file; and the folder in a variable that the path begins with, where it is put together
    in the same way.

    ## Why
    `folder + "/m.keras"` with a folder that is empty is a file in the root of the disk, and one with a folder
    that ends in a slash has two; `folder + "m.keras"` without a slash at the end lands beside the folder.
    `os.path.join` puts the separator in where one is missing.

    ## When it is silent
    Paths with `://`, which are no paths of the operating system; parts with a backslash; `pathlib` objects;
    `str.format` and `str.join`. So is a path whose only folder is `./`.

    ## Fix safety
    Writing `os.path.join` is safe where the text of each part is known well enough that the path stays the
    same; on Windows the separators that it puts in are backslashes. It is unsafe where the folder may be
    empty or a part may begin with a slash, because the code does not tell, and left to a person where a part
    may be no text at all, a comment would be lost, or the line would be too long.

    ## References
    - [os.path.join](https://docs.python.org/3/library/os.path.html#os.path.join)
    """

    code = "TFC119"
    name = "checkpoint-path-join"
    summary = "folder and file of a checkpoint path joined by +, % or an f-string"
    keras2 = Severity.INFO
    keras3 = Severity.INFO
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    presets = ("canonical",)
    requires = (Name("ModelCheckpoint"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each expression that joins a path by hand."""
        seen: set[cst.CSTNode] = set()
        for path in saved_paths(module, self.code):
            whole = _built(module, path.argument.value)
            for node in (whole, *_folders(module, whole)):
                if node in seen or path.text.is_path:
                    continue
                seen.add(node)
                parts = path_parts(module, node, lambda part: _is_folder(module, part))
                if parts is not None:
                    by = "an f-string" if isinstance(node, cst.FormattedString) else "hand"
                    what = "folder and file" if node is whole else "folder and folder"
                    message = (
                        f"{what} are joined by {by}: os.path.join puts in just the slash that is missing"
                    )
                    yield self.finding(module, node, Severity.INFO, message, _fix(module, node, parts))


def _built(module: Module, node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression that builds the path: *node*, or what its variable or attribute is assigned."""
    if isinstance(node, cst.Attribute):
        assigned = module.attribute_values(node) or []
        return assigned[0] if len(assigned) == 1 else node
    return module.assigned(node) or node


def _folders(module: Module, node: cst.BaseExpression) -> Iterator[cst.BaseExpression]:
    """What the variables are assigned that the path *node* begins with, joined by ``+`` or os.path.join."""
    first: cst.BaseExpression | None = None
    if isinstance(node, cst.Call) and module.is_named(node.func, "os.path.join") and node.args:
        first = node.args[0].value if not node.args[0].star else None
    while isinstance(node, cst.BinaryOperation):
        first = node = node.left
    built = _built(module, first) if isinstance(first, (cst.Name, cst.Attribute)) else None
    if built is not None and built is not first:
        yield built


def _is_folder(module: Module, node: cst.BaseExpression) -> bool:
    values = module.evaluate_nearby(node)
    return all(isinstance(value, Text) and value.tail.endswith("/") for value in values)


def _fix(module: Module, node: cst.BaseExpression, parts: Parts) -> Fix:
    from tflint_ckpt.syntax.arguments import replace

    title = "write os.path.join(…)"
    codes = [written(module, part, parts.quote) for part in parts.parts]
    kept = [_kept(module, part, first=not place) for place, part in enumerate(parts.parts)]
    imported = import_module(module, "os", node)
    if None in kept or imported is None or not all(codes):
        return Fix(Applicability.MANUAL, title)
    code = f"{imported[0]}.path.join({', '.join(code for code in codes if code)})"
    edit = replace(module, node, code)
    text = module.source.text
    lines = text[edit.start : edit.end].splitlines()
    length = edit.start - line_start(text, edit.start) + len(code) + len(rest_of_line(text, edit.end))
    if (len(lines) > 1 and (length > _LONGEST or any("#" in line for line in lines))) or "\n" in code:
        return Fix(Applicability.MANUAL, title)
    safe = Applicability.SAFE if all(kept) else Applicability.UNSAFE
    return Fix(safe, f"write {code}", (edit, *imported[1]))


def _kept(module: Module, part: Part, *, first: bool) -> bool | None:
    """Whether a part surely gives the same path when it is joined; ``None`` where it may be no text."""
    bit = part[0]
    if not isinstance(bit, Given):
        return True
    values = module.evaluate_nearby(bit.node)
    if all(isinstance(value, Text) and _begins(value, absolute=first) for value in values):
        return True
    texts = all(isinstance(value, Text) or (first and isinstance(value, Unknown)) for value in values)
    whole = len(part) == 1 and bit.plain
    return False if texts or not whole or bit.kind == "+" else None


def _begins(text: Text, *, absolute: bool) -> bool:
    """Whether a text surely is not empty, and does not begin with a slash unless it may be *absolute*."""
    head = text.parts[0] if text.parts else None
    return isinstance(head, Piece) and head.text != "" and (absolute or not head.text.startswith("/"))
