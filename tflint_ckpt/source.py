"""Bytes on disk to text and back, without losing a byte: BOM, PEP 263 cookie, line endings."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tflint_ckpt.finding import Edit

UTF8_BOM = b"\xef\xbb\xbf"
NOTEBOOK = ".ipynb"


class SourceError(Exception):
    """The bytes of a file are not text that Python could read.

    ``offset`` counts bytes from 0; ``severity`` is how bad the finding is that this makes: the value of a
    :class:`tflint_ckpt.finding.Severity`.
    """

    def __init__(self, message: str, offset: int = 0, severity: str = "error") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.severity = severity


class Place:
    """Where something is, as a user counts.

    ``line`` and ``column`` count from 1, columns in characters; in a notebook both are within ``cell``,
    which counts code cells from 1 and is ``None`` elsewhere.
    """

    __slots__ = ("cell", "column", "line")

    def __init__(self, line: int, column: int, cell: int | None = None) -> None:
        self.line = line
        self.column = column
        self.cell = cell

    def __str__(self) -> str:
        """``3:12``, or ``cell 7:3:12``: what stands behind the path and a colon."""
        return f"{'' if self.cell is None else f'cell {self.cell}:'}{self.line}:{self.column}"

    @property
    def spoken(self) -> str:
        """``line 3``, or ``cell 7, line 3``: for a sentence."""
        return f"{'' if self.cell is None else f'cell {self.cell}, '}line {self.line}"


class Source:
    """The text of one file, and how to turn edited text back into bytes.

    Attributes:
        path: the path as it is shown to the user, with forward slashes.
        text: the decoded text, every line ending as it is in the file, without a byte order mark; of a
            notebook the text of its code cells, one after the other.
        encoding: the codec that decoded it.
        readable: whether ``text`` is what the bytes say; see :meth:`unreadable`.
        broken: offset and message for each part that is no Python and was left out of ``code``.
    """

    __slots__ = ("_data", "_line_starts", "bom", "broken", "encoding", "path", "readable", "text")

    def __init__(self, path: str, data: bytes) -> None:
        """Decode *data*. Raises :class:`SourceError` where it is not text."""
        self.path = path
        self.readable = True
        self.bom = data.startswith(UTF8_BOM)
        body = data[3:] if self.bom else data
        self.encoding = _encoding(body, self.bom)
        if b"\0" in body:
            raise SourceError("source contains a null byte", data.index(b"\0"))
        try:
            self.text = body.decode(self.encoding)
        except UnicodeDecodeError as error:
            start = error.start + (len(UTF8_BOM) if self.bom else 0)
            raise SourceError(f"not {self.encoding} text: {error.reason}", start) from None
        except (UnicodeError, LookupError):  # codecs such as ``undefined`` and ``rot13``
            raise SourceError(f"{self.encoding} is no encoding of text") from None
        self._data = None if self.encoding == "utf-8" else data  # of a whole project, they are not kept twice
        self._line_starts: list[int] | None = None
        self.broken: Sequence[tuple[int, str]] = ()

    @classmethod
    def unreadable(cls, path: str, data: bytes) -> Source:
        """Bytes that are no text, decoded with replacement characters: only to show where they fail."""
        source = cls(path, b"")
        source._data = data
        source.readable = False
        source.text = data.decode("utf-8", "replace")
        return source

    @property
    def data(self) -> bytes:
        """The bytes that were read; text that was UTF-8 gives them back."""
        return self.encode(self.text) if self._data is None else self._data

    @property
    def code(self) -> str:
        """The text as Python is to read it: of the same length, with the same line endings."""
        return self.text

    @property
    def document(self) -> str:
        """The whole content of the file, for a reader: with what ``text`` leaves out."""
        return "\ufeff" + self.text if self.bom else self.text

    @property
    def foreign(self) -> Sequence[tuple[int, str]]:
        """What ``text`` has and ``code`` does not, as no Python: the offset and the text of each part."""
        return ()

    def takes(self, edit: Edit) -> bool:
        """Whether the file can be changed by *edit*, and all else in it stays."""
        if self.encoding == "utf-8":
            return True
        # Some codecs write a character otherwise than it stood there: ISO-2022, UTF-7, a few in cp932.
        try:
            return self.encode(self.text) == self.data
        except UnicodeError:
            return False

    def edited(self, edits: Iterable[Edit]) -> Source:
        """The same file with *edits* applied, all of which it :meth:`takes`.

        Raises ``UnicodeEncodeError`` if the encoding lacks a character, :class:`SourceError` where the file
        would declare another encoding, and ``ValueError`` for edits that overlap.
        """
        from tflint_ckpt.edits import splice

        text = splice(self.text, edits)
        changed = Source(self.path, self.encode(text))
        if changed.text != text:  # a line fewer above, and a comment is on the second line, and the cookie
            raise SourceError(f"it declares {changed.encoding} instead of {self.encoding}")
        return changed

    def encode(self, text: str) -> bytes:
        """*text* as the bytes of this file: its encoding, and its byte order mark if it had one."""
        data = text.encode(self.encoding)
        return UTF8_BOM + data if self.bom else data

    @property
    def line_starts(self) -> Sequence[int]:
        """Offset of the first character of each line; lines end at ``\\n``, ``\\r\\n`` or ``\\r``."""
        if self._line_starts is None:
            self._line_starts = _line_starts(self.text)
        return self._line_starts

    def forget_lines(self) -> None:
        """Let go of where the lines begin, until somebody asks for it again: a tenth of what a file takes."""
        self._line_starts = None

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of *offset* in ``text``, both from 1, columns in characters."""
        from bisect import bisect_right

        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def place(self, offset: int) -> Place:
        """Where *offset* is, as a user counts."""
        return Place(*self.position(offset))

    def prompt(self, offset: int) -> str:
        """What stands beside the cell of *offset* in a notebook; nothing elsewhere."""
        return ""

    def cell_text(self, offset: int) -> str:
        """The text of the cell of a notebook that *offset* is in; nothing elsewhere."""
        return ""

    def file_line(self, offset: int) -> int:
        """The line of the file, from 1, that *offset* is written on; of a notebook, one of its JSON text."""
        return self.position(offset)[0]

    def line_name(self, line: int) -> str:
        """How a line of ``text`` (from 1) is written behind the path: ``12``, in a notebook ``cell 3:2``."""
        return str(line)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1 (clipped to the text)."""
        starts = self.line_starts
        if line > len(starts):
            return len(self.text)
        return min(starts[line - 1] + column - 1, len(self.text))

    def line_text(self, line: int) -> str:
        """The text of a line (from 1), without its ending."""
        starts = self.line_starts
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")

    @property
    def newline(self) -> str:
        """The line ending of the first line, which inserted lines take; ``\\n`` where there is none."""
        first = self.line_starts[1] if len(self.line_starts) > 1 else 0
        if not first:
            return "\n"
        if self.text[:first].endswith("\r\n"):
            return "\r\n"
        return self.text[first - 1]

    @property
    def parseable(self) -> str:
        """The code with the same length and offsets that LibCST takes without loss."""
        from tflint_ckpt.parseable import parseable

        return parseable(self.code)


def _encoding(body: bytes, bom: bool) -> str:
    """The codec of a Python file by PEP 263. Raises :class:`SourceError` for an unknown one."""
    head = body.split(b"\n", 2)[:2] if b"\r" not in body[:400] else body[:400].splitlines()[:2]
    if not any(b"coding" in line for line in head):
        return "utf-8"
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        name, _ = detect_encoding(BytesIO(b"\n".join(head) + b"\n").readline)
    except SyntaxError as error:
        raise SourceError(str(error.msg or error)) from None
    if name == "utf-8-sig" or (bom and name == "utf-8"):
        return "utf-8"
    if bom:
        raise SourceError(f"byte order mark of UTF-8, but the cookie says {name}")
    return name


def _line_starts(text: str) -> list[int]:
    if "\r" not in text:
        from itertools import accumulate

        starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        del starts[-1]  # behind the last line begins none
        return starts
    starts = [0]
    position = 0
    while True:
        newline = text.find("\n", position)
        carriage = text.find("\r", position, newline if newline >= 0 else len(text))
        if carriage >= 0:
            position = carriage + 2 if text[carriage + 1 : carriage + 2] == "\n" else carriage + 1
        elif newline >= 0:
            position = newline + 1
        else:
            return starts
        starts.append(position)


_WORD = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_BREAKS = bytes(each if each in _WORD or each >= 128 else 32 for each in range(256))
"""What stands between the words of an encoded text becomes blanks."""


def words_of(text: str) -> set[str]:
    """The words of a text, of which those of ASCII letters are as they were."""
    return set(text.encode("utf-8", "surrogatepass").translate(_BREAKS).decode("latin-1").split())
