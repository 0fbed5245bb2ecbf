"""Lists of GPUs, which are empty on a machine without one, and what is done with their first element."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.handlers import is_expected, is_handled
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.objects.variables import Variables
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.semantics.values.kinds import Constant, Text
from tflint_ckpt.semantics.values.options import Defaults, number_option
from tflint_ckpt.syntax.forms import is_self, only_index
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

LISTING = tuple(
    f"tensorflow.config.{place}list_{kind}_devices"
    for place in ("", "experimental.")
    for kind in ("physical", "logical")
)
_GPU_WORDS = pattern(r"gpu|cuda|device|accelerator", re.IGNORECASE)
_EXITS = ("sys.exit", "os._exit")
_DEEPEST = 2
"""Functions that call each other whose callers are looked at."""


@dataclass(frozen=True, slots=True)
class FirstGpu:
    """An expression ``gpus[0]``.

    Attributes:
        node: the subscript.
        index: the number in the brackets, also where a parameter or an option has it by default.
    """

    node: cst.Subscript
    index: int


def listings(module: Module) -> Iterator[cst.Call]:
    """Calls that list the GPUs of the machine, and nothing else."""
    for node in module.facts.calls:
        if module.is_named(node.func, *LISTING):
            kind = next((each.value for each in node.args if not each.star), None)
            values = module.evaluate(kind) if kind is not None else ()
            if values and all(isinstance(value, Text) and value.literal == "GPU" for value in values):
                yield node


def first_gpus(module: Module) -> Iterator[FirstGpu]:
    """Every ``gpus[0]`` of such a list that no test around or before it keeps from an empty one."""
    for listing in listings(module):
        for held in _uses(module, listing):
            above = module.parent(held)
            if isinstance(above, cst.Subscript) and above.value is held:
                index = _index(module, above)
                if index is not None and not _is_guarded(module, above, held):
                    yield FirstGpu(above, index)


def _uses(module: Module, listing: cst.Call) -> Iterator[cst.BaseExpression]:
    """The expressions that are surely the list."""
    yield listing
    yield from module.fact(Variables).sole_reads(listing)
    yield from _kept(module, listing)


def _kept(module: Module, listing: cst.Call) -> list[cst.Attribute]:
    """The reads of ``self.gpus``, which holds the list and nothing else, where each takes one of it.

    None where another one may be a test of it, whatever method it stands in.
    """
    from tflint_ckpt.semantics.values import attributes

    assign = module.parent(listing)
    target = assign.targets[0].target if isinstance(assign, cst.Assign) and len(assign.targets) == 1 else None
    owner = module.enclosing_class(listing)
    if owner is None or not isinstance(target, cst.Attribute) or not is_self(target.value):
        return []
    name = target.attr.value
    parts = attributes.parts_of(module, owner, name) or []
    if len(parts) != 1 or parts[0][0] is not listing:
        return []
    reads = [node for node in module.attributes(name) if node is not target]
    taken = all(isinstance(module.parent(node), cst.Subscript) for node in reads)
    return reads if taken and all(is_self(node.value) for node in reads) else []


def _index(module: Module, node: cst.Subscript) -> int | None:
    part = only_index(node)
    if not isinstance(part, cst.Index):
        return None
    binding = module.sole_binding(part.value)
    default = binding.value if binding is not None and binding.kind is BindingKind.PARAMETER else None
    values = module.evaluate(default if default is not None else part.value)
    value = values[0].value if len(values) == 1 and isinstance(values[0], Constant) else None
    if type(value) is int:
        return value
    return _by_default(module, part.value) if not _is_asked_for(module, node, part.value) else None


def _by_default(module: Module, node: cst.BaseExpression, deeper: int = _DEEPEST) -> int | None:
    """The number that *node* is in a plain run: of ``int(os.environ.get("GPU", 0))``, of an option."""
    if isinstance(node, cst.Call) and module.builtin(node.func) == "int" and len(node.args) == 1:
        return _by_default(module, node.args[0].value, deeper)
    if isinstance(node, cst.IfExp):
        arms = [_by_default(module, arm, deeper) for arm in (node.body, node.orelse)]
        return agreed([arm for arm in arms if arm is not None])
    binding = module.sole_binding(node)
    held = module.attribute_values(node) if isinstance(node, cst.Attribute) and is_self(node.value) else None
    if binding is not None and binding.kind is BindingKind.ASSIGNMENT and not binding.index:
        held = [binding.value] if binding.value is not None else None
    if held is not None:
        return _by_default(module, held[0], deeper - 1) if len(held) == 1 and deeper else None
    is_member = isinstance(node, cst.Attribute)
    option = number_option(module, node, module.evaluate(node.value)) if is_member else None  # type: ignore[attr-defined,arg-type]
    given = option.default if option is not None else node
    values = module.fact(Defaults).of(given) if given is not None else ()
    only = values[0] if len(values) == 1 else None
    known = only.literal if isinstance(only, Text) else only.value if isinstance(only, Constant) else None
    return int(known) if type(known) is int or (isinstance(known, str) and known.isdecimal()) else None


def _is_asked_for(module: Module, node: cst.Subscript, index: cst.BaseExpression) -> bool:
    """Whether a test around looks at the number first: ``if args.number >= 0``."""
    named = [module.text(each) for each in descend(index) if isinstance(each, (cst.Name, cst.Attribute))]
    tests = [above.test for above in module.ancestors(node) if isinstance(above, (cst.If, cst.IfExp))]
    return any(module.text(each) in named for test in tests for each in descend(test))


def _is_guarded(module: Module, node: cst.CSTNode, held: cst.BaseExpression, deeper: int = _DEEPEST) -> bool:
    """Whether something sees to it that *node* runs only where there is a GPU, or waits for the error."""
    if is_expected(module, node) or is_handled(module, node, "IndexError", "LookupError"):
        return True
    for child, above in module.steps(node):
        if isinstance(above, (cst.If, cst.IfExp, cst.While)) and child is not above.test:
            if _asks(module, above.test, held):
                return True
        elif isinstance(above, cst.BooleanOperation) and child is above.right:
            if _asks(module, above.left, held):
                return True
        elif isinstance(above, (cst.For, cst.CompFor)) and child is not above.iter:
            if _asks(module, above.iter, held):
                return True
        elif isinstance(above, (cst.ListComp, cst.GeneratorExp, cst.SetComp, cst.DictComp)):
            if _asks(module, above.for_in.iter, held):
                return True
        elif isinstance(above, (cst.FunctionDef, cst.ClassDef)):
            if any(_asks(module, each.decorator, held) for each in above.decorators):
                return True
            if isinstance(above, cst.FunctionDef) and _is_called_guarded(module, above, held, deeper):
                return True
        elif isinstance(above, (cst.IndentedBlock, cst.Module)) and _left_before(module, above, child, held):
            return True
    return False


def _is_called_guarded(
    module: Module, function: cst.FunctionDef, held: cst.BaseExpression, deeper: int
) -> bool:
    sites = module.call_sites.calls_of(function).sites if deeper else ()
    return any(_is_guarded(module, site.node, held, deeper - 1) for site in sites)


def _left_before(
    module: Module, block: cst.IndentedBlock | cst.Module, child: cst.CSTNode, held: cst.BaseExpression
) -> bool:
    """Whether a statement before *child* leaves where there is no GPU: ``assert gpus``."""
    for statement in block.body:
        if statement is child:
            return False
        if isinstance(statement, (cst.If, cst.Try, cst.While)):
            if any(_leaves(module, node) for node in descend(statement)) and _asks(module, statement, held):
                return True
        elif any(
            isinstance(node, cst.Assert) and _asks(module, node.test, held) for node in descend(statement)
        ):
            return True
    return False


def _leaves(module: Module, node: cst.CSTNode) -> bool:
    if isinstance(node, (cst.Return, cst.Raise, cst.Continue, cst.Break)):
        return True
    if not isinstance(node, cst.Call):
        return False
    return module.builtin(node.func) in ("exit", "quit") or module.is_named(node.func, *_EXITS)


def _asks(module: Module, test: cst.CSTNode, held: cst.BaseExpression) -> bool:
    """Whether a test has to do with the GPUs: with the list, or anything that is called after them."""
    for node in descend(test):
        if isinstance(node, cst.Name) and (
            _GPU_WORDS.search(node.value) or (isinstance(held, cst.Name) and node.value == held.value)
        ):
            return True
        if isinstance(node, cst.Attribute) and _GPU_WORDS.search(node.attr.value):
            return True
        if isinstance(node, cst.SimpleString) and _GPU_WORDS.search(node.value):
            return True
        for binding in module.bindings(node) if isinstance(node, cst.Name) else ():
            value = binding.value
            if value is not None and any(
                isinstance(inner, (cst.Name, cst.Attribute))
                and _GPU_WORDS.search(inner.value if isinstance(inner, cst.Name) else inner.attr.value)
                for inner in descend(value)
            ):
                return True
    return False
