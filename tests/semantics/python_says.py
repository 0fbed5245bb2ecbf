"""What a snippet shows, as the code tells and as Python does: what Python gives must be among the answers.

    compared("x = 1\\nshow(x)")  →  "1"

Alternatives stand in the order in which they are answered: ``?`` for one that the code does not tell,
``⟨…⟩`` for such a part of a text, ``<2>`` for two elements, ``+`` where more may come or go and ``~`` where
their number or order is open, ``{a,b}`` for the keys of a dictionary. Where ``show`` is called at several
places, ``;`` stands between them.
"""

from __future__ import annotations

import pathlib
import re
import sys
from textwrap import dedent

from tests.lint import module
from tests.semantics.marked import calls, line
from tflint_ckpt.semantics.values.kinds import Constant, Hole, Instance, Items, Mapping, Text, Unknown, Value


def compared(code: str) -> str:
    """What the arguments of ``show`` in *code* may be. Fails where Python shows something else."""
    code = dedent(code)
    facts = module(code)
    shows = calls(facts, "show")
    answers = [facts.evaluate(call.args[0].value) for call in shows]
    by_line = {line(facts, call): values for call, values in zip(shows, answers, strict=True)}
    for number, actual in run(code):
        values = by_line[number]
        assert any(allows(value, actual) for value in values), (
            f"line {number}: {actual!r} is none of {written(values)}"
        )
    return "; ".join(map(written, answers))


def run(code: str) -> list[tuple[int, object]]:
    """What CPython gives to ``show``, each with its line; containers as they are at that time."""
    shown: list[tuple[int, object]] = []

    def show(value: object) -> object:
        kept = type(value)(value) if type(value) in (list, dict, set) else value  # type: ignore[call-arg]
        shown.append((sys._getframe(1).f_lineno, kept))
        return value

    exec(compile(code, "snippet", "exec"), {"show": show, "__name__": "__main__"})
    assert shown
    return shown


def allows(value: Value, actual: object) -> bool:
    """Whether *actual* is one of those that *value* stands for."""
    if isinstance(value, (Unknown, Instance)):
        return True
    if isinstance(value, Constant):
        return type(value.value) is type(actual) and value.value == actual
    if isinstance(value, Text):
        parts = (".*" if isinstance(part, Hole) else re.escape(part.text) for part in value.parts)
        is_text = isinstance(actual, (str, pathlib.PurePath))
        return is_text and re.fullmatch("".join(parts), str(actual), re.DOTALL) is not None
    if isinstance(value, Items):
        if not isinstance(actual, (list, tuple, set)):
            return False
        if value.length is not None:
            return value.length == len(actual)
        return not value.complete or bool(value.elements) or not actual
    if not isinstance(actual, dict):
        return False
    return not value.complete or {entry.key for entry in value.entries}.issuperset(actual)


def written(values: tuple[Value, ...]) -> str:
    """Alternatives, as the tables write them."""
    return " ".join(_written(value) for value in values)


def _written(value: Value) -> str:
    if isinstance(value, Constant):
        return repr(value.value)
    if isinstance(value, Text):
        return value.shown or "''"
    if isinstance(value, Items):
        return f"<{len(value.elements)}{'' if value.complete else '+'}{'' if value.exact else '~'}>"
    if isinstance(value, Mapping):
        keys = sorted({entry.key for entry in value.entries})
        return f"{{{','.join(keys)}{'' if value.complete else '+'}}}"
    return "?"
