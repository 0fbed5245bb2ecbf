"""How the memory of GPUs is set by a session of TensorFlow 1, and which sessions get that."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

FRACTION = "per_process_gpu_memory_fraction"
OPTIONS = ("allow_growth", FRACTION)
_V1 = ("tensorflow.ConfigProto", "tensorflow.GPUOptions")
_COMPAT = "tensorflow.compat.v1.ConfigProto"
"""What TensorFlow 2 has, for a session that Keras 3 has no place for."""
_SESSIONS = tuple(
    f"tensorflow.{place}{name}" for place in ("", "compat.v1.") for name in ("Session", "InteractiveSession")
)


@dataclass(frozen=True, slots=True)
class MemoryOption:
    """An option for the memory of GPUs, and what it is set to, by an argument or an assignment."""

    name: str
    value: cst.BaseExpression
    node: cst.CSTNode


@dataclass(frozen=True, slots=True)
class MemoryConfig:
    """A ``tf.ConfigProto`` or ``tf.GPUOptions`` that sets the memory of GPUs.

    Attributes:
        node: the call that makes it.
        binding: the variable that has it.
        options: what it sets.
        setting: the ``set_session`` that gets its session, of one that TensorFlow 2 has.
    """

    node: cst.Call
    binding: Binding | None
    options: tuple[MemoryOption, ...]
    setting: cst.BaseExpression | None


def memory_configs(module: Module) -> Iterator[MemoryConfig]:
    """What sets it in a way that the target does not have, unless it is set to ``False``."""
    for node in module.facts.calls:
        spelled = module.spelled(node.func)
        if spelled not in (*_V1, _COMPAT):
            continue
        binding = next(iter(module.flows.bound_to(node)), None)
        setting = _set_in_keras(module, binding) if spelled == _COMPAT else None
        options = [*_given(node), *(_assigned(module, binding) if binding is not None else ())]
        used = tuple(each for each in options if not module.is_constant(each.value, False))
        if used and (spelled != _COMPAT or setting is not None):
            yield MemoryConfig(node, binding, used, setting)


def _given(node: cst.Call) -> Iterator[MemoryOption]:
    for each in node.args:
        if each.keyword is not None and each.keyword.value in OPTIONS:
            yield MemoryOption(each.keyword.value, each.value, each)


def _assigned(module: Module, binding: Binding) -> Iterator[MemoryOption]:
    """``config.gpu_options.allow_growth = True`` of the variable *binding*."""
    for use in module.flows.reads(binding):
        options = module.parent(use)
        growth = module.parent(options) if options is not None else None
        target = module.parent(growth) if isinstance(growth, cst.Attribute) else None
        if isinstance(growth, cst.Attribute) and growth.attr.value in OPTIONS:
            statement = module.parent(target) if isinstance(target, cst.AssignTarget) else None
            if isinstance(statement, cst.Assign):
                yield MemoryOption(growth.attr.value, statement.value, statement)


def _set_in_keras(module: Module, binding: Binding | None) -> cst.BaseExpression | None:
    """The ``set_session`` that gets the session of a configuration, on a target that has Keras 3."""
    if binding is None or not any(release.keras >= KERAS3 for release in module.target.releases):
        return None
    for each in (each for several in sessions_with(module, binding, None) for each in several):
        if isinstance(each, cst.Expr) and isinstance(each.value, cst.Call):
            return each.value.func
    return None


def sessions_with(module: Module, binding: Binding, grown: cst.Assign | None) -> Iterator[list[cst.CSTNode]]:
    """For each session with the configuration the statements that make it, and do no more than to set it."""
    for use in module.flows.reads(binding):
        if grown is not None and grown in module.ancestors(use):
            continue
        session = module.call_given(use)
        if session is None or module.spelled(session.func) not in _SESSIONS:
            continue
        outer = module.parent(session)
        setting = _setting(module, session)
        if setting is not None:
            yield [setting]
        elif isinstance(outer, cst.Assign) and len(outer.targets) == 1:
            held = module.flows.bound_to(session)
            reads = module.flows.reads(held[0]) if len(held) == 1 else []
            settings = [each for read in reads if (each := _setting(module, read)) is not None]
            if len(held) == 1 and len(settings) == len(reads):
                yield [outer, *settings]


def _setting(module: Module, session: cst.BaseExpression) -> cst.Expr | None:
    """The statement ``set_session(session)``."""
    call = module.call_given(session)
    statement = module.parent(call) if call is not None else None
    sets = call is not None and last_name(call.func) == "set_session"
    return statement if sets and isinstance(statement, cst.Expr) else None
