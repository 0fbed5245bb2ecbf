"""The fields that Keras fills in when it saves, and where they are written."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.paths.templates import Template, read_elsewhere
from tflint_ckpt.semantics.values.kinds import Piece, Text

FIELDS = [
    ("w_{epoch:02d}-{val_loss:.2f}.h5", "epoch val_loss"),
    ("w_{{epoch}}.h5", ""),
    ("{{{epoch}}}", "epoch"),
    ("{epoch!r:>5}", "epoch"),
    ("{epoch:{width}d}", ""),
    ("{}{0}", " 0"),
    ("{ epoch }", " epoch "),
    ("{epoch", ""),
    ("w.h5", ""),
]


@pytest.mark.parametrize(("text", "expected"), FIELDS)
def test_fields(text: str, expected: str) -> None:
    fields = Template(Text((Piece(text),))).fields
    assert " ".join(field.name for field in fields) == expected
    assert all(text[field.start : field.end] == field.text for field in fields)


def shown(code: str, **files: str) -> tuple[Module, Template]:
    facts, node = marked(code, **files)
    (text,) = facts.evaluate(node)
    assert isinstance(text, Text)
    return facts, Template(text)


# Code that shows a path with "epoch" in it; how a message shows it, its head, and what is written there.
WRITTEN = [
    ("show('runs/w_{epoch}.h5')", "runs/w_{epoch}.h5", "w_", "epoch"),
    ("show('w_' + '{epoch}')", "w_{epoch}", "w_", "epoch"),
    ("show(f'{d}/{{epoch}}.h5')", "…/{epoch}.h5", "", "epoch"),
    ("show('\\x65poch')", "epoch", "epoch", "\\x65poch"),
    ("show(r'a\\epoch')", "a\\epoch", "epoch", "epoch"),
    ("show('ep' + 'och')", "epoch", "epoch", "'ep'"),
    ("show('%s/epoch' % 'a')", "a/epoch", "epoch", "epoch"),
]


@pytest.mark.parametrize(("code", "message", "head", "source"), WRITTEN)
def test_written(code: str, message: str, head: str, source: str) -> None:
    facts, template = shown(code)
    assert (template.shown(), template.head) == (message, head)
    place = template.text.index("epoch")
    span = template.span(facts, place, place + 5)
    assert span is not None
    assert facts.source.text[slice(*span)] == source


def test_what_is_written_nowhere() -> None:
    facts, template = shown("show(str(3) + 'a')")
    assert template.written(facts, len(template.text)) is None
    assert template.tokens_from(len(template.text)) == set()


# Code, another file, and whether a string may name the files.
ELSEWHERE = [
    ("show('runs/w_{epoch}.h5')", "", False),
    ("show('runs/w_{epoch}.h5')\nload('runs/w_03.h5')", "", True),
    ("show('runs/w_{epoch}.h5')\nload(f'{d}/w_{n}.h5')", "", True),
    ("show('runs/w_{epoch}.h5')", "load('w_03.h5')", True),
    ("show('runs/w_{epoch}.h5')\nload('runs/new_w_3.h5')", "x = 'v_03.h5'", False),
    ("show(f'runs/w_{{epoch}}.h5')", "", False),
    ("show('runs/{epoch}.h5')", "", True),  # nothing to look for
    ("a = 'w_'\nb = '{epoch}'\nshow(a + b)", "", True),
]


@pytest.mark.parametrize(("code", "other", "expected"), ELSEWHERE)
def test_read_elsewhere(code: str, other: str, expected: bool) -> None:
    facts, template = shown(code, other=other)
    assert read_elsewhere(facts, template) is expected
