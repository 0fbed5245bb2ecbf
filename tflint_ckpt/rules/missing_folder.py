"""Findings about folders that nothing makes: their fix, and those that the fix of an earlier one mends."""

from __future__ import annotations

from tflint_ckpt.finding import Applicability, Fix
from tflint_ckpt.records import dataclass, field
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.syntax.statements import always_before, statement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.shape import PathTemplate

_BY_HAND = "make the folder with os.makedirs(…, exist_ok=True) before"


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding, and where the statement is before which its fix makes the folders *missing*."""

    missing: tuple[str, ...]
    statement: cst.CSTNode
    kind: object
    fix: Fix


@dataclass(slots=True)
class Earlier:
    """The findings of one rule in one module, in the order in which they are made."""

    module: Module
    every: list[Reported] = field(default_factory=list)

    def add(self, node: cst.CSTNode, missing: tuple[str, ...], fix: Fix, kind: object = None) -> None:
        """One more finding, about the folders of what *node* writes."""
        self.every.append(Reported(missing, statement_of(self.module, node), kind, fix))

    def before(self, node: cst.Call, missing: tuple[str, ...], *, fixed: bool = False) -> Reported | None:
        """The finding about the same folders on every way to *node*; one with edits if *fixed*."""
        if not all(self.module.fact(Fillings).is_one(folder, node) for folder in missing):
            return None
        for reported in self.every:
            same = reported.missing == missing and (reported.fix.edits or not fixed)
            if same and always_before(self.module, reported.statement, node):
                return reported
        return None


def folder_fix(
    module: Module, node: cst.Call, path: cst.BaseExpression, paths: tuple[PathTemplate, ...], then: str = ""
) -> Fix:
    """Make the folder of what *node* writes to *path*, which may be any of *paths*; by hand before *then*."""
    from tflint_ckpt.syntax.makedirs import make_directory

    remote = any(each.is_remote for each in paths)
    made = make_directory(module, node, path, remote=remote)
    if made is None or not all(each.stable_directory for each in paths):
        return Fix(Applicability.MANUAL, f"{_BY_HAND}{then}")
    code, edits = made
    return Fix(Applicability.SAFE, f"insert {code}", edits)
