"""Findings as failed tests, for the many servers that show reports of JUnit: a suite for each file."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tflint_ckpt.patterns import pattern
from tflint_ckpt.report.reported import reported

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.report import View
    from tflint_ckpt.report.reported import Reported
    from tflint_ckpt.result import RunResult

_NOT_XML = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: RunResult, view: View) -> str:
    """One test case for each finding, which fails; one that passes for each file without any."""
    found: dict[str, list[Reported]] = {file.path: [] for file in result.files}
    for each in reported(result):
        found[each.finding.path].append(each)
    total = sum(map(len, found.values()))
    suites = Element("testsuites", name="tflint-ckpt", tests=str(sum(map(_tests, found.values()))))
    suites.set("failures", str(total))
    suites.set("errors", "0")
    for path, cases in found.items():
        suite = SubElement(suites, "testsuite", name=_clean(path), tests=str(_tests(cases)))
        suite.set("failures", str(len(cases)))
        suite.set("errors", "0")
        for each in cases:
            _failed(suite, each)
        if not cases:
            SubElement(suite, "testcase", name="tflint-ckpt", classname=_clean(path), file=_clean(path))
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, "unicode") + "\n"


def _tests(cases: list[Reported]) -> int:
    return max(len(cases), 1)


def _failed(suite: Element, each: Reported) -> None:
    finding = each.finding
    name = f"{finding.code} {finding.name}"
    case = SubElement(suite, "testcase", name=name, classname=_clean(finding.path), file=_clean(finding.path))
    case.set("line", str(each.line))
    failure = SubElement(case, "failure", message=_clean(each.message), type=finding.severity.value)
    failure.text = _clean(f"{finding.path}:{each.source.place(finding.start)}: {each.message}")


def _clean(text: str) -> str:
    """*text* without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
