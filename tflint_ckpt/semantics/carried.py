"""Loops whose passes depend on one another: what a call is given follows from what it returned before."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

_ADDING = frozenset("append appendleft extend insert add update put".split())
_CAMERA = "VideoCapture"
_Flow = tuple[set[str], set[str], cst.CSTNode]
"""The variables that something changes, those it reads, and where."""


def is_carried(loop: cst.CSTNode, call: cst.Call, given: cst.BaseExpression) -> bool:
    """Whether *given*, an argument of *call*, follows from what that returned in an earlier pass of *loop*.

    As in text that is generated word by word, or a game whose next state follows from the action. What each
    pass makes anew, before the call, carries nothing.
    """
    if not isinstance(loop, (cst.For, cst.While)):
        return False
    flows = list(_flows(loop))
    after = _closed({name for to, _, node in flows if _holds(node, call) for name in to}, flows, forward=True)
    fresh = _fresh(loop, call, after)
    earlier = [(to, read, node) for to, read, node in flows if not (to <= fresh and read & after)]
    before = _closed(_names(given), earlier, forward=False)
    return bool((after & before) - fresh)


def is_carried_by_calls(module: Module, loop: cst.CSTNode, call: cst.Call) -> bool:
    """The same, where *loop* calls the function that *call* stands in, and is not around *call* itself."""
    function = None if _holds(loop, call) else module.enclosing_function(call)
    sites = module.call_sites.calls_of(function).calls if function is not None else ()
    return any(
        _holds(loop, site) and any(is_carried(loop, site, given.value) for given in site.args)
        for site in sites
    )


def shows_a_camera(module: Module, loop: cst.CSTNode) -> bool:
    """Whether *loop*, or one around it, reads pictures of a camera or video: none comes before its time."""
    around = [above for above in module.ancestors(loop) if isinstance(above, (cst.For, cst.While))]
    for node in descend(around[-1] if around else loop):
        func = node.func if isinstance(node, cst.Call) else None
        if isinstance(func, cst.Attribute) and func.attr.value == "read":
            binding = module.sole_binding(func.value)
            made = binding.value if binding is not None else None
            if isinstance(made, cst.Call) and (module.resolve(made.func) or "").endswith(_CAMERA):
                return True
    return False


def _flows(loop: cst.For | cst.While) -> Iterator[_Flow]:
    """What the body of a loop assigns, loops over, or adds to a list."""
    for node in descend(loop.body):
        if isinstance(node, cst.Assign):
            targets = [each.target for each in node.targets]
            read = _names(node.value).union(*(_indices(each) for each in targets))
            yield set().union(*(_roots(each) for each in targets)), read, node
        elif isinstance(node, (cst.AugAssign, cst.AnnAssign)) and node.value is not None:
            to = _roots(node.target)
            yield to, _names(node.value) | (to if isinstance(node, cst.AugAssign) else set()), node
        elif isinstance(node, cst.For):
            inside = {name for to, _, _ in _flows(node) for name in to}
            yield _roots(node.target) | inside, _names(node.iter), node.iter
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            read = set().union(*(_names(each.value) for each in node.args))
            if node.func.attr.value in _ADDING:
                yield _roots(node.func.value), read, node


def _closed(names: set[str], flows: list[_Flow], *, forward: bool) -> set[str]:
    """*names*, and all that follow from them, or that they follow from."""
    found, size = set(names), -1
    while size != len(found):
        size = len(found)
        for to, read, _ in flows:
            if (read if forward else to) & found:
                found |= to if forward else read
    return found


def _fresh(loop: cst.For | cst.While, call: cst.Call, after: set[str]) -> set[str]:
    """Variables that each pass assigns before *call*, from nothing that the call returned."""
    found = _roots(loop.target) if isinstance(loop, cst.For) else set()
    for line in loop.body.body:
        if _holds(line, call):
            break
        for each in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(each, cst.Assign) and not _names(each.value) & after:
                found |= {one.target.value for one in each.targets if isinstance(one.target, cst.Name)}
    return found


def _holds(node: cst.CSTNode, call: cst.Call) -> bool:
    return any(each is call for each in descend(node))


def _names(node: cst.CSTNode) -> set[str]:
    """The variables in an expression; of ``a.b(c)`` these are ``a`` and ``c``."""
    attributes = {each.attr for each in descend(node) if isinstance(each, cst.Attribute)}
    return {each.value for each in descend(node) if isinstance(each, cst.Name) and each not in attributes}


def _indices(target: cst.BaseExpression) -> set[str]:
    slices = target.slice if isinstance(target, cst.Subscript) else ()
    return set().union(*(_names(part) for part in slices))


def _roots(target: cst.BaseExpression) -> set[str]:
    """The variables that a target changes: ``x`` of ``x[0, t] = 1``."""
    if isinstance(target, (cst.Tuple, cst.List)):
        return set().union(*(_roots(each.value) for each in target.elements))
    while isinstance(target, (cst.Subscript, cst.Attribute, cst.StarredElement)):
        target = target.value
    return {target.value} if isinstance(target, cst.Name) else set()
