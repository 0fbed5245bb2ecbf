"""A notebook as one module: what rules read, and how their edits get back into its cells."""

from __future__ import annotations

from bisect import bisect_right

from tflint_ckpt import gate
from tflint_ckpt.notebook.document import Document
from tflint_ckpt.notebook.magics import PYTHON_CELLS, Masked, registered
from tflint_ckpt.source import UTF8_BOM, Place, Source, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Sequence

    from tflint_ckpt.finding import Edit

_BETWEEN = "\n\n"
"""What stands between two cells. The start of the line behind a cell's last one is thus an offset of its
own: what is inserted there ends that cell, what is inserted one further starts the next."""


class Notebook(Source):
    """The code cells of a notebook, in order, as one module.

    ``text`` has what the cells say, ``code`` the same as Python: IPython's syntax, and cells that do not
    parse by themselves, are masked in it.
    """

    __slots__ = ("_cell_magics", "_code", "_document", "_masked", "_starts")

    def __init__(self, path: str, data: bytes, cell_magics: Iterable[str] = ()) -> None:
        """Read *data*; the cells of *cell_magics* hold Python, too. Raises :class:`SourceError`."""
        self.path = path
        self._data = data
        self.readable = True
        self.encoding = "utf-8"
        self.bom = data.startswith(UTF8_BOM)
        self._line_starts = None
        self._document = Document(_decoded(data, self.bom))
        self._cell_magics = tuple(cell_magics)
        texts = [cell.text for cell in self._document.cells]
        self.text = _BETWEEN.join(texts)
        self._starts = _starts_of(texts)
        python_cells = PYTHON_CELLS.union(registered(texts), (name.lstrip("%") for name in self._cell_magics))
        self._masked = [Masked(text, python_cells) for text in texts]
        self.broken = _leave_out_broken(self._masked, self._starts)
        if any(cell.closed and not cell.foreign for cell in self._masked):
            _let_them_be_used(self._masked)
        self._code = _joined(self._masked)

    @property
    def code(self) -> str:
        """The cells as Python is to read them: of the same length as ``text``."""
        return self._code

    @property
    def document(self) -> str:
        """The JSON text."""
        return "\ufeff" + self._document.text if self.bom else self._document.text

    @property
    def foreign(self) -> Sequence[tuple[int, str]]:
        """The lines for IPython and a shell, the cells in other languages, and those that do not parse."""
        return [
            (start + first, cell.text[first:last])
            for cell, start in zip(self._masked, self._starts, strict=True)
            for first, last in cell.spans
        ]

    def line_name(self, line: int) -> str:
        return str(self.place(self.offset(line, 1))).rpartition(":")[0]

    def place(self, offset: int) -> Place:
        """Where *offset* is: the cell, and line and column in it."""
        line, column = self.position(offset)
        if not self._starts:
            return Place(line, column)
        cell = self._cell_at(offset)
        return Place(line - self.position(self._starts[cell])[0] + 1, column, cell + 1)

    def prompt(self, offset: int) -> str:
        """What Jupyter shows beside the cell of *offset*: ``In [12]``, or ``In [ ]`` if it was never run."""
        if not self._starts:
            return ""
        count = self._document.cells[self._cell_at(offset)].count
        return f"In [{' ' if count is None else count}]"

    def cell_text(self, offset: int) -> str:
        """The text of the cell that *offset* is in."""
        return self._document.cells[self._cell_at(offset)].text if self._starts else ""

    def file_line(self, offset: int) -> int:
        """The line of the JSON text, from 1, with the string that *offset* is written in."""
        if not self._starts:
            return 1
        cell = self._cell_at(offset)
        return self._document.line(self._document.cells[cell], offset - self._starts[cell])

    def takes(self, edit: Edit) -> bool:
        """Whether *edit* stays within the Python of one cell."""
        if not self._starts:
            return False
        cell = self._cell_at(edit.start)
        if not self._document.cells[cell].strings:
            return False
        start, end = edit.start - self._starts[cell], edit.end - self._starts[cell]
        masked = self._masked[cell]
        return end <= len(masked.text) + 1 and masked.takes(start, end, edit.text)

    def edited(self, edits: Iterable[Edit]) -> Notebook:
        """The same notebook with *edits* applied, all of which it :meth:`takes`.

        Raises ``UnicodeEncodeError`` for half a character, and ``ValueError`` for edits that overlap.
        """
        from tflint_ckpt.notebook.editing import rewritten

        by_cell: dict[int, list[tuple[int, int, str]]] = {}
        for edit in edits:
            cell = self._cell_at(edit.start)
            start = self._starts[cell]
            by_cell.setdefault(cell, []).append((edit.start - start, edit.end - start, edit.text))
        data = rewritten(self._document, by_cell).encode("utf-8")
        return Notebook(self.path, UTF8_BOM + data if self.bom else data, self._cell_magics)

    def _cell_at(self, offset: int) -> int:
        """The cell (from 0) that has *offset*, or the line behind its last one."""
        return max(bisect_right(self._starts, offset) - 1, 0)


def _decoded(data: bytes, bom: bool) -> str:
    body = data[3:] if bom else data
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start + (len(UTF8_BOM) if bom else 0)
        raise SourceError(f"not utf-8 text: {error.reason}", start) from None


def _starts_of(texts: Sequence[str]) -> list[int]:
    starts, position = [], 0
    for text in texts:
        starts.append(position)
        position += len(text) + len(_BETWEEN)
    return starts


def _joined(cells: Iterable[Masked]) -> str:
    return _BETWEEN.join(cell.code for cell in cells)


def _leave_out_broken(cells: Sequence[Masked], starts: Sequence[int]) -> list[tuple[int, str]]:
    """Mask each cell that is no Python by itself; the offset and the message for each."""
    if not any(cell.code.rstrip("\r\n").endswith("\\") for cell in cells):
        try:
            tree = gate.read(_joined(cells), "<notebook>")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
        else:
            if tree is not None and not _spans_cells(tree, cells):
                return []
    broken = []
    for cell, start in zip(cells, starts, strict=True):
        problem = _problem(cell.code)
        if problem is not None:
            broken.append((start + problem[0], problem[1]))
            cell.blank()
    return broken


def _let_them_be_used(cells: Sequence[Masked]) -> None:
    """Let cells that are not read use the names of those that are."""
    from tflint_ckpt.notebook.standin import variables, words_set

    try:
        tree = gate.read(_joined(cells), "<notebook>")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # for reasons that no cell has by itself; it will be told
    names = variables(tree) if tree is not None else words_set(_joined(cells))
    for cell in cells:
        cell.stand_in(names)


def _spans_cells(tree: ast.Module, cells: Sequence[Masked]) -> bool:
    """Whether a statement begins in one cell and ends in another."""
    line, first_lines = 1, []
    for cell in cells:
        first_lines.append(line)
        line += _lines_in(cell.code + _BETWEEN)
    return any(
        bisect_right(first_lines, _first_line(statement))
        != bisect_right(first_lines, statement.end_lineno or statement.lineno)
        for statement in tree.body
    )


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(each.lineno for each in decorators)])


def _lines_in(text: str) -> int:
    """How many lines end in *text*, as Python counts."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _problem(code: str) -> tuple[int, str] | None:
    """Why *code* does not parse as a cell, and at which offset."""
    lines = code.replace("\r\n", "\n").replace("\r", "\n")
    try:
        gate.read(lines if lines.endswith("\n") else lines + "\n", "<cell>")
    except SyntaxError as error:
        from tflint_ckpt.newer import reason

        return _offset(code, error), f"cell cannot be parsed as Python 3: {reason(error)}"
    except ValueError as error:
        return 0, f"cell cannot be parsed as Python 3: {error}".splitlines()[0]
    except (RecursionError, MemoryError):
        return 0, "cell is nested too deeply to be parsed"
    return None


def _offset(code: str, error: SyntaxError) -> int:
    """Where in *code* the parser stopped."""
    lines = code.replace("\r\n", "\0\n").replace("\r", "\n").replace("\0", "\r").split("\n")
    row, column = (error.lineno or 1) - 1, max((error.offset or 1) - 1, 0)
    if row >= len(lines):
        return len(code)
    return sum(len(line) + 1 for line in lines[:row]) + min(column, len(lines[row]))
