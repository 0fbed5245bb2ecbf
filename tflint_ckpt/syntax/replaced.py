"""All calls of a function that is gone, and its import, which goes with them."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.syntax.several import remove_names
from tflint_ckpt.syntax.statements import remove_statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.semantics.names.mentions import Mention


def calls_of(module: Code, mention: Mention) -> list[cst.Call] | None:
    """All calls of what is mentioned: of what an import binds, or the one of a chain or of a star's name.

    ``None`` where it is used in another way.
    """
    alias = mention.node
    if not isinstance(alias, cst.ImportAlias):
        call = module.call_of(alias)
        return [call] if call is not None else None
    statement = module.parent(alias)
    if not isinstance(statement, cst.ImportFrom):
        return None
    bound = alias.evaluated_alias or alias.evaluated_name
    scope = module.facts.scopes[statement]
    if len(scope.bindings.get(bound, ())) != 1:
        return None
    uses = [use for use in module.uses(bound, scope) if module.parent(use) not in (alias, alias.asname)]
    calls = [module.call_of(use) for use in uses]
    return [call for call in calls if call is not None] if all(calls) else None


def without_alias(module: Code, mention: Mention) -> tuple[Edit, ...] | None:
    """Edits that take the name of *mention* out of its import; none where it is no import, and ``None`` where
    a comment would be lost."""
    alias = mention.node
    if not isinstance(alias, cst.ImportAlias):
        return ()
    statement = module.parent(alias)
    if not isinstance(statement, cst.ImportFrom) or isinstance(statement.names, cst.ImportStar):
        return None
    if len(statement.names) == 1:
        return (remove_statement(module, statement),)
    return remove_names(module, statement, [alias]) or None
