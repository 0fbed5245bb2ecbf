"""Fuzzing: what reads bytes that others wrote is given bytes nobody would write.

Each target is a module with a ``GRAMMAR``, from which inputs are made and mutated, and a ``check`` that
raises where a promise does not hold. ``engine`` runs one under Atheris, guided by coverage; ``test_replay``
runs the kept inputs, without Atheris, on every Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from tests.fuzz.grammar import Grammar

HERE = Path(__file__).resolve().parent
TARGETS = ("source", "suppressions", "configuration", "requirements", "options", "notebook", "skeleton")


class Target(Protocol):
    """What a module of a target has."""

    GRAMMAR: Grammar

    def check(self, data: bytes) -> None:
        """Raise where *data* breaks a promise: ``AssertionError``, or what the code itself raised."""


def load(name: str) -> Target:
    """The target *name*, one of `TARGETS`; imported here, so that the engine can instrument the import."""
    return cast("Target", import_module(f"tests.fuzz.{name}"))


def kept(name: str) -> Iterator[Path]:
    """The committed inputs of a target: its seeds, and every input that ever broke a promise."""
    for folder in (HERE / "seeds" / name, HERE / "crashes" / name):
        yield from sorted(folder.iterdir()) if folder.is_dir() else ()
