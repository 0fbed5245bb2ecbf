"""Answers from the tables in ``data``; the part of them that a question is about is read with the first
one."""

from __future__ import annotations

import os

from tflint_ckpt.keras_api.signature import Signature
from tflint_ckpt.light_functools import cache
from tflint_ckpt.plain_json import loads
from tflint_ckpt.records import dataclass

TYPE_CHECKING = False
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

Version = tuple[int, int]
"""``(major, minor)`` of Keras, as in ``tflint_ckpt.target.Release.keras``; tf_keras is ``(2, 16)`` and
later."""

_FOLDER = os.path.join(os.path.dirname(__file__), "data")
_INNER, _TOP, _SNAPSHOTS, _RENAMED = "_inner", "_top", "_snapshots", "_renamed"
_TENSORFLOW = "t"
_STANDALONE = "s"
_PREFIXES = ("tensorflow.compat.v2.keras", "tensorflow.keras", "tf.keras", "tf_keras")


@dataclass(frozen=True, slots=True)
class Change:
    """A name came or went between two snapshots that follow each other: not yet *before*, already *after*."""

    before: Version
    after: Version


class _Changing:
    """What is there in some snapshots and not in others."""

    name: str

    def at(self, keras: Version) -> Signature | None:
        """What it is on Keras *keras*, by the newest snapshot that is not newer, else the oldest; ``None``
        where there is nothing of that name."""
        return self._in(_snapshot(keras))

    def _in(self, snapshot: int) -> Signature | None:
        raise NotImplementedError

    @property
    def came_in(self) -> Change | None:
        """Where it appeared (last); ``None`` if it is in the oldest snapshot already."""
        return self._change(lambda before, after: not before and after)

    @property
    def gone_in(self) -> Change | None:
        """Where it went (last); ``None`` if the newest snapshot has it."""
        return (
            None
            if self._in(len(snapshots()) - 1)
            else self._change(lambda before, after: before and not after)
        )

    def _change(self, wanted: Callable[[bool, bool], bool]) -> Change | None:
        there = [self._in(number) is not None for number in range(len(snapshots()))]
        for number in range(len(there) - 1, 0, -1):
            if wanted(there[number - 1], there[number]):
                return Change(snapshots()[number - 1], snapshots()[number])
        return None


class Api(_Changing):
    """A public name of Keras, on all releases.

    Attributes:
        name: the name that was asked for, as ``keras.…``.
        replacement: where the newest release lacks the name, another name of the same object that it has.
        other: the same where only a name with another last part is known.
        home: where the newest release lacks the module of this name, the module that has most of what was
            in it.
    """

    def __init__(self, name: str, entry: dict[str, Any], roots: str) -> None:
        self.name = name
        self.replacement: str | None = entry.get("r")
        self.other: str | None = entry.get("o")
        self.home: str | None = entry.get("h")
        self._entry = entry
        self._roots = roots

    def __repr__(self) -> str:
        return f"Api({self.name})"

    def canonical(self, keras: Version) -> str | None:
        """The name that this object is called by in the tables, or ``None`` where there is nothing of that
        name."""
        found = self._value(_snapshot(keras))
        return None if found is None else found[0]

    def member(self, name: str) -> Member | None:
        """The public method or property *name* of this class, also of the public classes above it;
        ``None`` if it has none on any release."""
        member = Member(self, name)
        return member if any(member._in(number) for number in range(len(snapshots()))) else None

    def _in(self, snapshot: int) -> Signature | None:
        found = self._value(snapshot)
        return None if found is None else Signature(found[1])

    def _value(self, snapshot: int) -> tuple[str, dict[str, Any]] | None:
        """The canonical name and the record."""
        for root in self._roots:
            value = _at(_history(self._entry, root), snapshot)
            name = self.name
            if isinstance(value, str):
                name = value[1:]
                entry = _entry(name) or {}
                value = _at(_history(entry, root), snapshot)
                if not isinstance(value, dict):
                    value = _at(_history(entry, _TENSORFLOW), snapshot)
            if isinstance(value, dict):
                return name, value
        return None


class Member(_Changing):
    """A method or property of a class, or of a public class above it, on all releases."""

    def __init__(self, owner: Api, name: str) -> None:
        self.owner = owner
        self.name = name

    def __repr__(self) -> str:
        return f"Member({self.owner.name}.{self.name})"

    def _in(self, snapshot: int) -> Signature | None:
        start = self.owner._value(snapshot)
        if start is None:
            return None
        for name in _lineage(*start, snapshot):
            told = _at((_entry(name) or {}).get("m", {}).get(self.name, ()), snapshot)
            if isinstance(told, list):
                return Signature({"k": "method", "p": told})
            if told is not None:
                return Signature({"k": told})
        return None


def find(name: str, *, spelled: str | None = None) -> Api | None:
    """The public name *name* of Keras, or ``None`` if no snapshot has it.

    *name* is ``keras.…``, ``tf.keras.…``, ``tensorflow.keras.…`` or ``tf_keras.…``. Where ``tf.keras`` and
    ``keras`` differ on a release, a name in one of the other forms is asked of ``tf.keras``; ``keras.…``
    is there where either has it, unless *spelled*, the name as the file has it, tells which of the two it
    is.
    """
    roots = _TENSORFLOW + _STANDALONE
    for prefix in _PREFIXES:
        if name.startswith(prefix + "."):
            name, spelled = "keras" + name[len(prefix) :], spelled or name
    if spelled is not None:
        roots = _STANDALONE if spelled.startswith("keras.") else _TENSORFLOW
    entry = _entry(name)
    if entry is None or not any(_history(entry, root) for root in roots):
        return None
    return Api(name, entry, roots)


def bases(name: str, keras: Version) -> tuple[str, ...]:
    """Canonical names of all public classes above the class *name*, nearest first; empty for what is no
    class."""
    api = find(name)
    start = api._value(_snapshot(keras)) if api else None
    return tuple(_lineage(*start, _snapshot(keras)))[1:] if start else ()


def is_a(name: str, base: str, keras: Version) -> bool:
    """Whether *name* is the public class *base*, or one below it, on Keras *keras*. Any of their names
    will do."""
    api, above = find(name), find(base)
    wanted = above.canonical(keras) if above else None
    called = api.canonical(keras) if api else None
    return wanted is not None and called is not None and wanted in (called, *bases(name, keras))


def subclasses(base: str, keras: Version) -> tuple[str, ...]:
    """Canonical names of the public classes below *base*, sorted. Reads all of the tables (tens of ms)."""
    above = find(base)
    wanted = above.canonical(keras) if above else None
    return tuple(
        sorted(name for name in _canonical_names(_snapshot(keras)) if wanted in bases(name, keras))
        if wanted
        else ()
    )


def aliases(name: str, keras: Version) -> tuple[str, ...]:
    """All names of the object that is called *name* on Keras *keras*, sorted. Reads all of the tables."""
    api = find(name)
    called = api.canonical(keras) if api else None
    return tuple(_by_object(keras).get(called, ())) if called else ()


@cache
def _by_object(keras: Version) -> dict[str, list[str]]:
    """All names, sorted, by the canonical one of the object that they are on Keras *keras*."""
    found: dict[str, list[str]] = {}
    for name in sorted(_all_names()):
        api = find(name)
        called = api.canonical(keras) if api else None
        if called:
            found.setdefault(called, []).append(name)
    return found


@cache
def renamed_arguments(name: str, method: str = "") -> dict[str, str]:
    """Old names of arguments of the class *name*, or of its *method*, that were once taken → the new ones:
    ``output_dim`` and ``units`` of ``Dense``. Most are from Keras 1; ask a `Signature` who takes one.
    """
    api = find(name)
    called = [api.canonical(version) for version in reversed(snapshots())] if api else []
    for known in dict.fromkeys((name, *called)):
        found: dict[str, str] | None = _line(_RENAMED, f"{known}.{method}" if method else f"{known}")
        if found:
            return found
    return {}


def every_name() -> tuple[str, ...]:
    """Every name that some snapshot has, those of inner modules too. Reads all of the tables."""
    return (*_all_names(), *_decoded(_text(_INNER)))


@cache
def snapshots() -> tuple[Version, ...]:
    """The Keras releases that the tables were made from, oldest first."""
    return tuple((made["keras"][0], made["keras"][1]) for made in _decoded(_text(_SNAPSHOTS)))


@cache
def _snapshot(keras: Version) -> int:
    known = snapshots()
    return max((number for number, version in enumerate(known) if version <= keras), default=0)


def _lineage(name: str, record: dict[str, Any], snapshot: int) -> Iterator[str]:
    """The class *name* and those above it, each once, nearest first."""
    seen = {name}
    level = [(name, record)]
    while level:
        following = []
        for called, told in level:
            yield called
            for base in told.get("b", ()):
                above = find(base)
                value = above._value(snapshot) if above and base not in seen else None
                if value is not None and value[0] not in seen:
                    seen.add(value[0])
                    following.append(value)
        level = following


def _history(entry: dict[str, Any], root: str) -> list[Any]:
    """``[[snapshot, value], …]``; a standalone Keras is as ``tf.keras`` where nothing else is told."""
    found: list[Any] = entry.get(root, entry.get(_TENSORFLOW, []))
    return found


def _at(changes: list[Any], snapshot: int) -> Any:
    value = None
    for number, changed in changes:
        if number > snapshot:
            break
        value = changed
    return value


@cache
def _entry(name: str) -> dict[str, Any] | None:
    parts = name.split(".")
    if parts[0] != "keras" or len(parts) < 2 or parts[1].startswith("_"):
        return None
    return _line(parts[1] if len(parts) > 2 else _TOP, name) or _line(_INNER, name)


def _line(file: str, name: str) -> dict[str, Any] | None:
    """The entry of *name*: one line of the file, and the only one that is decoded."""
    text = _text(file)
    key = f'\n"{name}":'
    start = text.find(key)
    if start < 0:
        return None
    start += len(key)
    entry: dict[str, Any] = _decoded(text[start : text.index("\n", start)].rstrip(","))
    return entry


def _decoded(text: str) -> Any:
    return loads(text)


@cache
def _text(file: str) -> str:
    try:
        with open(os.path.join(_FOLDER, f"{file}.json"), encoding="utf-8") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""


@cache
def _all_names() -> tuple[str, ...]:
    files = sorted(file[: -len(".json")] for file in os.listdir(_FOLDER) if file.endswith(".json"))
    return tuple(
        name for file in files if file not in (_SNAPSHOTS, _INNER, _RENAMED) for name in _decoded(_text(file))
    )


def _canonical_names(snapshot: int) -> Iterator[str]:
    for name in _all_names():
        if isinstance(_at((_entry(name) or {}).get(_TENSORFLOW, []), snapshot), dict):
            yield name
