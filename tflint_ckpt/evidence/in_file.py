"""What a file itself says about the TensorFlow and the Keras that it runs on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tflint_ckpt.evidence.requirement import evidence, in_list
from tflint_ckpt.evidence.text import line_at, toml
from tflint_ckpt.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable

    LineName = Callable[[int], str]

_SCRIPT = re.compile(r"^# /// script[ \t]*$\n(?P<content>(?:^#(?:| .*)$\n)+?)^# ///[ \t]*$", re.MULTILINE)
"""Inline script metadata; the pattern of PEP 723."""
_LEGACY = re.compile(
    r"""^(?:[^#\n]*(?:environ\s*\[\s*["']TF_USE_LEGACY_KERAS["']\s*\]\s*="""
    r"""|(?:setdefault|putenv)\s*\(\s*["']TF_USE_LEGACY_KERAS["']\s*,)\s*["'](?:1|[Tt]rue)["']"""
    r"""|[ \t]*%(?:set_)?env[ \t]+TF_USE_LEGACY_KERAS(?:=|[ \t])[ \t]*(?:1|[Tt]rue)[ \t]*$)""",
    re.MULTILINE,
)
"""The values are those TensorFlow takes for yes (``keras_api`` of its ``__init__``)."""
_TF_KERAS = re.compile(r"^[ \t]*(?:import[ \t][^#\n]*?|from[ \t]+)\btf_keras\b", re.MULTILINE)
_PRIVATE = re.compile(
    r"^[ \t]*(?:import[ \t][^#\n]*?|from[ \t]+)\btensorflow\.python(?:\.|[ \t]+import[ \t]+)keras\b",
    re.MULTILINE,
)
"""TensorFlow's own copy of Keras 2, which all releases carry: ``ModelCheckpoint`` of it took a path in
``.hdf5`` on TensorFlow 2.15 and 2.21."""


def legacy_keras(text: str, name: str, line_name: LineName = str) -> str | None:
    """Where the file *name* says that it runs Keras 2 on any TensorFlow: ``train.py:3 (tf_keras)``.

    *line_name* says how a line of *text*, counted from 1, is written.
    """
    for word, pattern in (
        ("TF_USE_LEGACY_KERAS", _LEGACY),
        ("tf_keras", _TF_KERAS),
        ("tensorflow.python", _PRIVATE),
    ):
        if word in text and (match := pattern.search(text)):
            return f"{name}:{line_name(line_at(text, match.end()))} ({word})"
    return None


def of_script(text: str, name: str, line_name: LineName = str) -> Target | None:
    """What the PEP 723 metadata in a file requires."""
    if "# /// script" not in text:
        return None
    text = text.replace("\r\n", "\n")
    match = _SCRIPT.search(text)
    if match is None:
        return None
    content = "\n".join(line[2:] for line in match["content"].splitlines())
    found = evidence(in_list(toml(content).get("dependencies"), content))
    if found is None:
        return None
    line = line_at(text, match.start("content")) + found.line - 1
    return Target(found.releases, f"{name}:{line_name(line)} (PEP 723)")
