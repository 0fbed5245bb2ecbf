"""TFC308 session-growth."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.keras_api.history import KERAS3
from tflint_ckpt.records import dataclass
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Either, Keyword, Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names import tensorflow1
from tflint_ckpt.semantics.names.scopes import Binding
from tflint_ckpt.syntax.imports import import_module
from tflint_ckpt.syntax.lines import begins_line, indentation
from tflint_ckpt.syntax.statements import remove_statement

_FRACTION = "per_process_gpu_memory_fraction"
_OPTIONS = ("allow_growth", _FRACTION)
_LIMIT = (
    "limit the memory of each GPU with tf.config.set_logical_device_configuration(gpu, "
    "[tf.config.LogicalDeviceConfiguration(memory_limit=megabytes)])"
)
_V1 = ("tensorflow.ConfigProto", "tensorflow.GPUOptions")
_COMPAT = "tensorflow.compat.v1.ConfigProto"
"""What TensorFlow 2 has, for a session that Keras 3 has no place for."""
_SESSIONS = tuple(
    f"tensorflow.{place}{name}" for place in ("", "compat.v1.") for name in ("Session", "InteractiveSession")
)


class SessionGrowth(Rule):
    """The memory of GPUs is set by a session of TensorFlow 1, which TensorFlow 2 does not have.

    ## What it does
    Reports `tf.ConfigProto` and `tf.GPUOptions` that set `allow_growth` or
    `per_process_gpu_memory_fraction`, in code for TensorFlow 2; and `set_session` with such a session of
    `tf.compat.v1`, for Keras 3.

    ## Why
    TensorFlow 2 has neither these nor `tf.Session`: it raises `AttributeError`. Memory growth is a matter of
    the devices there: `tf.config.experimental.set_memory_growth`, and for a share of the memory
    `tf.config.set_logical_device_configuration` with a limit in megabytes.

    ## When it is silent
    On `tf.compat.v1`, which is there, unless the session goes to `set_session`, which Keras 3 does not have;
    where the code may be for TensorFlow 1, and in files that are by their content (`tf.placeholder`,
    `tf.layers`, a session that runs something); where growth is set to `False`; under a test of the version;
    where the `AttributeError` is caught; and for configurations of anything else.

    ## Fix safety
    The fix puts a loop with `set_memory_growth` in the place of the configuration, and takes away the session
    that got it, where nothing else uses the two. It is unsafe: the loop must come before the first tensor.
    All else is left to you.

    ## References
    - [Use a GPU](https://www.tensorflow.org/guide/gpu#limiting_gpu_memory_growth)
    """

    code = "TFC308"
    name = "session-growth"
    summary = "memory growth set by a session of TensorFlow 1 in code for TensorFlow 2"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("ConfigProto", "GPUOptions"), Either(Name(*_OPTIONS), Keyword(*_OPTIONS)))

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such configuration."""
        if tensorflow1.may_be_target(module):
            return
        for node in module.facts.calls:
            spelled = module.spelled(node.func)
            if spelled not in (*_V1, _COMPAT) or is_guarded(module, node, "AttributeError"):
                continue
            binding = next(iter(module.flows.bound_to(node)), None)
            setting = _set_in_keras(module, binding) if spelled == _COMPAT else None
            if spelled == _COMPAT and setting is None:
                continue
            options = [*_given(node), *(_assigned(module, binding) if binding is not None else ())]
            used = [each for each in options if not module.is_constant(each.value, False)]
            if not used or tensorflow1.is_program(module):
                continue
            name = module.text(node.func)
            message = f"{name} is of TensorFlow 1: TensorFlow 2 raises AttributeError"
            if spelled == _COMPAT:
                message = f"the session of {name} goes to set_session, which Keras 3 does not have"
            grown = next((each.node for each in used if isinstance(each.node, cst.Assign)), None)
            if any(each.name == _FRACTION for each in used):
                fix = Fix(Applicability.MANUAL, _LIMIT)
            else:
                fix = _fix(module, node, binding, grown)
            yield self.finding(module, setting or node.func, Severity.ERROR, message, fix, of=node)


@dataclass(frozen=True, slots=True)
class _Option:
    """An option for the memory of GPUs, and what it is set to, by an argument or an assignment."""

    name: str
    value: cst.BaseExpression
    node: cst.CSTNode


def _given(node: cst.Call) -> Iterator[_Option]:
    for each in node.args:
        if each.keyword is not None and each.keyword.value in _OPTIONS:
            yield _Option(each.keyword.value, each.value, each)


def _assigned(module: Module, binding: Binding) -> Iterator[_Option]:
    """``config.gpu_options.allow_growth = True`` of the variable *binding*."""
    for use in module.flows.reads(binding):
        options = module.parent(use)
        growth = module.parent(options) if options is not None else None
        target = module.parent(growth) if isinstance(growth, cst.Attribute) else None
        if isinstance(growth, cst.Attribute) and growth.attr.value in _OPTIONS:
            statement = module.parent(target) if isinstance(target, cst.AssignTarget) else None
            if isinstance(statement, cst.Assign):
                yield _Option(growth.attr.value, statement.value, statement)


def _fix(module: Module, node: cst.Call, binding: Binding | None, grown: cst.Assign | None) -> Fix:
    title = "call tf.config.experimental.set_memory_growth for each GPU"
    by_hand = Fix(Applicability.MANUAL, title)
    made = module.parent(node)
    if binding is None or grown is None or not isinstance(made, cst.Assign) or node.args:
        return by_hand
    if not isinstance(grown.value, cst.Name) or grown.value.value != "True" or not _is_growth(grown):
        return by_hand
    taken: list[list[cst.CSTNode]] = [[grown], *_sessions(module, binding, grown)]
    if len(taken) != len(module.flows.reads(binding)):
        return by_hand
    text, newline = module.source.text, module.source.newline
    start, end = module.span(made)
    known = import_module(module, "tensorflow", node, "tf")
    if known is None or not begins_line(text, start):
        return by_hand
    (tf, imports), indent = known, indentation(text, start)
    loop = (
        f'for gpu in {tf}.config.list_physical_devices("GPU"):{newline}{indent}    '
        f"{tf}.config.experimental.set_memory_growth(gpu, True)"
    )
    removed = [remove_statement(module, each) for several in taken for each in several]
    return Fix(Applicability.UNSAFE, title, (*imports, Edit(module.path, start, end, loop), *removed))


def _set_in_keras(module: Module, binding: Binding | None) -> cst.BaseExpression | None:
    """The ``set_session`` that gets the session of a configuration, on a target that has Keras 3."""
    if binding is None or not any(release.keras >= KERAS3 for release in module.target.releases):
        return None
    for each in (each for several in _sessions(module, binding, None) for each in several):
        if isinstance(each, cst.Expr) and isinstance(each.value, cst.Call):
            return each.value.func
    return None


def _is_growth(grown: cst.Assign) -> bool:
    target = grown.targets[0].target
    return isinstance(target, cst.Attribute) and target.attr.value == "allow_growth"


def _sessions(module: Module, binding: Binding, grown: cst.Assign | None) -> Iterator[list[cst.CSTNode]]:
    """For each session with the configuration the statements that make it, and do no more than to set it."""
    for use in module.flows.reads(binding):
        if grown is not None and grown in module.ancestors(use):
            continue
        argument = module.parent(use)
        session = module.parent(argument) if isinstance(argument, cst.Arg) else None
        if not isinstance(session, cst.Call) or module.spelled(session.func) not in _SESSIONS:
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
    argument = module.parent(session)
    call = module.parent(argument) if isinstance(argument, cst.Arg) else None
    func = call.func if isinstance(call, cst.Call) else None
    last = func.attr if isinstance(func, cst.Attribute) else func
    statement = module.parent(call) if call is not None else None
    if isinstance(last, cst.Name) and last.value == "set_session" and isinstance(statement, cst.Expr):
        return statement
    return None
