"""IPython's own syntax in a cell, replaced by Python of the same length.

What is recognised is what ``IPython.core.inputtransformer2`` transforms: an escape at the start of a
logical line, one that is assigned, a question mark behind a name, and a cell magic on the first line.
A cell whose first line is indented is read as IPython 7 and 8 do (``leading_indent``), and so Colab: what
stands before that line is taken away from each line that begins with it. IPython 9 takes from all lines
what they share, and refuses such a cell where another line has less.
"""

from __future__ import annotations

from tflint_ckpt import gate
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

PYTHON_CELLS = frozenset(
    "capture debug ipytest memit prun pyinstrument scalene snakeviz time timeit wandb".split()
)
"""Cell magics that run their cell where the others run. ``%%python`` and its like start another process,
whose names are not those of the notebook."""

_OTHER_LANGUAGES = frozenset(
    """! R SVG HTML bash bigquery cmd cython file html javascript js julia latex markdown mermaid node perl
    powershell pypy python python2 python3 ruby script sh sql svg sx system writefile""".split()
)
"""Cell magics whose cells cannot name what the others do, as they are no Python or run somewhere else."""
_REGISTERED = pattern(r"^@(?:\w+\.)*register_(?:line_)?cell_magic\b.*\n(?:@.*\n)*def (\w+)", re.MULTILINE)

_NEWLINE = r"(?:\r\n|[\r\n])"
_TO_THE_END = rf"(?:\\{_NEWLINE}|[^\r\n])*"
"""The rest of a line, and of those that a backslash joins to it, as IPython joins them."""
_WORTH_A_LOOK = pattern(rf"(?:\A|[\r\n])[ \t\f]*[!%,;/?]|=(?:[ \t]|\\{_NEWLINE})*[!%]|\?[ \t]*(?:[\r\n]|\Z)")
_LINES = pattern(r"[^\r\n]+")
_indent = re.compile(r"[ \t\f]*").match
_margin = re.compile(r"[ \t]+").match
_blank_lines = re.compile(rf"(?:[ \t\f]*{_NEWLINE})*").match
_line = re.compile(_TO_THE_END).match
_newline = re.compile(_NEWLINE).match
_cell_magic = re.compile(rf"(?P<line>%%(?P<name>[^\s?]*)(?P<help>\?)?[^\r\n]*)(?:{_NEWLINE}|\Z)").match
_escaped = re.compile(r"!(?!=)|%(?!=)|/(?![/=])|[,;?]").match
_HELP = pattern(r"%{0,2}(?!\d)[\w*]+(\.(?!\d)[\w*]+|\[-?[0-9]+\])*\?\??\Z")
_LONGEST_NAME = 500
"""Characters in which what a question mark asks for is looked up: to look in all takes the square of that."""
_TOKEN = pattern(
    rf'''(?P<comment>\#[^\r\n]*)
    |(?P<string>
        """[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*(?:"""|\Z)
        |\'\'\'[^'\\]*(?:(?:\\.|'(?!\'\'))[^'\\]*)*(?:\'\'\'|\Z)
        |"[^"\\\r\n]*(?:\\(?:\r\n|.)[^"\\\r\n]*)*"?
        |'[^'\\\r\n]*(?:\\(?:\r\n|.)[^'\\\r\n]*)*'?)
    |(?P<open>[(\[{{])
    |(?P<close>[)\]}}])
    |(?P<joint>\\{_NEWLINE})
    |(?P<end>{_NEWLINE})
    |(?P<equals>(?<![=!<>:+\-*/%@&|^])=(?!=)(?:[ \t]|\\{_NEWLINE})*(?P<escape>%(?=\w)|!)?)''',
    re.VERBOSE | re.DOTALL,
)
_OPTIONS = {"time": "", "timeit": "nrp", "prun": "lsTD", "memit": "rti"}
"""The line magics that run the statement behind them, with their options that take a value."""
_statement_behind = re.compile(
    "%(?:"
    + "|".join(
        rf"{name}(?:[ \t]+(?:-[{valued or '-'}][ \t]*[^\s-]\S*|-[a-zA-Z]+(?=\s)))*"
        for name, valued in _OPTIONS.items()
    )
    + r")[ \t]+(?=[^\s-])"
).match
_automagic = re.compile(
    r"(?:cat|cd|conda|cp|env|ll|load_ext|ls|mamba|man|matplotlib|mkdir|more|mv|pip|pwd|pylab|rm|rmdir|run|uv)"
    r"(?![\w.])[^\r\n]*"
).fullmatch
"""A cell of one line that is a magic without its ``%``; IPython looks the name up where it is no variable."""
_value_behind = re.compile(r"%time[ \t]+(?=\S)").match


class Masked:
    """A cell's text as Python.

    Attributes:
        code: the text with the masked parts replaced: as long, with the same line endings.
        spans: start and end of what was replaced, in order; these characters cannot be edited.
        body: where the Python starts: behind the lines of cell magics.
        margins: what IPython takes away from the start of each line that has it, in order: the indentation
            of the first line of the cell, and of the first below each cell magic.
        closed: whether all of it is masked, as no Python.
        foreign: whether it is closed, and runs where it cannot see the names of the other cells.
    """

    __slots__ = (
        "_characters",
        "_python_cells",
        "body",
        "closed",
        "code",
        "foreign",
        "margins",
        "spans",
        "text",
    )

    def __init__(self, text: str, python_cells: Collection[str] = PYTHON_CELLS) -> None:
        self.text = self.code = text
        self._characters: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self.body = 0
        self.margins: tuple[str, ...] = ()
        self.closed = self.foreign = False
        self._python_cells = python_cells
        if text[:1] in " \t\r\n\f%" or _WORTH_A_LOOK.search(text) or _automagic(text.rstrip()):
            self._characters = list(text)
            self._mask()
            if not self.closed:
                self.code = "".join(self._characters)

    def blank(self) -> None:
        """Mask all of it."""
        self.code = _blank(self.text)
        self.spans = [(0, len(self.text))]
        self.closed = True

    def stand_in(self, names: Collection[str]) -> None:
        """Let what is not read hand those of *names* that it mentions to somebody unknown."""
        from tflint_ckpt.notebook.standin import stand_in

        if self.closed and not self.foreign:
            self.code = stand_in(self.text, names) or self.code

    def takes(self, start: int, end: int, new: str) -> bool:
        """Whether *new* can stand at ``start:end``: what IPython reads must stay what it is."""
        if self.closed or start < self.body:
            return False
        if not self.spans and not self.margins:
            return True
        if any(start < last and first < end for first, last in self.spans):
            return False
        after = Masked(self.text[:start] + new + self.text[end:], self._python_cells)
        if after.margins != self.margins or after._said() != self._said():
            return False
        return _shared_margin(after.text, after.body) == _shared_margin(self.text, self.body)

    def _said(self) -> list[str]:
        return [self.text[start:end] for start, end in self.spans]

    def _mask(self) -> None:
        while True:
            start = self._take_margin(_end(_blank_lines, self.text, self.body))
            magic = _cell_magic(self.text, start)
            if magic is None or magic["help"]:
                break
            if magic["name"] not in self._python_cells:
                self.blank()
                self.foreign = magic["name"] in _OTHER_LANGUAGES
                return
            self._replace(start, magic.end("line"), _blank(magic["line"]))
            self.body = magic.end()
        if self.body or not self._mask_automagic(start):
            self._mask_lines()

    def _take_margin(self, line: int) -> int:
        """Note how far the first *line* is indented, but for what is taken away anyway; where it begins."""
        start = self._behind_margins(line)
        end = _end(_margin, self.text, start)
        if start < end < len(self.text):
            self.margins = (*self.margins, self.text[start:end])
        return end

    def _behind_margins(self, at: int) -> int:
        """Where the line at *at* begins for IPython."""
        for margin in self.margins:
            if self.text.startswith(margin, at):
                at += len(margin)
        return at

    def _mask_automagic(self, start: int) -> bool:
        end = len(self.text.rstrip())
        if not _automagic(self.text[start:end]) or _is_simple(self.text[start:end]):
            return False
        self._replace(start, end, _blank(self.text[start:end]))
        return True

    def _mask_lines(self) -> None:
        text, at = self.text, self.body
        while at < len(text):
            left = self._behind_margins(at)
            first = _end(_indent, text, left)
            if left > at and first < len(text) and text[first] not in "\r\n":
                # A form feed sets Python's count of the columns back to 0.
                self._write(at, " " * (left - at - 1) + "\f")
            if _escaped(text, first):
                end = _end(_line, text, first)
                self._mask_escaped(first, end, is_top=first <= left)
                at = _end(_newline, text, end)
            else:
                at = self._logical_line(first, is_top=first <= left)

    def _mask_escaped(self, first: int, end: int, *, is_top: bool) -> None:
        behind = _statement_behind(self.text, first)
        if behind and behind.end() < end and _is_simple(self.text[behind.end() : end]):
            self._replace(first, behind.end(), "0;".ljust(behind.end() - first))
        else:
            self._replace(first, end, _blank(self.text[first:end], "#" if is_top else "0"))

    def _logical_line(self, first: int, *, is_top: bool) -> int:
        """Mask what is escaped in the logical line at *first*; the offset behind it."""
        text = self.text
        depth = 0
        assigned = False
        place = first
        comment = False
        while token := _TOKEN.search(text, place):
            kind = token.lastgroup
            place = token.end()
            if kind == "open":
                depth += 1
            elif kind == "close":
                depth = max(depth - 1, 0)
            elif kind == "equals" and not depth and not assigned:
                assigned = True
                if token["escape"]:
                    end = _end(_line, text, token.start("escape"))
                    self._mask_value(token.start("escape"), end)
                    return _end(_newline, text, end)
            elif kind == "end" and not depth:
                if not comment:
                    self._mask_help(first, token.start(), is_top=is_top)
                return place
            comment = kind == "comment"
        if not comment and not depth:
            self._mask_help(first, len(text), is_top=is_top)
        return len(text)

    def _mask_value(self, start: int, end: int) -> None:
        """Mask an assigned escape; what ``%time`` runs is the value that it gives."""
        behind = _value_behind(self.text, start)
        if behind and behind.end() < end and _is_simple(f"_={self.text[behind.end() : end]}"):
            end = behind.end()
            self._replace(start, end, " " * (end - start))
        else:
            # A name that nothing binds, as far as the characters go: the value must not be known.
            self._replace(start, end, _blank(self.text[start:end], "__" if start + 1 < end else "_"))

    def _mask_help(self, first: int, end: int, *, is_top: bool) -> None:
        asked = self.text[first:end].rstrip(" \t\f")
        if asked.endswith("?") and _HELP.search(asked[-_LONGEST_NAME:]):
            self._replace(first, first + len(asked), _blank(asked, "#" if is_top else "0"))

    def _replace(self, start: int, end: int, code: str) -> None:
        self._write(start, code)
        self.spans.append((start, end))

    def _write(self, start: int, code: str) -> None:
        self._characters[start : start + len(code)] = code


def registered(texts: Iterable[str]) -> set[str]:
    """The cell magics that a notebook defines itself, and that run their cell as Python."""
    return {
        name
        for text in texts
        if "cell_magic" in text and "run_cell" in text
        for name in _REGISTERED.findall(text)
    }


def _blank(text: str, first: str = "") -> str:
    """*text* as comments, or as blanks behind *first*; line endings stay."""
    if not first or first == "#":
        return _LINES.sub(lambda line: "#".ljust(len(line.group())), text)
    return first + _LINES.sub(lambda line: " " * len(line.group()), text[len(first) :])


def _end(match: Callable[[str, int], re.Match[str] | None], text: str, at: int) -> int:
    found = match(text, at)
    return found.end() if found else at


def _shared_margin(text: str, start: int) -> int:
    """How far all lines from *start* are indented, as ``textwrap.dedent`` counts, and so IPython 9."""
    lines = [line for line in _LINES.findall(text, start) if line.strip(" \t")]
    indents = sorted(line[: len(line) - len(line.lstrip(" \t"))] for line in lines)
    if not indents:
        return 0
    alike = [one == other for one, other in zip(indents[0], indents[-1], strict=False)]
    return alike.index(False) if False in alike else len(alike)


def _is_simple(code: str) -> bool:
    """Whether *code* is Python that may stand behind a semicolon."""
    try:
        gate.read("0;" + code, "<magic>")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
