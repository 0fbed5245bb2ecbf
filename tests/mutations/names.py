"""Dressings that call things by other names. Each has an inverse: a text with the first names again."""

from __future__ import annotations

import ast
import re
import token as kinds

from tests.mutations.script import Change, Pick, Script

MARK = "_dressed"
AGAIN = "_again"
FOREIGN = "ñ"


def renamed_imports(script: Script, pick: Pick) -> list[Change]:
    """``import tensorflow as tf_dressed``, wherever ``tf`` is nothing but that import."""
    aliases = _aliases(script)
    names = [name for place, name in enumerate(_only_imported(script)) if pick(place)]
    changes = []
    for name in names:
        for alias in aliases[name]:
            end = script.place(alias)[1]
            changes.append(Change(end, end, MARK if alias.asname else f" as {name}{MARK}"))
    return changes + _uses(script, names, MARK)


def without_marks(text: str) -> str:
    """Undoes `renamed_imports` and `aliases_by_assignment`, but for ``as tf`` and ``tf = tf``."""
    return text.replace(MARK, "").replace(AGAIN, "")


def without_traces(tree: ast.Module) -> ast.Module:
    """*tree* without ``import a as a`` and ``a = a``, which `without_marks` leaves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.alias) and node.asname == node.name:
            node.asname = None
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                block[:] = [each for each in block if not _is_to_itself(each)]
    return tree


def _is_to_itself(node: ast.AST) -> bool:
    """Whether this is ``a = a``."""
    return (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Name)
        and node.targets[0].id == node.value.id
    )


def aliases_by_assignment(script: Script, pick: Pick) -> list[Change]:
    """``import tensorflow as tf`` is followed by ``tf_again = tf``, which is used instead.

    Imports at the top level only, that no other import takes the name of.
    """
    aliases = _aliases(script)
    top = {alias: node for node in script.tree.body if _is_import(node) for alias in node.names}
    names = [
        name
        for place, name in enumerate(_only_imported(script))
        if pick(place) and len(aliases[name]) == 1 and aliases[name][0] in top
    ]
    changes = []
    for name in names:
        end = script.place(top[aliases[name][0]])[1]
        if script.text[end] == "\n":
            changes.append(Change(end, end, f"\n{name}{AGAIN} = {name}"))
    assigned = [change.text.split(AGAIN)[0].strip() for change in changes]
    return changes + _uses(script, assigned, AGAIN)


def foreign_identifiers(script: Script, pick: Pick) -> list[Change]:
    """``ñ`` behind the names of variables and functions that nothing refers to but by the name itself."""
    names = [name for place, name in enumerate(_own(script)) if pick(place)]
    return _uses(script, names, FOREIGN)


def plain_identifiers(text: str) -> str:
    """Undoes `foreign_identifiers`."""
    return text.replace(FOREIGN, "")


def _is_import(node: ast.AST) -> bool:
    return isinstance(node, (ast.Import, ast.ImportFrom))


def _aliases(script: Script) -> dict[str, list[ast.alias]]:
    """Name → the imports that bind it; ``import a.b`` cannot be renamed, and ``a`` is left out."""
    found: dict[str, list[ast.alias]] = {}
    kept: set[str] = set()
    for node in ast.walk(script.tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                if alias.asname is None and ("." in alias.name or alias.name == "*"):
                    kept.add(alias.name.split(".")[0])
                else:
                    found.setdefault(alias.asname or alias.name, []).append(alias)
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                kept.update(alias.name for alias in node.names)
    return {name: each for name, each in found.items() if name not in kept}


def _only_imported(script: Script) -> list[str]:
    others = _bound(script) | _in_fstrings(script)
    return [name for name in _aliases(script) if name not in others]


def _own(script: Script) -> list[str]:
    """Variables and functions that are neither parameters, imports, attributes nor class variables."""
    tree = script.tree
    others = {*_aliases(script), *_in_fstrings(script)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            others.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.arg):
            others.add(node.arg)
        elif isinstance(node, ast.Attribute):
            others.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            others.add(node.name)
            others.update(each.name for each in node.body if isinstance(each, ast.FunctionDef))
    return sorted(_bound(script) - others)


def _bound(script: Script) -> set[str]:
    """Names that something else than an import binds."""
    found: set[str] = set()
    for node in ast.walk(script.tree):
        if isinstance(node, ast.alias):
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        else:  # functions, classes, handlers, captures of patterns
            found.update(filter(None, [getattr(node, "name", None)]))
    return found


def _in_fstrings(script: Script) -> set[str]:
    """The words in f-strings: their parts are no tokens before Python 3.12."""
    prefixed = [
        each.text for each in script.tokens if each.kind == kinds.STRING and each.text[0] not in "'\""
    ]
    return {word for text in prefixed for word in re.findall(r"\w+", text)}


def _uses(script: Script, names: list[str], mark: str) -> list[Change]:
    """The *mark* behind every use of *names*, imports and keywords of calls left out."""
    imports = [script.place(node) for node in ast.walk(script.tree) if _is_import(node)]
    wanted, changes = set(names), []
    code = [*script.code(), None]
    for before, each, after in zip([None, *code], code, code[1:], strict=False):
        if each is None or each.kind != kinds.NAME or each.text not in wanted:
            continue
        is_label = before is not None and before.text == "."
        is_keyword = bool(each.depth and after and after.text == "=" and before and before.text in "(,")
        if not is_label and not is_keyword and not any(start <= each.start < end for start, end in imports):
            changes.append(Change(each.start, each.end, each.text + mark))
    return changes
