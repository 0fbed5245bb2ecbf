"""A call of an API with its arguments, as they arrive there."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.records import dataclass


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call.

    Attributes:
        name: its keyword, or the key of the unpacked dictionary; ``None`` for a positional one.
        value: the expression given.
        node: the ``Arg`` in the call, or the dictionary's ``DictElement``, ``Arg`` or ``Assign``.
        unpacked: whether it arrives through ``**mapping``.
    """

    name: str | None
    value: cst.BaseExpression
    node: cst.CSTNode
    unpacked: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call of an API by its canonical name.

    Attributes:
        node: the call.
        name: the canonical name that is called.
        arguments: positional and named arguments, those of known ``**mappings`` included; positional
            ones after ``*args``, whose place is not known, are left out.
        open: whether ``*args`` or an unknown ``**kwargs`` may bring arguments that cannot be seen.
        partial: whether the call is ``functools.partial(api, …)``, so that more may follow.
        inherited: whether it reaches the API through a subclass that does not override it.
    """

    node: cst.Call
    name: str
    arguments: tuple[Argument, ...]
    open: bool
    partial: bool = False
    inherited: bool = False

    def argument(self, *names: str, position: int | None = None) -> Argument | None:
        """The argument given under one of *names*, or at *position* (from 0); ``None`` if not given."""
        for argument in reversed(self.arguments):  # of a key that is set twice, the later counts
            if argument.name in names:
                return argument
        if position is not None:
            positional = [argument for argument in self.arguments if argument.name is None]
            if position < len(positional):
                return positional[position]
        return None
