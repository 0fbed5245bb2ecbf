"""Files that are written where an option leads by default, into a folder that nothing makes.

What a user gives is the user's. But a run that gives nothing takes the default, and fails where it saves.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.semantics.paths.directories import Directories
from tflint_ckpt.semantics.paths.makers import Makers
from tflint_ckpt.semantics.paths.shape import HOLE, templates
from tflint_ckpt.semantics.saving.missing_folders import is_made_by_checkpoint
from tflint_ckpt.semantics.values.options import DEFINING, CommandLine
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.directories import Evidence
    from tflint_ckpt.semantics.saving.folders import Writing
    from tflint_ckpt.semantics.values.kinds import Frame, Values


def missing_by_default(module: Module, writing: Writing, ignoring: Container[cst.Call]) -> str:
    """The folder that *writing* needs where no option is given, if surely nothing of the project makes it.

    Empty where there is none, and where the folder is no matter of options. The calls *ignoring* only need
    theirs.
    """
    told = templates(module.evaluate(writing.path))
    if told is not None and not any(path.starts_unknown for path in told):
        return ""
    defaults = module.fact(CommandLine)
    paths = templates(defaults.of(writing.path))
    if paths is None or len(paths) != 1:
        return ""
    folder = paths[0].stable_directory
    if not folder or HOLE in folder or "{" in paths[0].directory or not paths[0].is_own:
        return ""
    if is_made_by_checkpoint(module, folder, defaults):
        return ""
    if module.fact(ByDefault).has(folder, writing.node, ignoring):
        return ""
    return "" if module.fact(Makers).may_be_given(folder) else folder  # parses other files: asked last


class ByDefault(Directories):
    """The folders that one module makes or shows to exist where no option is given."""

    def _values(self, node: cst.BaseExpression, chain: Sequence[Frame] = ()) -> Values:
        return self._module.fact(CommandLine).of_call(node, tuple(chain))

    def _of_call(self, call: cst.Call) -> Iterator[Evidence]:
        # To say what an option is by default shows nothing of the folder.
        return super()._of_call(call) if last_name(call.func) not in DEFINING else iter(())
