"""One argument of a call of an API, by its name or where it stands."""

from __future__ import annotations

import pytest

from tests.lint import module

HEAD = "from functools import partial\nfrom keras.callbacks import ModelCheckpoint as MC\n"
NAME = "keras.callbacks.ModelCheckpoint"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("MC('m')", "'m'"),
        ("MC(filepath='m')", "'m'"),
        ("MC(*a, 'm')", None),
        ("MC(monitor='a')", None),
        ("MC(**{'filepath': 'm'})", "'m'"),
        ("partial(MC, 'm')", "'m'"),
        ("MC('m', **k)", "'m'"),
        ("MC(**k)", None),
        ("MC(**{'filepath': 'm'}, **k)", "'m'"),
        ("MC(**{'filepath': 'm'} | {'filepath': 'n'})", "'n'"),
        ("MC(*['m'])", None),
    ],
)
def test_an_argument_by_name_or_position(call: str, expected: str | None) -> None:
    facts = module(f"{HEAD}x = {call}\n")
    [found] = facts.calls(NAME)
    argument = found.argument("filepath", position=0)
    assert (facts.text(argument.value) if argument else None) == expected


def test_of_a_key_that_is_set_twice_the_later_counts() -> None:
    facts = module(f"{HEAD}o = {{'mode': 'min'}}\no['mode'] = 'max'\nx = MC(**o)\n")
    [found] = facts.calls(NAME)
    argument = found.argument("mode")
    assert argument is not None
    assert facts.text(argument.value) == "'max'"
