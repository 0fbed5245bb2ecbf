"""Which rules the selectors choose."""

from __future__ import annotations

import pytest

from tflint_ckpt.rules.selection import select
from tflint_ckpt.settings import ConfigError


class Row:
    """What of a rule's entry selecting looks at."""

    def __init__(self, code: str, name: str, group: str, *presets: str) -> None:
        self.code = code
        self.name = name
        self.group = group
        self.presets = presets


ROWS = (
    Row("TFC002", "unused-suppression", "tool", "recommended", "canonical"),
    Row("TFC101", "checkpoint-max-to-keep", "checkpoint", "recommended", "canonical"),
    Row("TFC102", "checkpoint-missing-makedirs", "checkpoint", "recommended", "canonical"),
    Row("TFC118", "checkpoint-arguments", "checkpoint", "canonical"),
    Row("TFC201", "dataset-cache", "pipeline"),
)
ALL = "002 101 102 118 201"

CHOSEN = [
    (["recommended"], [], [], "002 101 102"),
    (["canonical"], [], [], "002 101 102 118"),
    (["all"], [], [], ALL),
    (["TFC"], [], [], ALL),
    (["TFC1"], [], [], "101 102 118"),
    (["TFC10"], [], [], "101 102"),
    (["TFC101"], [], [], "101"),
    (["tfc101"], [], [], "101"),
    (["Checkpoint-Max-To-Keep"], [], [], "101"),
    (["checkpoint"], [], [], "101 102 118"),
    (["pipeline", "TFC101"], [], [], "101 201"),
    ([], [], [], ""),
    ([], ["TFC201"], [], "201"),
    (["recommended"], ["TFC118"], [], "002 101 102 118"),
    # The more specific selector decides, whichever list it is in ...
    (["recommended"], [], ["TFC1"], "002"),
    (["recommended"], [], ["checkpoint"], "002"),
    (["all"], [], ["recommended"], "118 201"),
    (["recommended"], [], ["all"], "002 101 102"),
    (["recommended"], [], ["TFC"], "002 101 102"),
    (["TFC101"], [], ["TFC1"], "101"),
    (["checkpoint-max-to-keep"], [], ["TFC10", "checkpoint", "recommended"], "101"),
    (["TFC10"], [], ["TFC1"], "101 102"),
    (["TFC1"], [], ["TFC10"], "118"),
    (["TFC1"], [], ["checkpoint"], "101 102 118"),
    (["checkpoint"], [], ["canonical"], "101 102 118"),
    (["recommended"], ["TFC118"], ["TFC1"], "002 118"),
    # ... and of two that are equal, "ignore".
    (["TFC101"], [], ["checkpoint-max-to-keep"], ""),
    (["TFC1"], [], ["tfc1"], ""),
    (["recommended"], [], ["recommended"], ""),
    (["recommended"], ["TFC101"], ["TFC101"], "002 102"),
]


@pytest.mark.parametrize(("selected", "extended", "ignored", "expected"), CHOSEN)
def test_what_is_chosen(selected: list[str], extended: list[str], ignored: list[str], expected: str) -> None:
    chosen = select(ROWS, selected, extended, ignored)
    assert " ".join(row.code.removeprefix("TFC") for row in chosen) == expected


UNKNOWN = [
    ("TFC1O1", '--select: unknown rule "TFC1O1"; did you mean "TFC101"?'),
    ("TFC9", '--select: unknown rule "TFC9"; see --list-rules'),
    ("TFC103", '--select: unknown rule "TFC103"; see --list-rules'),
    (
        "checkpoint-max-keep",
        '--select: unknown rule "checkpoint-max-keep"; did you mean "checkpoint-max-to-keep"?',
    ),
    ("canon", '--select: unknown rule "canon"; did you mean "canonical"?'),
    ("pipelines", '--select: unknown rule "pipelines"; did you mean "pipeline"?'),
    ("E501", '--select: unknown rule "E501"; see --list-rules'),
    ("TF", '--select: unknown rule "TF"; see --list-rules'),
    ("", '--select: unknown rule ""; see --list-rules'),
]


@pytest.mark.parametrize(("selector", "message"), UNKNOWN)
def test_a_selector_that_means_nothing_is_refused(selector: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        select(ROWS, [selector], [], [])
    assert str(caught.value) == message


def test_the_message_names_the_list() -> None:
    with pytest.raises(ConfigError, match=r"^--extend-select: "):
        select(ROWS, [], ["nonsense"], [])
    with pytest.raises(ConfigError, match=r"^--ignore: "):
        select(ROWS, [], [], ["nonsense"])


def test_the_house_pattern_does_without_what_it_goes_against() -> None:
    against = Row("TFC117", "checkpoint-keeps-every-best", "checkpoint", "recommended", "not canonical")
    rows = (*ROWS, against)
    assert against in select(rows, ["recommended"], [], [])
    assert against not in select(rows, ["canonical"], [], [])
    assert against in select(rows, ["canonical"], ["TFC117"], [])
    assert against in select(rows, ["canonical", "recommended"], [], [])
