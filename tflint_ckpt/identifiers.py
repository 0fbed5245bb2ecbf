"""What the names of a file mean, as far as they tell by themselves. For the gate."""

from __future__ import annotations

import _ast

from tflint_ckpt.tree_names import TreeNames

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

_LIBRARIES = frozenset(("tensorflow", "keras", "tf_keras"))
_LONGEST_ALIAS = 8
"""Names that are assigned to names, one after the other: as far as names are resolved."""


class Identifiers(TreeNames):
    """The names of one file, and the APIs that they may be. Answers are kept."""

    __slots__ = ("_apis", "_in_public", "_libraries", "_roots", "_spelled")

    def __init__(self, tree: ast.Module) -> None:
        super().__init__(tree)
        self._libraries: dict[str, bool] = {}
        self._roots: set[str] | None = None
        self._spelled: set[str] | None = None
        self._apis: set[str] | None = None
        self._in_public: set[str] | None = None

    @property
    def members(self) -> set[str]:
        """The attributes but for those that are spelled below an import of TensorFlow or Keras only."""
        found = set(self.owned)
        for chain in self.chains:
            first, _, rest = chain.partition(".")
            if not self.is_library(first):
                found.update(rest.split("."))
        return found

    def is_library(self, name: str) -> bool:
        """Whether a name is nowhere but an import of TensorFlow or Keras, or of a module in it."""
        known = self._libraries.get(name)
        if known is None:
            sources = self.sources.get(name, ())
            known = bool(sources) and not (
                name in self.stored or name in self.parameters or name in self.defined
            )
            known = known and all(
                source.partition(".")[0] in _LIBRARIES and source.rpartition(".")[2].islower()
                for source in sources
            )
            self._libraries[name] = known
        return known

    def is_in_library(self, node: ast.expr) -> bool:
        """Whether an attribute is spelled below an import of TensorFlow or Keras."""
        while type(node) is _ast.Attribute:
            node = node.value
        return type(node) is _ast.Name and self.is_library(node.id)

    def names_of(self, name: str) -> set[str]:
        """*name*, and what the file imports or assigns it as."""
        found, size = {name}, 0
        while len(found) > size:
            size = len(found)
            found.update(
                other
                for other, sources in self.sources.items()
                if any(source.rpartition(".")[2] in found for source in sources)
            )
        return found

    @property
    def roots(self) -> set[str]:
        """What Keras is imported from; see ``tflint_ckpt.target.ROOTS``."""
        if self._roots is None:
            from tflint_ckpt.semantics.names.canonical import import_root

            self._roots = {root for root in map(import_root, self.spelled) if root is not None}
        return self._roots

    @property
    def packages(self) -> set[str]:
        """The packages that something is imported from."""
        names = [*self.stars, *(name for names in self.sources.values() for name in names)]
        return {name.partition(".")[0] for name in names}

    @property
    def spelled(self) -> set[str]:
        """Dotted names of what is imported or spelled out below an import."""
        if self._spelled is None:
            whole = {name for names in self.sources.values() for name in names}
            for chain in self.chains:
                whole.update(self._expanded(chain, _LONGEST_ALIAS))
            whole.update(f"{star}.{name}" for star in self.stars for name in self.names)
            self._spelled = whole
        return self._spelled

    @property
    def apis(self) -> set[str]:
        """Canonical names of what is spelled, and of what that is in."""
        if self._apis is None:
            from tflint_ckpt.semantics.names.canonical import canonical

            self._apis = _with_all_above(map(canonical, self.spelled))
        return self._apis

    @property
    def public(self) -> set[str]:
        """The same of what is spelled as Keras' public API."""
        if self._in_public is None:
            from tflint_ckpt.semantics.names.canonical import PUBLIC

            names = (
                f"keras{name[len(root) :]}"
                for root in PUBLIC
                for name in self.spelled
                if name == root or name.startswith(f"{root}.")
            )
            self._in_public = _with_all_above(names)
        return self._in_public

    def _expanded(self, chain: str, depth: int) -> list[str]:
        """The dotted names that *chain* may mean."""
        first, dot, rest = chain.partition(".")
        found = [f"{star}.{chain}" for star in self.stars]
        for source in self.sources.get(first, ()) if depth else ():
            found += [f"{source}{dot}{rest}"]
            if source.partition(".")[0] != first:
                found += [f"{longer}{dot}{rest}" for longer in self._expanded(source, depth - 1)]
        return found


def _with_all_above(names: Iterable[str]) -> set[str]:
    """Dotted names, and all that they begin with."""
    found = set()
    for name in names:
        end = len(name)
        while end > 0 and name[:end] not in found:  # else all above are there, too
            found.add(name[:end])
            end = name.rfind(".", 0, end)
    return found
