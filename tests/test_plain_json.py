"""``plain_json.loads`` is ``json.loads``, and ``dumps`` its ``dumps``."""

import json
import subprocess
import sys

import pytest

from tflint_ckpt.plain_json import dumps, loads

TEXTS = [
    '{"a": [1, 2.5, -3e2, true, false, null], "b": {"c": "d\\n\\u00e9"}}',
    '"text"',
    " [1]\n",
    "[]",
    "{}",
    "3",
    '["a", "a", {"a": "a"}]',
]
WRONG = ["", " ", "[1", '{"a" 1}', "[1] 2", "nothing", '["a\nb"]', "\x0b[1]", "[1]\x00", "[,]"]


@pytest.mark.parametrize("text", TEXTS)
def test_it_reads(text: str) -> None:
    assert loads(text) == json.loads(text)


@pytest.mark.parametrize("text", WRONG)
def test_it_refuses(text: str) -> None:
    with pytest.raises(ValueError) as expected:
        json.loads(text)
    with pytest.raises(ValueError) as found:
        loads(text)
    assert str(found.value) == str(expected.value)


@pytest.mark.parametrize("text", TEXTS)
def test_it_writes(text: str) -> None:
    value = json.loads(text)
    assert dumps(value) == json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize("value", ["\ud800é\n\"", [(1, 2), {"a": []}], 1.5, {3: None}])
def test_it_writes_what_python_has(value: object) -> None:
    assert dumps(value) == json.dumps(value, separators=(",", ":"))


def test_it_refuses_what_is_no_json() -> None:
    with pytest.raises(TypeError, match="set is no JSON"):
        dumps([{1}])


def test_json_is_not_imported_for_it() -> None:
    code = "import sys; from tflint_ckpt.plain_json import dumps, loads; assert loads(dumps([1])) == [1]"
    subprocess.run([sys.executable, "-c", code + "; assert 'json' not in sys.modules"], check=True)
