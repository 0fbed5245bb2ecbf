"""Facts about one place of a snippet: the argument of its call of ``show``, or the calls of one name."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst

from tests.lint import module
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.syntax.forms import last_name


def marked(code: str, target: str = "keras3", **files: str) -> tuple[Module, cst.BaseExpression]:
    """*code* as rules see it, and what it gives to its only call of ``show``."""
    facts = module(dedent(code), target, **files)
    (call,) = calls(facts, "show")
    return facts, call.args[0].value


def calls(facts: Module, name: str) -> list[cst.Call]:
    """The calls of a function or method of that name, in source order."""
    return [call for call in facts.facts.calls if last_name(call.func) == name]


def line(facts: Module, node: cst.CSTNode) -> int:
    """The line on which a node begins."""
    return facts.source.position(facts.span(node)[0])[0]
