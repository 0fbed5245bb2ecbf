"""Every rule, by code. Written by ``python tools/catalogue.py`` from the rule files."""

from tflint_ckpt.rules.registry import RuleEntry
from tflint_ckpt.rules.triggers import Keyword, Name

RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        "TFC001",
        "syntax-error",
        "tflint_ckpt.rules.tool.syntax_error",
        "SyntaxErrorRule",
        "the file cannot be read as Python 3",
        "error",
        "error",
        (),
        ("recommended",),
        (),
    ),
    RuleEntry(
        "TFC002",
        "unused-suppression",
        "tflint_ckpt.rules.tool.unused_suppression",
        "UnusedSuppression",
        "a suppression comment that suppresses nothing",
        "warning",
        "warning",
        ("safe",),
        ("recommended",),
        (),
    ),
    RuleEntry(
        "TFC003",
        "bare-suppression",
        "tflint_ckpt.rules.tool.bare_suppression",
        "BareSuppression",
        "an ignore comment without rule codes, or with an unknown one",
        "warning",
        "warning",
        ("manual",),
        ("recommended",),
        (),
    ),
    RuleEntry(
        "TFC101",
        "checkpoint-max-to-keep",
        "tflint_ckpt.rules.checkpoint.max_to_keep",
        "CheckpointMaxToKeep",
        "max_to_keep on ModelCheckpoint, which has no such argument",
        "error",
        "error",
        ("safe", "unsafe", "manual"),
        ("recommended",),
        (Name("ModelCheckpoint"), Keyword("max_to_keep", "keep_checkpoint_max", "keep_checkpoints", "keep_max")),
    ),
)
