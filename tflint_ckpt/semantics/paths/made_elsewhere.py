"""Folders that another file of the project names, and may make."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import pattern
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.values.kinds import Hole, Piece
from tflint_ckpt.syntax.forms import last_name
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.shape import PathTemplate

_MAKING = ("makedirs", "mkdir")
_MAKES = pattern(r"\b(?:makedirs|mkdir)\b")


def may_be_made_elsewhere(module: Module, path: PathTemplate, node: cst.BaseExpression) -> bool:
    """Whether the folder of *path* has a name that another file gives, and one may make it.

    *node* is the expression of the path.
    """
    end, at = path.text.shown.rfind("/"), 0
    for part in path.text.parts:
        if at > end:
            return False
        named = part.text.strip("/") if isinstance(part, Piece) and part.node is None else ""
        if named:  # a separator has no token either
            here = module.path
            is_asked = any(module.project.somewhere(_MAKES, word, besides=here) for word in _MAKING)
            return is_asked and _may_make(module, path, node)
        at += len(part.text) if isinstance(part, Piece) else len("⟨…⟩")
    return False


def is_made_elsewhere(module: Module, folder: str) -> bool:
    """Whether another file of the project makes *folder*, the normalized shape of one that is named here."""
    from tflint_ckpt.semantics.paths.makers import Makers

    return bool(folder) and HOLE not in folder and module.fact(Makers).makes(folder)


def is_missing_below_root(
    module: Module, path: PathTemplate, node: cst.BaseExpression, ignoring: Container[cst.Call]
) -> bool:
    """Whether *path* begins with a folder that is there, or that the project makes, and goes on in one that
    surely nothing of the project makes, or shows to be there. The calls *ignoring* show nothing.
    """
    from tflint_ckpt.semantics.paths.directories import Directories
    from tflint_ckpt.semantics.paths.makers import Makers
    from tflint_ckpt.semantics.paths.roots import Root, root_of

    folder, first = normal(shape(path.text)).rpartition("/")[0], path.text.parts[0]
    below = folder.removeprefix(f"{HOLE}/")
    if not isinstance(first, Hole) or below == folder or HOLE in below or "{" in below or ".." in below:
        return False
    root, named = root_of(module, first.node), _named(module, node)
    if root is None or module.project.ships(below, besides=module.path):
        return False
    if module.fact(Directories).speaks_of(below.rpartition("/")[2], ignoring):
        return False
    is_set = root is Root.ENVIRONMENT
    return not module.fact(Makers).may_make(folder, named, from_environment=is_set)


def _may_make(module: Module, path: PathTemplate, node: cst.BaseExpression) -> bool:
    from tflint_ckpt.semantics.paths.makers import Makers

    named, folder = _named(module, node), normal(shape(path.text)).rpartition("/")[0]
    return not named or "{" in folder or module.fact(Makers).may_make(folder, named)


def _named(module: Module, node: cst.BaseExpression) -> str:
    """The variable of another file that a path is made of; empty where there is none, or several."""
    from tflint_ckpt.semantics.calls.definitions import Definitions

    found = {
        last_name(each)
        for each in descend(node)
        if isinstance(each, (cst.Name, cst.Attribute))
        and (spelled := module.spelled(each)) is not None
        and module.fact(Definitions).of(spelled) is not None
    }
    return next(iter(found)) if len(found) == 1 else ""
