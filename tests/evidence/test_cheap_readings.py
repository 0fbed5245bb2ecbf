"""What is read without the library that reads all of it says the same as the library."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product

import pytest
from packaging.requirements import Requirement as Parsed

from tflint_ckpt.evidence import folder, requirement

HEADS = ("tensorflow", "tensorflow ", "tf-nightly[and-cuda]", "tensorflow[and_cuda,x]", "tf.x", " tf_keras")
PLAIN = ("", ">=2.1", "== 2.10.0", ">2,<3", ">=2.12, <2.16", "<2.16,>=2.12,!=2.13", "==2.1,==2.1", "> 2, < 3")
OTHER = ("==2.*", "~=2.3", "^2", "=2.3", ",>2", ">=2.0rc1", "===2", ">=", "> 2 3")


@pytest.mark.parametrize(("head", "specifier"), [*product(HEADS, PLAIN)])
def test_plain_requirements_are_read_as_packaging_does(head: str, specifier: str) -> None:
    if "-c" not in head:  # packaging takes such a name of an extra; it is not plain here
        assert requirement._PLAIN.fullmatch(head + specifier)
    assert requirement._specifier(head + specifier) == str(Parsed((head + specifier).strip()).specifier)


@pytest.mark.parametrize(("head", "specifier"), [*product(HEADS, OTHER)])
def test_others_are_left_to_packaging(head: str, specifier: str) -> None:
    assert not requirement._PLAIN.fullmatch(head + specifier)


NAMES = (
    *("environment.yml", "environment-gpu.yaml", "environment", "environment.yxml", "env.yml", "myenv.yml"),
    *("conda.yml.bak", "envy.ml", "Makefile", "makefile", "Makefile.sh", ".sh", "run.sh", "run.shx", ""),
    *("azure-pipelines.yml", "azure-pipelines-gpu.yml", "azure.yml", "cloudbuild.yml", "cloudbuild.ymlml"),
    *("compose.yaml", "docker-compose.gpu.yml", "a.yml", "a.yaml", ".travis.yml", "cloudbuild.y", ".yml"),
)


@pytest.mark.parametrize("patterns", [folder._CONDA, folder._COMMANDS, folder._COMPOSED, folder._WORKFLOWS])
def test_patterns_fit_what_they_fit_in_a_shell(patterns: tuple[str, ...]) -> None:
    expected = {name for name in NAMES if any(fnmatchcase(name, each) for each in patterns)}
    assert set(folder._matching(list(NAMES), patterns)) == expected
