"""Findings as failed tests, for the many servers that show reports of JUnit: a suite for each file.

Schemas are published by Jenkins (junit-10.xsd of its xUnit plugin) and for Ant's task (JUnit.xsd). What is
written is valid by both: it has what either requires and nothing that one of them refuses: no file and
line of a test case, which stand in the text of its failure, and no sums over all suites.
"""

from __future__ import annotations

import os
import time
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tflint_ckpt import __version__
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
    suites = Element("testsuites")
    now = _now()
    for number, (path, cases) in enumerate(found.items()):
        _suite(suites, number, path, cases, now)
    indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(suites, "unicode") + "\n"


def _now() -> str:
    """The time in UTC, or that of ``SOURCE_DATE_EPOCH``, which whoever wants the same bytes again sets."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = time.gmtime(int(epoch) if epoch.isascii() and epoch.isdecimal() else None)
    return time.strftime("%Y-%m-%dT%H:%M:%S", moment)


def _suite(suites: Element, number: int, path: str, cases: list[Reported], now: str) -> None:
    suite = SubElement(suites, "testsuite", name=_clean(path), package="tflint-ckpt", id=str(number))
    suite.attrib |= {"tests": str(max(len(cases), 1)), "failures": str(len(cases)), "errors": "0"}
    suite.attrib |= {"time": "0", "timestamp": now, "hostname": "localhost"}
    properties = SubElement(suite, "properties")
    SubElement(properties, "property", name="tflint-ckpt", value=__version__)
    names: dict[str, int] = {}
    for each in cases:
        name = f"{each.finding.code} {each.finding.name}"
        names[name] = names.get(name, 0) + 1
        # GitLab shows one of several cases with the same name. A number changes less often than a line.
        case = _case(suite, f"{name} ({names[name]})" if names[name] > 1 else name, path)
        _fail(case, each)
    if not cases:
        _case(suite, "tflint-ckpt", path)
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")


def _case(suite: Element, name: str, path: str) -> Element:
    return SubElement(suite, "testcase", name=name, classname=_clean(path), time="0")


def _fail(case: Element, each: Reported) -> None:
    finding = each.finding
    failure = SubElement(case, "failure", message=_clean(each.message), type=finding.severity.value)
    failure.text = _clean(f"{finding.path}:{each.source.place(finding.start)}: {each.message}")


def _clean(text: str) -> str:
    """*text* without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
