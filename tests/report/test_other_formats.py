"""The formats of other tools, to the letter where a reader of theirs would stumble."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.notebook.made import notebook
from tests.report.build import KERAS_3, TRAIN, file_result, finding, removal, run_result, source, train_result
from tflint_ckpt.finding import Applicability, Edit, Fix, Severity
from tflint_ckpt.report import FORMATS, View, renderer
from tflint_ckpt.result import RunResult

MODEL = "checkpoint = ModelCheckpoint('\u70b9', max_to_keep=3)\n"


def rendered(form: str, result: RunResult) -> str:
    return renderer(form)(result, View())


def loaded(form: str, result: RunResult) -> Any:
    return json.loads(rendered(form, result))


def odd_result() -> RunResult:
    """A file whose name, text and message have what some format has to escape."""
    file = source(MODEL, path="a,b:c/\u70b9 %.py")
    fix = removal(file, ", max_to_keep=3", Applicability.UNSAFE)
    message = "50% | <lost>: `a`, b;\nc]"
    return run_result(
        file_result(
            file, finding(file, "max_to_keep=3", severity=Severity.WARNING, message=message, fix=fix)
        ),
        target=KERAS_3,
    )


def notebook_result() -> RunResult:
    cells = ["import keras\n", "\nModelCheckpoint('m', max_to_keep=3)\n"]
    file = notebook(*cells)
    fix = removal(file, ", max_to_keep=3")
    return run_result(file_result(file, finding(file, "max_to_keep=3", fix=fix)))


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("text", "concise")])
def test_a_run_without_findings(form: str) -> None:
    file = source(TRAIN)
    shown = rendered(form, run_result(file_result(file)))
    assert "TFC101" not in shown
    assert (shown == "") == (form in ("github", "azure", "pylint", "json-lines"))


def test_github() -> None:
    assert rendered("github", train_result()) == (
        "::error file=train.py,line=5,endLine=5,col=5,endColumn=18,title=TFC101 checkpoint-max-to-keep::"
        "train.py:5:5: raises TypeError\n"
    )
    assert rendered("github", odd_result()) == (
        "::warning file=a%2Cb%3Ac/\u70b9 %25.py,line=1,endLine=1,col=35,endColumn=48,"
        "title=TFC101 checkpoint-max-to-keep::a,b:c/\u70b9 %25.py:1:35: 50%25 | <lost>: `a`, b; c]\n"
    )


def test_github_in_a_notebook() -> None:
    [line] = rendered("github", notebook_result()).splitlines()
    assert "col=" not in line
    assert line.endswith("::n.ipynb: cell 2 (In [1]), line 2: raises TypeError")


def test_azure() -> None:
    assert rendered("azure", train_result()) == (
        "##vso[task.logissue type=error;sourcepath=train.py;linenumber=5;columnnumber=5;code=TFC101;]"
        "raises TypeError (checkpoint-max-to-keep)\n"
    )
    assert "sourcepath=a,b:c/\u70b9 %AZP25.py;" in rendered("azure", odd_result())


def test_pylint() -> None:
    assert rendered("pylint", train_result()) == (
        "train.py:5: [TFC101(checkpoint-max-to-keep), ] raises TypeError\n"
    )


def test_gitlab() -> None:
    [issue] = loaded("gitlab", train_result())
    assert len(issue.pop("fingerprint")) == 64
    assert issue == {
        "description": "TFC101 raises TypeError",
        "check_name": "checkpoint-max-to-keep",
        "severity": "major",
        "location": {"path": "train.py", "lines": {"begin": 5, "end": 5}},
    }


def test_junit() -> None:
    other = source("x = 1\n", path="other.py")
    file = source(TRAIN)
    result = run_result(
        file_result(other), file_result(file, finding(file, "max_to_keep=3", message="a \x00 <b>"))
    )
    suites = ElementTree.fromstring(rendered("junit", result).encode())
    assert [(each.get("name"), each.get("failures")) for each in suites] == [
        ("other.py", "0"),
        ("train.py", "1"),
    ]
    failure = suites.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a \ufffd <b>"
    assert failure.text == "train.py:5:5: a \ufffd <b>"


def test_junit_gives_no_two_cases_of_a_file_the_same_name() -> None:
    file = source("a = 1\nb = 2\n")
    twice = file_result(file, finding(file, "a"), finding(file, "b"))
    suites = ElementTree.fromstring(rendered("junit", run_result(twice)).encode())
    assert [case.get("name") for case in suites.iter("testcase")] == [
        "TFC101 checkpoint-max-to-keep",
        "TFC101 checkpoint-max-to-keep (2)",
    ]


def test_junit_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    suites = ElementTree.fromstring(rendered("junit", train_result()).encode())
    assert suites[0].get("timestamp") == "1970-01-01T23:59:59"


def test_rdjson_counts_bytes_and_suggests_the_fix() -> None:
    [diagnostic] = loaded("rdjson", odd_result())["diagnostics"]
    start = len("checkpoint = ModelCheckpoint('\u70b9', ".encode()) + 1
    assert diagnostic["location"]["range"] == {
        "start": {"line": 1, "column": start},
        "end": {"line": 1, "column": start + len("max_to_keep=3")},
    }
    assert diagnostic["suggestions"] == [
        {
            "range": {
                "start": {"line": 1, "column": start - 2},
                "end": {"line": 1, "column": start + len("max_to_keep=3")},
            },
            "text": "",
        }
    ]


def test_rdjson_joins_the_edits_of_a_fix() -> None:
    file = source("a = 1\nb = 2\n")
    fix = Fix(Applicability.SAFE, "swap", (Edit(file.path, 4, 5, "2"), Edit(file.path, 10, 11, "1")))
    [diagnostic] = loaded("rdjson", run_result(file_result(file, finding(file, "a", fix=fix))))["diagnostics"]
    [suggestion] = diagnostic["suggestions"]
    assert suggestion["text"] == "2\nb = 1"
    assert suggestion["range"]["start"] == {"line": 1, "column": 5}


@pytest.mark.parametrize(
    "edit", [Edit("elsewhere.py", 0, 1, "b"), None], ids=["in another file", "for a person to do"]
)
def test_rdjson_suggests_no_part_of_a_fix(edit: Edit | None) -> None:
    file = source("a = 1\n")
    kind = Applicability.SAFE if edit else Applicability.MANUAL
    fix = Fix(kind, "rename", (Edit(file.path, 0, 1, "b"), edit) if edit else ())
    [diagnostic] = loaded("rdjson", run_result(file_result(file, finding(file, "a", fix=fix))))["diagnostics"]
    assert "suggestions" not in diagnostic


def test_json_lines_have_the_keys_of_the_json_report() -> None:
    [line] = rendered("json-lines", train_result()).splitlines()
    [in_report] = loaded("json", train_result())["findings"]
    del in_report["target"]
    assert json.loads(line) == in_report


def test_markdown() -> None:
    table = rendered("markdown", odd_result()).splitlines()
    assert table[0] == "**tflint-ckpt**: 1 warning"
    assert table[-1].startswith("| :warning: | `a,b:c/\u70b9 %.py:1:35` | [TFC101](https://")
    assert "50% \\| \\<lost\\>: \\`a\\`, b; c\\]<br>unsafe fix: remove" in table[-1]


def test_markdown_calls_advice_help() -> None:
    file = source("a = 1\n")
    advice = Fix(Applicability.MANUAL, "think", ())
    table = rendered("markdown", run_result(file_result(file, finding(file, "a", fix=advice))))
    assert table.endswith("<br>help: think |\n")


def test_markdown_says_what_could_not_be_linted() -> None:
    assert rendered("markdown", run_result(file_result(source(TRAIN)))) == (
        "**tflint-ckpt**: all checks passed.\n"
    )
    result = train_result()
    result.problems.append("gone_1.py: cannot be read")
    assert rendered("markdown", result).endswith(" |\n\n- gone\\_1.py: cannot be read\n")
    result = run_result()
    result.problems.append("gone.py: cannot be read")
    assert rendered("markdown", result) == (
        "**tflint-ckpt**: nothing found, but not everything was checked:\n\n- gone.py: cannot be read\n"
    )


def test_sarif() -> None:
    [run] = loaded("sarif", train_result())["runs"]
    [rule] = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("TFC101", "checkpoint-max-to-keep")
    assert rule["help"]["text"].startswith(rule["fullDescription"]["text"][:40])
    [result] = run["results"]
    assert len(result["partialFingerprints"].pop("tflintCkpt/v1")) == 64
    assert result == {
        "ruleId": "TFC101",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "raises TypeError"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "train.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 5, "startColumn": 5, "endLine": 5, "endColumn": 18},
                }
            }
        ],
        "partialFingerprints": {},
        "fixes": [
            {
                "description": {"text": "remove `max_to_keep=3,` (safe)"},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "train.py", "uriBaseId": "%SRCROOT%"},
                        "replacements": [
                            {
                                "deletedRegion": {
                                    "startLine": 5,
                                    "startColumn": 1,
                                    "endLine": 6,
                                    "endColumn": 1,
                                },
                                "insertedContent": {"text": ""},
                            }
                        ],
                    }
                ],
            }
        ],
    }


def test_sarif_writes_uris() -> None:
    [result] = loaded("sarif", odd_result())["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%2Cb%3Ac/%E7%82%B9%20%25.py"


def test_sarif_of_a_notebook_names_the_cell_and_offers_no_fix() -> None:
    result = notebook_result()
    [found] = loaded("sarif", result)["runs"][0]["results"]
    [location] = found["locations"]
    line = location["physicalLocation"]["region"]["startLine"]
    file = result.files[0].source
    assert file is not None
    assert "max_to_keep" in file.document.splitlines()[line - 1]
    assert location["logicalLocations"][0]["name"] == "cell 2"
    assert "fixes" not in found


def test_sarif_says_what_could_not_be_linted() -> None:
    result = train_result()
    result.problems.append("gone.py: cannot be read")
    [invocation] = loaded("sarif", result)["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "gone.py: cannot be read"
