"""Naming an object by another name than it was, in an import or in a chain of attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import Scope, dotted
from tflint_ckpt.syntax.callee import rename_callees
from tflint_ckpt.syntax.lines import begins_line, indentation, rest_of_line
from tflint_ckpt.syntax.several import remove_names
from tflint_ckpt.syntax.spelling import spelled_at
from tflint_ckpt.syntax.statements import remove_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.names.mentions import Mention

_WIDTH = 88
"""Characters of an import on one line; a longer one gets a line for each name, in brackets."""


def move(module: Code, mention: Mention, spelled: str) -> tuple[Edit, ...]:
    """Edits that make the chain of *mention* name *spelled* instead; empty where they would not be plain."""
    if not isinstance(mention.node, cst.Attribute):
        return ()
    text = _chain(module, mention.node, spelled)
    return rename_callees(module, [(mention.node, text)]) if text else ()


def _chain(module: Code, chain: cst.Attribute, spelled: str) -> str | None:
    """*spelled* as it may be written in the place of *chain*, from the variable that this begins with."""
    if dotted(chain) is None or "#" in module.text(chain) or "\n" in module.text(chain):
        return None
    node: cst.BaseExpression = chain
    while isinstance(node, cst.Attribute):
        node = node.value
        prefix = module.spelled(node)
        if prefix is not None and spelled.startswith(f"{prefix}."):
            return dotted_text(module, node) + spelled.removeprefix(prefix)
    return spelled_at(module, canonical(spelled), chain)


def dotted_text(module: Code, node: cst.BaseExpression) -> str:
    """The text of a name or chain, without white space around its dots."""
    return dotted(node) or module.text(node)


def move_names(
    module: Code,
    statement: cst.ImportFrom,
    names: Mapping[cst.ImportAlias, str],
    without: Sequence[cst.ImportAlias] = (),
) -> tuple[Edit, ...]:
    """Edits that import what *names* of *statement* are called now, as dotted names; those of *without* go,
    and the others stay.

    The names of one module are imported together, and one whose last part is another is still bound to the
    name that the file uses. Empty where the statement shares its line, or has a comment inside and would
    become several.
    """
    if statement.module is None or statement.relative or isinstance(statement.names, cst.ImportStar):
        return ()
    own = dotted(statement.module) or ""
    groups: dict[str, list[cst.ImportAlias]] = {}
    for alias in statement.names:
        if any(alias is each for each in without):
            continue
        groups.setdefault(names[alias].rpartition(".")[0] if alias in names else own, []).append(alias)
    if not groups:
        return (remove_statement(module, statement),)
    if len(groups) == 1:
        home = next(iter(groups))
        edits = [Edit(module.path, *module.span(statement.module), home)] if home != own else []
        for alias, name in names.items():
            if _last(name) != alias.evaluated_name:
                edits.append(Edit(module.path, *module.span(alias), _bound(alias, name)))
        gone = remove_names(module, statement, without) if without else ()
        return (*edits, *gone) if gone or not without else ()
    text = module.source.text
    start, end = module.span(statement)
    rest = rest_of_line(text, end)
    if not begins_line(text, start) or "#" in text[start:end] or (rest and rest[0] != "#"):
        return ()
    indent = indentation(text, start)
    lines = [
        _imported(module, home, [_bound(alias, names.get(alias)) for alias in aliases], indent)
        for home, aliases in groups.items()
    ]
    return (Edit(module.path, start, end, f"{module.source.newline}{indent}".join(lines)),)


def _bound(alias: cst.ImportAlias, name: str | None) -> str:
    """How *name*, or what *alias* imports, is imported and bound to what the file calls it."""
    last = _last(name) if name else alias.evaluated_name
    bound = alias.evaluated_alias or alias.evaluated_name
    return last if bound == last else f"{last} as {bound}"


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _imported(module: Code, home: str, names: list[str], indent: str) -> str:
    line = f"from {home} import {', '.join(names)}"
    if len(indent) + len(line) <= _WIDTH:
        return line
    newline = module.source.newline
    return (
        f"from {home} import ({newline}{''.join(f'{indent}    {name},{newline}' for name in names)}{indent})"
    )


def inline_module(
    module: Code, alias: cst.ImportAlias, names: Mapping[str, str], scope: Scope
) -> tuple[Edit, ...]:
    """Edits that write ``from package import function`` for ``from package import module``, and ``function``
    for each ``module.function``.

    *names* are what the module's members are called now, as dotted names. Empty where they are not all in
    that package, a member is not among them, a name means something else in the file, or the module itself is
    used.
    """
    statement = module.parent(alias)
    if not isinstance(statement, cst.ImportFrom) or statement.module is None:
        return ()
    own = dotted(statement.module) or ""
    bound = alias.evaluated_alias or alias.evaluated_name
    chains: list[tuple[cst.Attribute, str]] = []
    used: set[str] = set()
    for use in module.uses(bound, scope):
        chain = module.parent(use)
        if chain is alias or module.parent(use) is alias.asname:
            continue
        if not isinstance(chain, cst.Attribute) or chain.value is not use or chain.attr.value not in names:
            return ()
        home, _, last = names[chain.attr.value].rpartition(".")
        if home != own or "\n" in module.text(chain):
            return ()
        used.add(last)
        chains.append((chain, last))
    taken = {name for each in module.facts.each_scope for name in each.bindings}
    if not used or used & taken or len(scope.bindings.get(bound, ())) != 1:
        return ()
    start = module.span(alias)[0]
    end = module.span(alias.asname.name if alias.asname else alias.name)[1]
    return (Edit(module.path, start, end, ", ".join(sorted(used))), *rename_callees(module, chains))


def move_module(
    module: Code, alias: cst.ImportAlias, names: Mapping[str, str], used: Sequence[str]
) -> tuple[Edit, ...]:
    """Edits that import another module under the name that the file uses for the one of *alias*.

    *names* are what the members of that are called now, as dotted names, and *used* those that the file
    asks. Empty where they are not all in one module, or the statement imports other things, too.
    """
    statement = module.parent(alias)
    if not isinstance(statement, cst.ImportFrom) or statement.module is None or not used:
        return ()
    homes = {names[member].rpartition(".")[0] for member in used if member in names}
    same = all(member in names and names[member].rpartition(".")[2] == member for member in used)
    above, _, last = homes.pop().rpartition(".") if len(homes) == 1 else ("", "", "")
    if not same or not above or isinstance(statement.names, cst.ImportStar) or len(statement.names) > 1:
        return ()
    bound = alias.evaluated_alias or alias.evaluated_name
    return (
        Edit(module.path, *module.span(statement.module), above),
        Edit(module.path, *module.span(alias), last if last == bound else f"{last} as {bound}"),
    )
