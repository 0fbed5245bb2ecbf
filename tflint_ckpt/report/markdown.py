"""A table in Markdown, for the summary of a job or a comment on a pull request."""

from __future__ import annotations

from tflint_ckpt.report import rule_url
from tflint_ckpt.report.reported import reported
from tflint_ckpt.report.summary import Counts, all_problems, severities
from tflint_ckpt.report.terminal import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import RunResult

_MARKS = {"error": ":x:", "warning": ":warning:", "info": ":information_source:"}
"""Short names of emoji, as GitHub and GitLab read them."""


def render(result: RunResult, view: View) -> str:
    """A line that counts, a row for each finding, and a line for each file that could not be linted."""
    counts = Counts(result)
    problems = "".join(f"- {_cell(visible(problem))}\n" for problem in all_problems(result))
    if not counts.findings:
        verdict = "nothing found, but not everything was checked:\n\n" if problems else "all checks passed.\n"
        return f"**tflint-ckpt**: {verdict}{problems}"
    head = f"**tflint-ckpt**: {severities(counts)}\n\n| | where | rule | what |\n| --- | --- | --- | --- |\n"
    rows = "".join(f"{_row(each)}\n" for each in reported(result))
    return f"{head}{rows}\n{problems}" if problems else head + rows


def _row(each: Reported) -> str:
    finding = each.finding
    where = f"{visible(finding.path)}:{each.source.place(finding.start)}"
    rule = f"[{finding.code}]({rule_url(finding.name)}) {finding.name}"
    text = _cell(visible(" ".join(finding.message.split())))
    if finding.fix is not None:
        kind = finding.fix.applicability.value
        text += f"<br>{'help' if kind == 'manual' else f'{kind} fix'}: {_cell(visible(finding.fix.title))}"
    return f"| {_MARKS[finding.severity.value]} | `{_cell(where, code=True)}` | {rule} | {text} |"


def _cell(text: str, *, code: bool = False) -> str:
    """*text* inside a cell: no bar ends it, nothing in it is markup."""
    text = text.replace("|", "\\|")
    if code:
        return text.replace("`", "'")
    for character in "\\`*_{}[]<>#~":
        text = text.replace(character, f"\\{character}") if character != "\\" else text
    return text.replace("\\\\|", "\\|")
