"""Which names of other files mean a top-level definition of a module, also through packages."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.asking.imports import file_meant, joined, parts
from tflint_ckpt.asking.imports import means as is_meant
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.names.canonical import HANDED_ON
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.agreed import agreed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.names.scopes import Binding

_MOST_STEPS = 6
"""Files that import a name from one another, one after the other."""


def means(path: str, imported: str, module: Code) -> bool:
    """Whether the module name *imported*, as the file at *path* writes it, is the file of *module*."""
    return is_meant(path, imported, module.path, lambda file: module.project.holds(file, besides=module.path))


def leads_to(other: Code, imported: str, module: Code, name: str, steps: int = _MOST_STEPS) -> bool | None:
    """Whether the dotted name *imported*, as *other* writes it, is the definition *name* of *module*.

    ``None`` where that cannot be seen: a file of the project makes it by a call, or in ``__getattr__``.
    """
    head, last = split(imported)
    if means(other.path, head, module):
        return last == name
    file = file_of(other.path, head, module)
    if file is None:
        return None if _is_of_project(head, other, module) and last == name else False
    if file == other.path:
        return False  # a file does not import itself: there is another module of that name
    source = module.project.source(file, besides=module.path) if steps else None
    package = module.other(source) if source is not None else None
    return _look_up(package, last, module, name, steps - 1) if package is not None else None


def _look_up(package: Code, wanted: str, module: Code, name: str, steps: int) -> bool | None:
    """Whether the top-level name *wanted* of another file is the definition *name* of *module*."""
    top = package.facts.module
    answers: list[bool | None] = []
    for binding in top.bindings.get(wanted, ()):
        if binding.imported:
            answers.append(leads_to(package, binding.imported, module, name, steps))
        elif binding.kind in (BindingKind.FUNCTION, BindingKind.CLASS):
            answers.append(False)
        elif not (isinstance(binding.value, cst.Name) and binding.value.value == "None"):
            answers.append(None)
    if not answers:
        stars = [leads_to(package, joined(star, wanted), module, name, steps) for star in top.star_imports]
        answers = [answer for answer in stars if answer is not False]
    if not answers and file_of(package.path, f".{wanted}", module) is not None:
        return False
    return answers[0] if len(set(answers)) == 1 else None


def split(imported: str) -> tuple[str, str]:
    """The module's name and what is imported from it: ``.`` and ``a`` of ``.a``."""
    head, _, last = imported.rpartition(".")
    return (head, last) if head.strip(".") else (f"{head}.", last)


def file_of(path: str, imported: str, module: Code) -> str | None:
    """The file of the project that the module name *imported* means in the file at *path*."""
    return file_meant(
        path, imported, module.path, lambda file: module.project.holds(file, besides=module.path)
    )


def _is_of_project(imported: str, other: Code, module: Code) -> bool:
    """Whether a module name begins with a folder or file of the project, as far as two paths show."""
    root = imported.partition(".")[0]
    return not root or root in parts(module.path) or root in parts(other.path)[:-1]


def foreign_uses(other: Code, module: Code, name: str) -> Iterator[tuple[cst.BaseExpression, bool | None]]:
    """The expressions in *other* that mean the top-level definition *name* of *module*, or may do so.

    With each, whether it surely does: ``None`` where a file between the two cannot be seen through.
    """
    aliases = {name}
    for scope in other.facts.each_scope:
        for local, bindings in scope.bindings.items():
            if any((binding.imported or "").endswith(f".{name}") for binding in bindings):
                aliases.add(local)
    stars = other.facts.module.star_imports
    kinds = [cst.Name] if any(map(other.facts.named, aliases)) else []
    for node in other.facts.among(*kinds, cst.Attribute):
        is_name = isinstance(node, cst.Name) and node.value in aliases
        if not is_name and not (isinstance(node, cst.Attribute) and node.attr.value == name):
            continue
        assert isinstance(node, (cst.Name, cst.Attribute))
        if is_name and isinstance(other.parent(node), cst.AssignTarget):
            continue  # ``except ImportError: Judge = None``
        spelled = _as_imported(other, node)
        if spelled is not None:
            answers = {leads_to(other, spelled, module, name)}
        elif isinstance(node, cst.Attribute):
            answers = {None if _loads_by_name(other) else False}
        elif (home := other.facts.scopes[node].lookup(node.value)) is None:
            answers = {leads_to(other, joined(star, name), module, name) for star in stars}
            answers = answers - {False} or {False}
        else:
            answers = {_held(other, binding, module, name) for binding in home.bindings[node.value]}
        answer = agreed(answers)
        if answer is not False:
            yield node, answer


def _as_imported(other: Code, node: cst.Name | cst.Attribute) -> str | None:
    """The dotted name of *node* as the file imports it, also of what another file hands on of an API."""
    spelled = other.spelled(node)
    if spelled is None or spelled.rpartition(".")[2] not in HANDED_ON:
        return spelled
    if isinstance(node, cst.Attribute):
        above = _as_imported(other, node.value) if isinstance(node.value, (cst.Name, cst.Attribute)) else None
        return joined(above, node.attr.value) if above is not None else spelled
    binding = other.sole_binding(node)
    return binding.imported if binding is not None and binding.imported else spelled


def _loads_by_name(other: Code) -> bool:
    text = other.source.text
    return "import_module" in text or "__import__" in text


def _held(other: Code, binding: Binding, module: Code, name: str) -> bool | None:
    """Whether what a variable is bound to is the definition; ``None`` for a call that is given its name."""
    if binding.imported:
        return leads_to(other, binding.imported, module, name)
    if isinstance(binding.value, cst.Call) and re.search(rf"[\"'.:]{name}[\"']", other.text(binding.value)):
        return None
    return False


def is_passed_on(other: Code, module: Code, name: str) -> bool:
    """Whether a package's ``__init__`` imports the definition, so that others may import it from there."""
    top = other.facts.module
    if any(means(other.path, star, module) for star in top.star_imports):
        return True
    imported = [binding.imported or "" for bindings in top.bindings.values() for binding in bindings]
    return any(leads_to(other, item, module, name) for item in imported if item.endswith(f".{name}"))
