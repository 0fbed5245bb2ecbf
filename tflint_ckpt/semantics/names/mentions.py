"""Where a module names something of a package: in imports, and in chains such as ``tf.keras.Model``."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.canonical import PUBLIC, canonical
from tflint_ckpt.semantics.names.scopes import BindingKind, dotted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names something.

    Attributes:
        node: the ``ImportAlias``, or the whole chain; the statement of ``from module import *``, or a name
            that one brings.
        spelled: the dotted name as the file imports it, ``tensorflow.keras.backend.abs``.
    """

    node: cst.ImportAlias | cst.Attribute | cst.ImportFrom | cst.Name
    spelled: str

    @property
    def name(self) -> str:
        """The canonical name, ``keras.backend.abs``."""
        return canonical(self.spelled)

    @property
    def shown(self) -> str:
        """The name as people write it, ``tf.keras.backend.abs``."""
        whole = self.spelled.startswith("tensorflow.")
        return f"tf{self.spelled.removeprefix('tensorflow')}" if whole else self.spelled

    @property
    def root(self) -> str:
        """What stands for ``keras`` in the spelling: ``tensorflow.keras``."""
        rest = self.name.partition(".")[2]
        return self.spelled.removesuffix(f".{rest}") if rest else self.spelled


def as_written(mention: Mention, spelled: str) -> str:
    """The name *spelled* as the place of *mention* would write it: ``keras.losses.MAE`` where ``keras`` is
    imported from TensorFlow; as people write it where the chain there begins below ``keras``."""
    chain = dotted(mention.node) if isinstance(mention.node, cst.Attribute) else None
    parts = chain.split(".") if chain else []
    before = parts[: len(parts) - mention.name.count(".")] if len(parts) > mention.name.count(".") else []
    if not before:
        return Mention(mention.node, spelled).shown
    return ".".join(before) + canonical(spelled).removeprefix("keras")


def mentions(module: Code, family: str) -> Iterator[Mention]:
    """Every place that names something of the package *family*: imports, then the longest chains."""
    found = [*_imported(module), *_star_imports(module), *_chains(module), *_from_stars(module)]
    for mention in found:
        if mention.name == family or mention.name.startswith(f"{family}."):
            yield mention


def shorter(mention: Mention) -> Iterator[Mention]:
    """*mention* and, of a chain, the shorter ones that it begins with, the longest first."""
    yield mention
    node: cst.CSTNode = mention.node
    spelled = mention.spelled
    while isinstance(node, cst.Attribute) and isinstance(node.value, cst.Attribute):
        node = node.value
        spelled = spelled.rpartition(".")[0]
        yield Mention(node, spelled)


def imported_from(module: Code, mention: Mention) -> Mention | None:
    """The module that ``from module import name`` takes a name from; ``None`` for any other mention."""
    if isinstance(mention.node, cst.ImportAlias) and isinstance(module.parent(mention.node), cst.ImportFrom):
        return Mention(mention.node, mention.spelled.rpartition(".")[0])
    return None


def imported_at(module: Code, chain: cst.Attribute) -> list[cst.CSTNode]:
    """The import aliases that bind the name a chain begins with."""
    node: cst.BaseExpression = chain
    while isinstance(node, cst.Attribute):
        node = node.value
    bindings = module.bindings(node) if isinstance(node, cst.Name) else []
    return [binding.node for binding in bindings if binding.kind is BindingKind.IMPORT]


def _imported(module: Code) -> Iterator[Mention]:
    for scope in module.facts.each_scope:
        for bindings in scope.bindings.values():
            for binding in bindings:
                node = binding.node
                if binding.kind is BindingKind.IMPORT and isinstance(node, cst.ImportAlias):
                    whole = isinstance(module.parent(node), cst.Import)
                    spelled = dotted(node.name) if whole else binding.imported
                    if spelled is not None:
                        yield Mention(node, spelled)


def _star_imports(module: Code) -> Iterator[Mention]:
    for node in module.facts.every(cst.ImportFrom):
        if isinstance(node.names, cst.ImportStar) and node.module:
            spelled = None if node.relative else dotted(node.module)
            if spelled is not None:
                yield Mention(node, spelled)


def _from_stars(module: Code) -> Iterator[Mention]:
    """Names by themselves that only a star import of the public API can have brought."""
    stars = [star for scope in module.facts.each_scope for star in scope.star_imports]
    if not stars or not all(f"{star}.".startswith(tuple(f"{root}." for root in PUBLIC)) for star in stars):
        return
    for node in module.facts.every(cst.Name):
        scope = module.facts.scopes.get(node)
        if scope is None or hasattr(builtins, node.value) or scope.lookup(node.value) is not None:
            continue
        spelled = None if isinstance(module.parent(node), cst.Attribute) else module.spelled(node)
        if spelled is not None:
            yield Mention(node, spelled)


def _chains(module: Code) -> Iterator[Mention]:
    for node in module.facts.every(cst.Attribute):
        if not isinstance(module.parent(node), cst.Attribute):
            spelled = module.spelled(node)
            if spelled is not None:
                yield Mention(node, spelled)
