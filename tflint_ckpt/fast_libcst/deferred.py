"""Node classes that are made when somebody asks for them: of 220, a script needs about half.

When LibCST's modules are loaded, a :class:`Deferred` takes the place of each class. It then stands among the
builtins of these modules, where code finds it under its name, and gives way to the class there.
"""

from __future__ import annotations

from tflint_ckpt.fast_libcst import classes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType, ModuleType
    from typing import Any


class Deferred:
    """A class to come. Whoever asks it for anything, as for ``SimpleWhitespace.field``, asks the class."""

    __slots__ = ("is_dataclass", "made")

    def __init__(self, made: Callable[[], Any]) -> None:
        self.made = made
        self.is_dataclass = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.made(), name)

    def __call__(self, *args: object, **kwargs: object) -> Any:
        return self.made()(*args, **kwargs)


class Classes:
    """The node classes of some modules, made when they are asked for.

    Args:
        names: the builtins of those modules.
        make: makes a class, as ``__build_class__`` does.
        package: what else gets the classes that are made and are public.
    """

    def __init__(self, names: dict[str, Any], make: Callable[..., Any], package: dict[str, Any]) -> None:
        self._names = names
        self._make = make
        self._package = package
        self._deferred: set[str] = set()
        self._functions: dict[str, CodeType] = {}

    def put_off(self, body: Any, name: str, bases: Iterable[Any]) -> Deferred:
        """What stands for the class *name* until it is made."""
        deferred = Deferred(lambda: self._made(deferred, body, name, bases))
        return deferred

    def take(self, module: ModuleType) -> None:
        """Move what stands for classes in *module*, which has been loaded, to where all find it."""
        space = module.__dict__
        for name, value in list(space.items()):
            if type(value) is Deferred:
                if name in self._deferred and self._names[name] is not value:
                    raise TypeError(f"there are two of {name}")
                del space[name]
                self._names[name] = value  # also over Python's own ``Ellipsis``
                self._deferred.add(name)
            elif getattr(value, "__module__", None) == module.__name__ and hasattr(value, "__code__"):
                self._functions[name] = value.__code__
        space["__getattr__"] = self.get

    def get(self, name: str) -> Any:
        """The class *name*, as an attribute of a module. Raises ``AttributeError``."""
        if name not in self._deferred:
            raise AttributeError(f"module 'libcst' has no attribute {name!r}")
        found = self._names[name]
        return found.made() if type(found) is Deferred else found

    def all(self) -> list[str]:
        """The names of the classes, whether they have been made or not."""
        return sorted(self._deferred)

    def seen_in(self, module: ModuleType) -> Any:
        """As *module*, but with what stands for classes, for another one that imports them."""
        return _Seen(module, self._names)

    def _made(self, deferred: Deferred, body: Any, name: str, bases: Iterable[Any]) -> Any:
        made = self._names[name]
        if made is not deferred:
            return made
        made = self._make(body, name, *[base.made() if type(base) is Deferred else base for base in bases])
        if deferred.is_dataclass:
            classes.dataclass(made)
        self._names[name] = made
        if name[0] != "_":
            self._package[name] = made
        # What its methods name they take for classes: ``isinstance(node, Name)``.
        for value in vars(made).values():
            function = getattr(value, "fget", None) or getattr(value, "__func__", value)
            function = getattr(function, "__wrapped__", function)
            if hasattr(function, "__code__"):
                self._make_those_in(function.__code__)
        return made

    def _make_those_in(self, code: CodeType) -> None:
        for name in code.co_names:
            found = self._names.get(name)
            if type(found) is Deferred:
                found.made()
            elif name in self._functions:
                self._make_those_in(self._functions.pop(name))
        for constant in code.co_consts:
            if type(constant) is type(code):
                self._make_those_in(constant)


class _Seen:
    __slots__ = ("_module", "_names")

    def __init__(self, module: ModuleType, names: dict[str, Any]) -> None:
        self._module = module
        self._names = names

    def __getattr__(self, name: str) -> Any:
        found = self._names.get(name)
        return found if type(found) is Deferred else getattr(self._module, name)


def is_node(base: object) -> bool:
    """Whether a base of a class is a class of nodes, made or not."""
    return type(base) is Deferred or (isinstance(base, type) and issubclass(base, classes.ABC))


def dataclass(kind: Any = None, **_: object) -> Any:
    """As ``dataclasses.dataclass``, also of a class to come."""
    if kind is None:
        return dataclass
    if type(kind) is not Deferred:
        return classes.dataclass(kind)
    kind.is_dataclass = True
    return kind
