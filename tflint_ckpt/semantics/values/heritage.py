"""What a class of the module inherits from one of another file of the project."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.calls import classes
from tflint_ckpt.semantics.calls.definitions import Definition, Definitions
from tflint_ckpt.semantics.calls.receivers import Owner, Receivers
from tflint_ckpt.syntax.forms import is_super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine

_UNSEEN = cst.Call(cst.Name("_"), [cst.Arg(cst.Name("_"), star="*"), cst.Arg(cst.Name("_"), star="**")])
"""The call of a constructor of which nobody sees what it is given."""
_PLAIN = ("object", "ABC")


@dataclass(frozen=True, slots=True)
class Inherited:
    """What stands before the dot, as far as another file says what it is.

    Attributes:
        base: the class of another file.
        made: the call that gives its constructor what that gets; ``None`` for the class itself.
    """

    base: Definition
    made: cst.Call | None


class Heritage:
    """The bases in other files of the classes of one module; answers are kept."""

    def __init__(self, module: Engine) -> None:
        self.module = module
        self._bases: dict[cst.ClassDef, Definition | None] = {}

    @cached_property
    def files(self) -> tuple[Engine, ...]:
        """The other files that the classes of the module derive from."""
        bases = (self._base(each) for each in self.module.facts.classes)
        return tuple({base.module: None for base in bases if base is not None})

    def may_call(self, name: str) -> bool:
        """Whether a method *name* of the module's classes may stand in one of those files."""
        return any(name in there.source.text for there in self.files)

    def of(self, owner: Owner, name: str, *, behind: bool = False) -> Inherited | None:
        """Where *name* of an object of *owner*, or of the class itself, comes from, if it is another file.

        *behind*: of ``super()``, so that what the class has itself does not count.
        """
        base = self._base(owner.node)
        if base is None:
            return None
        own = self._names(owner.node)
        if (name in own and not behind) or self._answers_to(base, own):
            return None
        return Inherited(base, None if owner.is_class else self._constructing(owner))

    def _base(self, owner: cst.ClassDef) -> Definition | None:
        """The one class of another file that *owner* derives from, if no other base is out of sight."""
        if owner not in self._bases:
            self._bases[owner] = None  # of a class that derives from itself
            self._bases[owner] = self._found(owner)
        return self._bases[owner]

    def _found(self, owner: cst.ClassDef) -> Definition | None:
        module, found = self.module, []
        for each in module.fact(Receivers).order(owner):
            for argument in each.bases:
                base = argument.value
                if classes.local_class(module, base) is not None or _is_plain(base):
                    continue
                spelled = module.spelled(base)
                defined = module.fact(Definitions).of(spelled) if spelled is not None else None
                if defined is None or not isinstance(defined.binding.node, cst.ClassDef):
                    return None
                found.append(defined)
        return found[0] if len(found) == 1 else None

    def _names(self, owner: cst.ClassDef) -> set[str]:
        """What the class, its bases here and what derives from them here define, or set on themselves."""
        receivers = self.module.fact(Receivers)
        family = set(receivers.order(owner)) | receivers.with_heirs(owner)
        found = {name for each in family for name in classes.names(self.module, each)}
        return found | {target.attr.value for target, _ in self.module.facts.attribute_targets}

    def _answers_to(self, base: Definition, names: set[str]) -> bool:
        """Whether the class of the other file asks for what a class here defines otherwise."""
        there, node = base.module, base.binding.node
        assert isinstance(node, cst.ClassDef)
        asked = "|".join(re.escape(name) for name in names if not name.startswith("__"))
        if not asked:
            return False
        every = (node, *(each for each in classes.ancestry(there, node) if isinstance(each, cst.ClassDef)))
        asks = re.compile(rf"\b(?:self|cls)\.(?:{asked})\b")
        return any(asks.search(there.text_of_definition(each)) for each in every)

    def _constructing(self, owner: Owner) -> cst.Call:
        """The call whose arguments the constructor of the base gets: ``super().__init__(…)``, or ``T(…)``."""
        constructor = self.module.fact(Receivers).method(owner.node, "__init__")
        if constructor is None:
            return owner.made.call if owner.made is not None else _UNSEEN
        calls = [
            call
            for call, attribute in self.module.method_calls("__init__")
            if is_super(attribute.value) and self.module.enclosing_function(call) is constructor
        ]
        return calls[0] if len(calls) == 1 else _UNSEEN


def _is_plain(base: cst.BaseExpression) -> bool:
    name = base.attr.value if isinstance(base, cst.Attribute) else getattr(base, "value", "")
    return name in _PLAIN
