"""What a rule finds in its fixtures and what happened when they were run, for ``--explain``.

``examples.json`` beside this file is made by ``tools/docs.py`` from ``fixtures/``, which are not installed.
"""

from __future__ import annotations

import json
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypedDict

    class Run(TypedDict):
        """What happened with one fixture: for each script, such as ``before``, the outcome by release."""

        title: str
        scripts: Mapping[str, Mapping[str, str]]

    class Example(TypedDict):
        """What there is of one rule: a section in Markdown, or nothing, runs, and how many more there are."""

        example: str
        runs: list[Run]
        more: int


DATA = Path(__file__).with_name("examples.json")


def of(code: str) -> Example:
    """What there is of the rule with this code."""
    every: dict[str, Example] = json.loads(DATA.read_text("utf-8"))
    return every.get(code, {"example": "", "runs": [], "more": 0})
