"""Places that may call a definition where no search for its name finds the call: strings, and other files.

A name in a string is looked up when the program runs: ``getattr(module, "train")``, a table of a lazy
importer, ``_target_: pkg.train.train`` in a configuration. All of it is searched in text, unparsed: a place
that is no such use makes a fix less safe, and one that is not seen breaks a program.
"""

from __future__ import annotations

from itertools import chain

from tflint_ckpt.asking.imports import parts
from tflint_ckpt.light_functools import lru_cache
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.unparsed import import_statements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.semantics.code import Code
    from tflint_ckpt.source import Source

_PEOPLE = (".md", ".rst", ".txt")
_LOOKS_UP = pattern(
    r"(?:getattr|attrgetter|methodcaller|import_\w+|_import|lazy\w*|Lazy\w*|optional\w*|locate|load_\w+)\s*\("
    r"|(?:globals|locals|vars)\(\)\s*[\[.]|__dict__|__getattr__|_target_|registry|REGISTRY"
    r"|import_structure|submod_attrs"
)
"""What shows that a string beside it names something to be looked up."""
_BY_VALUE = pattern(r"(?:getattr|attrgetter|globals|vars)\s*\(")
"""What looks a name up in something that no string beside it names."""
_MOST_ANSWERS = 4_096
"""Answers about texts that are kept."""
_LONGEST_CALL = 3_000
"""Characters in which the end of a call is looked for."""


def by_string(module: Code, name: str) -> str:
    """Where a string names the top-level definition *name* of *module*, as ``a.py, line 3``; or empty."""
    pattern = re.compile(rf"[\"']((?:[\w.]+[.:])?){name}[\"']")
    for source in chain([module.source], module.project.quoting(pattern, name, besides=module.path)):
        for start, before, around in _looked_up(source.text, name):
            if _means_definition(before, around, module):
                return _shown(module, source, start)
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
    stem = (parts(module.path) or [""])[-1]
    configured = re.compile(
        rf"\b{re.escape(stem)}\.{name}\b(?!\.)|_target_\W+[\w.]*\b{name}\b|^[ \t]*{name}\.{parameter}\s*=",
        re.MULTILINE,
    )
    parts_of_it = f"{stem}.{name}", "_target_", f"{name}.{parameter}"
    entry = re.compile(rf"\b{re.escape(stem)}:{name}\b")
    called, named = "", ""
    for each, text in module.project.texts(name, besides=module.path):
        if not each.path.endswith(_PEOPLE):
            # Texts of data are long, and have none of these: to look for words takes no time.
            match = configured.search(text) if any(map(text.__contains__, parts_of_it)) else None
            called = called or (_place(each.path, text, match.start()) if match else "")
            match = entry.search(text) if f"{stem}:{name}" in text else None
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


@lru_cache(maxsize=2 * _MOST_ANSWERS)
def _looked_up(text: str, name: str) -> tuple[tuple[int, str | None, str], ...]:
    """The strings of *text* that may look up something called *name*, whichever file defines it.

    Where each begins, the name before its last dot or colon, and where it has none, what stands around it.
    """
    found: list[tuple[int, str | None, str]] = []
    for match in _ends_of_strings(text, name):
        before = re.split(r"[.:]", match[1])[:-1]
        if before:
            found.append((match.start(), before[-1], ""))
            continue
        start, end = _around(text, match)
        around = text[start : match.start()] + text[match.end() : end]
        if _LOOKS_UP.search(around):
            found.append((match.start(), None, around))
    return tuple(found)


def _ends_of_strings(text: str, name: str) -> Iterator[re.Match[str]]:
    """The strings that are *name*, or a dotted name that ends in it: found from their ends, which are few."""
    places: list[int] = []
    for quote in "\"'":
        place = text.find(name + quote)
        while place >= 0:
            places.append(place)
            place = text.find(name + quote, place + 1)
    string = re.compile(rf"[\"']((?:[\w.]+[.:])?){name}[\"']") if places else None
    behind = 0
    for start in sorted(places):
        while start and (text[start - 1].isalnum() or text[start - 1] in "_.:"):
            start -= 1
        match = string.match(text, start - 1) if string is not None and start > behind else None
        if match is not None:
            behind = match.end()
            yield match


def _means_definition(before: str | None, around: str, module: Code) -> bool:
    """Whether a string that ends in the name is a way to it: with its module's name, or looked up."""
    own = parts(module.path)
    if before is not None:
        return before in own
    stem = own[-1] if own else ""
    if _BY_VALUE.search(around):
        return True
    return stem in around and re.search(rf"[\"'](?:[\w.]*\.)?{re.escape(stem)}[\"']", around) is not None


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
