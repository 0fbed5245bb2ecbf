"""The optimizer of Keras 3 that stands for one of ``keras.optimizers.legacy``."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.keras_api.signature import Takes
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.stand_ins import STAND_INS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.names.mentions import Mention

_TAKEN_ELSEWHERE = ("lr",)
"""What `optimizer-lr` renames once it is the argument of an optimizer."""


def plain_optimizer(module: Module, mention: Mention) -> str | None:
    """``keras.optimizers.Adam`` for ``keras.optimizers.legacy.Adam``, if all that is done with it are calls
    that it takes: none gives a ``decay``, which only a schedule can stand for."""
    last = mention.name.removeprefix(f"{STAND_INS}.")
    new = f"keras.optimizers.{last}"
    if last == mention.name or last == "Optimizer" or "." in last:
        return None
    calls = list(_calls(module, mention))
    told = [api.signature(new, "", release.keras) for release in module.target.releases]
    if not calls or None in calls or None in told:
        return None
    for argument in (argument for call in calls if call is not None for argument in call.args):
        keyword = argument.keyword.value if argument.keyword is not None else ""
        if argument.star or keyword == "decay":
            return None
        if not keyword or keyword in _TAKEN_ELSEWHERE:
            continue
        if any(each is not None and each.takes(keyword) is Takes.REFUSED for each in told):
            return None
    return new


def _calls(module: Module, mention: Mention) -> Iterator[cst.Call | None]:
    """The calls of what *mention* names; ``None`` for another use."""
    node = mention.node
    if not isinstance(node, cst.ImportAlias):
        uses: list[cst.CSTNode] = [node]
    else:
        statement = module.parent(node)
        assert statement is not None
        bound = node.evaluated_alias or node.evaluated_name
        every = module.uses(bound, module.facts.scopes[statement])
        uses = [use for use in every if node not in module.ancestors(use)]
    yield from map(module.call_of, uses)
