"""LibCST's node classes as plain classes with slots, as ``dataclass`` and ``add_slots`` make them."""

from __future__ import annotations

import builtins

from tflint_ckpt.fast_libcst.identity import is_identity
from tflint_ckpt.records import MISSING, init_when_needed, written_init

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ABC:
    """As ``abc.ABC``, with ``type`` for a metaclass: all nodes are below it."""

    __slots__ = ()
    __dataclass_fields__: dict[str, Field] = {}  # noqa: RUF012


class Field:
    """As ``dataclasses.field``, and what it returns."""

    __slots__ = ("default", "default_factory", "name", "type")
    compare = True
    init = True

    def __init__(self, *, default: object = MISSING, default_factory: Any = MISSING) -> None:
        self.default = default
        self.default_factory = default_factory
        self.name = ""
        self.type: object = None


def fields(node: Any) -> tuple[Field, ...]:
    """As ``dataclasses.fields``."""
    return tuple(node.__dataclass_fields__.values())


def replace(node: Any, **changes: object) -> Any:
    """As ``dataclasses.replace``."""
    for name in node.__dataclass_fields__:
        changes.setdefault(name, getattr(node, name))
    return type(node)(**changes)


def build_class(body: Any, name: str, /, *bases: Any, **keywords: Any) -> Any:
    """What the ``class`` statement calls: a node is made by :func:`_node_class`, any other class as ever."""
    if keywords or not any(isinstance(base, type) and issubclass(base, ABC) for base in bases):
        return builtins.__build_class__(body, name, *bases, **keywords)
    # A function for a metaclass is called in its place, and so the classes have none but ``type``.
    return builtins.__build_class__(body, name, *bases, metaclass=_node_class)


def dataclass(kind: Any = None, **_: object) -> Any:
    """As ``dataclasses.dataclass``; a node has become one when it was made."""
    if kind is None:
        return dataclass
    if not issubclass(kind, ABC):  # CodegenState
        every = {name: _field(name, hint, vars(kind)) for name, hint in kind.__annotations__.items()}
        kind.__dataclass_fields__ = every
        kind.__init__ = written_init(kind, every)
    elif "__slots__" in kind.__dict__ and kind.__init__ is not _first_init and kind.__dataclass_fields__:
        raise TypeError(f"{kind.__name__} is no dataclass as LibCST's are")
    return kind


def _field(name: str, hint: object, space: Any) -> Field:
    default = space.get(name, MISSING)
    field = default if type(default) is Field else Field(default=default)
    field.name, field.type = name, hint
    return field


def _node_class(name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
    if name == "CSTNode":
        if not is_identity(space):
            raise TypeError("nodes are not compared by identity")
        for method in ("__eq__", "__hash__", "__init_subclass__"):  # the last hands the others on
            del space[method]
    inherited: dict[str, Field] = {}
    for base in reversed(bases):
        inherited.update(getattr(base, "__dataclass_fields__", ()))
    every = dict(inherited)
    if "__slots__" not in space:  # else it is a base without fields of its own
        for key, hint in space.get("__annotations__", {}).items():
            every[key] = _field(key, hint, space)
            space.pop(key, None)
        space["__slots__"] = tuple(key for key in every if key not in inherited)
        space["__match_args__"] = tuple(every)
        space.setdefault("__init__", _first_init)
    space["__dataclass_fields__"] = every
    return type(name, bases, space)


def _plan(kind: Any) -> tuple[Any, str, bool]:
    if _overrides(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} does more than validate")
    # Most classes have nothing to validate.
    last = "_validate" if _overrides(kind, "_validate") else ""
    return kind.__dataclass_fields__, last, False


_first_init = init_when_needed(_plan)


def _overrides(kind: Any, method: str) -> bool:
    """Whether a node class has another *method* than that of ``CSTNode``."""
    owner = next(each for each in kind.__mro__ if method in each.__dict__)
    return owner is not kind.__mro__[-3]  # above CSTNode are ABC and object
