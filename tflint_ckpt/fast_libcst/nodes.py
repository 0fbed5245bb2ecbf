"""The package ``libcst`` with its nodes, its parser and nothing else."""

from __future__ import annotations

import builtins
import sys

from tflint_ckpt.fast_libcst import classes, standins
from tflint_ckpt.fast_libcst.deferred import Classes, is_node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from types import ModuleType
    from typing import Any

_OURS = (
    *("_exceptions", "_flatten_sentinel", "_maybe_sentinel", "_removal_sentinel", "_tabs", "_types"),
    *("_version", "_visitors", "_nodes.base", "_nodes.deep_equals", "_nodes.expression", "_nodes.internal"),
    *("_nodes.module", "_nodes.op", "_nodes.statement", "_nodes.whitespace"),
)
"""The modules of LibCST that are loaded, as they are installed."""
_PUBLIC = {
    "_exceptions": ("CSTLogicError", "MetadataException", "ParserSyntaxError"),
    "_flatten_sentinel": ("FlattenSentinel",),
    "_maybe_sentinel": ("MaybeSentinel",),
    "_removal_sentinel": ("RemovalSentinel", "RemoveFromParent"),
    "_nodes.base": ("CSTNode", "CSTValidationError"),
}
"""What the package takes of them by name, in the order in which they need each other."""
_NODES = ("whitespace", "op", "expression", "statement", "module")
"""The modules with nodes, all of which the package takes."""
_DEFERRED = frozenset(f"libcst._nodes.{name}" for name in _NODES)
_ORDINARY = ("__future__", "sys")
"""What those modules get as it is."""


class NodesOnly:
    """Fills the package *libcst*."""

    def __init__(self, libcst: ModuleType) -> None:
        self._libcst = libcst
        spec: Any = libcst.__spec__
        self._folder = spec.submodule_search_locations[0]
        self._new_loader, self._new_spec = type(spec.loader), type(spec)
        self._stand_ins: Mapping[str, Any] = standins.modules()
        self._loaded = False
        self._builtins = {
            **vars(builtins),
            "__import__": self._import,
            "__build_class__": self._build_class,
        }
        self._classes = Classes(self._builtins, classes.build_class, libcst.__dict__)

    def load(self, releases: Collection[str], pythons: Sequence[tuple[int, int]]) -> None:
        """Load the modules. Raises anything where this LibCST or Python is another than is known."""
        version = self._module("_version").__dict__["version"]
        if version not in releases or not pythons[0] <= sys.version_info[:2] < pythons[1]:
            raise ImportError(f"LibCST {version} is not known")
        package = self._libcst.__dict__
        for module, names in _PUBLIC.items():
            package.update((name, self._module(module).__dict__[name]) for name in names)
        for module in _NODES:
            self._module(f"_nodes.{module}")
        package.update(
            parse_module=parse_module, parse_expression=parse_expression, parse_statement=parse_statement
        )
        package.update(ensure_type=ensure_type, _nodes_only=True)
        package.update(__getattr__=self._classes.get, __dir__=lambda: [*package, *self._classes.all()])
        self._loaded = True

    def _module(self, short: str) -> ModuleType:
        """A module of LibCST, by its name in the package; it is loaded when it is first asked for."""
        name = f"libcst.{short}"
        if name in sys.modules:
            return sys.modules[name]
        parent = self._package(short.partition(".")[0]) if "." in short else self._libcst
        path = "/".join((self._folder, *short.split("."))) + ".py"
        module = self._made(name, path)
        loader: Any = module.__loader__
        module.__dict__["__builtins__"] = self._builtins
        sys.modules[name] = module
        exec(loader.get_code(name), module.__dict__)
        if name in _DEFERRED:
            self._classes.take(module)
        setattr(parent, short.rpartition(".")[2], module)
        return module

    def _build_class(self, body: Any, name: str, /, *bases: Any, **keywords: Any) -> Any:
        """What a ``class`` statement calls."""
        if body.__module__ in _DEFERRED and any(map(is_node, bases)) and not keywords:
            return self._classes.put_off(body, name, bases)
        return classes.build_class(body, name, *bases, **keywords)

    def _package(self, short: str) -> ModuleType:
        name = f"libcst.{short}"
        if name not in sys.modules:
            package = self._made(name, f"{self._folder}/{short}/__init__.py")
            package.__path__ = [f"{self._folder}/{short}"]
            sys.modules[name] = package
            setattr(self._libcst, short, package)
        return sys.modules[name]

    def _made(self, name: str, path: str) -> ModuleType:
        module: Any = type(self._libcst)(name)
        loader = self._new_loader(name, path)
        module.__file__, module.__loader__ = path, loader
        module.__package__ = name.rpartition(".")[0]
        module.__spec__ = self._new_spec(name, loader, origin=path)
        return module  # type: ignore[no-any-return]

    def _import(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        """What the import statements of LibCST's modules call."""
        if name in self._stand_ins:
            return self._stand_ins[name]
        if name.startswith("libcst.") and name[7:] in _OURS and fromlist:
            module = self._module(name[7:])
            return module if self._loaded else self._classes.seen_in(module)
        if self._loaded or name == "libcst" or name in _ORDINARY:
            return builtins.__import__(name, globals, locals, fromlist or (), level)
        raise ImportError(f"LibCST was not known to import {name}")


def parse_module(source: str) -> Any:
    """As ``libcst.parse_module``, of texts."""
    return _native().parse_module(source, encoding="utf-8")


def parse_expression(source: str) -> Any:
    """As ``libcst.parse_expression``."""
    return _native().parse_expression(source)


def parse_statement(source: str) -> Any:
    """As ``libcst.parse_statement``."""
    return _native().parse_statement(source)


def _native() -> Any:
    """LibCST's parser, loaded when the first text is parsed."""
    import libcst.native  # type: ignore[import-not-found]

    return libcst.native


def ensure_type(node: object, nodetype: type) -> object:
    """As ``libcst.ensure_type``."""
    if not isinstance(node, nodetype):
        raise ValueError(f"Expected a {nodetype.__name__} but got a {type(node).__qualname__}!")
    return node
