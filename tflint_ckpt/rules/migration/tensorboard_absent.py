"""TFC818 tensorboard-absent."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.finding import Applicability, Finding, Fix, Severity
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.calls.guards import is_guarded
from tflint_ckpt.semantics.module import Module

_SINCE = (2, 21)
"""The TensorFlow release that does not require ``tensorboard`` any more (the metadata of 2.19, 2.20 and 2.21;
ran on 2.16 and 2.21)."""
_USED = pattern(
    r"^[ \t]*(?:import|from)[ \t]+(?:tensorboard|torch\.utils\.tensorboard)\b"
    r"|(?:pip|conda|mamba|uv)[^\n]*\binstall\b[^\n]*\btensorboard\b|%(?:load_ext[ \t]+)?tensorboard\b",
    re.MULTILINE,
)
"""What a module has where ``tensorboard`` is installed: an import, a command that installs it, a magic."""
_REQUIRED = pattern(r"(?:^|[\s\"'=,\[({/])tensorboard(?:$|[\s\"'=<>!~,;\])}@:\[-])", re.MULTILINE)
_TOLD = pattern(r"(?:pip|conda|mamba|uv)[^\n]*\binstall\b[^\n]*\btensorboard\b|\btensorboard[ \t]+-{1,2}\w")
"""What documentation has there: a command that installs or starts it."""
_PROSE = (".md", ".markdown", ".rst")
_WORD = "tensorboard"


class TensorboardAbsent(Rule):
    """A `TensorBoard` callback where nothing installs `tensorboard`: TensorFlow 2.21 does not bring it.

    ## What it does
    Reports the first `TensorBoard` callback of a file, on a target with TensorFlow 2.21 or later, where no
    file of the project names the package `tensorboard`. It is information where nothing says which
    TensorFlow the code runs on, so that it may be an older one.

    ## Why
    Up to 2.20 TensorFlow requires `tensorboard`, so that it is installed with it. From 2.21 on it does not,
    and `fit` raises `TBNotInstalledError: TensorBoard is not installed, missing implementation for
    tf.summary.scalar` in its first epoch.

    ## When it is silent
    Where a list of requirements, an environment, a script or a README of the project names `tensorboard`, and
    where a module imports it, installs it (`!pip install tensorboard`) or loads its magic. In a `try`.

    ## Fix safety
    There is no automatic fix: a requirement belongs into a file of the project.

    ## References
    - [TensorBoard](https://www.tensorflow.org/tensorboard/get_started)
    """

    code = "TFC818"
    name = "tensorboard-absent"
    summary = (
        "a TensorBoard callback where nothing installs tensorboard, which TensorFlow 2.21 does not bring"
    )
    keras2 = Severity.WARNING
    keras3 = Severity.WARNING
    fixes = (Applicability.MANUAL,)
    requires = (Name("TensorBoard"),)

    def check(self, module: Module) -> Iterator[Finding]:
        """Yield one finding for the first such callback."""
        if all(release.tensorflow < _SINCE for release in module.target.releases):
            return
        calls = [call.node for call in module.calls("keras.callbacks.TensorBoard")]
        calls = [node for node in calls if not is_guarded(module, node, "ImportError", "TBNotInstalledError")]
        if not calls or _is_named(module):
            return
        message = (
            "nothing here names the package tensorboard, which this callback needs: TensorFlow 2.21 does not "
            "install it, and fit raises TBNotInstalledError"
        )
        fix = Fix(Applicability.MANUAL, "add tensorboard to the requirements")
        severity = Severity.INFO if module.target.is_assumed else Severity.WARNING
        yield self.finding(module, calls[0].func, severity, message, fix, of=calls[0])


def _is_named(module: Module) -> bool:
    """Whether some file of the project says that ``tensorboard`` is there."""
    project, here = module.project, module.path
    if _WORD in module.source.text and (_USED.search(module.source.text) or _TOLD.search(module.source.text)):
        return True
    for each, text in project.texts(_WORD, besides=here):
        if (_TOLD if each.path.endswith(_PROSE) else _REQUIRED).search(text):
            return True
    if any(project.somewhere(pattern, _WORD, besides=here) for pattern in (_USED, _TOLD)):
        return True
    return any(path.endswith("setup.py") for path in project.having(_REQUIRED, _WORD, besides=here))
