"""Checking the status that restoring a checkpoint returns, in the same statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from tflint_ckpt.finding import Applicability, Edit, Fix

if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module

CHECK = "assert_existing_objects_matched"
"""Raises where nothing was restored, or a variable that is there already is not in the file; returns the
status. Unlike ``assert_consumed`` it holds on Keras 2 before the optimizer has built its slots."""


def check_status(module: Module, restore: cst.Call) -> Fix:
    """A fix that calls `CHECK` on what *restore* returns."""
    end = module.span(restore)[1]
    return Fix(Applicability.UNSAFE, f"call {CHECK}()", (Edit(module.path, end, end, f".{CHECK}()"),))


def check_where_restored() -> Fix:
    """The same by hand, where a run without a checkpoint is meant: `CHECK` raises when there is none."""
    return Fix(Applicability.MANUAL, f"call {CHECK}(), but only where there is a checkpoint")
