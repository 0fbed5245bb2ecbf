"""Every format for programs is what its readers require, for results that have something of everything."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft4Validator, Draft202012Validator

from tests.notebook.made import notebook
from tests.report.build import TRAIN, file_result, finding, removal, run_result, source, train_result
from tests.report.schemas import GITLAB, JUNIT, RDJSON
from tests.report.test_other_formats import notebook_result, odd_result
from tflint_ckpt.finding import Applicability, Edit, Effect, Fix, Severity
from tflint_ckpt.report import View, renderer
from tflint_ckpt.result import RunResult

ROOT = Path(__file__).parents[2]
OURS = json.loads((ROOT / "docs/report.schema.json").read_text("utf-8"))
SARIF_PACKAGE = "@microsoft/jest-sarif@1.0.0-beta.0"
"""A package of 20 kB that has OASIS' schema of SARIF 2.1.0."""


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


@results
def test_junit(made: Callable[[], RunResult]) -> None:
    root = ElementTree.fromstring(renderer("junit")(made(), View()).encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        attributes, children = JUNIT[element.tag]
        assert attributes <= set(element.keys()) <= attributes | {"line"}
        assert {child.tag for child in element} <= children
    for suite in (root, *root):
        failed = list(suite.iter("failure"))
        assert (suite.get("failures"), suite.get("errors")) == (str(len(failed)), "0")
        assert suite.get("tests") == str(len(list(suite.iter("testcase"))))


@pytest.fixture(scope="module")
def sarif_schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """OASIS' schema, out of a package."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm, which brings the schema of SARIF, is not installed")
    folder = tmp_path_factory.mktemp("sarif")
    command = [npm, "pack", "--loglevel=error", SARIF_PACKAGE]
    packed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    if packed.returncode and not os.environ.get("CI"):
        pytest.skip(f"npm cannot bring the schema of SARIF: {packed.stderr.strip()}")
    assert packed.returncode == 0, packed.stderr
    [archive] = folder.glob("*.tgz")
    with tarfile.open(archive) as package:
        schema = package.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json")
        assert schema is not None
        return json.load(schema)


@results
def test_sarif(made: Callable[[], RunResult], sarif_schema: Any) -> None:
    Draft4Validator(sarif_schema).validate(loaded("sarif", made()))
