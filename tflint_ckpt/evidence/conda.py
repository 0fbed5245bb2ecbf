"""Environments of conda and pixi."""

from __future__ import annotations

from tflint_ckpt.evidence.lists import include, included
from tflint_ckpt.evidence.requirement import NAMES, Requirement
from tflint_ckpt.evidence.tables import in_table
from tflint_ckpt.evidence.text import table, toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.nodes import Node


_MOST_BRACKETS = 1_000
"""Of YAML, which the parser nests in Python's own calls."""


def environment(text: str, path: str = "") -> Iterator[Requirement]:
    """The packages of an ``environment.yml``, and those it has pip install."""
    import yaml

    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        return
    try:
        document = yaml.compose(text, Loader=yaml.SafeLoader)
        dependencies = _value(document, "dependencies")
        for node in _items(dependencies):
            if isinstance(node, yaml.ScalarNode):
                yield from _package(node, conda=True)
            for inner in _items(_value(node, "pip")):
                if (
                    isinstance(inner, yaml.ScalarNode)
                    and (file := include(str(inner.value), path)) is not None
                ):
                    yield from included(file, set())
                elif isinstance(inner, yaml.ScalarNode):
                    yield from _package(inner, conda=False)
    except (yaml.YAMLError, ValueError, RecursionError):
        return


def pixi(text: str, path: str = "") -> Iterator[Requirement]:
    """The packages of a ``pixi.toml``; see :func:`pixi_tables`."""
    return pixi_tables(toml(text), text)


def pixi_tables(document: dict[str, object], text: str) -> Iterator[Requirement]:
    """The packages in the tables of pixi's: those of all environments, else of its features."""
    found = list(_of_pixi(document, text))
    if not any(each.name in NAMES for each in found):
        for kind in ("feature", "target"):
            for part in table(document.get(kind)).values():
                found += _of_pixi(table(part), text)
    yield from found


def _of_pixi(part: dict[str, object], text: str) -> Iterator[Requirement]:
    for requirement in in_table(part.get("dependencies"), text):
        requirement.conda = True
        yield requirement
    yield from in_table(part.get("pypi-dependencies"), text)


def _package(node: Node, *, conda: bool) -> Iterator[Requirement]:
    value = str(node.value).rpartition("::")[2]
    if requirement := Requirement.parse(value, node.start_mark.line + 1):
        requirement.conda = conda
        yield requirement


def _items(node: Node | None) -> list[Node]:
    import yaml

    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _value(node: Node | None, key: str) -> Node | None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if isinstance(name, yaml.ScalarNode) and name.value == key:
                found: Node = value
                return found
    return None
