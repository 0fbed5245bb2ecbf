"""Which environments there are, which of them a case runs in, and which Python is used for it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.claims import ENVIRONMENTS as IN_CLAIMS
from tests.claims import Case, Outcome
from tests.integration.conftest import of_case, of_subject, pytest_collection_modifyitems, selected
from tests.integration.environments import ENVIRONMENTS, environment


@pytest.mark.parametrize(
    ("name", "installed", "suited"),
    [
        ("keras3", {"tensorflow": "2.21.0", "keras": "3.15.1"}, True),
        ("keras3", {"tensorflow": "2.15.1", "keras": "2.15.0"}, False),
        ("keras3", {}, False),
        ("tf_keras", {"tensorflow": "2.21.0", "keras": "3.15.1"}, False),
        ("tf_keras", {"tensorflow": "2.21.0", "keras": "3.15.1", "tf_keras": "2.21.0"}, True),
        ("tf2.15", {"tensorflow": "2.15.1", "keras": "2.15.0"}, True),
        ("tf2.15", {"tensorflow": "2.16.2", "keras": "3.3.3"}, False),
        ("tf2.11", {"tensorflow": "2.11.1", "keras": "2.11.0"}, True),
        ("tf2.11", {"tensorflow": "2.12.0", "keras": "2.12.0"}, False),
        ("keras3.1", {"tensorflow": "2.16.2", "keras": "3.1.1"}, True),
        ("keras3.1", {"tensorflow": "2.21.0", "keras": "3.15.1"}, False),
        ("keras3.10", {"tensorflow": "2.21.0", "keras": "3.10.0"}, True),
        ("keras3.10", {"tensorflow": "2.21.0", "keras": "3.9.2"}, False),
    ],
)
def test_an_environment_knows_what_it_lacks(name: str, installed: dict[str, str], suited: bool) -> None:
    reason = environment(name).unsuited(installed)
    assert (reason is None) is suited
    assert reason is None or reason.endswith(f"tools/check.py environments --environments {name} makes it")


@pytest.mark.parametrize(("name", "major"), [("keras3.7", "keras3"), ("tf2.11", "keras2")])
def test_a_release_has_the_claims_of_its_major(name: str, major: str) -> None:
    assert environment(name).major == major


@pytest.mark.parametrize("name", ["keras4.0", "tf2.16", "keras3.", "torch", ""])
def test_other_environments_there_are_not(name: str) -> None:
    with pytest.raises(
        ValueError, match=r"no environment .*; there are keras3, tf_keras, tf2.15, and releases"
    ):
        environment(name)


def test_every_script_is_run_where_the_claims_say() -> None:
    assert tuple(known.name for known in ENVIRONMENTS) == IN_CLAIMS


def test_the_python_is_the_named_one_or_the_one_made_or_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TFLINT_ENVIRONMENTS", str(tmp_path))
    monkeypatch.delenv("TFLINT_TF_PYTHON", raising=False)
    pythons = {}
    for folder in ("keras3", "keras3.7"):
        made = pythons[folder] = tmp_path / folder / "bin" / "python"
        made.parent.mkdir(parents=True)
        made.touch()
    assert environment("keras3").python() == environment("tf_keras").python() == str(pythons["keras3"])
    assert environment("keras3.7").python() == str(pythons["keras3.7"])
    assert environment("keras3.8").python() == sys.executable
    monkeypatch.setenv("TFLINT_TF_PYTHON", "/named")
    assert environment("keras3").python() == environment("tf_keras").python() == "/named"
    assert environment("keras3.7").python() == str(pythons["keras3.7"])


class Config:
    """As much of pytest's as is asked for."""

    def __init__(self, environments: str | None, everywhere: str | None = None) -> None:
        self.options = {"--environments": environments, "--everywhere": everywhere}

    def getoption(self, name: str) -> str | None:
        return self.options[name]


@pytest.mark.parametrize(
    ("wanted", "chosen", "run"),
    [
        (None, "keras3 tf_keras tf2.15", "keras3 tf_keras tf2.15 keras3.7 tf2.11"),
        ("tf2.11,keras3", "tf2.11 keras3", "keras3 tf2.11"),
        ("keras3.8", "keras3.8", ""),
    ],
)
def test_a_case_runs_where_it_has_a_section(wanted: str | None, chosen: str, run: str) -> None:
    config: pytest.Config = Config(wanted)  # type: ignore[assignment]
    outcomes = {name: Outcome() for name in ("keras2", "keras3", "tf2.11")}
    case = Case(Path(), "", False, (), outcomes, {**outcomes, "keras3.7": Outcome()}, None)
    assert " ".join(one.name for one in selected(config)) == chosen
    assert " ".join(one.name for one in of_case(config, case)) == run


@pytest.mark.parametrize(
    ("wanted", "everywhere", "chosen", "run"),
    [
        (None, None, "keras3 tf_keras tf2.15", "keras3 tf_keras tf2.15 tf2.11"),
        (None, "", "keras3", "keras3"),
        (None, "one,rule-of-another-name", "keras3", "keras3"),
        (None, "one,rule", "keras3 tf_keras tf2.15", "keras3 tf_keras tf2.15 tf2.11"),
        ("tf2.11,keras3", "", "keras3", "keras3"),
        ("tf2.11,keras3", "rule", "tf2.11 keras3", "keras3 tf2.11"),
        ("tf2.11", "", "", ""),
        ("tf2.11", "rule", "tf2.11", "tf2.11"),
    ],
)
def test_what_is_not_run_everywhere_is_run_on_keras_3(
    wanted: str | None, everywhere: str | None, chosen: str, run: str
) -> None:
    config: pytest.Config = Config(wanted, everywhere)  # type: ignore[assignment]
    outcomes = {name: Outcome() for name in ("keras2", "keras3", "tf2.11")}
    case = Case(Path("group/rule/case"), "", False, (), outcomes, outcomes, None)
    assert " ".join(one.name for one in of_subject(config, "rule")) == chosen
    assert " ".join(one.name for one in of_case(config, case)) == run


class Item:
    """As much of a test as is asked for."""

    def __init__(self, **parameters: object) -> None:
        self.callspec = SimpleNamespace(params=parameters)


def test_trained_are_the_tests_of_one_environment_after_the_other_behind_all_others() -> None:
    names = ("tf2.15", "keras3.10", "keras3.9")
    newer, older, oldest = (Item(environment=environment(name)) for name in names)
    others = [Item(environment={"CI": "1"}), Item(environment=""), Item(), SimpleNamespace()]
    items: list[pytest.Item] = [newer, others[0], older, *others[1:], oldest]  # type: ignore[list-item]
    pytest_collection_modifyitems(items)
    assert items == [*others, oldest, older, newer]


def test_a_wrong_name_is_an_error_of_usage() -> None:
    config: pytest.Config = Config("keras3,tf2.99")  # type: ignore[assignment]
    with pytest.raises(pytest.UsageError, match=r"--environments: no environment tf2\.99"):
        selected(config)
