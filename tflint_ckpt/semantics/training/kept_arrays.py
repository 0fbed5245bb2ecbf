"""Arrays whose numbers stay as they are: nothing writes into them, into a part, or into a view of one."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from tflint_ckpt.semantics.names.scopes import BindingKind, all_parameters
from tflint_ckpt.syntax.forms import keyword
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.scopes import Scope

_VIEWS = frozenset("T real flat reshape transpose ravel squeeze swapaxes view".split())
"""Attributes and methods of an array that give its numbers by another form."""
_READING = frozenset(
    """shape dtype ndim size nbytes itemsize astype copy flatten tolist tobytes mean max min std var sum prod
    argmax argmin argsort all any round clip repeat take dot item""".split()
)
"""Those that leave it as it is, and give something new."""
_HANDING_ON = frozenset("list tuple enumerate zip reversed iter".split())
"""Functions of Python whose result has the same arrays."""
_LOOKING = frozenset("len print min max sum type str repr isinstance any all sorted id".split())
_OWNERS = ("numpy.", "tensorflow.", "keras.", "sklearn.", "matplotlib.", "seaborn.", "PIL.", "pandas.")
"""Packages whose functions write into nothing that they are given, but for those below."""
_PREPROCESSING = "preprocess_input"
"""Of ``keras.applications``: writes into arrays of floats (run on Keras 2.10, 2.15 and 3.15)."""
_WRITING = frozenset(
    "copyto put place putmask fill_diagonal put_along_axis shuffle nan_to_num at setfield nditer".split()
)
_VIEWING = frozenset(
    """asarray asanyarray ascontiguousarray reshape squeeze expand_dims transpose ravel swapaxes moveaxis
    split array_split vsplit hsplit broadcast_to atleast_1d atleast_2d atleast_3d flip fliplr flipud rot90
    diagonal rollaxis frombuffer as_strided sliding_window_view DataFrame Series""".split()
)
_METHODS = frozenset("flow fit evaluate predict fit_generator train_on_batch imshow hist plot".split())
"""Methods of generators, models and plots that are given arrays."""
_VALUES = (
    cst.BinaryOperation, cst.UnaryOperation, cst.Comparison, cst.ComparisonTarget, cst.Index, cst.Slice,
    cst.FormattedStringExpression, cst.Expr, cst.Assert, cst.If, cst.While, cst.Del, cst.CompIf,
)  # fmt: skip
"""What reads a value, and makes another one, or none."""

_Seen = set[tuple["Scope", str]]


def is_kept(module: Module, name: cst.Name) -> bool:
    """Whether the array in the variable *name* surely has the numbers that it was made with."""
    return _is_read(module, name.value, module.home(name), set(), inside=False)


def _is_read(module: Module, name: str, home: Scope | None, seen: _Seen, *, inside: bool) -> bool:
    """Whether all uses of a variable only read; *inside* a function that was given it, it may be returned."""
    if home is None:
        return False
    if (home, name) in seen:
        return True
    seen.add((home, name))
    made = {each.node for each in home.bindings[name] if each.kind is not BindingKind.AUGMENTED}
    return all(_reads(module, use, seen, inside) for use in module.uses(name, home) if use not in made)


def _reads(module: Module, use: cst.Name, seen: _Seen, inside: bool) -> bool:
    """Whether what is done at *use* leaves the array as it is, and what is done with its other names."""
    place: cst.CSTNode = use
    while True:
        above = module.parent(place)
        if isinstance(above, cst.Subscript) and above.value is place:
            place = above
        elif isinstance(above, cst.Attribute):
            if above.attr.value not in _VIEWS:
                return above.attr.value in _READING and not isinstance(module.parent(above), cst.AssignTarget)
            place = module.call_of(above) or above
        elif isinstance(above, cst.Arg):
            call = module.parent(above)
            if not isinstance(call, cst.Call) or call.func is place:
                return False
            known = _is_harmless(module, call, above, seen)
            if known is not None:
                return known
            place = call
        elif isinstance(above, cst.Element):
            container = module.parent(above)
            given = module.parent(container) if container is not None else None
            if not isinstance(given, cst.Arg):
                return False
            place = container if container is not None else above
        elif isinstance(above, cst.AugAssign):
            return above.value is place
        elif isinstance(above, (cst.Assign, cst.AnnAssign)):
            return _are_read(module, _targets(above), seen, inside)
        elif isinstance(above, (cst.For, cst.CompFor)):
            return _are_read(module, (above.target,), seen, inside)
        else:
            return isinstance(above, _VALUES) or (inside and isinstance(above, cst.Return))


def _targets(above: cst.Assign | cst.AnnAssign) -> Iterable[cst.BaseExpression]:
    return [each.target for each in above.targets] if isinstance(above, cst.Assign) else (above.target,)


def _are_read(module: Module, targets: Iterable[cst.BaseExpression], seen: _Seen, inside: bool) -> bool:
    """The same of the variables that are set to an array, or to its parts."""
    for target in targets:
        for node in descend(target):
            if isinstance(node, (cst.Attribute, cst.Subscript)):
                return False
            if not isinstance(node, cst.Name):
                continue
            if not _is_read(module, node.value, module.home(node), seen, inside=inside):
                return False
    return True


def _is_harmless(module: Module, call: cst.Call, given: cst.Arg, seen: _Seen) -> bool | None:
    """Whether a call leaves an array that it is given as it is; ``None`` if its result may be that array."""
    if given.star or (given.keyword is not None and given.keyword.value == "out"):
        return False
    builtin = module.builtin(call.func)
    if builtin is not None:
        return None if builtin in _HANDING_ON else builtin in _LOOKING
    function = module.call_sites.callee(call)
    if function is not None:
        home = module.facts.scopes[function.body]
        every = (each.name.value for each in all_parameters(function.params))
        names = [each for each in every if module.bound_argument(function, call, each) is given.value]
        if not names or not all(_is_read(module, each, home, seen, inside=True) for each in names):
            return False
        return None
    name = module.resolve(call.func) or ""
    if name.startswith(_OWNERS):
        last = name.rpartition(".")[2]
        if last == _PREPROCESSING or keyword(call, "copy") is not None:
            return False
        is_third = given.keyword is None and given in call.args[2:]
        if name.startswith("numpy.") and (last in _WRITING or is_third or keyword(call, "out") is not None):
            return False
        return None if last in _VIEWING else True
    return isinstance(call.func, cst.Attribute) and call.func.attr.value in _METHODS
