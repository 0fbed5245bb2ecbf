"""Which folders a command of a shell brings that it does not name one by one: archives, copies, clones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.paths.shape import FIRST_MARK, HOLE, normal
from tflint_ckpt.semantics.paths.shell import VARIABLE, WORDS

Paths = Callable[[str], Sequence[str]]
"""The paths that an expression of Python may be, as shapes; none where nobody can say."""

_OPERATORS = pattern(r"[;&|()<>]+")
_FREE = frozenset("cd pushd popd make cookiecutter dvc checkout submodule".split())
"""Words of commands that may bring folders of any name, or change the one in which the notebook works."""
_INSTALLING = frozenset("apt apt-get pip pip3 conda brew yum which echo rm rmdir".split())
_RUNNING = frozenset("python python2 python3 bash sh source run papermill".split())
_SCRIPT = pattern(r"(^|\s)(\./\S+|\S+\.(py|sh|ipynb))(\s|$)")
_WORKING = ("/content", "/kaggle/working")
"""The folders in which the notebooks of Colab and Kaggle work."""
_STAND_IN = FIRST_MARK - 1
"""Stands, with a number, for what IPython fills into a command."""
_FILLED = pattern(rf"{chr(_STAND_IN)}(\d+){chr(_STAND_IN)}")
_ANY = (None,)

Where = Sequence[str] | None
"""The words that say where to; ``None`` where nothing does."""


def brought(line: str, paths: Paths) -> Iterator[str | None]:
    """The folders that *line* may bring, with whatever is below them; ``None`` for any folder at all.

    Those that a command only names, as ``mkdir`` does, are not among them.
    """
    names = WORDS.split(line)
    runs = not _RUNNING.isdisjoint(names) or line.startswith("./")
    if runs and _SCRIPT.search(line) is not None:
        yield None
        return
    filled: list[str] = []

    def mark(match: re.Match[str]) -> str:
        filled.append(match[1] or match[2])
        return f"{chr(_STAND_IN)}{len(filled) - 1}{chr(_STAND_IN)}"

    for words in _commands(VARIABLE.sub(mark, line)):
        for word in _of_command(words):
            yield from _places(word, filled, paths) if word is not None else _ANY


def is_below(brought: str, directory: str) -> bool:
    """Whether *directory* is the folder *brought*, or one in it; a hole may hold anything."""
    parts = re.split(f"{HOLE}[\U000f0000-\U0010ffff]?", brought)
    return re.fullmatch("(?s:.*)".join(map(re.escape, parts)) + "(/(?s:.*))?", directory) is not None


def _commands(line: str) -> Iterator[list[str]]:
    """The words of each command of a line."""
    from shlex import shlex

    lexer = shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError:  # a quote that is not closed
        tokens = line.split()
    words: list[str] = []
    for token in (*tokens, ";"):
        if not _OPERATORS.fullmatch(token):
            words.append(token)
        elif words:
            yield words
            words = []


def _of_command(words: list[str]) -> Iterator[str | None]:
    """The words of a command that name what it fills; ``None`` where it may fill any folder."""
    if words[0] in _INSTALLING:
        return
    if not _FREE.isdisjoint(words):
        yield None
        return
    for place, word in enumerate(words):
        reader = _READERS.get(word.rpartition("/")[2])
        found = reader(words[place + 1 :]) if reader is not None else ()
        if found is None:
            yield None
        elif reader is not None:
            yield from found
        if reader is not None:
            return


def _after(words: list[str], *options: str) -> Where:
    """What follows the last of *options*: ``-d D``, ``-qd D``, ``--path=D``."""
    found: Where = None
    for place, word in enumerate(words):
        name, equals, given = word.partition("=")
        is_short = word.startswith("-") and not word.startswith("--") and f"-{word[-1]}" in options
        if equals and name in options:
            found = (given,)
        elif (is_short or word in options) and place + 1 < len(words):
            found = (words[place + 1],)
    return found


def _plain(words: list[str]) -> list[str]:
    return [word for word in words if not word.startswith("-")]


def _clone(words: list[str]) -> Where:
    if words[:1] != ["clone"]:
        return ()
    valued = ("-b", "--branch", "--depth", "-c", "-o", "--origin", "-j", "--filter")
    given = [
        word
        for place, word in enumerate(words[1:], 1)
        if not word.startswith("-") and words[place - 1] not in valued
    ]
    if len(given) < 2:
        return [each.rstrip("/").rpartition("/")[2].removesuffix(".git") for each in given] or None
    return given[1:2]


def _unzip(words: list[str]) -> Where:
    glued = [word[2:] for word in words if re.match(r"-d.", word)]
    return glued or _after(words, "-d")


def _tar(words: list[str]) -> Where:
    makes = bool(words) and re.match(r"-?[a-zA-Z]*c", words[0]) is not None
    return () if makes or "--create" in words else _after(words, "-C", "--directory")


def _seven(words: list[str]) -> Where:
    if words[:1] not in (["x"], ["e"]):
        return ()
    return [word[2:] for word in words if re.match(r"-o.", word)] or None


def _unrar(words: list[str]) -> Where:
    return words[-1:] if words and words[-1].endswith("/") else None


def _kaggle(words: list[str]) -> Where:
    return _after(words, "-p", "--path") if "--unzip" in words else ()


def _gdown(words: list[str]) -> Where:
    return _after(words, "-O", "--output") if "--folder" in words else ()


def _move(words: list[str]) -> Where:
    """The last word of ``mv`` and the like; of ``ln -s x/y`` the name in the working folder."""
    given = _plain(words)
    if "-t" in words or not given:
        return None
    return given[-1:] if len(given) > 1 else [given[0].rstrip("/").rpartition("/")[2]]


def _copy(words: list[str]) -> Where:
    whole = any(re.match(r"-\w*[rRa]|--recursive|--archive", word) for word in words)
    return _move(words) if whole else ()


_READERS: dict[str, Callable[[list[str]], Where]] = {
    "git": _clone,
    "unzip": _unzip,
    "tar": _tar,
    "bsdtar": _tar,
    "7z": _seven,
    "7za": _seven,
    "unrar": _unrar,
    "unar": lambda words: _after(words, "-o", "-output-directory"),
    "kaggle": _kaggle,
    "gdown": _gdown,
    "mv": _move,
    "ln": _move,
    "rsync": _move,
    "sync": lambda words: None,
    "cp": _copy,
}


def _places(word: str, filled: list[str], paths: Paths) -> Iterator[str | None]:
    """The folders that *word* may mean, relative to the working folder; ``None`` for any."""
    texts = [""]
    end = 0
    for match in _FILLED.finditer(word):
        values = paths(filled[int(match[1])])
        texts = [text + word[end : match.start()] + value for text in texts for value in values]
        end = match.end()
    for text in texts:
        yield _relative(text + word[end:])
    if not texts:
        yield None


def _relative(path: str) -> str | None:
    if re.search(r"[$`*?]", path):
        return None
    path = path.removeprefix("~/")
    for folder in _WORKING:
        if path == folder or path.startswith(f"{folder}/"):
            path = path[len(folder) + 1 :]
    hidden = any(part.startswith(".") and part.strip(".") for part in path.split("/"))
    found = normal(path)
    if found.startswith("/") and not (hidden or found.startswith("/tmp/")):
        return None  # who knows in which folder the notebook works
    return found if set(found.split("/")) - {"", "..", "~"} else None
