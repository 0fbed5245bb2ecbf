"""Optimizers that surely are wrapped for a loss scale where they are used, since the code asks."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.asked_scaled import is_asked_scaled

HEAD = "import tensorflow as tf\nfrom tensorflow.keras.mixed_precision import LossScaleOptimizer\n"
KEPT = """\
class A:
    def __init__(self, opt, half):
        self.half = half
        self.opt = opt
        {made}
    def up(self, loss):
        {used}
"""
WRAP = "self.opt = LossScaleOptimizer(self.opt)"
USE = "loss = self.opt.get_scaled_loss(loss)"
ASKED = {
    "the same flag": ("if half: opt = LossScaleOptimizer(opt)\nif half: opt.get_scaled_loss(x)", True),
    "in an expression": (
        "opt = LossScaleOptimizer(opt) if half else opt\ny = opt.get_scaled_loss(x) if half else x",
        True,
    ),
    "one of two flags": (
        "if a and half: opt = LossScaleOptimizer(opt)\nif half: opt.get_scaled_loss(x)",
        True,
    ),
    "behind and": ("if half: opt = LossScaleOptimizer(opt)\nhalf and opt.get_scaled_loss(x)", True),
    "kept": (KEPT.format(made=f"if half: {WRAP}", used=f"if self.half: {USE}"), True),
    "kept, in an expression": (
        KEPT.format(
            made="self.opt = LossScaleOptimizer(opt) if half else opt",
            used="return self.opt.get_scaled_loss(loss) if self.half else loss",
        ),
        True,
    ),
    "its class": ("if isinstance(opt, LossScaleOptimizer): opt.get_scaled_loss(x)", True),
    "its class, kept": (
        KEPT.format(made="pass", used=f"if isinstance(self.opt, LossScaleOptimizer): {USE}"),
        True,
    ),
    # Another flag, or none; the other arm; another object.
    "no test": ("if half: opt = LossScaleOptimizer(opt)\nopt.get_scaled_loss(x)", False),
    "another flag": ("if half: opt = LossScaleOptimizer(opt)\nif other: opt.get_scaled_loss(x)", False),
    "the other arm": (
        "if half: opt = LossScaleOptimizer(opt)\nif half: pass\nelse: opt.get_scaled_loss(x)",
        False,
    ),
    "made in the other arm": (
        "if half: pass\nelse: opt = LossScaleOptimizer(opt)\nif half: opt.get_scaled_loss(x)",
        False,
    ),
    "not": ("if half: opt = LossScaleOptimizer(opt)\nif not half: opt.get_scaled_loss(x)", False),
    "or": ("if half: opt = LossScaleOptimizer(opt)\nif half or x: opt.get_scaled_loss(x)", False),
    "another class": ("if isinstance(opt, Mine): opt.get_scaled_loss(x)", False),
    "another object": ("if isinstance(other, LossScaleOptimizer): opt.get_scaled_loss(x)", False),
    "a class of the file": (
        "class Mine(LossScaleOptimizer): pass\nif half: opt = Mine(opt)\nif half: opt.get_scaled_loss(x)",
        False,
    ),
    "wrapped again": (
        KEPT.format(made=f"if half: {WRAP}\n        self.opt = Mine(self.opt)", used=f"if self.half: {USE}"),
        False,
    ),
    "what a function makes": ("if half: opt = wrap(opt)\nif half: opt.get_scaled_loss(x)", False),
}


@pytest.mark.parametrize(("code", "expected"), ASKED.values(), ids=list(ASKED))
def test_asked(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (node,) = facts.attributes("get_scaled_loss")
    assert is_asked_scaled(facts, node) is expected
