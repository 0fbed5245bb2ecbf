"""What runs before what: in straight-line code, through functions that are called once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.semantics.names.flow import follows
from tflint_ckpt.syntax.forms import JUMPS
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module

_BLOCKS = (cst.Module, cst.IndentedBlock, cst.SimpleStatementLine, cst.SimpleStatementSuite)
_LOOPS = (cst.For, cst.While)
_LATER = (cst.Lambda, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp, cst.Match, cst.TryStar)
_DEEPEST = 6


class Before(Enum):
    """Whether one piece of code has run when another one runs."""

    ALWAYS = "always"
    MAYBE = "maybe"
    NEVER = "never"


def runs_before(module: Module, first: cst.CSTNode, second: cst.CSTNode) -> Before:
    """Whether *first* has run whenever *second* is about to run, in one run of the file from its top.

    A function runs where it is called: of *first* only the one call that it has counts; of *second* the
    earliest mention of its function, and the end of the file where nothing in it mentions the function.
    ``NEVER`` is said where *first* surely comes later or in the other arm; all else is ``MAYBE``.
    """
    for one, certain in _from_callers(module, first):
        for other in _from_mentions(module, second):
            if other is None:
                at_top = module.enclosing_function(one) is None
                found = Before.ALWAYS if certain and is_sure(module, one, module.tree) else Before.MAYBE
                return found if at_top else Before.MAYBE
            if module.enclosing_function(one) is module.enclosing_function(other):
                return _within(module, one, other, certain)
    return Before.MAYBE


def surely_after(module: Module, later: Sequence[cst.CSTNode], earlier: Sequence[cst.CSTNode]) -> bool:
    """Whether *later* only runs after *earlier*, in one run of what both are in, and in no common loop.

    Each is a place with the calls that lead there, the outermost first. What a method does comes after what
    the constructor of its class does.
    """
    for one, other in zip(earlier, later, strict=False):
        if one is other:
            if _is_looped(module, one):
                return False
            continue
        if module.facts.scopes[one] is module.facts.scopes[other]:
            inside = isinstance(other, cst.Call) and other in module.ancestors(one)  # ``Trainer().run()``
            return inside or follows(module.facts, other, one)
        return _constructs(module, one, other)
    return False


def places(module: Module, node: cst.CSTNode) -> list[tuple[cst.CSTNode, ...]]:
    """*node* with the calls that lead there, once for each way, for :func:`surely_after`."""
    return [(*(call for _, call in frames), node) for frames in module.call_sites.contexts(node)]


def _constructs(module: Module, one: cst.CSTNode, other: cst.CSTNode) -> bool:
    """Whether *one* stands in the constructor of a class, and *other* in a method that it does not call."""
    maker, method = module.enclosing_function(one), module.enclosing_function(other)
    owner = module.enclosing_class(one)
    if maker is None or method is None or owner is None or owner is not module.enclosing_class(other):
        return False
    if maker.name.value != "__init__" or module.facts.scopes[maker].node is not owner:
        return False
    named = (node for node in descend(maker) if isinstance(node, cst.Attribute))
    called = {node.attr.value for node in named if module.resolve(node) is None}  # not ``tf.train``
    return method is not maker and method.name.value not in called


def _is_looped(module: Module, node: cst.CSTNode) -> bool:
    inside = takewhile(lambda above: not isinstance(above, cst.FunctionDef), module.ancestors(node))
    return any(isinstance(above, _LOOPS) for above in inside)


def may_be_set_elsewhere(module: Module, word: str) -> bool:
    """Whether another file of the project has *word*, and this one imports files of the project.

    What an imported file does when it is imported nobody follows: it may have done it before.
    """
    others = list(module.project.mentioning(word, besides=module.path))
    if not others:
        return False
    folders = [other.path.replace("\\", "/").split("/") for other in others]
    parts = {part.removesuffix(".py") for folder in folders for part in folder}
    scopes = module.facts.each_scope
    imported = {each.imported for scope in scopes for found in scope.bindings.values() for each in found}
    every = [*filter(None, imported), *(star for scope in scopes for star in scope.star_imports)]
    return any(name.startswith(".") or not parts.isdisjoint(name.split(".")) for name in every)


def _from_callers(module: Module, node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, bool]]:
    """*node*, then the only call of the function that it is in, and so on; whether that surely runs it."""
    certain = True
    for _ in range(_DEEPEST):
        yield node, certain
        function = module.enclosing_function(node)
        calls = module.call_sites.calls_of(function).calls if function is not None else ()
        if function is None or len(calls) != 1 or calls[0] in {*module.ancestors(node)}:
            return
        if module.returns(function) is None:
            return  # a generator runs when it is asked for values
        certain = certain and is_run_by(module, node, function)
        node = calls[0]


def _from_mentions(module: Module, node: cst.CSTNode) -> Iterator[cst.CSTNode | None]:
    """*node*, then the first place that may call its function, and so on; at last ``None``: the end."""
    for _ in range(_DEEPEST):
        yield node
        function = module.enclosing_function(node)
        if function is None:
            return
        scope = module.facts.scopes[function]
        if isinstance(scope.node, cst.ClassDef):
            return  # a method may be called by whoever has the object
        uses = [use for use in module.uses(function.name.value, scope) if use is not function.name]
        uses = [use for use in uses if function not in module.ancestors(use)]
        if not uses:
            yield None
            return
        node = uses[0]


def _within(module: Module, first: cst.CSTNode, second: cst.CSTNode, certain: bool) -> Before:
    """The answer for two nodes of one function, or of the top of the file."""
    ways = {first: first}
    for child, above in module.steps(first):
        ways[above] = child
    child = second
    for above in (second, *module.ancestors(second)):
        if above in ways:
            return _below(module, above, (first, ways[above]), (second, child), certain)
        child = above
    return Before.MAYBE


def _below(
    module: Module,
    common: cst.CSTNode,
    first: tuple[cst.CSTNode, cst.CSTNode],
    second: tuple[cst.CSTNode, cst.CSTNode],
    certain: bool,
) -> Before:
    """The answer for two nodes that meet in *common*, each with its way into it."""
    sure = Before.ALWAYS if certain and is_sure(module, first[0], common) else Before.MAYBE
    if common is second[0]:
        inside = isinstance(common, cst.Call) and first[0] is not common
        return sure if inside else Before.MAYBE
    if isinstance(common, _BLOCKS):
        body = list(common.body)
        if body.index(first[1]) < body.index(second[1]):
            return sure
        return Before.MAYBE if _may_run_again(module, common) else Before.NEVER
    if isinstance(common, (cst.If, cst.IfExp)):
        if first[1] is common.test:
            return Before.ALWAYS if certain and is_sure(module, first[0], common.test) else Before.MAYBE
        return Before.MAYBE if _may_run_again(module, common) else Before.NEVER
    if isinstance(common, cst.With) and second[1] is common.body:
        return sure
    return Before.MAYBE


def is_run_by(module: Engine, node: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether *node*, which stands in *function*, runs whenever that is called and returns."""
    return is_sure(module, node, function) and not _may_leave(module, node, function)


def is_sure(module: Engine, node: cst.CSTNode, top: cst.CSTNode) -> bool:
    """Whether *node* runs whenever *top*, which is around it, runs to its end."""
    for child, above in module.steps(node) if node is not top else ():
        if above is top:
            return True
        if isinstance(above, (cst.If, cst.IfExp, cst.While)) and child is not above.test:
            return False
        if isinstance(above, cst.For) and child is not above.iter:
            return False
        if isinstance(above, (cst.Try, cst.ExceptHandler, *_LATER)):
            return False
        if isinstance(above, cst.BooleanOperation) and child is not above.left:
            return False
        if isinstance(above, cst.FunctionDef) and child is above.body:
            return False
    return True


def _may_leave(module: Engine, node: cst.CSTNode, function: cst.FunctionDef) -> bool:
    """Whether a statement of *function* before *node* may leave it."""
    for child, above in module.steps(node):
        if isinstance(above, _BLOCKS):
            for statement in above.body:
                if statement is child:
                    break
                if any(isinstance(inner, JUMPS) for inner in descend(statement)):
                    return True
        if above is function:
            return False
    return False


def _may_run_again(module: Module, node: cst.CSTNode) -> bool:
    """Whether *node* stands in a loop, or in a function that may be called several times."""
    for child, above in module.steps(node):
        if isinstance(above, _LOOPS) and child is above.body:
            return True
        if isinstance(above, cst.FunctionDef):
            return len(module.call_sites.calls_of(above).calls) != 1
    return False
