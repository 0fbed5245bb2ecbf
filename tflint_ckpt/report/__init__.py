"""Findings to text, one file a format."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tflint_ckpt.result import RunResult

FORMATS = {
    "text": "tflint_ckpt.report.text",
    "concise": "tflint_ckpt.report.concise",
    "json": "tflint_ckpt.report.json_",
    "json-lines": "tflint_ckpt.report.json_lines",
    "sarif": "tflint_ckpt.report.sarif",
    "github": "tflint_ckpt.report.github",
    "gitlab": "tflint_ckpt.report.gitlab",
    "azure": "tflint_ckpt.report.azure",
    "junit": "tflint_ckpt.report.junit",
    "rdjson": "tflint_ckpt.report.rdjson",
    "pylint": "tflint_ckpt.report.pylint",
    "markdown": "tflint_ckpt.report.markdown",
}
"""Where each format is: a module with ``render(result, view) -> str``, imported when it is asked for."""

RULES_URL = "https://github.com/tflint-ckpt/tflint-ckpt/blob/main/docs/rules"


class View:
    """How the reader wants to see a result.

    Attributes:
        color: whether to use colour.
        quiet: leave out everything but findings.
        verbose: say also what was used to find them.
        unsafe: whether unsafe fixes are switched on, so that they need no further option.
        fixes: list what was fixed, by file and rule.
    """

    __slots__ = ("color", "fixes", "quiet", "unsafe", "verbose")

    def __init__(
        self,
        *,
        color: bool = False,
        quiet: bool = False,
        verbose: bool = False,
        unsafe: bool = False,
        fixes: bool = False,
    ) -> None:
        self.color = color
        self.quiet = quiet
        self.verbose = verbose
        self.unsafe = unsafe
        self.fixes = fixes


def renderer(name: str) -> Callable[[RunResult, View], str]:
    """The function that writes the format *name*, one of :data:`FORMATS`."""
    from importlib import import_module

    render: Callable[[RunResult, View], str] = import_module(FORMATS[name]).render
    return render


def rule_url(name: str) -> str:
    """The address of a rule's page."""
    return f"{RULES_URL}/{name}.md"
