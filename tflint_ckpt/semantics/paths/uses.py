"""What becomes of a path: from the string token it ends in, forward to every call that is handed it.

The token is followed through concatenation, ``os.path.join``, variables, attributes, functions of the
module and what they return. Each end is a :class:`Use`, whose role says what a path of another name does
there; where that cannot be seen the use says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls.sites import OTHER_FILES
from tflint_ckpt.semantics.names.resolve import is_none
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.roles import ANY_NAME, Role, role_in
from tflint_ckpt.semantics.paths.unseen import read_unseen
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import children, descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tflint_ckpt.semantics.module import Module

_DEEPEST = 200
"""Steps along one path; a real one takes a dozen."""
_WHOLE = frozenset(
    """str os.fspath os.path.abspath os.path.realpath os.path.normpath os.path.expanduser
    os.path.expandvars pathlib.Path pathlib.PurePath pathlib.PosixPath tensorflow.constant""".split()
)
"""Functions that give back the path they are handed."""
_SAME = frozenset("as_posix resolve absolute expanduser strip rstrip lstrip encode".split())
"""Methods of a path or text that do."""
_FILLED = pattern(r"(%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\})$")


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a path, or a text made of it, arrives.

    Attributes:
        node: the expression that is the path there.
        role: what happens to it.
        call: the call that is handed it.
        reason: for ``Role.UNKNOWN``, why a path of another name may not do, for a message.
        forbids: whether it surely asks for a person: what gets the path may read its ending or its format,
            or makes another name of it.
    """

    node: cst.CSTNode
    role: Role
    call: cst.Call | None = None
    reason: str = ""
    forbids: bool = False


def uses_of(module: Module, token: cst.CSTNode) -> tuple[Use, ...]:
    """Where the path that ends in the string *token* arrives."""
    return tuple(_Flow(module).of(token))


class _Flow:
    def __init__(self, module: Module) -> None:
        self._module = module
        self._seen: set[tuple[cst.CSTNode, bool]] = set()

    def of(self, node: cst.CSTNode, whole: bool = True) -> Iterator[Use]:
        """The uses of *node*, which holds the path; *whole* says that it is the path and no longer text."""
        if (node, whole) in self._seen:
            return
        self._seen.add((node, whole))
        if len(self._seen) > _DEEPEST:
            yield Use(node, Role.UNKNOWN, None, "it is used in too many places to follow")
            return
        parent = self._module.parent(node)
        handler = _STEPS.get(type(parent)) if parent is not None else None
        if handler is not None:
            yield from handler(self, node, parent, whole)
        elif not isinstance(parent, _HARMLESS):
            yield self._forbidden(node, "it is handed on")

    def _unknown(self, node: cst.CSTNode, reason: str, call: cst.Call | None = None) -> Use:
        return Use(node, Role.UNKNOWN, call, reason)

    def _forbidden(self, node: cst.CSTNode, reason: str, call: cst.Call | None = None) -> Use:
        return Use(node, Role.UNKNOWN, call, reason, forbids=True)

    # Within one expression

    def _up(self, node: cst.CSTNode, parent: cst.CSTNode, whole: bool) -> Iterator[Use]:
        yield from self.of(parent, whole)

    def _formatted(self, node: cst.CSTNode, parent: cst.FormattedString, whole: bool) -> Iterator[Use]:
        yield from self.of(parent, whole and parent.parts[-1] is node)

    def _concatenated(self, node: cst.CSTNode, parent: cst.ConcatenatedString, whole: bool) -> Iterator[Use]:
        yield from self.of(parent, whole and parent.right is node)

    def _binary(self, node: cst.CSTNode, parent: cst.BinaryOperation, whole: bool) -> Iterator[Use]:
        if isinstance(parent.operator, cst.Modulo):
            ends = parent.left is node or self._fills_end(parent.left)
        elif isinstance(parent.operator, (cst.Add, cst.Divide)):
            ends = parent.right is node
        else:
            ends = False
        yield from self.of(parent, whole and ends)

    def _fills_end(self, template: cst.BaseExpression) -> bool:
        """Whether the last thing in a ``%`` or ``format`` template is what is filled in."""
        texts = [value for value in self._module.evaluate(template) if isinstance(value, Text)]
        return bool(texts) and all(_FILLED.search(text.tail) for text in texts)

    def _arm(self, node: cst.CSTNode, parent: cst.IfExp, whole: bool) -> Iterator[Use]:
        if parent.test is not node:
            yield from self.of(parent, whole)

    def _named(self, node: cst.CSTNode, parent: cst.NamedExpr, whole: bool) -> Iterator[Use]:
        yield from self._bound(parent.target, whole)
        yield from self.of(parent, whole)

    def _comparison(self, node: cst.CSTNode, parent: cst.CSTNode, whole: bool) -> Iterator[Use]:
        parts = [part for each in children(parent) if each is not node for part in descend(each)]
        if not any(is_none(part) for part in parts):
            yield self._forbidden(node, "it is compared with another text")

    def _element(self, node: cst.CSTNode, parent: cst.Element, whole: bool) -> Iterator[Use]:
        """An element of what is joined, filled into a template or unpacked."""
        holder = self._module.parent(parent)
        above = self._module.parent(holder) if holder is not None else None
        if isinstance(above, cst.Arg):
            call = self._module.parent(above)
            if isinstance(call, cst.Call) and last_name(call.func) == "join":
                last = isinstance(holder, (cst.List, cst.Tuple)) and holder.elements[-1] is parent
                yield from self.of(call, whole and last)
                return
        if isinstance(above, cst.BinaryOperation) and isinstance(above.operator, cst.Modulo):
            last = isinstance(holder, cst.Tuple) and holder.elements[-1] is parent
            yield from self.of(above, whole and last and self._fills_end(above.left))
            return
        if isinstance(above, cst.Assign) and isinstance(node, cst.BaseExpression):
            yield from self._unpacked(node, above, whole)
            return
        call = self._module.parent(above) if isinstance(above, cst.Arg) else None
        if isinstance(call, cst.Call) and self._module.local_function(call.func) is None:
            yield self._forbidden(node, _unknown_call(call, None), call)
            return
        yield self._unknown(node, "it is kept in a list")

    def _unpacked(self, node: cst.BaseExpression, statement: cst.Assign, whole: bool) -> Iterator[Use]:
        """``a, b = "x.h5", "y.h5"``."""
        for target in statement.targets:
            names = getattr(target.target, "elements", ())
            bound = [name.value for name in names if self._gets(name.value, node)]
            if not bound:
                yield self._unknown(node, "it is kept in a list")
            for name in bound:
                yield from self._bound(name, whole)

    def _gets(self, name: cst.BaseExpression, value: cst.BaseExpression) -> bool:
        found = self._module.bindings(name) if isinstance(name, cst.Name) else []
        return any(binding.node is name and binding.value is value for binding in found)

    def _key(self, node: cst.CSTNode, parent: cst.DictElement, whole: bool) -> Iterator[Use]:
        if parent.value is node:
            yield from self._in_dictionary(node, parent, self._text_of(parent.key), whole)
        else:
            yield self._forbidden(node, "it is a key of a dictionary")

    def _text_of(self, key: cst.BaseExpression) -> str:
        values = self._module.evaluate(key)
        return (values[0].literal or "") if len(values) == 1 and isinstance(values[0], Text) else ""

    def _in_dictionary(self, node: cst.CSTNode, entry: cst.CSTNode, key: str, whole: bool) -> Iterator[Use]:
        """A dictionary of arguments, whose every use is to be unpacked into a call."""
        dictionary = self._module.parent(entry)
        above = self._module.parent(dictionary) if dictionary is not None else None
        if isinstance(above, cst.Assign) and len(above.targets) == 1:
            uses = self._uses(above.targets[0].target)
        else:
            uses = [dictionary] if dictionary is not None and isinstance(above, cst.Arg) else None
        calls = [self._unpacking(use) for use in uses or ()]
        if not uses or None in calls:
            yield self._unknown(node, "it is kept in a dictionary")
        for call in calls:
            if call is not None:
                yield from self._handed(node, call, key, None, whole)

    def _unpacking(self, use: cst.CSTNode) -> cst.Call | None:
        argument = self._module.parent(use)
        call = self._module.parent(argument) if argument is not None else None
        if isinstance(argument, cst.Arg) and argument.star == "**" and isinstance(call, cst.Call):
            return call
        return None

    # Variables, attributes, functions

    def _assign(self, node: cst.CSTNode, parent: cst.Assign, whole: bool) -> Iterator[Use]:
        for target in parent.targets:
            yield from self._bound(target.target, whole)

    def _annotated(self, node: cst.CSTNode, parent: cst.AnnAssign, whole: bool) -> Iterator[Use]:
        if parent.value is node:
            yield from self._bound(parent.target, whole)

    def _augmented(self, node: cst.CSTNode, parent: cst.AugAssign, whole: bool) -> Iterator[Use]:
        if parent.value is node:
            yield from self._bound(parent.target, whole)
        else:  # ``path += "…"`` reads what it was
            yield from self._bound(parent.target, False)

    def _bound(self, target: cst.BaseExpression, whole: bool) -> Iterator[Use]:
        unseen = read_unseen(self._module, target)
        if unseen:
            yield self._unknown(target, unseen)
        uses = self._uses(target)
        if uses is None:
            yield self._unknown(target, f"it is kept in {self._module.text(target)}")
        for use in uses or ():
            yield from self.of(use, whole)

    def _uses(self, target: cst.BaseExpression) -> list[cst.CSTNode] | None:
        """Where a variable or attribute is read after *target* was set; ``None`` for any other target."""
        if isinstance(target, cst.Name):
            home = self._module.home(target)
            if home is None:
                return None
            uses = self._reads(target.value, target)
            return [*uses, *self._attributes(target.value)] if home.is_class else [*uses]
        if isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name):
            return [*self._attributes(target.attr.value)]
        return None

    def _attributes(self, name: str) -> list[cst.Attribute]:
        """Where any attribute of that name is read."""
        stored = {each for each, _ in self._module.facts.attribute_targets}
        return [node for node in self._module.attributes(name) if node not in stored]

    def _reads(self, name: str, target: cst.CSTNode) -> list[cst.Name]:
        """Where the variable *name* may have what *target*, a name or parameter, was given.

        Not where it is set again, but by ``+=``.
        """
        return [
            use
            for use in self._module.facts.named(name)
            if use is not target
            and any(seen.node is target for seen in self._module.visible(use))
            and not self._is_set(use)
        ]

    def _is_set(self, use: cst.Name) -> bool:
        """Whether a name is one that gets a value there, and is not read for that."""
        bindings = self._module.bindings(use)
        return any(one.node is use and one.kind is not BindingKind.AUGMENTED for one in bindings)

    def _returned(self, node: cst.CSTNode, parent: cst.CSTNode, whole: bool) -> Iterator[Use]:
        module = self._module
        function = module.enclosing_function(node)
        if function is None:
            return
        name, found = function.name.value, module.call_sites.calls_of(function)
        if found.reason == OTHER_FILES or not (found.reason or found.sites):
            yield self._unknown(node, f"{name}() returns it to other files")
        elif not found.closed:
            why = f"to whatever else gets the function ({found.why_open})"
            yield self._unknown(node, f"{name}() returns it {why}")
        for site in found.sites:
            if site.partial:
                place = module.where(site.node, preposition="in")
                yield self._unknown(node, f"{name}() returns it to whatever gets the partial {place}")
            else:
                yield from self.of(site.node, whole)

    def _default(self, node: cst.CSTNode, parent: cst.Param, whole: bool) -> Iterator[Use]:
        yield self._unknown(node, f"it is the default of the parameter {parent.name.value}")
        for use in self._reads(parent.name.value, parent):
            yield from self.of(use, whole)

    # Calls

    def _attribute(self, node: cst.CSTNode, parent: cst.Attribute, whole: bool) -> Iterator[Use]:
        """A method or part of the path itself."""
        call = self._module.parent(parent)
        method = parent.attr.value
        if isinstance(call, cst.Call) and call.func is parent:
            if method in _SAME or method == "format":
                yield from self.of(call, whole)
                return
            if method in ("joinpath", "join"):
                yield from self.of(call, False)
                return
            role = role_in(self._module, call, None)
            if role in ANY_NAME:
                yield Use(node, role, call)
                return
        elif method == "parent":
            yield Use(node, Role.FOLDER)
            return
        yield self._forbidden(node, f"its text is taken apart by .{method}")

    def _argument(self, node: cst.CSTNode, parent: cst.Arg, whole: bool) -> Iterator[Use]:
        module = self._module
        call = module.parent(parent)
        if not isinstance(call, cst.Call):
            yield self._forbidden(node, "it is handed on")
            return
        keyword = parent.keyword.value if parent.keyword is not None else None
        name = last_name(call.func)
        if name == "dict" and keyword is not None:
            yield from self._in_dictionary(node, parent, keyword, whole)
            return
        last = call.args[-1] is parent
        resolved = module.resolve(call.func) or name
        if resolved in _WHOLE:
            yield from self.of(call, whole and (last or len(call.args) == 1))
        elif resolved.rpartition(".")[2] in ("join", "joinpath", "Path"):
            yield from self.of(call, whole and last)
        elif name == "format" and isinstance(call.func, cst.Attribute):
            yield from self.of(call, whole and self._fills_end(call.func.value))
        else:
            position = None if parent.star or keyword else call.args.index(parent)
            yield from self._handed(node, call, keyword, position, whole)

    def _handed(
        self, node: cst.CSTNode, call: cst.Call, keyword: str | None, position: int | None, whole: bool
    ) -> Iterator[Use]:
        """The path as the argument *keyword*, or at *position*, of *call*."""
        module = self._module
        function = module.call_sites.run_by(call)
        if function is not None:
            parameter = module.call_sites.parameter(function, call, position if keyword is None else keyword)
            if parameter is None:
                yield self._forbidden(node, f"it is handed to {function.name.value}()", call)
                return
            for use in self._reads(parameter.name.value, parameter):
                yield from self.of(use, whole)
            return
        role = role_in(module, call, keyword if position is None else position)
        if role is Role.UNKNOWN:
            yield Use(node, role, call, _unknown_call(call, keyword), forbids=not _is_option(call))
        elif whole or role in (Role.SPEECH, Role.FOLDER):
            yield Use(node, role, call)
        else:
            yield self._forbidden(node, "the name of another file is made of it", call)


def _is_option(call: cst.Call) -> bool:
    """Whether a call declares a command-line option, whose default may be any text."""
    name = last_name(call.func)
    return name in ("add_argument", "add_option") or name.startswith("DEFINE_")


def _unknown_call(call: cst.Call, keyword: str | None) -> str:
    name = last_name(call.func)
    if _is_option(call):
        return "it is the default of a command-line option"
    if name == "latest_checkpoint":
        return "tf.train.latest_checkpoint reads the folder"
    return f"it is handed to {name}()" if name else "it is handed on"


_HARMLESS = (cst.Expr, cst.If, cst.While, cst.Assert, cst.UnaryOperation, cst.Del)
"""Where a path, as such, only says whether it is empty, or is no more."""
_STEPS: dict[type[cst.CSTNode], Callable[[_Flow, Any, Any, bool], Iterator[Use]]] = {
    cst.FormattedStringExpression: _Flow._up,
    cst.FormattedString: _Flow._formatted,
    cst.ConcatenatedString: _Flow._concatenated,
    cst.BinaryOperation: _Flow._binary,
    cst.BooleanOperation: _Flow._up,
    cst.IfExp: _Flow._arm,
    cst.NamedExpr: _Flow._named,
    cst.Comparison: _Flow._comparison,
    cst.ComparisonTarget: _Flow._comparison,
    cst.Element: _Flow._element,
    cst.DictElement: _Flow._key,
    cst.Assign: _Flow._assign,
    cst.AnnAssign: _Flow._annotated,
    cst.AugAssign: _Flow._augmented,
    cst.Param: _Flow._default,
    cst.Return: _Flow._returned,
    cst.Attribute: _Flow._attribute,
    cst.Arg: _Flow._argument,
}
