"""Path templates: the ``{fields}`` that Keras fills in when it saves, and where they are written."""

from __future__ import annotations

from collections.abc import Iterator

from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.paths.shape import HOLE
from tflint_ckpt.semantics.values.kinds import Hole, Piece, Text
from tflint_ckpt.syntax.statements import statement_of
from tflint_ckpt.syntax.strings import Character, source_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import libcst as cst

    from tflint_ckpt.semantics.code import Code

# A field whose specification holds another field is passed over whole.
_FIELD = lazy_pattern(r"\{\{|\}\}|\{(?P<inside>[^{}]*)\}|\{(?:[^{}]|\{[^{}]*\})*\}")


@dataclass(frozen=True, slots=True)
class Field:
    """One ``{name:spec}`` of a template.

    Attributes:
        text: the field as ``str.format`` gets it, braces included.
        start: where it begins in the template.
    """

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the template."""
        return self.start + len(self.text)

    @property
    def name(self) -> str:
        """The name, with any spaces that it has."""
        return self.text[1:-1].partition("!")[0].partition(":")[0]


class Template:
    """A text that ``str.format`` fills in later.

    Attributes:
        text: its characters, :data:`HOLE` for each unknown part.
        fields: its fields in order, those that hold an unknown part left out.
        tokens: the string tokens it is written in.
    """

    __slots__ = ("_pieces", "fields", "text", "tokens")

    def __init__(self, text: Text) -> None:
        self._pieces: list[tuple[int, Piece]] = []
        self.text = ""
        for part in text.parts:
            if isinstance(part, Hole):
                self.text += HOLE
            else:
                self._pieces.append((len(self.text), part))
                self.text += part.text
        self.fields = tuple(self._find_fields())
        self.tokens = frozenset(self.tokens_from(0))

    def _find_fields(self) -> Iterator[Field]:
        for match in _FIELD.finditer(self.text) if "{" in self.text else ():
            if match["inside"] is not None and HOLE not in match[0]:
                yield Field(match[0], match.start())

    @property
    def file_name(self) -> int:
        """Where the file name begins."""
        return max(self.text.rfind("/"), self.text.rfind("\\")) + 1

    @property
    def head(self) -> str:
        """The file name up to the first field or unknown part: all that its readers surely have."""
        return re.split(f"[{{{HOLE}]", self.text[self.file_name :], maxsplit=1)[0]

    def tokens_from(self, start: int) -> set[cst.CSTNode]:
        """The string tokens of its characters from *start* on."""
        return {
            piece.node
            for place, piece in self._pieces
            if piece.node is not None and place + len(piece.text) > start
        }

    def shown(self, start: int = 0, end: int | None = None) -> str:
        """Its characters ``start:end`` for a message."""
        return self.text[start:end].replace(HOLE, "…")

    def written(self, module: Code, place: int) -> tuple[cst.CSTNode, Character] | None:
        """The token that character *place* is written in, and its offsets in the file."""
        for start, piece in self._pieces:
            if start <= place < start + len(piece.text) and piece.node is not None:
                character = source_of(module, piece.node, piece.at + place - start)
                return (piece.node, character) if character is not None else None
        return None

    def span(self, module: Code, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the file of the characters ``start:end``; of the first one's token where they
        are written in several tokens; ``None`` where they are not written anywhere."""
        first, last = self.written(module, start), self.written(module, end - 1)
        if first is None:
            return None
        if last is None or last[0] is not first[0]:
            return module.span(first[0])
        return first[1].start, last[1].end


def read_elsewhere(module: Code, template: Template) -> bool:
    """Whether a string of the project, besides the template's own tokens, may name the files it makes.

    It may where one begins a file name as the template does. True where that cannot be told, because
    the template's file name begins with a field, or is put together from several statements.
    """
    head = template.head
    if (
        not head
        or len({statement_of(module, token) for token in template.tokens_from(template.file_name)}) > 1
    ):
        return True
    return written_elsewhere(module, template, begins_name(head), head)


def begins_name(head: str) -> str:
    """A pattern for source text in which a file name begins with *head*."""
    return r"[\"'/\\}]" + re.escape(head)


def written_elsewhere(module: Code, template: Template, pattern: str, word: str) -> bool:
    """Whether *pattern* is found in the project outside the template's own tokens.

    What it finds holds *word*. Files that are no Python count too, and so do those that cannot be searched.
    """
    search = re.compile(pattern)
    own = [module.span(token) for token in template.tokens]
    for match in search.finditer(module.source.text):
        # The quote before the first token of an f-string is not part of that token.
        if not any(start - 1 <= match.start() < end for start, end in own):
            return True
    project, path = module.project, module.path
    return (
        project.somewhere(search, word, besides=path)
        or any(search.search(text) for _, text in project.texts(word, besides=path))
        or project.unsearched(besides=path) != ""
    )
