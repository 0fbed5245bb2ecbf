"""What finds LibCST for the command: it is loaded with its nodes only, or, on any surprise, as it is."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

_KNOWN = frozenset(("1.8.4", "1.8.5", "1.8.6", "1.9.0"))
"""The releases of LibCST whose nodes have been compared with those of an ordinary import."""
_PYTHONS = ((3, 10), (3, 14))
"""The first Python that runs this, and the first that does not: 3.14 keeps annotations in another way."""


def install() -> None:
    """Let this process import no more of LibCST than its nodes and its parser, when it first asks for it."""
    if "libcst" not in sys.modules and not any(isinstance(each, Finder) for each in sys.meta_path):
        sys.meta_path.insert(0, Finder())


class Finder:
    """Finds ``libcst``: it stands before all others, and asks them."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where LibCST is, to be loaded by :class:`Loader`; ``None`` for every other module."""
        if name != "libcst":
            return None
        for finder in sys.meta_path:
            is_other = finder is not self and hasattr(finder, "find_spec")
            spec = finder.find_spec(name, path, target) if is_other else None
            if spec is not None:
                if hasattr(spec.loader, "get_code") and spec.submodule_search_locations:
                    spec.loader = Loader(spec.loader)  # type: ignore[assignment]
                return spec
        return None


class Loader:
    """Loads LibCST with its nodes only, or, where *ordinary* has to, as that loader does."""

    def __init__(self, ordinary: object) -> None:
        self._ordinary = ordinary

    def create_module(self, spec: ModuleSpec) -> None:
        """The module is made as for any other."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill the package *module*."""
        spec = module.__spec__
        assert spec is not None
        spec.loader = module.__loader__ = self._ordinary  # type: ignore[assignment]
        as_made = dict(module.__dict__)
        try:
            from tflint_ckpt.fast_libcst.nodes import NodesOnly

            NodesOnly(module).load(_KNOWN, _PYTHONS)
        except Exception:  # noqa: BLE001 - whatever is not as expected: LibCST itself is always right
            for name in [name for name in sys.modules if name.startswith("libcst.")]:
                del sys.modules[name]
            module.__dict__.clear()
            module.__dict__.update(as_made)
            assert spec.loader is not None
            spec.loader.exec_module(module)
            from tflint_ckpt.fast_libcst.identity import compare_by_identity

            compare_by_identity(module.CSTNode)
