"""Environment variables that a file sets, and the imports that read them."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.order import Before, may_be_set_elsewhere, runs_before
from tflint_ckpt.syntax.forms import only_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

READ_BY_IMPORT = {
    "TF_CPP_MIN_LOG_LEVEL": ("tensorflow", "tf_keras", "keras"),
    "TF_ENABLE_ONEDNN_OPTS": ("tensorflow", "tf_keras", "keras"),
    "KERAS_BACKEND": ("keras",),
}
"""Variables that are read when one of these packages is imported, and not again."""
_PROCESSES = ("subprocess", "multiprocessing", "concurrent")
"""Packages that start other processes, which get the environment as it is then."""
_JAX = ("jax", "jaxlib", "flax")
"""Packages that have a runtime of their own, which reads the level of the log, too."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A place that sets an environment variable.

    Attributes:
        key: its name.
        key_node: the expression of the name.
        value: what it is set to.
        statement: the assignment, or the call of ``setdefault`` or ``putenv``.
    """

    key: str
    key_node: cst.BaseExpression
    value: cst.BaseExpression
    statement: cst.CSTNode


def settings(module: Module) -> Iterator[Setting]:
    """Every ``os.environ[key] = value`` and ``os.environ.setdefault(key, value)`` of a known key."""
    named = [node for node in module.facts.named("environ") if not _is_attribute_name(module, node)]
    for environ in (*module.attributes("environ"), *named):
        if not module.is_named(environ, "os.environ"):
            continue
        above = module.parent(environ)
        found = None
        if isinstance(above, cst.Subscript) and above.value is environ:
            found = _assigned(module, above)
        elif isinstance(above, cst.Attribute) and above.attr.value == "setdefault":
            found = _called(module, above)
        if found is not None:
            key_node, value, statement = found
            key = module.literal(key_node)
            if key is not None:
                yield Setting(key, key_node, value, statement)


def reading_imports(module: Module, key: str) -> Iterator[cst.CSTNode]:
    """The import statements that read the variable *key*."""
    packages = READ_BY_IMPORT[key]
    if key != "KERAS_BACKEND" and "KERAS_BACKEND" in module.source.text:
        packages = tuple(name for name in packages if name != "keras")
    for scope in module.facts.each_scope:
        for bindings in scope.bindings.values():
            for binding in bindings:
                root = (binding.imported or "").partition(".")[0]
                statement = module.parent(binding.node)
                if binding.kind is BindingKind.IMPORT and root in packages and statement is not None:
                    yield statement


_Found = tuple[cst.BaseExpression, cst.BaseExpression, cst.CSTNode]


def _assigned(module: Module, subscript: cst.Subscript) -> _Found | None:
    target = module.parent(subscript)
    statement = module.parent(target) if isinstance(target, cst.AssignTarget) else None
    part = only_index(subscript)
    if (
        not isinstance(statement, cst.Assign)
        or len(statement.targets) != 1
        or not isinstance(part, cst.Index)
    ):
        return None
    return part.value, statement.value, statement


def _called(module: Module, method: cst.Attribute) -> _Found | None:
    call = module.parent(method)
    if not isinstance(call, cst.Call) or call.func is not method or len(call.args) != 2:
        return None
    if any(argument.star or argument.keyword for argument in call.args):
        return None
    return call.args[0].value, call.args[1].value, call


def _is_attribute_name(module: Module, node: cst.Name) -> bool:
    above = module.parent(node)
    return isinstance(above, cst.Attribute) and above.attr is node


def late_for(module: Module, setting: Setting, every: list[Setting]) -> cst.CSTNode | None:
    """The import that has surely run before *setting*, where nothing may have set the variable before it."""
    readers = list(reading_imports(module, setting.key))
    late = [each for each in readers if runs_before(module, each, setting.statement) is Before.ALWAYS]
    if not late:
        return None
    for other in every:
        same = other.key == setting.key and other is not setting
        if same and any(runs_before(module, other.statement, each) is not Before.NEVER for each in late):
            return None
    return None if may_be_set_elsewhere(module, setting.key) else late[0]


def is_read_later(module: Module, key: str) -> bool:
    """Whether something else may read the variable after the import: another process, or JAX."""
    return _starts_processes(module) or (key == "TF_CPP_MIN_LOG_LEVEL" and module.imports(*_JAX))


def _starts_processes(module: Module) -> bool:
    return module.imports(*_PROCESSES) or bool(module.attributes("system") or module.attributes("popen"))
