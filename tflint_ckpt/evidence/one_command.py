"""Variables set for one command of a file, and what that command names."""

from __future__ import annotations

from itertools import islice

from tflint_ckpt.evidence.flags import WORD
from tflint_ckpt.evidence.install import is_comment, is_told
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTINUED = pattern(r"\\[ \t]*\n")
_START = (
    r"(?:^|[;&|(\"'`]|\$[ \t]|(?<![\w-])(?:RUN|do|then|else|-?c|run:|script:|commands?[ \t]*=))"
    r"[ \t]{0,100}[-@]{0,3}[ \t]{0,100}"
)
"""Where a command of a shell, of Make, Docker, YAML or tox begins."""
_VARIABLES = r"(?P<variables>(?:\w+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"';&|]*)[ \t]+)*)"
_HELPERS = (
    r"(?:(?:poetry|pdm|uv|hatch|pipenv|pixi)[ \t]+run[ \t]+|coverage[ \t]+run[ \t]+(?:-m[ \t]+)?"
    r"|(?:time|exec|nohup|srun|sudo|xvfb-run)[ \t]+)*"
)
_RUNS = pattern(
    rf"{_START}(?:env[ \t]+)?{_VARIABLES}{_HELPERS}"
    r"(?P<tool>(?:[\w./-]*/)?(?:python[\d.]*|pytest|py\.test|ipython|jupyter|papermill|accelerate|torchrun|horovodrun))"
    r"(?=[\s;&|\"'`)]|$)(?P<words>[^;&|\n]*)",
    re.MULTILINE,
)
"""A command that runs Python, with the variables that are set for it alone."""
_NOT_THE_CODE = frozenset(
    "pip venv virtualenv build twine sphinx flake8 mypy black ruff isort pylint ensurepip http.server wheel "
    "pre_commit poetry".split()
)
"""Modules that ``python -m`` starts without running the code of the project."""
_MOST_COMMANDS = 300


class Command:
    """One command that runs Python.

    Attributes:
        start, end: where it stands in the text, from the variables that are set for it on.
        names: the files, folders and modules that it names.
    """

    __slots__ = ("end", "names", "start")

    def __init__(self, start: int, end: int, names: list[str]) -> None:
        self.start = start
        self.end = end
        self.names = names


def only_for(text: str, places: list[int]) -> list[str] | None:
    """What the commands name that a variable is set for, where it is set for them alone.

    *places* are the offsets of all assignments in *text*. ``None`` where one of them holds for more than its
    command, or where the text runs no other Python: then what it starts is what the project is run by.
    """
    joined = _CONTINUED.sub(lambda match: " " * len(match[0]), text)
    found = list(_commands(joined))
    names: list[str] = []
    for place in places:
        own = [each for each in found if each.start <= place < each.end]
        if not own:
            return None
        names += own[0].names
    others = [each for each in found if WORD not in joined[each.start : each.end]]
    return names if others else None


def _commands(text: str) -> Iterator[Command]:
    for match in islice(_RUNS.finditer(text), _MOST_COMMANDS):
        before = text[text.rfind("\n", 0, match.start("variables")) + 1 : match.start("variables")]
        if is_comment(before) or is_told(before):
            continue
        names = _named(match["words"], is_pytest="py" in match["tool"] and "test" in match["tool"])
        if names is not None:
            yield Command(match.start("variables"), match.start("words"), names)


def _named(arguments: str, *, is_pytest: bool) -> list[str] | None:
    """The files, folders and modules among *arguments*; ``None`` where none of the project's code runs."""
    words = [word.strip("\"'`()[],") for word in arguments.partition(" #")[0].split()]
    names = []
    for previous, word in zip(["", *words], words, strict=False):
        if previous == "-m" and not is_pytest:
            if word in _NOT_THE_CODE:
                return None
            is_pytest = word == "pytest"
            names += [] if is_pytest else [word.replace(".", "/")]
        elif word.startswith("-") or previous in ("-k", "-m", "-n", "-p"):
            continue
        elif word.endswith((".py", ".ipynb")) or ".py::" in word:
            names.append(word.partition("::")[0])
        elif is_pytest:
            names.append(word)
    if names == ["setup.py"] or not (names or is_pytest):
        return None
    return names
