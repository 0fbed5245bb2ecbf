"""What a README tells its readers to install."""

from __future__ import annotations

from tflint_ckpt.evidence import container, install
from tflint_ckpt.evidence.requirement import KERAS, TENSORFLOW
from tflint_ckpt.evidence.versions import ANYTHING
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.evidence.requirement import Requirement

_LINE = pattern(
    r"^[ \t>]{0,40}(?:(?:\(\w{1,40}\)[ \t]*)?[$%!][ \t]*)?(?:sudo[ \t]+)?(?:\w{1,20}[ \t]+-m[ \t]+)?"
    r"(?:(?:pip3?(?:\.\d+)?|conda|mamba|micromamba)[ \t]+install"
    r"|(?:(?:nvidia-)?docker|podman|singularity|apptainer)[ \t]+(?:run|pull))[ \t][^\n]*$"
)
"""A line that is a command, also behind a prompt."""
_SENTENCE = pattern(
    r"\S[.:!?]$|\s(?:a|an|and|are|as|for|if|in|is|of|or|the|then|to|will|with|you)\s", re.IGNORECASE
)
"""What only a sentence has, though it may begin with a command."""


def commands(text: str, path: str) -> Iterator[Requirement]:
    """The requirements of TensorFlow and Keras in the lines of *text* that are commands, images included.

    One without a version says nothing: it was whatever was new when the line was written.
    """
    kept = []
    goes_on = False
    for line in text.split("\n"):
        is_command = goes_on or (
            _LINE.match(line) is not None and not _SENTENCE.search(line.partition(" #")[0].rstrip())
        )
        kept.append(line if is_command else "")
        goes_on = is_command and line.rstrip().endswith("\\")
    lines = "\n".join(kept)
    yield from container.started(lines)
    for requirement in install.commands(lines):
        if requirement.name in TENSORFLOW | KERAS and tuple(requirement.intervals) != ANYTHING:
            yield requirement
