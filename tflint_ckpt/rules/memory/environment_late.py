"""TFC305 environment-late."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.rules.outcomes import on_keras2, on_keras3
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.devices.environment import (
    READ_BY_IMPORT,
    Setting,
    is_read_later,
    late_for,
    settings,
)
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.definitions import top_level_import
from tflint_ckpt.syntax.imports import imports_package, own_line
from tflint_ckpt.syntax.lines import begins_line, line_start, next_line
from tflint_ckpt.syntax.statements import remove_statement
from tflint_ckpt.syntax.walk import descend

_KNOWN = frozenset(
    """CUDA_VISIBLE_DEVICES CUDA_DEVICE_ORDER TF_FORCE_GPU_ALLOW_GROWTH TF_GPU_ALLOCATOR TF_USE_LEGACY_KERAS
    TF_DETERMINISTIC_OPS""".split()
).union(READ_BY_IMPORT)
_KERAS3_ONLY = on_keras2(None, "reads no such variable"), on_keras3(Severity.WARNING, "has chosen already")


class EnvironmentLate(Rule):
    """An environment variable is set after the import that reads it, or under a name that nobody reads.

    ## What it does
    Reports `TF_CPP_MIN_LOG_LEVEL`, `TF_ENABLE_ONEDNN_OPTS` and `KERAS_BACKEND` that are set after the import
    of TensorFlow or Keras; and names of variables that differ from known ones in case only, such as
    `CUDA_VISIBLE_devices`.

    ## Why
    These variables are read once, when the package is imported. Set later they have no effect: the log is as
    long as before, Keras stays on the backend that it has. Names of variables are case-sensitive, except on
    Windows.

    ## When it is silent
    Where it is not certain that the import runs before; where the variable is set before as well, in the file
    or in another file of the project that it imports; and in a file that starts other processes, which get
    the environment as it is then. `CUDA_VISIBLE_DEVICES` and others that are read later are left alone, and
    so is `TF_CPP_MIN_LOG_LEVEL` in a file that imports JAX or Flax, whose runtime reads it, too.

    ## Fix safety
    The fix moves the line above the imports, with `import os`. It is safe at the top level of a file, where
    the value needs nothing else; anywhere else it is left to you. Another name for the variable is unsafe,
    since the setting begins to act.

    ## References
    - [Keras backends](https://keras.io/getting_started/#configuring-your-backend)
    - [os.environ](https://docs.python.org/3/library/os.html#os.environ)
    """

    code = "TFC305"
    name = "environment-late"
    summary = "an environment variable set after the import that reads it, or under a name in the wrong case"
    keras2 = Severity.ERROR
    keras3 = Severity.ERROR
    fixes = (Applicability.SAFE, Applicability.UNSAFE, Applicability.MANUAL)
    requires = (Name("environ"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for each such setting."""
        every = list(settings(module))
        for setting in every:
            right = setting.key.upper()
            if right != setting.key and right in _KNOWN:
                yield from self._misspelled(module, setting, right)
            elif setting.key in READ_BY_IMPORT and not is_read_later(module, setting.key):
                reader = late_for(module, setting, every)
                if reader is not None:
                    yield from self._late(module, setting, reader)

    def _misspelled(self, module: Module, setting: Setting, right: str) -> Iterator[Finding]:
        from tflint_ckpt.syntax.arguments import replace

        if module.source.text.count(setting.key) > 1:
            return  # somebody may read it under that name
        message = f"nobody reads {setting.key}: the variable is called {right}"
        fix = Fix(Applicability.MANUAL, f"write {right}")
        if isinstance(setting.key_node, cst.SimpleString):
            quote = setting.key_node.quote
            edit = replace(module, setting.key_node, f"{quote}{right}{quote}")
            fix = Fix(Applicability.UNSAFE, fix.title, (edit,))
        yield self.finding(module, setting.key_node, Severity.ERROR, message, fix)

    def _late(self, module: Module, setting: Setting, reader: cst.CSTNode) -> Iterator[Finding]:
        package = "Keras" if setting.key == "KERAS_BACKEND" else "TensorFlow"
        what = (
            f"{setting.key} is set after {package} is imported ({module.where(reader)}), "
            "which reads it once: no effect"
        )
        fix = _moved(module, setting)
        if setting.key == "KERAS_BACKEND":
            yield from self.judged(module, setting.statement, what, _KERAS3_ONLY, fix, of=reader)
        else:
            yield self.finding(module, setting.statement, Severity.WARNING, what, fix)


def _moved(module: Module, setting: Setting) -> Fix:
    """Move the statement above the first import of a package, with the import of ``os`` if need be."""
    title = "set it above the imports"
    by_hand = Fix(Applicability.MANUAL, title)
    line = module.parent(setting.statement)
    line = module.parent(line) if isinstance(line, cst.Expr) else line
    names = {node.value for node in descend(setting.statement) if isinstance(node, cst.Name)}
    if not isinstance(line, cst.SimpleStatementLine) or module.parent(line) is not module.tree:
        return by_hand
    if len(names) != 1:
        return by_hand
    binding = top_level_import(module, names.pop())
    first = next((each for each in module.tree.body if imports_package(each)), None)
    if binding is None or first is None or len(line.body) != 1:
        return by_hand
    text, newline = module.source.text, module.source.newline
    start = module.span(first)[0]
    spans = [start, module.span(line)[0], module.span(binding.node)[0]]
    if len({module.source.place(place).cell for place in spans}) > 1 or not begins_line(text, start):
        return by_hand
    whole = line_start(text, module.span(line)[0]), next_line(text, module.span(line)[1])
    code = text[slice(*whole)].rstrip("\r\n") + newline  # with its comment
    edits = [Edit(module.path, *whole, "")]
    if module.span(binding.node)[0] > start:
        imported = own_line(module, binding)
        if imported is None:
            return by_hand
        code = f"{module.text(imported)}{newline}{code}"
        edits.append(remove_statement(module, imported))
    at = line_start(text, start)
    return Fix(Applicability.SAFE, title, (Edit(module.path, at, at, code), *edits))
