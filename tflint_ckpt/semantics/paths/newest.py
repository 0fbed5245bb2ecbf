"""The file that stands last when the names of a folder are put in the order of their characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.stored import leaves_list
from tflint_ckpt.semantics.paths.named_folders import NamedFolders
from tflint_ckpt.semantics.saving.files import Action, FileCall, file_calls
from tflint_ckpt.semantics.saving.latest import sources
from tflint_ckpt.semantics.values.kinds import Constant, Hole, Text
from tflint_ckpt.syntax.forms import keyword, keywords, last_name, only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_GLOBS = ("glob.glob", "glob.iglob", "tensorflow.io.gfile.glob")
_LISTINGS = ("os.listdir", "tensorflow.io.gfile.listdir")
_SETTING = (cst.AssignTarget, cst.AnnAssign, cst.Return)
"""What sets a variable to another list, or gives it to whoever calls."""
_LEAVING = ("os.chdir", "contextlib.chdir")
_DEEPEST = 8
_SCRIPT = "train.py"
"""Stands for what else is in the working folder."""
_ENDS = ("endswith", "startswith")


@dataclass(frozen=True, slots=True)
class Listed:
    """Names of files that a call finds.

    Attributes:
        directory: the normalized shape of their folder, with marks for what is not known.
        pattern: what each name matches.
        bare: whether they come without the folder.
        suffixes: what a filter asks each name to end in; empty where none does.
        prefixes: what a filter asks each name to begin with.
    """

    directory: str
    pattern: str
    bare: bool = False
    suffixes: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def has(self, directory: str, name: str) -> bool:
        """Whether a file *name* of *directory* is one of them."""
        return (
            directory == self.directory
            and re.fullmatch(self.pattern, name, re.DOTALL) is not None
            and (not self.suffixes or name.endswith(self.suffixes))
            and (not self.prefixes or name.startswith(self.prefixes))
        )


@dataclass(frozen=True, slots=True)
class Newest:
    """A file that is loaded, and is chosen as the last by its name.

    Attributes:
        load: the call that loads it.
        node: what chooses it: ``sorted(files)[-1]``, ``max(files)``.
        listed: what it is chosen from.
    """

    load: FileCall
    node: cst.BaseExpression
    listed: Listed


def newest_by_name(module: Module) -> Iterator[Newest]:
    """Every file that a call loads and chooses so, in no other way, once for each place that chooses."""
    seen: set[cst.CSTNode] = set()
    for load in file_calls(module, Action.LOAD, Action.LOAD_WEIGHTS):
        found = _chosen(module, load)
        if found is not None and any(module.is_named(call.func, *_LEAVING) for call in module.facts.calls):
            return  # the same folder may be another one
        if found is not None and found[0] not in seen:
            seen.add(found[0])
            yield Newest(load, *found)


def _chosen(module: Module, load: FileCall) -> tuple[cst.BaseExpression, Listed] | None:
    """What chooses the file of *load*, and from which files."""
    if load.path is None:
        return None
    node, folder = load.path.value, ""
    values = module.evaluate(node)
    if len(values) == 1 and isinstance(values[0], Text):
        *before, last = values[0].parts or (None,)
        if not isinstance(last, Hole) or not isinstance(last.node, cst.BaseExpression):
            return None
        node = last.node
        if before:
            parts = tuple(part for part in before if part is not None)
            known = module.fact(NamedFolders).of(Text(parts))
            if known is None or isinstance(parts[-1], Hole) or not parts[-1].text.endswith("/"):
                return None
            folder = known
    elif any(isinstance(value, Text) for value in values):
        return None
    every = [each for each in _sources(module, node) if not is_none(each)]
    if len(every) != 1:
        return None
    listed = last_of(module, every[0])
    if listed is None or (listed.directory if listed.bare else "") != folder:
        return None
    return (every[0], listed) if not listed.has("", _SCRIPT) else None


def _sources(module: Module, node: cst.BaseExpression) -> Sequence[cst.BaseExpression]:
    """What gives *node* its value, also through one method of a class of the file."""
    found = sources(module, node) or ()
    only = found[0] if len(found) == 1 else None
    method = module.call_sites.callee(only) if isinstance(only, cst.Call) else None
    returned = module.returns(method) if method is not None else None
    return [each for one in returned for each in sources(module, one) or (one,)] if returned else found


def last_of(module: Module, node: cst.BaseExpression) -> Listed | None:
    """What *node* is the last of, in the order of the names; ``None`` for anything else."""
    if isinstance(node, cst.Call) and module.builtin(node.func) == "max":
        if keywords(node) - {"default"} or len(node.args) - len(keywords(node)) != 1:
            return None
        return _listed(module, node.args[0].value) if not node.args[0].star else None
    if not isinstance(node, cst.Subscript):
        return None
    index = only_index(node)
    if not isinstance(index, cst.Index):
        return None
    backward = _is_backward(module, node.value)
    if backward is None or not module.is_constant(index.value, 0 if backward else -1):
        return None
    return _listed(module, node.value)


def _is_backward(module: Module, node: cst.BaseExpression) -> bool | None:
    """Whether a list is in the reverse order of the names; ``None`` where it is in no order for sure."""
    found = _origin(module, node)
    if isinstance(found, cst.Name):
        sorts = [call for call, func in module.method_calls("sort") if _is_of(module, func.value, found)]
        return _order(module, sorts[0]) if len(sorts) == 1 and _is_before(module, sorts[0], node) else None
    call = _call_of(module, found, "sorted")
    return _order(module, call) if call is not None else None


def _call_of(module: Module, node: cst.BaseExpression | None, *names: str) -> cst.Call | None:
    """*node* where it is a call of one of these functions of Python, with something to begin with."""
    if not isinstance(node, cst.Call) or module.builtin(node.func) not in names:
        return None
    return node if node.args and not node.args[0].star else None


def _order(module: Module, call: cst.Call) -> bool | None:
    """Whether ``sorted`` or ``sort`` is told to go backward; ``None`` where it goes by something else."""
    if keywords(call) - {"reverse"} or any(argument.star for argument in call.args):
        return None
    given = keyword(call, "reverse")
    if given is None:
        return False
    only = module.only(given)
    return only.value if isinstance(only, Constant) and isinstance(only.value, bool) else None


def _origin(module: Module, node: cst.BaseExpression) -> cst.BaseExpression | None:
    """What the variable *node* was set to, unless the list is changed: the name again where it is sorted."""
    for _ in range(_DEEPEST):
        if not isinstance(node, cst.Name):
            return node
        bindings = module.visible(node)
        only = bindings[0] if len(bindings) == 1 else None
        if only is None or only.assigned is None or not _is_kept(module, node):
            return None
        if any(_is_of(module, func.value, node) for _, func in module.method_calls("sort")):
            return node if module.sole_binding(node) is only else None
        node = only.assigned
    return None


def _is_kept(module: Module, node: cst.Name) -> bool:
    """Whether a list in the variable *node* surely has the files that it was made with."""
    home = module.home(node)
    return home is not None and all(
        leaves_list(module, use, "sort") or isinstance(module.parent(use), _SETTING)
        for use in module.uses(node.value, home)
    )


def _is_of(module: Module, node: cst.CSTNode, name: cst.Name) -> bool:
    """Whether *node* is the variable *name*."""
    return isinstance(node, cst.Name) and node.value == name.value and module.home(node) is module.home(name)


def _is_before(module: Module, call: cst.Call, node: cst.CSTNode) -> bool:
    from tflint_ckpt.syntax.statements import always_before, statement_of

    return always_before(module, statement_of(module, call), node)


def _listed(module: Module, node: cst.BaseExpression, deepest: int = _DEEPEST) -> Listed | None:
    """The files that a list has: what a call finds, sorted or not, or a part of it that ends in a suffix."""
    for left in reversed(range(deepest)):
        origin = _origin(module, node)
        if isinstance(origin, cst.Name):
            binding = module.sole_binding(origin)
            origin = binding.value if binding is not None else None
        if isinstance(origin, (cst.ListComp, cst.GeneratorExp)):
            return _comprehended(module, origin, left)
        call = _call_of(module, origin, "sorted", "list")
        if call is None:
            return _found(module, origin) if isinstance(origin, cst.Call) else None
        node = call.args[0].value
    return None


def _found(module: Module, call: cst.Call) -> Listed | None:
    """What a call finds: ``glob.glob("ckpt/*.h5")``, ``os.listdir("ckpt")``, ``folder.glob("*")``."""
    name = last_name(call.func)
    if len(call.args) > 1 or any(argument.star or argument.keyword for argument in call.args):
        return None
    given = call.args[0].value if call.args else None
    if module.is_named(call.func, *_LISTINGS):
        directory = _only_directory(module, given) if given is not None else ""
        return Listed(directory, ".*", bare=True) if directory is not None else None
    if given is not None and module.is_named(call.func, *_GLOBS):
        return _globbed(module.only(given), module)
    if not isinstance(call.func, cst.Attribute) or name not in ("glob", "iterdir"):
        return None
    folder = module.only(call.func.value)
    directory = module.fact(NamedFolders).of(folder) if isinstance(folder, Text) and folder.is_path else None
    if directory is None or (given is None) is not (name == "iterdir"):
        return None
    pattern = module.literal(given) if given is not None else "*"
    translated = _translated(pattern) if pattern is not None else None
    return Listed(directory, translated) if translated is not None else None


def _globbed(path: object, module: Module) -> Listed | None:
    if not isinstance(path, Text):
        return None
    folder, name = module.fact(NamedFolders).split(path)
    translated = _translated(name)
    if folder is None or translated is None or any(character in folder for character in "*?["):
        return None
    return Listed(folder, translated)


def _translated(pattern: str) -> str | None:
    """A pattern of ``glob`` for names as a regular expression; ``None`` for what is rare, or not known."""
    if "/" in pattern or "[" in pattern or "\0" in pattern or "**" in pattern:
        return None
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")


def _only_directory(module: Module, node: cst.BaseExpression) -> str | None:
    value = module.only(node)
    return module.fact(NamedFolders).of(value) if isinstance(value, Text) else None


def _comprehended(module: Module, node: cst.ListComp | cst.GeneratorExp, deepest: int) -> Listed | None:
    """The names that a comprehension keeps, all of them or those with an ending or a beginning."""
    loop = node.for_in
    name = loop.target
    if loop.inner_for_in is not None or loop.asynchronous is not None or not isinstance(name, cst.Name):
        return None
    listed = _listed(module, loop.iter, deepest)
    if listed is None:
        return None
    asked: dict[str, tuple[str, ...]] = {}
    for condition in loop.ifs:
        found = _asked(module, condition.test, name.value)
        if found is None or found[0] in asked:
            return None
        asked[found[0]] = found[1]
    bare = listed.bare
    if not (isinstance(node.elt, cst.Name) and node.elt.value == name.value):
        folder = _put_before(module, node.elt, name.value)
        if folder != (listed.directory if bare else ""):
            return None
        bare = False
    elif asked and not bare and _ENDS[1] in asked:
        return None  # the beginning of a path is that of its folder
    return Listed(listed.directory, listed.pattern, bare, asked.get(_ENDS[0], ()), asked.get(_ENDS[1], ()))


def _asked(module: Module, test: cst.BaseExpression, name: str) -> tuple[str, tuple[str, ...]] | None:
    """The method by which ``name.endswith(".h5")`` asks, and for which texts."""
    if not isinstance(test, cst.Call) or not isinstance(test.func, cst.Attribute) or len(test.args) != 1:
        return None
    func = test.func
    if func.attr.value not in _ENDS or not isinstance(func.value, cst.Name) or func.value.value != name:
        return None
    given = module.literal(test.args[0].value)
    return (func.attr.value, (given,)) if given is not None else None


def _put_before(module: Module, node: cst.BaseExpression, name: str) -> str | None:
    """The folder that is put before the variable *name*; empty where it is only made a text."""
    value = module.only(node)
    if not isinstance(value, Text) or not value.parts:
        return None
    *before, last = value.parts
    is_name = isinstance(last, Hole) and isinstance(last.node, cst.Name) and last.node.value == name
    if not is_name:
        return None
    return module.fact(NamedFolders).of(Text(tuple(before))) if before else ""
