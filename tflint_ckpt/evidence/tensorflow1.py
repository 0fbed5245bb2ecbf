"""Words by which a file shows that it was written for TensorFlow 1."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern, re

GONE = (
    *("Session", "InteractiveSession", "placeholder", "ConfigProto", "reset_default_graph"),
    *("get_default_graph", "global_variables_initializer", "contrib"),
)
"""What ``tf`` had in TensorFlow 1 and has in no release of TensorFlow 2: each is an ``AttributeError`` there,
and an import of it, or of ``tensorflow.contrib``, an ``ImportError``."""
CALLED = (
    *("enable_eager_execution", "app", "flags", "logging", "gfile", "layers", "get_variable"),
    *("variable_scope", "set_random_seed", "random_normal", "truncated_normal", "global_variables"),
    *("trainable_variables", "to_float", "to_int32"),
)
"""More of what no release of TensorFlow 2 has: a call of it, or of what is in it, shows the same."""
ITERATORS = ("make_one_shot_iterator", "make_initializable_iterator")
"""Methods that only the datasets of TensorFlow 1 have."""
BOTH = pattern(
    r"compat\b[^\n]{0,200}\bv1|_behavior\b|__version__|(?-i:\bVERSION\b)|eager_execution|\btf_?1\b"
    r"|(?:has|get|set|del)attr\([ \t]*(?:tf|tensorflow)\b|%tensorflow_version[ \t]+2",
    re.IGNORECASE,
)
"""Words of a file that runs on both, or that may; "Apache License, Version 2.0" is none of them."""
