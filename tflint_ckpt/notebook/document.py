"""Where the code cells of a notebook stand in its JSON text."""

from __future__ import annotations

from json import JSONDecodeError, JSONDecoder

from tflint_ckpt.patterns import re
from tflint_ckpt.source import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_space = re.compile(r"[ \t\n\r]*").match
_PYTHON = frozenset(("python", "ipython", "python2", "python3"))


class CodeCell:
    """One code cell.

    Attributes:
        text: its source; a surrogate without its other half is shown as U+FFFD.
        start: where the JSON value of the source starts in the document's text.
        end: the offset behind that value.
        strings: start and end of the content of each JSON string of the source, between the quotes; none
            where the source is missing or is no text.
        is_list: whether the source is a list of strings.
        count: the number that Jupyter shows beside it, of when it was last run; ``None`` if it never was.
    """

    __slots__ = ("count", "end", "is_list", "start", "strings", "text")

    def __init__(self) -> None:
        self.text = ""
        self.start = self.end = 0
        self.strings: list[tuple[int, int]] = []
        self.is_list = False
        self.count: int | None = None


class Document:
    """The JSON text of a notebook of format 4, and its code cells in order.

    Raises :class:`SourceError` for what is no such notebook, or one in another language.
    """

    __slots__ = ("_decode", "_format", "_metadata", "cells", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.cells: list[CodeCell] = []
        self._decode = JSONDecoder().raw_decode
        self._format: object = None
        self._metadata: object = None
        try:
            self._read()
        except JSONDecodeError as error:
            raise _not_json(text, f"{error.msg[:1].lower()}{error.msg[1:]}", error.pos) from None
        except RecursionError:
            raise _not_json(text, "nested too deeply", 0) from None
        _refuse_other_formats(self._format)
        _refuse_other_languages(self._metadata)

    def line(self, cell: CodeCell, offset: int) -> int:
        """The line of the text, from 1, with the string of *cell* that holds its character *offset*."""
        at = cell.start
        for start, _ in cell.strings:
            at = start
            offset -= len(self._decode(self.text, start - 1)[0])
            if offset < 0:
                break
        return self.text.count("\n", 0, at) + 1

    def _read(self) -> None:
        start = self._skip(0)
        if self.text[start : start + 1] != "{":
            raise JSONDecodeError("Expecting an object", self.text, start)
        end = self._skip(self._object(start, self._member))
        if end != len(self.text):
            raise JSONDecodeError("Extra data", self.text, end)

    def _member(self, key: str, at: int) -> int:
        """Read the value at *at* of a key of the notebook; the last of a repeated key wins."""
        if key == "cells":
            self.cells = []
            if self.text[at : at + 1] == "[":
                return self._array(at, self._cell)
        value, end = self._value(at)
        if key == "nbformat":
            self._format = value
        elif key == "metadata":
            self._metadata = value
        return end

    def _cell(self, at: int) -> int:
        if self.text[at : at + 1] != "{":
            return self._value(at)[1]
        kind: object = None
        count: object = None
        source = CodeCell()

        def member(key: str, at: int) -> int:
            nonlocal kind, count, source
            if key == "source":
                source = self._source(at)
                return source.end
            value, end = self._value(at)
            if key == "cell_type":
                kind = value
            elif key == "execution_count":
                count = value
            return end

        end = self._object(at, member)
        if kind == "code":
            source.count = count if isinstance(count, int) else None
            self.cells.append(source)
        return end

    def _source(self, at: int) -> CodeCell:
        cell = CodeCell()
        texts: list[object] = []

        def string(at: int) -> int:
            value, end = self._value(at)
            texts.append(value)
            cell.strings.append((at + 1, end - 1))
            return end

        cell.start = at
        cell.is_list = self.text[at : at + 1] == "["
        cell.end = self._array(at, string) if cell.is_list else string(at)
        known = [text for text in texts if isinstance(text, str)]
        if len(known) < len(texts):
            cell.strings = []
        else:
            cell.text = re.sub("[\ud800-\udfff]", "\ufffd", "".join(known))
        return cell

    def _object(self, at: int, member: Callable[[str, int], int]) -> int:
        """The offset behind the object at *at*; *member* reads a value and gives the offset behind it."""
        text = self.text
        at = self._skip(at + 1)
        if text[at : at + 1] == "}":
            return at + 1
        while True:
            if text[at : at + 1] != '"':
                raise JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
            key, at = self._decode(text, at)
            at = self._skip(at)
            if text[at : at + 1] != ":":
                raise JSONDecodeError("Expecting ':' delimiter", text, at)
            at = self._skip(member(key, self._skip(at + 1)))
            if text[at : at + 1] == "}":
                return at + 1
            at = self._comma(at)

    def _array(self, at: int, element: Callable[[int], int]) -> int:
        """The offset behind the array at *at*; *element* reads a value and gives the offset behind it."""
        at = self._skip(at + 1)
        if self.text[at : at + 1] == "]":
            return at + 1
        while True:
            at = self._skip(element(at))
            if self.text[at : at + 1] == "]":
                return at + 1
            at = self._comma(at)

    def _comma(self, at: int) -> int:
        """Where the next value, or key, starts behind the comma that must stand at *at*."""
        if self.text[at : at + 1] != ",":
            raise JSONDecodeError("Expecting ',' delimiter", self.text, at)
        return self._skip(at + 1)

    def _value(self, at: int) -> tuple[object, int]:
        return self._decode(self.text, at)

    def _skip(self, at: int) -> int:
        if self.text[at : at + 1] > " ":
            return at
        match = _space(self.text, at)
        return match.end() if match else at


def _not_json(text: str, message: str, position: int) -> SourceError:
    position = min(position, len(text))
    return SourceError(f"not JSON: {message}", len(text[:position].encode("utf-8")))


def _refuse_other_formats(version: object) -> None:
    if version == 4:
        return
    if not isinstance(version, int) or isinstance(version, bool):
        raise SourceError("no notebook: it has no nbformat")
    if version > 4:
        raise SourceError(f"a notebook of format {version}, and only 4 is known", severity="warning")
    raise SourceError(
        f"a notebook of format {version}, and only 4 is read; "
        "'jupyter nbconvert --to notebook --inplace' converts it",
        severity="warning",
    )


def _refuse_other_languages(metadata: object) -> None:
    """Raise :class:`SourceError` where the kernel, or else what it said of itself, is not Python."""
    for holder, key in (("kernelspec", "language"), ("language_info", "name")):
        of = metadata.get(holder) if isinstance(metadata, dict) else None
        language = of.get(key) if isinstance(of, dict) else None
        if isinstance(language, str) and language:
            if language.lower() not in _PYTHON:
                raise SourceError(f"a notebook in {language[:40]}, not in Python", severity="info")
            return
