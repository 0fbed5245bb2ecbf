"""What an annotation says a parameter holds."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.parameters.annotations import of_annotation, type_names

HEAD = """\
import typing
import pathlib
from pathlib import Path
from typing import Any, Callable, List, Literal, NewType, Optional, Sequence, TypeVar, Union
import keras
import torch
Folder = Union[str, Path]
Deep = Folder
Name = NewType("Name", str)
T = TypeVar("T", str, keras.Model)
Text = TypeVar("Text", bound=str)
Free = TypeVar("Free")
Quoted = Union["Quoted", str]
Ring = Optional[Ring]
Given = make()
"""
ANNOTATIONS = [
    ("str", "NAME"),
    ("'str'", "NAME"),
    ("Optional[str]", "NAME"),
    ("str | None", "NAME"),
    ("typing.Text", "NAME"),
    ("Literal['a', 'b']", "NAME"),
    ("Literal[0, 1]", "UNKNOWN"),
    ("Literal['a', None]", "UNKNOWN"),
    ("Path", "PATH"),
    ("pathlib.PurePath | str", "PATH"),
    ("os.PathLike", "PATH"),
    ("keras.Model", "OBJECT"),
    ("'keras.Model'", "OBJECT"),
    ("Optional[keras.Model]", "OBJECT"),
    ("bool", "OBJECT"),
    ("list[str]", "OBJECT"),
    ("Callable[[str], int]", "OBJECT"),
    ("Mine", "OBJECT"),
    ("torch.nn.Module", "FOREIGN"),
    ("str | keras.Model", "EITHER"),
    ("Union[Path, keras.Model]", "EITHER"),
    ("Any", "UNKNOWN"),
    ("object", "UNKNOWN"),
    ("None", "UNKNOWN"),
    ("make()", "UNKNOWN"),
    ("'no type'", "UNKNOWN"),
    # Other names of types
    ("Folder", "PATH"),
    ("Optional[Folder]", "PATH"),
    ("Name", "NAME"),
    ("T", "EITHER"),
    ("Text", "NAME"),
    ("Free", "UNKNOWN"),
    ("Quoted", "EITHER"),
    ("Ring", "OBJECT"),
]


@pytest.mark.parametrize(("written", "expected"), ANNOTATIONS)
def test_annotations(written: str, expected: str) -> None:
    facts = module(f"{HEAD}def f(x: {written}): pass\n")
    (param,) = facts.facts.functions[0].params.params
    assert of_annotation(facts, param.annotation).name == expected


def test_no_annotation() -> None:
    assert of_annotation(module(HEAD), None).name == "UNKNOWN"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("keras.Model | None", ["keras.Model"]),
        ("'keras.Model'", ["keras.Model"]),
        ("list[str]", ["list"]),
        ("typing.List[str]", ["List"]),
        ("f()", [""]),
        ("Name", ["str"]),
    ],
)
def test_type_names(written: str, expected: list[str]) -> None:
    facts = module(f"{HEAD}def f(x: {written}): pass\n")
    (param,) = facts.facts.functions[0].params.params
    assert param.annotation is not None
    assert list(type_names(facts, param.annotation.annotation)) == expected
