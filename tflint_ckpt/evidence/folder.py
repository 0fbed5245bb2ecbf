"""Where a file or the project around it writes down which TensorFlow it runs on."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from tflint_ckpt.evidence.requirement import Evidence, Requirement, evidence, in_list
from tflint_ckpt.evidence.text import line_at, line_of, table, toml
from tflint_ckpt.paths import shown
from tflint_ckpt.target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


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
    document = toml(text)
    project = table(document.get("project"))
    poetry = table(table(document.get("tool")).get("poetry"))
    runtime = [
        *in_list(project.get("dependencies"), text),
        *_in_table(poetry.get("dependencies"), text),
    ]
    if evidence(runtime):
        return runtime
    return [
        requirement
        for tables in (project.get("optional-dependencies"), document.get("dependency-groups"))
        for items in table(tables).values()
        for requirement in in_list(items, text)
    ] + [
        requirement
        for group in table(poetry.get("group")).values()
        for requirement in _in_table(table(group).get("dependencies"), text)
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


def _in_table(named: object, text: str) -> Iterator[Requirement]:
    """The requirements in a table of Poetry's: names with a version, a table that has one, or several."""
    for name, value in table(named).items():
        for one in value if isinstance(value, list) else [value]:
            version = table(one).get("version") if isinstance(one, dict) else one
            if isinstance(version, str):
                found = re.search(rf"""^\s*["']?{re.escape(name)}["']?\s*=""", text, re.MULTILINE)
                yield Requirement(name, version, line_at(text, found.end()) if found else line_of(text, name))
