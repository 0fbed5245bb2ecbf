"""Commands that install: the lines of a notebook, and those of scripts, images and CI."""

from __future__ import annotations

from itertools import islice

from tflint_ckpt.evidence.source import Source
from tflint_ckpt.evidence.text import line_at
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tflint_ckpt.evidence.requirement import Requirement
    from tflint_ckpt.evidence.source import LineName

_PIP = r"(?:\S+[ \t]+-m[ \t]+|uv[ \t]+)?pip3?(?:\.\d+)?[ \t]+install[ \t]+"
_INSTALL = pattern(
    rf"""^[ \t]*(?:\#[ \t]*)?(?:
        [!%](?:[^\n]*(?:&&|;))?[ \t]*{_PIP}(?P<line>(?:\\\r?\n|.)*)
        |%tensorflow_version[ \t]+(?P<colab>[12])\.x
        |get_ipython\(\)\.(?:system\(|run_line_magic\([ \t]*["']pip["'],[ \t]*)["'](?P<call>.*)["']\)
    )[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
"""A line of a notebook that installs: as it is typed, as Jupytext comments it out, as nbconvert writes it;
and the one by which Colab chose between the two TensorFlows that it had."""
_SHELL_CELL = pattern(r"^%%(?:bash|sh|!)[ \t]*\n(?:[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
"""A cell for a shell, up to its first blank line."""
_UPGRADE = pattern(r"(?:^|\s)(?:-\w*U\w*|--upgrade)(?:\s|$)")
_WITH_VALUE = frozenset(
    "-c --constraint -e --editable -f --find-links -i --index-url --extra-index-url -r --requirement "
    "-t --target --trusted-host --root --prefix -n --name -p".split()
)
"""Options of ``pip install`` and ``conda install`` that are followed by a word of their own."""
_COMMAND = pattern(
    r"(?<![\w-])(?:pip3?(?:\.\d+)?[ \t]+install|(?P<conda>(?:conda|mamba|micromamba)[ \t]+install))[ \t]+"
    r"(?P<words>[^\n]*)"
)
_OPEN = pattern(r"[$%{}]")
"""What only a shell, or whoever fills in a template, knows."""
_MATRIX = pattern(
    r"(?P<asked>(?<![\w-])tensorflow[\w-]*(?:[=~]=)?)\$\{\{[ \t]*matrix\.(?P<name>[\w-]+)[ \t]*\}\}(?:\.\*)?"
)
_MOST_VALUES = 20
_MOST_COMMANDS = 300
"""In one file."""
_CONTINUED = pattern(r"\\[ \t]*\r?\n")


def of_install_lines(text: str, name: str, line_name: LineName = str) -> Source | None:
    """What the ``!pip install`` and ``%pip install`` lines of a notebook ask for, all of them together.

    A later line that asks for the same distribution again replaces what an earlier one said. Lines that
    take any release say nothing, unless they upgrade: what is installed already stays.
    """
    if "install" not in text and "%tensorflow_version" not in text:
        return None
    from tflint_ckpt.evidence.requirement import ANY, evidence

    upgrades = False
    asked: dict[str, Requirement] = {}
    if "%%" in text:
        text = _SHELL_CELL.sub(lambda cell: cell[0].replace("\n", "\n!"), text)
    for match in _INSTALL.finditer(text):
        command = _install_command(match)
        for requirement in _installed(command, line_at(text, match.start())):
            asked[requirement.name] = requirement
            upgrades = upgrades or _UPGRADE.search(command) is not None
    found = evidence(asked.values())
    if found is None or not (found.strength != ANY or upgrades):
        return None
    target = Target(found.releases, f"{name}:{line_name(found.line)} (pip install)")
    return Source(target.source, target, strength=found.strength, oldest=found.oldest)


def commands(text: str) -> Iterator[Requirement]:
    """What the commands in a script, an image or a CI file install; comments and what is echoed is not."""
    joined = _CONTINUED.sub(" \0", text)  # one \0 for each line that was taken in
    for match in islice(_COMMAND.finditer(joined), _MOST_COMMANDS):
        start = joined.rfind("\n", 0, match.start()) + 1
        before = joined[start : match.start()]
        if is_comment(before) or is_told(before):
            continue
        line = line_at(joined, match.start()) + joined.count("\0", 0, match.start())
        for requirement in _installed(match["words"].replace("\0", ""), line):
            requirement.conda = match["conda"] is not None
            yield requirement


def with_matrix(text: str) -> str:
    """A workflow with every value of its matrix in the place of a release that is one of them."""

    known_values: dict[str, list[str]] = {}

    def filled(match: re.Match[str]) -> str:
        name = re.escape(match["name"])
        if name not in known_values:
            if len(known_values) > _MOST_VALUES:
                return match[0]
            known_values[name] = values_of(name)
        return " ".join(f"{match['asked']}{value}" for value in known_values[name]) or match[0]

    def values_of(name: str) -> list[str]:
        listed = re.findall(rf"^[ \t-]*{name}:[ \t]*(\S[^#\n]*)", text, re.MULTILINE)
        values = [value.strip("\"' \t") for one in listed for value in one.strip("[] \t").split(",")]
        return [value for value in values if re.fullmatch(r"\d+(?:\.\d+)+", value)][:_MOST_VALUES]

    return _MATRIX.sub(filled, text) if "matrix." in text else text


def is_comment(before: str) -> bool:
    """Whether what follows *before* in its line of a script is a comment."""
    return re.search(r"(?:^|\s)#", before) is not None or before.lstrip().lower().startswith(("rem ", "::"))


def is_told(before: str) -> bool:
    """Whether what follows *before* is only printed."""
    return re.match(r"[\s\-@]*(?:run:?\s+)?(?:echo|printf)\b[^;&|]*$", before, re.IGNORECASE) is not None


def _install_command(match: re.Match[str]) -> str:
    """What stands behind ``pip install`` in a line that installs."""
    if match["colab"]:
        return f"tensorflow=={match['colab']}.*"
    if match["call"]:
        return match["call"].replace("pip install ", "", 1)
    return re.sub(r"\\\r?\n", " ", match["line"] or "")


def _installed(command: str, line: int) -> Iterator[Requirement]:
    """The requirements of one ``pip install``; nothing where the shell would not split it either."""
    import shlex

    from tflint_ckpt.evidence.requirement import Requirement

    try:
        words = iter(shlex.split(command.partition(" #")[0]))
    except ValueError:
        return
    for word in words:
        if word in (";", "&&", "||", "|"):
            return
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-") and not _OPEN.search(word):
            last = word.endswith(";")
            if requirement := Requirement.parse(word.rstrip(";"), line):
                yield requirement
            if last:
                return
