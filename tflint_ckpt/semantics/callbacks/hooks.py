"""The hooks of a callback: which there are, how each Keras calls them, and who else does."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.syntax.forms import is_self, is_super

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module


class Form(Enum):
    """How Keras calls a hook."""

    POSITIONS = "by position"
    KEYWORD = "with logs by keyword"


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook.

    Attributes:
        name: its name.
        parameters: those that Keras gives it, ``self`` left out.
        keras2: how Keras 2 calls it.
        keras3: how Keras 3 calls it.
        when: when it is called first, for a message.
    """

    name: str
    parameters: tuple[str, ...]
    keras2: Form
    keras3: Form
    when: str


def _hooks() -> Iterator[Hook]:
    positions, keyword = Form.POSITIONS, Form.KEYWORD
    yield Hook("on_epoch_begin", ("epoch", "logs"), positions, positions, "before the first epoch")
    yield Hook("on_epoch_end", ("epoch", "logs"), positions, positions, "at the end of the first epoch")
    for phase in ("train", "test", "predict"):
        ends = "when the training is over" if phase == "train" else f"when {_OF[phase]} ends"
        yield Hook(f"on_{phase}_begin", ("logs",), positions, positions, f"when {_OF[phase]} begins")
        yield Hook(f"on_{phase}_end", ("logs",), positions, positions, ends)
        for end in ("begin", "end"):
            when = f"at the first batch of {_OF[phase]}"
            yield Hook(f"on_{phase}_batch_{end}", ("batch", "logs"), positions, keyword, when)
    for end in ("begin", "end"):  # that of the training calls it
        yield Hook(f"on_batch_{end}", ("batch", "logs"), keyword, keyword, "at the first batch")
    yield Hook("set_model", ("model",), positions, positions, "when fit begins")
    yield Hook("set_params", ("params",), positions, positions, "when fit begins")


_OF = {"train": "fit", "test": "an evaluation", "predict": "predict"}
HOOKS = {hook.name: hook for hook in _hooks()}
"""Every method of a callback that Keras calls, ran on 2.11, 2.15, 3.3 and 3.15."""


def takes(parameters: cst.Parameters, hook: Hook, form: Form, *, bound: bool = True) -> bool:
    """Whether a function with *parameters* can be called as Keras calls *hook*.

    *bound* says that the first parameter is ``self``.
    """
    positional = [*parameters.posonly_params, *parameters.params]
    count = len(hook.parameters) - (form is Form.KEYWORD) + bound
    if len(positional) < count and not isinstance(parameters.star_arg, cst.Param):
        return False
    by_name = {
        param.name.value for param in parameters.params[max(0, count - len(parameters.posonly_params)) :]
    }
    by_name |= {param.name.value for param in parameters.kwonly_params}
    needed = {param.name.value for param in positional[count:] if param.default is None}
    needed |= {param.name.value for param in parameters.kwonly_params if param.default is None}
    if form is Form.KEYWORD:
        if "logs" not in by_name and parameters.star_kwarg is None:
            return False
        needed.discard("logs")
    return not needed


def is_called_otherwise(module: Module, hook: Hook) -> bool:
    """Whether some code of the project may call *hook* with other arguments than Keras does.

    A loop that is written by hand may, and so may who finds the method by its name in a string.
    """
    return _is_called(module, hook, like_keras=False)


def is_called(module: Module, hook: Hook) -> bool:
    """Whether some code of the project may call *hook* itself, with whatever arguments."""
    return _is_called(module, hook, like_keras=True)


def _is_called(module: Module, hook: Hook, *, like_keras: bool) -> bool:
    for node in module.attributes(hook.name):
        by_class = is_super(node.value) or _is_of_class(module, node)
        if not by_class and (like_keras or not _is_like_keras(module, node, hook)):
            return True
    if re.search(rf"[\"']{hook.name}[\"']", module.source.text):
        return True
    called = re.compile(rf"(?<!\))\.{hook.name}\s*\(|[\"']{hook.name}[\"']")
    return module.project.somewhere(called, hook.name, besides=module.path)


def _is_of_class(module: Module, node: cst.Attribute) -> bool:
    """Whether a method is called on the class that has it: ``Callback.on_epoch_end(self, …)``."""
    above = module.parent(node)
    first = above.args[0].value if isinstance(above, cst.Call) and above.args else None
    return is_self(first)


def _is_like_keras(module: Module, node: cst.Attribute, hook: Hook) -> bool:
    """Whether a call gives all that Keras gives."""
    above = module.call_of(node)
    if above is None:
        return False
    return len(above.args) == len(hook.parameters) and not any(each.star for each in above.args)
