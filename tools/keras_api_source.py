"""What a standalone Keras of before TensorFlow 2.6 has, read from the source in its wheel, since those
releases do not run on any TensorFlow that is asked; and which arguments got other names.

A name stands for what its module defines, or imports from another module of Keras. In modules further down,
such as ``keras.layers.core``, only what one right below ``keras`` has too counts; what else was in them is
gone where the module is.
"""

from __future__ import annotations

import ast
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Object = tuple[str, str]
"""Where something is defined: the module, and its name there; a module is ``(name, "")``."""


class Sources:
    """The modules of one release, by dotted name."""

    def __init__(self, archive: Path) -> None:
        self.trees: dict[str, ast.Module] = {}
        self.packages: set[str] = set()
        for path, text in sorted(_python_files(archive)):
            parts = path.removesuffix(".py").split("/")
            parts = parts[parts.index("keras") :]
            if parts[-1] == "__init__":
                parts.pop()
                self.packages.add(".".join(parts))
            self.trees[".".join(parts)] = ast.parse(text)
        self._names: dict[str, dict[str, Object]] = {}

    def names(self) -> dict[str, tuple[Object, str]]:
        """Dotted name → what it stands for, and ``m``, ``c`` or ``f``: a module, a class or a function."""
        found: dict[str, tuple[Object, str]] = {}
        for module in self.trees:
            if module != "keras":
                found[module] = (module, ""), "m"
        public = [module for module in self.trees if module.count(".") == 1]
        for module in public:
            for name, thing in self._of(module).items():
                kind = self._kind(thing)
                if kind and not name.startswith("_") and f"{module}.{name}" not in found:
                    found[f"{module}.{name}"] = thing, kind
        known = {thing for thing, _ in found.values()}
        for module in self.trees:
            for name, thing in self._of(module).items() if module.count(".") > 1 else ():
                if thing in known and thing[1] and not name.startswith("_"):
                    found[f"{module}.{name}"] = thing, self._kind(thing)
        return found

    def _kind(self, thing: Object) -> str:
        for node in _statements(self.trees[thing[0]].body):
            if getattr(node, "name", None) == thing[1]:
                return "c" if isinstance(node, ast.ClassDef) else "f"
        return ""

    def _of(self, module: str) -> dict[str, Object]:
        """What the names of a module stand for, of those that Keras defines."""
        if not self._names:
            self._names = self._resolved()
        return self._names[module]

    def _resolved(self) -> dict[str, dict[str, Object]]:
        """All of it: modules import from each other in circles, so it is read until nothing is new."""
        known: dict[str, dict[str, Object]] = {module: {} for module in self.trees}
        while True:
            before = sum(map(len, known.values()))
            for module, found in known.items():
                for node in _statements(self.trees[module].body):
                    if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                        found[node.name] = module, node.name
                    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
                        thing = found.get(node.value.id)
                        found.update({t.id: thing for t in node.targets if thing and isinstance(t, ast.Name)})
                    elif isinstance(node, ast.ImportFrom):
                        found.update(self._imported(module, node, known))
            if sum(map(len, known.values())) == before:
                return known

    def _imported(
        self, module: str, node: ast.ImportFrom, known: Mapping[str, Mapping[str, Object]]
    ) -> Iterator[tuple[str, Object]]:
        home = node.module or ""
        if node.level:
            package = module.split(".") if module in self.packages else module.split(".")[:-1]
            package = package[: len(package) - node.level + 1]
            home = ".".join([*package, *filter(None, [node.module])])
        there = known.get(home, {})
        for alias in node.names:
            if alias.name == "*":
                yield from there.items()
            elif alias.name in there:
                yield alias.asname or alias.name, there[alias.name]


def _python_files(archive: Path) -> Iterator[tuple[str, str]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                if name.startswith("keras/") and name.endswith(".py"):
                    yield name, wheel.read(name).decode("utf-8")
        return
    with tarfile.open(archive) as source:
        for member in source.getmembers():
            stream = source.extractfile(member) if "/keras/" in member.name else None
            if stream is not None and member.name.endswith(".py"):
                yield member.name, stream.read().decode("utf-8")


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those under a condition or in a ``try`` too."""
    for node in body:
        yield node
        for part in ("body", "orelse", "handlers", "finalbody"):
            if isinstance(node, (ast.If, ast.Try)):
                for child in getattr(node, part, ()):
                    yield from _statements(child.body if isinstance(child, ast.ExceptHandler) else [child])


def renamed_arguments(sources: Sources) -> dict[str, dict[str, str]]:
    """``Class`` or ``Class.method`` → old names of arguments that are taken still, and the new ones.

    By the tables of Keras 1 in ``keras.legacy.interfaces``, and by what is written as
    ``new = kwargs.pop("old", …)``, where ``new`` is a parameter.
    """
    legacy = sources.trees.get("keras.legacy.interfaces")
    conversions = _conversions(legacy) if legacy else {}
    found: dict[str, dict[str, str]] = {}
    nodes = [node for tree in sources.trees.values() for node in ast.walk(tree)]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    for node in classes:
        for method in node.body:
            if isinstance(method, ast.FunctionDef):
                decorators = map(_last, method.decorator_list)
                renamed = [pair for each in decorators for pair in conversions.get(each, ())]
                renamed += _popped(method)
                if renamed:
                    called = node.name if method.name == "__init__" else f"{node.name}.{method.name}"
                    found.setdefault(called, {}).update(renamed)
    for node in classes:  # a class without a constructor of its own has that of its base
        own = any(getattr(method, "name", "") == "__init__" for method in node.body)
        for base in map(_last, node.bases):
            if not own and base in found and node.name not in found:
                found[node.name] = dict(found[base])
    return found


def _popped(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    parameters = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
    for node in ast.walk(function):
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
            continue
        called, target = node.value.func, _last(node.targets[0])
        if isinstance(called, ast.Attribute) and called.attr == "pop" and _last(called.value) == "kwargs":
            old = node.value.args[0]
            if target in parameters and isinstance(old, ast.Constant) and old.value != target:
                yield str(old.value), target


def _conversions(tree: ast.Module) -> dict[str, list[tuple[str, str]]]:
    """Decorator → old and new names of arguments."""
    found: dict[str, list[tuple[str, str]]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            keywords = {keyword.arg: keyword.value for keyword in node.value.keywords}
            told = keywords.get("conversions")
            if isinstance(told, ast.List):
                found[_last(node.targets[0])] = [ast.literal_eval(pair) for pair in told.elts]
    return found


def _last(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def joined(releases: Iterable[Sources]) -> Mapping[str, tuple[Object, str]]:
    """The names of several releases; where they differ, the newest tells."""
    found: dict[str, tuple[Object, str]] = {}
    for sources in releases:
        found.update(sources.names())
    return found
