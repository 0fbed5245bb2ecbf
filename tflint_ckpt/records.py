"""``dataclass``, ``field`` and ``replace`` as in ``dataclasses``, for less at start-up.

The standard library's writes six methods of each class as text and compiles them, 0.4 ms a class, and
imports ``inspect``. Here the methods that need no text are closures, and ``__init__`` is written when some
objects have been made: most classes never get that far. What a type checker sees is the standard library's;
``dataclasses.fields``, ``replace`` and the others take these classes, too. All of them have slots.
"""

from __future__ import annotations

from _operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass, field, replace
    from typing import Any

__all__ = ["dataclass", "field", "replace"]
MISSING: Any = object()


class _Field:
    __slots__ = ("compare", "default", "default_factory", "hash", "init", "repr")

    def __init__(
        self,
        *,
        default: object = MISSING,
        default_factory: Any = MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002
        hash: bool | None = None,  # noqa: A002
        compare: bool = True,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare


class _StandardFields:
    """What the standard library wants to find in a dataclass, made where it looks for it."""

    def __get__(self, item: object, kind: Any) -> dict[str, Any]:
        import dataclasses

        found = {}
        for name, each in kind.__record_fields__.items():
            options = {key: getattr(each, key) for key in ("init", "repr", "hash", "compare")}
            for key in ("default", "default_factory"):
                if getattr(each, key) is not MISSING:
                    options[key] = getattr(each, key)
            standard: Any = dataclasses.field(**options)
            standard.name, standard._field_type = name, dataclasses._FIELD  # type: ignore[attr-defined]
            standard.type = _hint(kind, name)
            found[name] = standard
        return found


def _hint(kind: Any, name: str) -> Any:
    """What the class, or the nearest base, says of the type of a field."""
    return next(hints[name] for hints in map(_hints, kind.__mro__) if name in hints)


def _hints(kind: type) -> dict[str, Any]:
    return getattr(kind, "__annotations__", {}) if "__record_fields__" in kind.__dict__ else {}


_STANDARD_FIELDS = _StandardFields()


def _dataclass(
    *, frozen: bool = False, eq: bool = True, order: bool = False, slots: bool
) -> Callable[[type], type]:
    if not slots:
        raise TypeError("records have slots")

    def made(kind: type) -> type:
        return _made(kind, frozen=frozen, eq=eq, order=order)

    return made


def _made(kind: type, *, frozen: bool, eq: bool, order: bool) -> type:
    space: dict[str, Any] = dict(kind.__dict__)
    every: dict[str, _Field] = {}
    for base in reversed(kind.__mro__[1:]):
        every.update(base.__dict__.get("__record_fields__", ()))
    own = [name for name, hint in space.get("__annotations__", {}).items() if "ClassVar" not in str(hint)]
    inherited = set(every)
    for name in own:
        default = space.pop(name, MISSING)
        every[name] = default if type(default) is _Field else _Field(default=default)
    for name in ("__dict__", "__weakref__"):
        space.pop(name, None)
    space["__slots__"] = tuple(name for name in own if name not in inherited)
    space["__record_fields__"] = every
    space["__dataclass_fields__"] = _STANDARD_FIELDS
    space["__match_args__"] = tuple(name for name, each in every.items() if each.init)
    space["__record_is_frozen__"] = frozen
    space.setdefault("__init__", _first_init)
    space.setdefault("__repr__", _repr)
    space.setdefault("__getstate__", _state)
    space.setdefault("__setstate__", _set_state)
    compared = [name for name, each in every.items() if each.compare]
    if eq and "__eq__" not in space:
        space["__eq__"] = _equality(compared)
        hashed = [name for name, each in every.items() if (each.compare if each.hash is None else each.hash)]
        space["__hash__"] = _hashing(hashed) if frozen else None
    if order:
        space.update(_orders(compared))
    if frozen:
        space["__setattr__"], space["__delattr__"] = _refuse_to_set, _refuse_to_delete
    made = type(kind)(kind.__name__, kind.__bases__, space)
    made.__qualname__ = kind.__qualname__
    return made


def _values(names: list[str]) -> Callable[[Any], Any]:
    """What gives the values of these fields, in something that can be compared and hashed."""
    return attrgetter(*names) if names else lambda item: ()


def _equality(names: list[str]) -> Callable[[Any, Any], Any]:
    values = _values(names)

    def __eq__(self: Any, other: Any) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hashing(names: list[str]) -> Callable[[Any], int]:
    values = _values(names)

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _orders(names: list[str]) -> dict[str, Callable[[Any, Any], Any]]:
    import operator

    values = _values(names)

    def ordered(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def method(self: Any, other: Any) -> Any:
            same = other.__class__ is self.__class__
            return compare(values(self), values(other)) if same else NotImplemented

        return method

    return {f"__{name}__": ordered(getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}


_BY_HAND = 30
"""Objects of a class that get their fields one by one: to write its ``__init__`` takes longer than for all of
them, and of most classes a short run has fewer."""


def init_when_needed(plan: Callable[[Any], tuple[Any, str, bool]]) -> Callable[..., None]:
    """An ``__init__`` that sets the fields of the first objects, until one is written for their class.

    *plan* gives for a class its fields by name, the method that is called last (empty: none), and whether the
    class is frozen.
    """
    made: dict[Any, int] = {}

    def first_init(self: Any, *args: object, **kwargs: object) -> None:
        kind = next(each for each in type(self).__mro__ if each.__dict__.get("__init__") is first_init)
        fields, last, is_frozen = plan(kind)
        made[kind] = made.get(kind, 0) + 1
        values = _given(fields, args, kwargs) if made[kind] <= _BY_HAND else None
        if values is None:
            written = written_init(kind, fields, last=last, is_frozen=is_frozen)
            kind.__init__ = written  # type: ignore[misc]
            written(self, *args, **kwargs)
            return
        for name, value in values.items():
            object.__setattr__(self, name, value)
        if last:
            getattr(self, last)()

    return first_init


def _given(fields: Any, args: tuple[object, ...], kwargs: dict[str, object]) -> dict[str, object] | None:
    """What an object is made with, by field; ``None`` where that does not fit, which raises ``TypeError``."""
    names = [name for name, each in fields.items() if each.init]
    values = dict(zip(names, args, strict=False))
    if len(args) > len(names) or not values.keys().isdisjoint(kwargs) or not kwargs.keys() <= set(names):
        return None
    values.update(kwargs)
    for name, each in fields.items():
        if name in values:
            continue
        if each.default_factory is not MISSING:
            values[name] = each.default_factory()
        elif each.default is not MISSING:
            values[name] = each.default
        elif each.init:
            return None
    return values


def written_init(kind: Any, fields: Any, *, last: str = "", is_frozen: bool = False) -> Callable[..., None]:
    """An ``__init__`` that sets *fields*, by name, and calls the method *last*, if there is one.

    A field tells ``default``, ``default_factory`` (:data:`MISSING` where there is none) and ``init``.
    """
    names: dict[str, Any] = {"MISSING": MISSING}
    parameters, body = [], []
    for name, each in fields.items():
        value = name
        if each.default_factory is not MISSING:
            names[f"make_{name}"] = each.default_factory
            value = f"make_{name}() if {name} is MISSING else {name}" if each.init else f"make_{name}()"
        elif each.default is not MISSING:
            names[f"default_{name}"] = each.default
            value = name if each.init else f"default_{name}"
        elif not each.init:
            continue
        if each.init:
            default = "=MISSING" if each.default_factory is not MISSING else f"=default_{name}"
            has_default = f"make_{name}" in names or f"default_{name}" in names
            parameters.append(name + default if has_default else name)
        if is_frozen:
            names[f"set_{name}"] = getattr(kind, name).__set__
            body.append(f" set_{name}(self, {value})")
        else:
            body.append(f" self.{name} = {value}")
    if last:
        body.append(f" self.{last}()")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body or [" pass"]), names)
    written: Callable[..., None] = names["__init__"]
    written.__qualname__ = f"{kind.__qualname__}.__init__"
    return written


def _plan(kind: Any) -> tuple[Any, str, bool]:
    last = "__post_init__" if hasattr(kind, "__post_init__") else ""
    return kind.__record_fields__, last, kind.__record_is_frozen__


_first_init = init_when_needed(_plan)


def _repr(self: Any) -> str:
    shown = (name for name, each in self.__record_fields__.items() if each.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"


def _state(self: Any) -> list[object]:
    return [getattr(self, name) for name in self.__record_fields__]


def _set_state(self: Any, state: list[object]) -> None:
    for name, value in zip(self.__record_fields__, state, strict=True):
        object.__setattr__(self, name, value)


def _refuse_to_set(self: object, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _replace(item: Any, /, **changes: object) -> Any:
    for name, each in item.__record_fields__.items():
        if each.init:
            changes.setdefault(name, getattr(item, name))
    return type(item)(**changes)


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _Field, _replace
