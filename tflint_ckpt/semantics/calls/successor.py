"""What becomes of the arguments of a call when another callable takes the place of the one that is called."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from tflint_ckpt.keras_api.signature import Signature
from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.api import default, positional
from tflint_ckpt.semantics.values.kinds import Constant, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.arguments import Call
    from tflint_ckpt.semantics.engine import Engine


@dataclass(slots=True)
class Successor:
    """How the arguments of a call go over.

    Attributes:
        named: arguments that must be given by this name from now on: a positional one, or one by a keyword
            that has another name.
        dropped: arguments that the other callable does not take, with their names.
        missing: parameters that were left at a default which is another one there: what to give for them.
        same: whether each dropped argument has its default value, so that nothing changes without it.
    """

    named: list[tuple[cst.Arg, str]] = field(default_factory=list)
    dropped: list[tuple[cst.Arg, str]] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    same: bool = True

    @classmethod
    def of(
        cls,
        module: Engine,
        call: Call,
        old: Signature,
        new: Signature,
        older: Mapping[str, str] | None = None,
    ) -> Successor | None:
        """How the arguments of *call* go over from *old* to *new*, whose first parameters are the same.

        *older* are names that what came before *old* had for its parameters. ``None`` where that cannot be
        told: arguments that are not in sight, or that *old* does not have.
        """
        found = cls()
        given = set()
        for place, argument in enumerate(call.node.args):
            if argument.star or call.open:
                return None
            name = argument.keyword.value if argument.keyword else positional(old, place)
            name = (older or {}).get(name or "", name)
            if name is None or name in given or old.parameter(name) is None:
                return None
            given.add(name)
            found._add(module, argument, name, old, new)
        for parameter in old.parameters:
            other = new.parameter(parameter.name)
            left = parameter.name not in given and parameter.default is not None
            if left and other is not None and parameter.default != other.default:
                found.missing[parameter.name] = str(parameter.default)
        return found

    def _add(self, module: Engine, argument: cst.Arg, name: str, old: Signature, new: Signature) -> None:
        is_first = name == positional(old, 0)
        other = positional(new, 0) if is_first else name
        if other is None or new.parameter(other) is None:
            self.dropped.append((argument, name))
            self.same &= is_default(module, argument.value, default(old, name))
        elif other != argument.keyword.value if argument.keyword else not is_first:
            self.named.append((argument, other))


def is_default(module: Engine, node: cst.BaseExpression, default: str | None) -> bool:
    """Whether *node* surely is the *default* of a parameter, as the tables write it; false is false."""
    values = module.evaluate(node)
    return default is not None and all(
        (isinstance(value, Constant) and _same(repr(value.value), default))
        or (isinstance(value, Text) and repr(value.literal) == default)
        for value in values
    )


def _same(value: str, default: str) -> bool:
    empty = ("None", "False", "0", "0.0")
    return value == default or (value in empty and default in empty)
