"""Making a module such as ``os`` available, with an import where the file's own style would have it."""

from __future__ import annotations

import sys

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import Binding, BindingKind, dotted
from tflint_ckpt.syntax.forms import is_import
from tflint_ckpt.syntax.lines import line_start, next_line
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


def import_module(
    module: Code, name: str, at: cst.CSTNode, alias: str = ""
) -> tuple[str, tuple[Edit, ...]] | None:
    """How to write the module *name* at the place *at*, and the edits that import it, as *alias* if given.

    An import that is there is used, under the name it has. ``None`` where the name means something
    else at that place, or is imported only after it.
    """
    scope = module.facts.scopes[at]
    known = _imported_as(module, name)
    if known is not None and scope.lookup(known) is module.facts.module:
        binding = module.facts.module.bindings[known][0]
        if scope is module.facts.module and not precedes(module.facts, binding.node, at):
            return None
        return known, ()
    if _is_imported_here(module, name, at):
        return name, ()
    new = alias or name
    if scope.lookup(new) is not None or new in module.facts.module.bindings:
        return None
    place, separator = _insertion(module, name)
    if scope is module.facts.module and place > module.span(at)[0]:
        place, separator = _after_docstring(module), _lines_between(module)
    code = f"import {name}{f' as {alias}' if alias else ''}{module.source.newline}{separator}"
    return new, (Edit(module.path, place, place, code),)


def imported_name(module: Code, name: str, at: cst.CSTNode) -> str | None:
    """How *name*, ``os.makedirs``, can be written at *at* by an import of it at the top that is there."""
    known = _imported_as(module, name)
    scope = module.facts.scopes[at]
    if known is None or scope.lookup(known) is not module.facts.module:
        return None
    binding = module.facts.module.bindings[known][0]
    runs_later = scope is not module.facts.module
    return known if runs_later or precedes(module.facts, binding.node, at) else None


def _is_imported_here(module: Code, name: str, at: cst.CSTNode) -> bool:
    """Whether an import in the function of *at* has surely bound *name* to the module of that name."""
    home = module.facts.scopes[at].lookup(name)
    if home is None or home is not module.facts.scopes[at] or len(home.bindings[name]) != 1:
        return False
    [binding] = home.bindings[name]
    statement = module.parent(binding.node)
    line = module.parent(statement) if statement else None
    if binding.imported != name or line is None:
        return False
    inside = any(module.parent(line) is above for above in module.ancestors(at))
    return inside and precedes(module.facts, binding.node, at)


def _imported_as(module: Code, name: str) -> str | None:
    """The name under which an unconditional import at the top level binds the module *name*.

    A notebook may import it again in a later cell; that it never means anything else is what counts.
    """
    for known, bindings in module.facts.module.bindings.items():
        if all(each.kind is BindingKind.IMPORT and each.imported == name for each in bindings):
            statement = module.parent(bindings[0].node)
            line = module.parent(statement) if statement else None
            if line is not None and module.parent(line) is module.tree:
                return known
    return None


def _insertion(module: Code, name: str) -> tuple[int, str]:
    """Offset of the line before which ``import name`` belongs, and what separates it from what follows.

    In the first group of imports, as isort would: before the first import that sorts after it, plain
    imports before ``from`` ones, the standard library before all else; after the group's last where all
    sort before. Between the standard library and a group without it a blank line goes.
    """
    text = module.source.text
    group = _first_group(module)
    if not group:
        return _after_docstring(module), _lines_between(module)
    names = [_imported(line.body[0]) for line in group]
    separate = _is_standard(name) and not any(_is_standard(other) for _, other in names)
    for place, (is_from, other) in enumerate(names):
        if _sorts_before(name, other, is_from):
            if place:
                break  # after the one before: a blank line or comment in front of this one is its own
            start = line_start(text, module.span(group[0])[0])
            return start, module.source.newline if separate else ""
    else:
        place = len(group)
    return next_line(text, module.span(group[place - 1])[1]), ""


def _sorts_before(name: str, other: str, is_from: bool) -> bool:
    """Whether ``import name`` goes before an import of *other*."""
    if _is_standard(name) != _is_standard(other):
        return _is_standard(name)
    return is_from or name < other


def _imported(statement: cst.BaseSmallStatement) -> tuple[bool, str]:
    """Whether an import is a ``from`` one, and the module it names first."""
    if isinstance(statement, cst.ImportFrom):
        return True, _top(statement)
    assert isinstance(statement, cst.Import)
    return False, statement.names[0].evaluated_name


def _is_standard(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in sys.stdlib_module_names


def _top(statement: cst.ImportFrom) -> str:
    if statement.relative or statement.module is None:
        return ""
    return dotted(statement.module) or ""


def _first_group(module: Code) -> list[cst.SimpleStatementLine]:
    """The first run of top-level import statements, ``__future__`` left out."""
    group: list[cst.SimpleStatementLine] = []
    for line in module.tree.body:
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        if isinstance(line, cst.SimpleStatementLine) and isinstance(small, (cst.Import, cst.ImportFrom)):
            if not (isinstance(small, cst.ImportFrom) and _top(small) == "__future__"):
                group.append(line)
        elif group:
            break
    return group


def _after_docstring(module: Code) -> int:
    """Offset of the line after the docstring and ``__future__`` imports, else of the first statement."""
    text = module.source.text
    place = None
    for line in module.tree.body:
        small = line.body[0] if isinstance(line, cst.SimpleStatementLine) else None
        is_docstring = (
            place is None and isinstance(small, cst.Expr) and isinstance(small.value, cst.SimpleString)
        )
        is_future = isinstance(small, cst.ImportFrom) and _top(small) == "__future__"
        if not (is_docstring or is_future):
            return line_start(text, module.span(line)[0]) if place is None else place
        place = next_line(text, module.span(line)[1])
    return place if place is not None else len(text)


def _lines_between(module: Code) -> str:
    """The blank lines that an import before the code of a file needs behind it: none before an import."""
    text, place = module.source.text, _after_docstring(module)
    newline = module.source.newline
    following = next((line for line in module.tree.body if module.span(line)[0] >= place), None)
    if following is None or is_import(following):
        return ""
    wanted = 2 if isinstance(following, (cst.FunctionDef, cst.ClassDef)) else 1
    there = 0
    while there < wanted and text.startswith(newline * (there + 1), place):
        there += 1
    return newline * (wanted - there)


def imports_package(line: cst.CSTNode) -> bool:
    """Whether a statement at the top level holds an import of anything but the standard library."""
    for node in descend(line):
        if isinstance(node, cst.Import):
            names = [alias.evaluated_name for alias in node.names]
        elif isinstance(node, cst.ImportFrom):
            names = ["." if node.module is None or node.relative else dotted(node.module) or "."]
        else:
            continue
        if any(name.partition(".")[0] not in sys.stdlib_module_names for name in names):
            return True
    return False


def own_line(module: Code, binding: Binding) -> cst.BaseSmallStatement | None:
    """The import statement of *binding*, where it imports nothing else and has a line of its own."""
    statement = module.parent(binding.node)
    line = module.parent(statement) if statement is not None else None
    if not isinstance(statement, (cst.Import, cst.ImportFrom)) or isinstance(statement.names, cst.ImportStar):
        return None
    if not isinstance(line, cst.SimpleStatementLine) or len(line.body) != 1:
        return None
    return statement if len(statement.names) == 1 else None
