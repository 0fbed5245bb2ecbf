"""Stand-ins that are imported in a ``try``, and built where nothing catches what that raises.

On Keras 3, ``from keras.optimizers.legacy import Adam`` raises nothing, so that ``except ImportError`` is
never reached; ``Adam()`` then raises ``ImportError`` (ran on 3.3, 3.7 and 3.15).
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded
from tflint_ckpt.semantics.calls.stand_ins import STAND_INS, Use, use_of, uses_of_import
from tflint_ckpt.semantics.calls.used_elsewhere import uses_of
from tflint_ckpt.semantics.names.canonical import canonical
from tflint_ckpt.semantics.names.scopes import dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.names.mentions import Mention

Place = tuple["Engine", cst.CSTNode]
_LEGACY = STAND_INS.removeprefix("keras.")


def built_in_vain(module: Engine, mention: Mention) -> Place | None:
    """Where the stand-in is built that *mention*, which stands in a ``try``, names; ``None`` where it is not.

    Or where the ``try`` may fail for another reason, or a test of the release stands around it.
    """
    guard = _try_around(module, mention.node)
    if guard is None or is_guarded(module, guard, *MISSING):
        return None
    if not all(_is_of_stand_ins(statement) for statement in guard.body.body):
        return None
    name, home = _bound(module, mention.node), module.facts.scopes[guard]
    bindings = home.bindings.get(name, ())
    if not name or not all(guard in module.ancestors(binding.node) for binding in bindings):
        return None
    here = [use for use in module.uses(name, home) if guard not in module.ancestors(use)]
    built = next(_built(module, here), None)
    return built or (built_elsewhere(module, name) if home is module.facts.module else None)


def built_elsewhere(module: Engine, name: str) -> Place | None:
    """Where another file builds the stand-in that is called *name* at the top of the module."""
    for there, use in uses_of(module, name) or ():
        built = next(_built(there, [use]), None)
        if built is not None:
            return built
    return None


def is_handed_on(module: Engine, node: cst.CSTNode) -> str:
    """The name of a stand-in that is imported at the top of the module for others: nothing uses it here."""
    if not isinstance(node, cst.ImportAlias) or uses_of_import(module, node):
        return ""
    statement = module.parent(node)
    is_top = statement is not None and module.facts.scopes[statement] is module.facts.module
    return _bound(module, node) if is_top else ""


def _built(module: Engine, uses: list[cst.Name] | list[cst.BaseExpression]) -> Iterator[Place]:
    for use in uses:
        if use_of(module, use) is Use.BUILT and not is_guarded(module, use, *MISSING):
            yield module, use


def _try_around(module: Engine, node: cst.CSTNode) -> cst.Try | None:
    """The ``try`` in whose body *node* stands, and in no other block below that."""
    for child, above in module.steps_within(node):
        if isinstance(above, cst.BaseCompoundStatement):
            return above if isinstance(above, cst.Try) and child is above.body else None
    return None


def _is_of_stand_ins(statement: cst.BaseStatement | cst.BaseSmallStatement) -> bool:
    """Whether a statement does nothing but to import stand-ins, or to give them names."""
    line = statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
    return all(
        (isinstance(small, cst.ImportFrom) and _imports_stand_ins(small))
        or (
            isinstance(small, cst.Assign) and (dotted(small.value) or "").rpartition(".")[0].endswith(_LEGACY)
        )
        for small in line
    )


def _imports_stand_ins(statement: cst.ImportFrom) -> bool:
    if isinstance(statement.names, cst.ImportStar) or statement.module is None or statement.relative:
        return False
    origin = dotted(statement.module) or ""
    names = [canonical(f"{origin}.{alias.evaluated_name}") for alias in statement.names]
    return all(f"{name}.".startswith(f"{STAND_INS}.") for name in names)


def _bound(module: Engine, node: cst.CSTNode) -> str:
    """The name that an import, or the assignment of a chain of attributes, binds."""
    if isinstance(node, cst.ImportAlias):
        return node.evaluated_alias or node.evaluated_name
    statement = module.parent(node)
    target = statement.targets[0].target if isinstance(statement, cst.Assign) else None
    return target.value if isinstance(target, cst.Name) else ""
