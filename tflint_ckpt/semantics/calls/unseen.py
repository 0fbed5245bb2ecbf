"""Places that may call a definition where no search for its name finds the call: strings, and other files.

A name in a string is looked up when the program runs: ``getattr(module, "train")``, a table of a lazy
importer, ``_target_: pkg.train.train`` in a configuration. All of it is searched in text, unparsed: a place
that is no such use makes a fix less safe, and one that is not seen breaks a program.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from tflint_ckpt.asking.imports import parts
from tflint_ckpt.patterns import re
from tflint_ckpt.unparsed import import_statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.source import Source

_PEOPLE = (".md", ".rst", ".txt")
_LOOKS_UP = (
    r"(?:getattr|attrgetter|methodcaller|import_\w+|\w*_import|lazy\w*|Lazy\w*|optional\w*|locate|load_\w+)\s*\("
    r"|(?:globals|locals|vars)\(\)\s*[\[.]|__dict__|__getattr__|_target_|registry|REGISTRY"
    r"|import_structure|submod_attrs"
)
"""What shows that a string beside it names something to be looked up."""
_MOST_ANSWERS = 4_096
"""Answers about texts that are kept."""
_LONGEST_CALL = 3_000
"""Characters in which the end of a call is looked for."""


def by_string(module: Code, name: str) -> str:
    """Where a string names the top-level definition *name* of *module*, as ``a.py, line 3``; or empty."""
    pattern = re.compile(rf"[\"']((?:[\w.]+[.:])?){name}[\"']")
    for source in chain([module.source], module.project.quoting(pattern, name, besides=module.path)):
        text = source.text
        for match in pattern.finditer(text) if f'{name}"' in text or f"{name}'" in text else ():
            if _means_definition(source.text, match, module):
                return _shown(module, source, match.start())
    return ""


def by_attribute(module: Code, name: str, parameter: str) -> str:
    """Where a method is looked up by its name, or handed on with the *parameter*; or empty."""
    looked_up = r"getattr\s*\([^\n]*?,\s*|attrgetter\s*\(\s*|methodcaller\s*\(\s*"
    given = rf"\.{name}\b(?!\s*[(=])[^\n]*\b{parameter}\s*=(?!=)"
    pattern = re.compile(rf"(?:{looked_up})[\"'](?:[\w.]+\.)?{name}[\"']|{given}")
    for source in chain([module.source], module.project.containing(pattern, name, besides=module.path)):
        match = pattern.search(source.text)
        if match is not None:
            return _shown(module, source, match.start())
    return ""


def in_other_texts(module: Code, name: str, parameter: str) -> tuple[str, str]:
    """Where a file that is no Python names the definition, or calls it with the *parameter* by name.

    The first place is one that may pass the parameter by its name, the second one that only names it.
    """
    stem = re.escape((parts(module.path) or [""])[-1])
    configured = re.compile(
        rf"\b{stem}\.{name}\b(?!\.)|_target_\W+[\w.]*\b{name}\b|^[ \t]*{name}\.{parameter}\s*=", re.MULTILINE
    )
    entry = re.compile(rf"\b{stem}:{name}\b")
    called, named = "", ""
    for each, text in module.project.texts(name, besides=module.path):
        if not each.path.endswith(_PEOPLE):
            match = configured.search(text)
            called = called or (_place(each.path, text, match.start()) if match else "")
            match = entry.search(text)
            named = named or (_place(each.path, text, match.start()) if match else "")
        at = keyword_call(text, name, parameter)
        called = called or (_place(each.path, text, at) if at is not None else "")
    return called, named


@lru_cache(maxsize=_MOST_ANSWERS)
def keyword_call(text: str, name: str, parameter: str) -> int | None:
    """Where *text* first seems to call *name* with the keyword *parameter*, or with ``**`` and something.

    Every file that defines a function of that name asks the same of each that calls one.
    """
    if parameter not in text and "**" not in text:
        return None
    passed = re.compile(rf"(?<![\w.]){parameter}\s*=(?!=)|\*\*")
    # What begins with a word that is written out is found forty times as fast.
    for match in re.finditer(rf"{name}(?<=\b{name})(?<!def {name})\s*\(", text):
        if passed.search(text, match.end(), _end_of_call(text, match.end())):
            return match.start()
    return None


def is_kept(text: str, name: str) -> bool:
    """Whether *text* seems to use *name* other than by a call, or imports all names, or it under another."""
    rest = text
    for statement in import_statements(text):
        if statement.endswith("*") or re.search(rf"\b{name}\s+as\b", statement):
            return True
        rest = rest.replace(statement, "")
    return re.search(rf"{name}(?<=\b{name})\b(?!\s*\()", rest) is not None


def _end_of_call(text: str, start: int) -> int:
    """Where the bracket closes that was opened before *start*."""
    depth = 1
    for match in re.compile(r"[()\[\]{}]").finditer(text, start, start + _LONGEST_CALL):
        depth += 1 if match[0] in "([{" else -1
        if not depth:
            return match.start()
    return min(len(text), start + _LONGEST_CALL)


def _means_definition(text: str, match: re.Match[str], module: Code) -> bool:
    """Whether a string that ends in the name is a way to it: with its module's name, or looked up."""
    own = parts(module.path)
    before = re.split(r"[.:]", match[1] or "")[:-1]
    if before:
        return before[-1] in own
    start, end = _around(text, match)
    around = text[start : match.start()] + text[match.end() : end]
    if not re.search(_LOOKS_UP, around):
        return False
    stem = re.escape(own[-1]) if own else ""
    looked_up = r"(?:getattr|attrgetter|globals|vars)\s*\("
    return re.search(rf"[\"'](?:[\w.]*\.)?{stem}[\"']|{looked_up}", around) is not None


def _around(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The lines around a string in which what belongs to it may stand: three before it, one behind."""
    start, end = match.start(), match.end()
    for _ in range(4):
        start = max(text.rfind("\n", 0, start), 0)
    for _ in range(2):
        found = text.find("\n", end + 1)
        end = found if found >= 0 else len(text)
    return start, end


def _shown(module: Code, source: Source, offset: int) -> str:
    """A place in words: with the file's name where it is another."""
    place = source.place(offset).spoken
    return place if source.path == module.path else f"{source.path}, {place}"


def _place(path: str, text: str, offset: int) -> str:
    return f"{path}:{text.count(chr(10), 0, offset) + 1}"
