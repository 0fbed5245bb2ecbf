"""What a project says that it requires: ``pyproject.toml``, ``setup.cfg``, ``Pipfile``."""

from __future__ import annotations

import os

from tflint_ckpt.evidence.conda import pixi_tables
from tflint_ckpt.evidence.lists import include, included
from tflint_ckpt.evidence.requirement import ADDONS, TENSORFLOW, Requirement, in_list
from tflint_ckpt.evidence.tables import in_table
from tflint_ckpt.evidence.text import line_of, table, toml
from tflint_ckpt.patterns import pattern, re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PYTHON = pattern(
    r"""(?:^[ \t]*(?:requires-python|python)|(?:^|[\s(,])python_requires)[ \t]*=[ \t]*"""
    r"""["']?(?P<wanted>[^"'\n#]*\d[^"'\n#]*)""",
    re.MULTILINE,
)


_PIPENV_PYTHON = pattern(r"^python_version[ \t]*=[ \t]*[\"'](?P<wanted>[\d.]+)[\"']", re.MULTILINE)


def pyproject(text: str, path: str) -> list[Requirement]:
    """The requirements of a ``pyproject.toml``: what runs needs, else its extras and groups."""
    document = toml(text)
    project, tool = table(document.get("project")), table(document.get("tool"))
    poetry, pixi = table(tool.get("poetry")), table(tool.get("pixi"))
    dynamic = table(table(tool.get("setuptools")).get("dynamic"))
    runtime = [
        *in_list(project.get("dependencies"), text),
        *in_table(poetry.get("dependencies"), text),
        *_files(dynamic.get("dependencies"), path),
        *in_list(table(table(tool.get("flit")).get("metadata")).get("requires"), text),
        *pixi_tables(pixi, text),
    ]
    uv, pdm = table(tool.get("uv")), table(tool.get("pdm"))
    for key in ("constraint-dependencies", "override-dependencies"):
        for requirement in in_list(uv.get(key), text):
            requirement.narrows = True
            runtime.append(requirement)
    lists = [
        *table(project.get("optional-dependencies")).values(),
        *table(document.get("dependency-groups")).values(),
        *table(pdm.get("dev-dependencies")).values(),
        uv.get("dev-dependencies"),
    ]
    tables = [
        poetry.get("dev-dependencies"),
        *(table(group).get("dependencies") for group in table(poetry.get("group")).values()),
    ]
    extras = [
        *(requirement for items in lists for requirement in in_list(items, text)),
        *(requirement for named in tables for requirement in in_table(named, text)),
        *(
            requirement
            for named in table(dynamic.get("optional-dependencies")).values()
            for requirement in _files(named, path)
        ),
    ]
    return with_extras(runtime, extras)


def with_extras(runtime: list[Requirement], extras: Iterable[Requirement]) -> list[Requirement]:
    """What runs needs, and the extras where that does not name TensorFlow itself.

    TensorFlow Addons count as an extra, too: nobody offers them beside a release that they do not run on.
    """
    if any(each.name in TENSORFLOW for each in runtime):
        return [*runtime, *(each for each in extras if each.name in ADDONS)]
    return [*runtime, *extras]


def hatch(text: str, path: str) -> Iterator[Requirement]:
    """The requirements of the environments in a ``pyproject.toml`` or ``hatch.toml``."""
    document = toml(text)
    tool = table(table(document.get("tool")).get("hatch"))
    for environment in [*table(tool.get("envs")).values(), *table(document.get("envs")).values()]:
        for key in ("dependencies", "extra-dependencies"):
            yield from in_list(table(environment).get(key), text)


def setup_cfg(text: str, path: str) -> list[Requirement]:
    """The requirements of a ``setup.cfg``: what runs needs, else its extras."""
    sections = ini(text)
    runtime = in_lines(sections.get("options", {}).get("install_requires", ""), text, path)
    extras = [
        requirement
        for value in sections.get("options.extras_require", {}).values()
        for requirement in in_lines(value, text, path)
    ]
    return with_extras(runtime, extras)


def pipfile(text: str, path: str) -> list[Requirement]:
    """The packages of a ``Pipfile``, and those for developers where they do not name TensorFlow."""
    document = toml(text)
    packages = list(in_table(document.get("packages"), text))
    return with_extras(packages, in_table(document.get("dev-packages"), text))


def ini(text: str) -> dict[str, dict[str, str]]:
    """The sections of an INI file, with their values; empty where it is none."""
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError, AttributeError):  # the last for a value below a key that has none
        return {}
    return {name: {key: value or "" for key, value in parser.items(name)} for name in parser.sections()}


def in_lines(value: str, text: str, path: str) -> list[Requirement]:
    """The requirements in a value of an INI file, one a line, or those of the lists that it names."""
    if value.startswith("file:"):
        return _files({"file": value.removeprefix("file:").split(",")}, path)
    found: list[Requirement] = []
    for line in value.splitlines():
        if (file := include(line, path)) is not None:
            found += included(file, set())
        elif line.strip() and (requirement := Requirement.parse(line, line_of(text, line.strip()))):
            found.append(requirement)
    return found


def python_of(text: str, name: str) -> str | None:
    """The Pythons that a project's file, called *name*, asks for, as it writes them."""
    match = (_PIPENV_PYTHON if name == "Pipfile" else _PYTHON).search(text)
    return match["wanted"].strip() if match else None


def _files(dynamic: object, path: str) -> list[Requirement]:
    """The requirements in the files that setuptools reads them from."""
    named = table(dynamic).get("file")
    names = named if isinstance(named, list) else [named]
    seen: set[str] = set()
    return [
        requirement
        for name in names
        if isinstance(name, str)
        for requirement in included(os.path.join(os.path.dirname(path), name.strip()), seen)
    ]
