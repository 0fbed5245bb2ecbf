"""What a file itself says about the TensorFlow and the Keras that it runs on."""

from __future__ import annotations

import os

from tflint_ckpt.evidence.flags import YES
from tflint_ckpt.evidence.source import ADDONS, USED, Source
from tflint_ckpt.evidence.tensorflow1 import BOTH, GONE
from tflint_ckpt.evidence.text import line_at, toml
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.target import RELEASES, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.evidence.source import LineName

_SCRIPT = lazy_pattern(r"^# /// script[ \t]*$\n(?P<content>(?:^#(?:| .*)$\n)+?)^# ///[ \t]*$", re.MULTILINE)
"""Inline script metadata; the pattern of PEP 723."""
_FLAG = lazy_pattern(
    r"""^(?:[^#\n]*(?:environ\s*\[\s*["']TF_USE_LEGACY_KERAS["']\s*\]\s*="""
    r"""|(?:setdefault|putenv)\s*\(\s*["']TF_USE_LEGACY_KERAS["']\s*,)\s*"""
    r"""["'](?P<set>1|[Tt]rue|0|[Ff]alse)["']"""
    r"""|[ \t]*%(?:set_)?env[ \t]+TF_USE_LEGACY_KERAS(?:=|[ \t])[ \t]*"""
    r"""(?P<magic>1|[Tt]rue|0|[Ff]alse)[ \t]*$)""",
    re.MULTILINE,
)
_TF_KERAS = lazy_pattern(r"^[ \t]*(?:import[ \t][^#\n]*?|from[ \t]+)\btf_keras\b", re.MULTILINE)
_ADDONS = lazy_pattern(
    r"^(?<!try:\n)[ \t]*(?:import[ \t][^#\n]*?|from[ \t]+)\btensorflow_addons\b", re.MULTILINE
)
_GONE = lazy_pattern(
    rf"\b(?:(?:tf|tensorflow)\.|from[ \t]+tensorflow[ \t]+import\b[^\n]{{0,300}}\b)(?:{'|'.join(GONE)})\b"
)
_LARGEST = 400_000
"""Characters of a file that is parsed for what it uses."""


def of_first(text: str, name: str, line_name: LineName = str) -> Source | None:
    """Where the file *name* uses what no release of TensorFlow 2 has, so that it surely fails there.

    The oldest known release stands for TensorFlow 1, too. *line_name* says how a line of *text*, counted
    from 1, is written.
    """
    if len(text) > _LARGEST or not any(word in text for word in GONE):
        return None
    if _GONE.search(text) is None or BOTH.search(text):
        return None
    from tflint_ckpt.evidence.first import first_use

    found = first_use(text, os.path.dirname(name))
    if found is None:
        return None
    place = f"{name}:{line_name(found[0])} ({found[1]})"
    return Source(place, Target(RELEASES[:1], place), rank=USED)


def of_legacy(text: str, name: str, line_name: LineName = str) -> Source | None:
    """Whether the file *name* says that its ``tf.keras`` is Keras 2 on any TensorFlow.

    ``TF_USE_LEGACY_KERAS`` says so, or the contrary. An import of ``tf_keras`` changes nothing by itself;
    but objects of two Kerases do not go together, so code that has it and runs has the variable set by
    whoever starts it. *line_name* says how a line of *text*, counted from 1, is written.
    """
    if "TF_USE_LEGACY_KERAS" in text and (flags := list(_FLAG.finditer(text))):
        yes = [match for match in flags if (match["set"] or match["magic"]) in YES]
        decisive = (yes or flags)[0]
        place = f"{name}:{line_name(line_at(text, decisive.end()))} (TF_USE_LEGACY_KERAS)"
        return Source(place, legacy=bool(yes))
    for match in _TF_KERAS.finditer(text) if "tf_keras" in text else ():
        above = text[: match.start()].rstrip().rpartition("\n")[2]
        if not above.lstrip().startswith("except"):  # a stand-in for something else that is not installed
            return Source(f"{name}:{line_name(line_at(text, match.end()))} (tf_keras)", legacy=True)
    return None


def of_addons(text: str, name: str, line_name: LineName = str) -> Source | None:
    """Where the file imports ``tensorflow_addons``, which never ran on a newer TensorFlow than 2.15.

    An import that may fail says nothing.
    """
    if "tensorflow_addons" not in text or (match := _ADDONS.search(text)) is None:
        return None
    return addons_source(f"{name}:{line_name(line_at(text, match.end()))} (tensorflow_addons)")


def addons_source(place: str, *, weak: bool = False) -> Source:
    """What an import of ``tensorflow_addons`` says."""
    from tflint_ckpt.target import NEWEST_KERAS2

    return Source(place, Target((NEWEST_KERAS2,), place), rank=ADDONS, weak=weak)


def of_script(text: str, name: str, line_name: LineName = str) -> Source | None:
    """What the PEP 723 metadata in a file requires."""
    if "# /// script" not in text:
        return None
    text = text.replace("\r\n", "\n")
    match = _SCRIPT.search(text)
    if match is None:
        return None
    from tflint_ckpt.evidence.requirement import evidence, in_list

    content = "\n".join(line[2:] for line in match["content"].splitlines())
    found = evidence(in_list(toml(content).get("dependencies"), content))
    if found is None:
        return None
    line = line_at(text, match.start("content")) + found.line - 1
    target = Target(found.releases, f"{name}:{line_name(line)} (PEP 723)")
    return Source(target.source, target, strength=found.strength, oldest=found.oldest)
