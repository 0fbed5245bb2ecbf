"""The file name of a path, and which other texts may name such a file."""

from __future__ import annotations

from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.paths.shell import globs
from tflint_ckpt.semantics.paths.suffix import suffix_of
from tflint_ckpt.semantics.paths.templates import Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.values.kinds import Text

_ANY = r"[^\s\"'/\\]*"
_UNKNOWN = lazy_pattern(rf"\{{[^{{}}]*\}}|{HOLE}")


class FileName:
    """The file name of a path.

    Attributes:
        stem: the name without its suffix, placeholders included.
        suffix: the suffix, empty for none.
        first: what such a name has before a part that is not known, where that tells; empty else.
        known: the longest run of characters that every such name has; empty where there is none.
        is_constant: whether it has neither placeholders nor unknown parts.
        pattern: finds such a name in source text; its group ``suffix`` is the suffix.
        parted: finds a line in which such a name is put together, ``"best_" + str(n) + ".h5"``.
    """

    def __init__(self, text: Text) -> None:
        template = Template(text)
        start, end = suffix_of(template) or (len(template.text), len(template.text))
        self.stem = template.text[template.file_name : start]
        self.suffix = template.text[start:end]
        parts = _UNKNOWN.split(self.stem) if "{" in self.stem or HOLE in self.stem else [self.stem]
        self.known = max((*parts, self.suffix), key=len)
        self.is_constant = len(parts) == 1
        name = _ANY.join(map(re.escape, parts[0 if parts[0] else 1 :]))
        begin = r"(?<![\w.-])" if parts[0] else ""
        end_of_it = rf"(?P<suffix>{re.escape(self.suffix)})(?!\w)"
        self.pattern = re.compile(f"{begin}{name}{end_of_it}")
        first, last = max(("", *parts[:-1]), key=len), re.escape(parts[-1])
        is_told = len(first) > 1 and self.suffix != ""
        self.first = first if is_told else ""
        parted = rf"{re.escape(first)}(?:%\w+|\{{[^{{}}\"']*\}})?[\"'].*[\"']{last}{end_of_it}"
        self.parted = re.compile(parted) if is_told else None

    @property
    def words(self) -> str:
        """What has the words that stand by themselves in whatever names such a file."""
        return self.stem + self.suffix if self.is_constant and self.stem else ""

    def is_meant(self, line: str, suffix: str) -> bool:
        """Whether a command names such a file, or matches it but not the one with another *suffix*."""
        example = _UNKNOWN.sub("0", self.stem)
        return self.pattern.search(line) is not None or any(
            not globs(pattern, example + suffix) for pattern in globs(line, example + self.suffix)
        )

    def is_taken(self, source: str, suffix: str) -> bool:
        """Whether a source text names the file that this one would be with another *suffix*."""
        pattern = rf"(?<![\w.-]){re.escape(self.stem + suffix)}(?!\w)"
        return self.is_constant and re.search(pattern, source) is not None
