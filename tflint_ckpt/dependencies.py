"""Where a file or the project around it writes down which TensorFlow it runs on."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from tflint_ckpt.config import parse_toml
from tflint_ckpt.paths import shown
from tflint_ckpt.requirement import Evidence, Requirement, evidence
from tflint_ckpt.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    LineName = Callable[[int], str]

_SCRIPT = re.compile(r"^# /// script[ \t]*$\n(?P<content>(?:^#(?:| .*)$\n)+?)^# ///[ \t]*$", re.MULTILINE)
"""Inline script metadata; the pattern of PEP 723."""
_LEGACY = re.compile(
    r"""^(?:[^#\n]*(?:environ\s*\[\s*["']TF_USE_LEGACY_KERAS["']\s*\]\s*="""
    r"""|(?:setdefault|putenv)\s*\(\s*["']TF_USE_LEGACY_KERAS["']\s*,)\s*["'](?:1|[Tt]rue)["']"""
    r"""|[ \t]*%(?:set_)?env[ \t]+TF_USE_LEGACY_KERAS(?:=|[ \t])[ \t]*(?:1|[Tt]rue)[ \t]*$)""",
    re.MULTILINE,
)
"""The values are those TensorFlow takes for yes (``keras_api`` of its ``__init__``)."""
_TF_KERAS = re.compile(r"^[ \t]*(?:import[ \t][^#\n]*?|from[ \t]+)\btf_keras\b", re.MULTILINE)

_PIP = r"(?:\S+[ \t]+-m[ \t]+|uv[ \t]+)?pip3?(?:\.\d+)?[ \t]+install[ \t]+"
_INSTALL = re.compile(
    rf"""^[ \t]*(?:\#[ \t]*)?(?:
        [!%](?:[^\n]*(?:&&|;))?[ \t]*{_PIP}(?P<line>(?:\\\r?\n|.)*)
        |%tensorflow_version[ \t]+(?P<colab>[12])\.x
        |get_ipython\(\)\.(?:system\(|run_line_magic\([ \t]*["']pip["'],[ \t]*)["'](?P<call>.*)["']\)
    )[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
"""A line of a notebook that installs: as it is typed, as Jupytext comments it out, as nbconvert writes it;
and the one by which Colab chose between the two TensorFlows that it had."""
_SHELL_CELL = re.compile(r"^%%(?:bash|sh|!)[ \t]*\n(?:[^\n]*\S[^\n]*(?:\n|\Z))+", re.MULTILINE)
"""A cell for a shell, up to its first blank line."""
_UPGRADE = re.compile(r"(?:^|\s)(?:-\w*U\w*|--upgrade)(?:\s|$)")
_WITH_VALUE = frozenset(
    "-c --constraint -e --editable -f --find-links -i --index-url --extra-index-url -r --requirement "
    "-t --target --trusted-host --root --prefix".split()
)
"""Options of ``pip install`` that are followed by a word of their own."""


def legacy_keras(text: str, name: str, line_name: LineName = str) -> str | None:
    """Where the file *name* says that it runs Keras 2 on any TensorFlow: ``train.py:3 (tf_keras)``.

    *line_name* says how a line of *text*, counted from 1, is written.
    """
    for word, pattern in (("TF_USE_LEGACY_KERAS", _LEGACY), ("tf_keras", _TF_KERAS)):
        if word in text and (match := pattern.search(text)):
            return f"{name}:{line_name(_line(text, match.end()))} ({word})"
    return None


def of_script(text: str, name: str, line_name: LineName = str) -> Target | None:
    """What the PEP 723 metadata in a file requires."""
    if "# /// script" not in text:
        return None
    text = text.replace("\r\n", "\n")
    match = _SCRIPT.search(text)
    if match is None:
        return None
    content = "\n".join(line[2:] for line in match["content"].splitlines())
    found = evidence(_in_list(_toml(content).get("dependencies"), content))
    if found is None:
        return None
    line = _line(text, match.start("content")) + found.line - 1
    return Target(found.releases, f"{name}:{line_name(line)} (PEP 723)")


def of_install_lines(text: str, name: str, line_name: LineName = str) -> Target | None:
    """What the ``!pip install`` and ``%pip install`` lines of a notebook ask for, all of them together.

    A later line that asks for the same distribution again replaces what an earlier one said. Lines that
    take any release say nothing, unless they upgrade: what is installed already stays.
    """
    if "install" not in text and "%tensorflow_version" not in text:
        return None
    upgrades = False
    asked: dict[str, Requirement] = {}
    if "%%" in text:
        text = _SHELL_CELL.sub(lambda cell: cell[0].replace("\n", "\n!"), text)
    for match in _INSTALL.finditer(text):
        command = _install_command(match)
        for requirement in _installed(command, _line(text, match.start())):
            asked[requirement.name] = requirement
            upgrades = upgrades or _UPGRADE.search(command) is not None
    found = evidence(asked.values())
    if found is None or not (found.binding or upgrades):
        return None
    return Target(found.releases, f"{name}:{line_name(found.line)} (pip install)")


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

    try:
        words = iter(shlex.split(command.partition(" #")[0]))
    except ValueError:
        return
    for word in words:
        if word in (";", "&&", "||", "|"):
            return
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            last = word.endswith(";")
            if requirement := Requirement.parse(word.rstrip(";"), line):
                yield requirement
            if last:
                return


def of_folder(path: str | None, folders: dict[str, Target | None]) -> Target | None:
    """What the nearest project files require, from the folder of *path* upward to the repository's root.

    The nearest folder that asks for TensorFlow or Keras decides. In it, the first file whose
    requirements choose releases wins over one that takes any, since a lock file beside
    ``tensorflow>=2.8`` knows better.
    """
    folder = os.path.abspath(path or os.curdir)
    if path is not None and not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    visited = []
    target = None
    while folder not in folders:
        visited.append(folder)
        target = _folder(folder)
        parent = os.path.dirname(folder)
        if target is not None or parent == folder or os.path.exists(os.path.join(folder, ".git")):
            break
        folder = parent
    else:
        target = folders[folder]
    folders.update(dict.fromkeys(visited, target))
    return target


def _folder(folder: str) -> Target | None:
    weak = None
    for name, read in _project_files(folder):
        path = os.path.join(folder, name)
        found = _evidence(path, read)
        if found is None:
            continue
        target = Target(found.releases, f"{shown(path)}:{found.line}")
        if found.binding:
            return target
        weak = weak or target
    return weak


def _project_files(folder: str) -> Iterator[tuple[str, Callable[[str], Iterable[Requirement]]]]:
    """The files that may hold requirements, in the order they are believed, and what reads each."""
    try:
        names = set(os.listdir(folder))
    except OSError:
        return
    lists = [name for name in names if name.startswith("requirements") and name.endswith(".txt")]
    lists.sort(key=lambda name: (name != "requirements.txt", name))
    rows: list[tuple[str, Callable[[str], Iterable[Requirement]]]] = [
        ("pyproject.toml", _pyproject),
        *((name, _requirements) for name in lists),
        ("setup.cfg", _setup_cfg),
        ("environment.yml", _conda),
        ("environment.yaml", _conda),
        ("uv.lock", _lock),
        ("poetry.lock", _lock),
    ]
    for name, read in rows:
        if name in names:
            yield name, read


def _evidence(path: str, read: Callable[[str], Iterable[Requirement]]) -> Evidence | None:
    try:
        if not os.path.isfile(path):
            return None  # opening a pipe would wait for its other end
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    # PowerShell's ``pip freeze > requirements.txt`` writes UTF-16, and pip reads it.
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    words = text.lower()
    if not ("tensorflow" in words or "keras" in words or "tf-nightly" in words or "tf_nightly" in words):
        return None
    return evidence(read(text))


def _requirements(text: str) -> Iterator[Requirement]:
    for number, line in enumerate(text.splitlines(), 1):
        if requirement := Requirement.parse(line, number):
            yield requirement


def _pyproject(text: str) -> list[Requirement]:
    document = _toml(text)
    project = _table(document.get("project"))
    poetry = _table(_table(document.get("tool")).get("poetry"))
    runtime = [
        *_in_list(project.get("dependencies"), text),
        *_in_table(poetry.get("dependencies"), text),
    ]
    if evidence(runtime):
        return runtime
    return [
        requirement
        for tables in (project.get("optional-dependencies"), document.get("dependency-groups"))
        for items in _table(tables).values()
        for requirement in _in_list(items, text)
    ] + [
        requirement
        for group in _table(poetry.get("group")).values()
        for requirement in _in_table(_table(group).get("dependencies"), text)
    ]


def _setup_cfg(text: str) -> Iterator[Requirement]:
    section = ""
    wanted = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            section = line.strip()
            continue
        if line[:1].strip() and not line.startswith(("#", ";")):  # a key begins in the first column
            key, _, line = line.partition("=")
            wanted = section == "[options.extras_require]" or (
                section == "[options]" and key.strip() == "install_requires"
            )
        if wanted and (requirement := Requirement.parse(line, number)):
            yield requirement


def _conda(text: str) -> Iterator[Requirement]:
    for number, line in enumerate(text.splitlines(), 1):
        item = line.strip()
        if item.startswith("- ") and (
            requirement := Requirement.parse(item[2:].strip("\"' ").rpartition("::")[2], number)
        ):
            yield requirement


def _lock(text: str) -> Iterator[Requirement]:
    """The packages of a ``uv.lock`` or ``poetry.lock``: both write ``name`` and ``version`` in two lines.

    A lock is large, and read line by line because its TOML takes a second to parse.
    """
    name = None
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = line.partition(" = ")
        if key == "name":
            name = value.strip('"')
        elif key == "version" and name is not None:
            yield Requirement(name, "==" + value.strip('"'), number)
            name = None


def _toml(text: str) -> dict[str, object]:
    """*text* as TOML; empty where it is none, which is for the tool that owns the file to complain about."""
    try:
        return parse_toml(text)
    except ValueError:
        return {}


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _in_list(items: object, text: str) -> Iterator[Requirement]:
    """The requirements in a TOML list, each with the line of *text* where it stands."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, str) and (requirement := Requirement.parse(item, _line_of(text, item))):
            yield requirement


def _in_table(table: object, text: str) -> Iterator[Requirement]:
    """The requirements in a table of Poetry's: names with a version, a table that has one, or several."""
    for name, value in _table(table).items():
        for one in value if isinstance(value, list) else [value]:
            version = _table(one).get("version") if isinstance(one, dict) else one
            if isinstance(version, str):
                found = re.search(rf"""^\s*["']?{re.escape(name)}["']?\s*=""", text, re.MULTILINE)
                yield Requirement(name, version, _line(text, found.end()) if found else _line_of(text, name))


def _line_of(text: str, item: str) -> int:
    return _line(text, max(text.find(item), 0))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
