"""What other files of the project give to an expression: their constants, functions, classes and objects."""

from __future__ import annotations

from abc import abstractmethod

import libcst as cst

from tflint_ckpt.packages import ELSEWHERE
from tflint_ckpt.semantics.calls.reached import as_partial
from tflint_ckpt.semantics.calls.receivers import Owner, Receivers
from tflint_ckpt.semantics.calls.sites import CallSites
from tflint_ckpt.semantics.calls.used_elsewhere import CallsElsewhere
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.values.answers import PASS, Answers, Passed, R
from tflint_ckpt.semantics.values.from_elsewhere import CallsFromElsewhere
from tflint_ckpt.semantics.values.kinds import Instance, Unknown
from tflint_ckpt.semantics.values.parts import ANY, EACH, Path
from tflint_ckpt.syntax.forms import is_self, is_super, keywords

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.definitions import Defined, Definition, Useful
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.scopes import Binding
    from tflint_ckpt.semantics.values.heritage import Inherited


Function = cst.FunctionDef | cst.Lambda


class Across(Answers[R]):
    """What expressions of one module get from other files, where the inference for those answers.

    Attributes:
        brings_objects: whether it says of an object of another file what it is.
        giving: the file whose call gives what arrives at a parameter.
        instead: the call that is being followed to another function than it names, and that function.
    """

    brings_objects = False
    giving: Engine | None = None
    instead: tuple[cst.Call, cst.BaseExpression] | None = None

    def peer(self, module: Engine) -> Across[R]:
        """The inference for the same kind of value in another file."""
        return module.fact(type(self))

    def _imported(self, node: cst.BaseExpression, path: Path) -> R | Passed:
        """What another file of the project gives to a name that is imported from it."""
        definition = self._definition(node)
        if definition is None or definition.binding.kind is not BindingKind.ASSIGNMENT:
            return PASS
        from tflint_ckpt.semantics.values.foreign import may_be_another

        binding = definition.binding
        assert binding.value is not None
        if may_be_another(self.module, node, definition, path):
            return self.unknown(node)
        found = self.peer(definition.module).inside((), binding.value, (*binding.index, *path))
        return self.brought(found, node)

    def assigned_elsewhere(self, node: cst.BaseExpression) -> Definition | None:
        """The variable of another file that *node* means, if it surely holds what it is assigned there."""
        found = self._definition(node)
        if found is None or found.binding.kind is not BindingKind.ASSIGNMENT:
            return None
        from tflint_ckpt.semantics.values.foreign import may_be_another

        return None if may_be_another(self.module, node, found, ()) else found

    def display_elsewhere(self, node: cst.BaseExpression) -> Defined | None:
        """The list, tuple or dictionary of another file that *node* means, if nothing may change it."""
        found = self._owner(node)
        if found is None or found.binding.kind is not BindingKind.ASSIGNMENT or found.binding.index:
            return None
        from tflint_ckpt.semantics.calls.definitions import Defined
        from tflint_ckpt.semantics.values.foreign import may_be_another

        value = found.binding.value
        if not isinstance(value, (cst.List, cst.Tuple, cst.Dict)):
            return None
        return None if may_be_another(self.module, node, found, (EACH,)) else Defined(found.module, value)

    def defined_elsewhere(self, node: cst.BaseExpression) -> Defined | None:
        """The function or class of another file that *node* means."""
        found = self._owner(node)
        if found is None or not isinstance(found.binding.node, (cst.FunctionDef, cst.ClassDef)):
            return None
        from tflint_ckpt.semantics.calls.definitions import Defined

        return Defined(found.module, found.binding.node)

    def _returned_elsewhere(self, call: cst.Call, path: Path) -> R | Passed:
        """What a function or class of another file gives for *call*, whatever it is given."""
        defined = self.called_elsewhere(call)
        if defined is None:
            return PASS
        peer = self.peer(defined.module)
        if isinstance(defined.node, cst.Call):
            is_replaced = any(each.star for each in call.args) or keywords(call) & keywords(defined.node)
            return self.brought(peer.given_by(defined.node, path), call) if not is_replaced else PASS
        if isinstance(defined.node, (cst.FunctionDef, cst.Lambda)):
            found = self.brought(peer.result(defined.node, path), call)
            is_loose = isinstance(found, tuple) and len(found) > 1  # other calls may give other values
            if _takes(defined.node) and (is_loose or self.lacks(found)):
                of_call = self.brought(peer.result_of(defined.node, path, call, self), call)
                return found if is_loose and self.lacks(of_call) else of_call
            return found
        if isinstance(defined.node, cst.ClassDef):
            return self.made_elsewhere(defined.module, defined.node, call, path)
        return PASS

    @abstractmethod
    def given_by(self, made: cst.Call, path: Path) -> R:
        """What calling *made*, a ``functools.partial(…)``, gives, whatever else it is given."""

    def made_elsewhere(self, there: Engine, node: cst.ClassDef, call: cst.Call, path: Path) -> R:
        """What *call* gives, which calls a class of another file."""
        return self.brought(self.peer(there).object_of(node, path), call)

    def called_elsewhere(self, call: cst.Call) -> Defined | None:
        """What another file of the project defines and *call* calls: a function, class, method or partial."""
        func = call.func if self.instead is None or self.instead[0] is not call else self.instead[1]
        definition = self._definition(func)
        if definition is not None:
            from tflint_ckpt.semantics.calls.definitions import Defined

            binding = definition.binding
            is_lambda = isinstance(binding.value, cst.Lambda) and not binding.index
            if is_lambda and binding.value is not None and self.assigned_elsewhere(func) is not None:
                return Defined(definition.module, binding.value)
            made = as_partial(definition.module, binding.value) if not binding.index else None
            if made is not None and self.assigned_elsewhere(func) is not None:
                return Defined(definition.module, made)
            return Defined(definition.module, binding.node)
        if not isinstance(func, cst.Attribute) or not self.callers:
            return None
        owner = self._owner(func.value) or self._made_elsewhere(func.value)[0]
        if owner is None:
            inherited = self._inherited(func, is_called=True)
            owner = inherited.base if inherited is not None else None
        if owner is None or not isinstance(owner.binding.node, cst.ClassDef):
            return None
        from tflint_ckpt.semantics.calls.definitions import Defined
        from tflint_ckpt.semantics.calls.named import is_property
        from tflint_ckpt.semantics.calls.set_members import SetMembers

        name, receivers = func.attr.value, owner.module.fact(Receivers)
        method = receivers.method(owner.binding.node, name)
        if method is None or is_property(owner.module, method):
            return None
        is_other = receivers.is_replaced(method) or self.module.fact(SetMembers).sets(name)
        return None if is_other else Defined(owner.module, method)

    def _called_there(self, there: Engine, call: cst.Call) -> cst.CSTNode | None:
        """What *call*, in the file *there*, calls of another file."""
        found = self.peer(there).called_elsewhere(call)
        return found.node if found is not None else None

    def class_elsewhere(self, call: cst.Call) -> Defined | None:
        """The class of another file of the project that *call* calls, also if that says nothing here."""
        found = self.defined_elsewhere(call.func)
        return found if found is not None and isinstance(found.node, cst.ClassDef) else None

    def _made_elsewhere(self, node: cst.BaseExpression) -> tuple[Definition | None, cst.Call | None]:
        """The class of another file that *node*, a variable, attribute or call, is an object of.

        With the call that makes the object.
        """
        if not self.callers or is_self(node) or not isinstance(node, (cst.Name, cst.Attribute, cst.Call)):
            return None, None
        values = self.values(node) if not isinstance(node, cst.Call) else ()
        only = values[0] if len(values) == 1 else None
        made = only.call if isinstance(only, Instance) else node if isinstance(node, cst.Call) else None
        held = self.module.assigned(node) if isinstance(only, Unknown) else None
        if held is not None:
            made = held if isinstance(held, cst.Call) else None
        return (self._owner(made.func), made) if made is not None else (None, None)

    def _inherited(self, node: cst.Attribute, *, is_called: bool = False) -> Inherited | None:
        """Where an attribute or method comes from that a class here has from one of another file.

        A method that *is_called* stands in the text of that file.
        """
        if not self.callers or not self.module.facts.classes:
            return None
        from tflint_ckpt.semantics.values.heritage import Heritage

        heritage = self.module.fact(Heritage)
        if not heritage.files or (is_called and not heritage.may_call(node.attr.value)):
            return None
        behind = is_super(node.value)
        around = self.module.enclosing_class(node) if behind else None
        if behind:
            owners = [Owner(around)] if around is not None else []
        else:
            owners = self.module.fact(Receivers).owners(node.value, self)
        if len(owners) != 1:
            return None
        return heritage.of(owners[0], node.attr.value, behind=behind)

    def _definition(self, node: cst.BaseExpression) -> Definition | None:
        """What another file defines that *node* names, if it may be what is looked for, or give it."""
        return self._defined(node, self.may_bring)

    def _owner(self, node: cst.BaseExpression) -> Definition | None:
        """The same of what has attributes and methods, which may hold it whatever it is itself."""
        return self._defined(node, None)

    def _defined(self, node: cst.BaseExpression, is_useful: Useful | None) -> Definition | None:
        if not self.callers or not isinstance(node, (cst.Name, cst.Attribute)):
            return None
        spelled = self.module.spelled(node)
        if spelled is not None:
            if spelled.partition(".")[0] in ELSEWHERE or self.module.resolve(node) is None:
                return None  # of no project, or this file puts something in its place
        elif not self.module.facts.module.star_imports:
            return None
        from tflint_ckpt.semantics.calls.definitions import Definitions

        definitions = self.module.fact(Definitions)
        if spelled is not None:
            return definitions.of(spelled, is_useful)
        return definitions.by_star(node, is_useful) if isinstance(node, cst.Name) else None

    @staticmethod
    def may_bring(text: str, name: str) -> bool:
        """Whether what a file with *text* calls *name* may say something; asked before the file is parsed."""
        return True

    def result(self, function: Function, path: Path) -> R:
        """What a function returns, whatever it is given."""
        kept, self.frames = self.frames, ()
        try:
            returned = self.module.returns(function)
            if not returned:
                return self.unknown(function)
            return self._given_back(function, returned, path, function)
        finally:
            self.frames = kept

    @property
    def _decides(self) -> bool:
        """Whether what the calls around are given may decide on a test: not while calls are looked for."""
        return bool(self.frames) and self.callers

    def _given_back(
        self, function: Function, returned: list[cst.BaseExpression], path: Path, of: cst.CSTNode
    ) -> R:
        """What a call gives that returns any of *returned*, or ends without."""
        found = self.all(returned, path, of)
        nothing = () if path or not returned else self.nothing(of)
        if not nothing or not self.module.may_give_none(function):
            return found
        if not self._decides:
            return self.together(of, (found, *nothing))
        from tflint_ckpt.semantics.values.decided import Decided

        if self.module.fact(Decided).never_ends(function, self.frames):
            return found
        return self.together(of, (found, *nothing))

    def result_of(self, function: Function, path: Path, call: cst.Call, asking: Answers[R]) -> R:
        """What a function returns for *call*, which stands in the file of *asking*."""
        from tflint_ckpt.semantics.values.decided import Decided

        returned = self.module.returns(function)
        calls = self.module.fact(CallsFromElsewhere)
        if not returned or call in calls.asking:
            return self.unknown(function)
        around = calls.enter(call, asking.module, asking.frames)
        kept, self.frames = self.frames, ((function, call),)
        try:
            returned = self.module.fact(Decided).returns(function, returned, self.frames)
            return self._given_back(function, returned, path, function)
        finally:
            self.frames = kept
            calls.leave(call, around)

    def from_elsewhere(self, value: cst.BaseExpression, call: cst.Call, use: cst.CSTNode, path: Path) -> R:
        """What *value* is, an argument of *call* in another file."""
        asking = self.module.fact(CallsFromElsewhere).asking.get(call)
        there, frames = asking or (self.module.fact(CallsElsewhere).modules[call], ())
        found = self.peer(there).inside(frames, value, path)
        kept, self.giving = self.giving, there
        try:
            return self.brought(found, use)
        finally:
            self.giving = kept

    def rest_from_elsewhere(self, binding: Binding, call: cst.Call, use: cst.CSTNode, path: Path) -> R:
        """What stands in ``*args`` of a function at the top of the file, which *call* calls from another."""
        function, scopes = binding.scope.node, self.module.facts.scopes
        if not isinstance(function, cst.FunctionDef) or scopes[function] is not self.module.facts.module:
            return self.unknown(use)
        params, is_spread = function.params, any(each.star for each in call.args)
        if binding.node is not params.star_arg or is_spread or path[:1] not in ((ANY,), (EACH,)):
            return self.unknown(use)
        given = [each.value for each in call.args if each.keyword is None]
        nodes = given[len(params.posonly_params) + len(params.params) :]
        return self.together(use, [self.from_elsewhere(node, call, use, path[1:]) for node in nodes])

    def is_elsewhere(self, call: cst.Call) -> bool:
        """Whether *call* stands in another file."""
        if call in self.module.fact(CallsFromElsewhere).asking:
            return True
        return call in self.module.fact(CallsElsewhere).modules

    def calls_elsewhere(self, function: cst.CSTNode, use: cst.Name) -> tuple[cst.Call, ...]:
        """Every call of *function*, some of them in other files, for the sake of its parameter *use*.

        Empty where some may be out of sight, and where what they give says nothing: before a dot.
        """
        if not self.callers or not isinstance(function, cst.FunctionDef):
            return ()
        if not self.brings_objects and isinstance(self.module.parent(use), cst.Attribute):
            return ()
        others = self.module.fact(CallsElsewhere).of(function, self._called_there)
        if not others:
            return ()
        here = self.module.fact(CallSites).calls_of(function).calls
        return (*here, *(call for _, call in others))

    def object_of(self, node: cst.ClassDef, path: Path) -> R:
        """What calling a class gives."""
        return self.unknown(node)

    def _attribute_elsewhere(self, node: cst.Attribute, path: Path) -> R | Passed:
        """What an attribute holds of a class that another file defines, or of an object of it."""
        if node.attr.value == "value" and isinstance(node.value, cst.Attribute):
            found_there = self._of_member(node.value, node, path)
            if found_there is not PASS:
                return found_there
        owner, made = self._owner(node.value), None
        if owner is None and self.module.spelled(node.value) is None:
            owner, made = self._made_elsewhere(node.value)
        if owner is None:
            inherited = self._inherited(node)
            if inherited is None:
                return PASS
            owner, made = inherited.base, inherited.made
        if isinstance(owner.binding.node, cst.FunctionDef):
            return self._of_result(owner, node, path)
        from tflint_ckpt.semantics.values.foreign import foreign_parts

        parts = foreign_parts(self.module, owner, node.attr.value, made)
        peer = self.peer(owner.module)
        if not parts:
            from tflint_ckpt.semantics.values.foreign import property_of

            method = property_of(owner, node.attr.value)
            return self.brought(peer.result(method, path), node) if method is not None else PASS
        found: list[R] = []
        for part in parts:
            place = (*part.index, *path)
            is_here = part.is_given and made is not None
            there = None if is_here else self.brought(peer.inside((), part.value, place), node)
            found.append(there if there is not None else self.at(part.value, place))
        return self.together(node, found)

    def _of_member(self, member: cst.Attribute, use: cst.Attribute, path: Path) -> R | Passed:
        """The value of a member of an ``Enum`` of another file."""
        from tflint_ckpt.semantics.values.members import enumerated

        owner = self._owner(member.value)
        if owner is None or not isinstance(owner.binding.node, cst.ClassDef):
            return PASS
        held = enumerated(owner.module, owner.binding.node, member.attr.value)
        if held is None or isinstance(held.value, cst.FunctionDef):
            return PASS
        return self.brought(self.peer(owner.module).inside((), held.value, (*held.index, *path)), use)

    def _of_result(self, defined: Definition, node: cst.Attribute, path: Path) -> R | Passed:
        """What an attribute holds of the object that a function of another file returns."""
        from tflint_ckpt.semantics.values.foreign import is_set

        function, there, name = defined.binding.node, defined.module, node.attr.value
        assert isinstance(function, cst.FunctionDef)
        returned = there.returns(function)
        if not returned or is_set(self.module, there, name):
            return PASS
        peer = self.peer(there)
        found = [peer.inside((), cst.Attribute(each, cst.Name(name)), path) for each in returned]
        return self.together(node, [self.brought(each, node) for each in found])


def _takes(function: Function) -> bool:
    """Whether a function has parameters."""
    params = function.params
    return bool(params.params or params.kwonly_params or params.posonly_params)
