"""Findings to text, one file a format."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from tflint_ckpt.result import FileResult, RunResult
    from tflint_ckpt.source import Source

    SourceOf = Callable[[str], Source | None]
    """Gives a file of the run by its path: an edit may be in another file than its finding."""
    OfFile = Callable[[FileResult, "View", SourceOf], str]

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
        links: whether the terminal follows links.
        width: how many columns it has; ``None`` where lines go elsewhere, and are not broken.
        fixes: list what was fixed, by file and rule.
    """

    __slots__ = ("color", "fixes", "links", "quiet", "unsafe", "verbose", "width")

    def __init__(
        self,
        *,
        color: bool = False,
        quiet: bool = False,
        verbose: bool = False,
        unsafe: bool = False,
        links: bool = False,
        width: int | None = None,
        fixes: bool = False,
    ) -> None:
        self.color = color
        self.links = links
        self.width = width
        self.quiet = quiet
        self.verbose = verbose
        self.unsafe = unsafe
        self.fixes = fixes


def renderer(name: str) -> Callable[[RunResult, View], str]:
    """The function that writes the format *name*, one of :data:`FORMATS`."""
    render: Callable[[RunResult, View], str] = module(name).render
    return render


def module(name: str) -> ModuleType:
    """The module that writes the format *name*, one of :data:`FORMATS`.

    One that can be written file by file, while a run goes on, has ``of_file(file, view, source_of) -> str``,
    and ``closing(result, view) -> str`` if something stands below: together what ``render`` makes.
    """
    # ``importlib`` takes half a millisecond to be imported itself.
    return __import__(FORMATS[name], fromlist=("render",))


def parts(of_file: OfFile, result: RunResult, view: View) -> str:
    """What *of_file* makes of each file of *result*, one after the other."""
    source_of = sources(result)
    return "".join(of_file(file, view, source_of) for file in result.files if file.findings)


def sources(result: RunResult) -> SourceOf:
    """Gives the files of *result*, after fixing, by their paths."""
    files = {file.path: file for file in result.files}
    return lambda path: files[path].source


def rule_url(name: str) -> str:
    """The address of a rule's page."""
    return f"{RULES_URL}/{name}.md"
