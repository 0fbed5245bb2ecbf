"""``--add-ignore``: what was found is suppressed, and nothing else changes."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.notebook.made import document, lines
from tflint_ckpt import cli
from tflint_ckpt.adoption.add_ignore import suppressed
from tflint_ckpt.finding import Finding, Severity
from tflint_ckpt.reading import read
from tflint_ckpt.source import Source
from tflint_ckpt.suppress import Suppressions

NAMES = {"TFC101": "checkpoint-max-to-keep", "TFC104": "model-parameter"}
KNOWN = {key: code for code, name in NAMES.items() for key in (code, name)}
IGNORE = "# tflint-ckpt: ignore[checkpoint-max-to-keep]"


def found(source: Source) -> list[Finding]:
    """A finding of TFC101 at each ONE, and of TFC104 at each TWO."""
    places = [("ONE", "TFC101"), ("TWO", "TFC104")]
    return [
        Finding(code, NAMES[code], Severity.ERROR, "", source.path, start, start + 3)
        for word, code in places
        for start in range(len(source.text))
        if source.text.startswith(word, start)
    ]


def added(text: str, reason: str = "", path: str = "train.py") -> str:
    """*text* with the comments; whatever they say, they suppress all, and the code is the same."""
    source = read(path, text.encode("utf-8"))
    findings, _ = Suppressions.read(source).apply(found(source), frozenset(NAMES), KNOWN)
    changed, left = suppressed(source, findings, reason)
    assert left == 0
    kept, said = Suppressions.read(changed).apply(found(changed), frozenset(NAMES), KNOWN)
    assert (kept, said) == ([], [])
    assert ast.dump(ast.parse(changed.code)) == ast.dump(ast.parse(source.code))
    return changed.data.decode("utf-8")


ADDED = {
    "at the end of a line": ("x = ONE\ny = 1\n", f"x = ONE  {IGNORE}\ny = 1\n"),
    "at the end of the file": ("x = ONE", f"x = ONE  {IGNORE}"),
    "before trailing whitespace": ("x = ONE \t\n", f"x = ONE  {IGNORE} \t\n"),
    "with the line endings of Windows": ("x = ONE\r\ny = 1\r\n", f"x = ONE  {IGNORE}\r\ny = 1\r\n"),
    "behind a comment": ("x = ONE  # why\n", f"x = ONE  # why  {IGNORE}\n"),
    "behind another tool's": ("x = ONE  # noqa: E501\n", f"x = ONE  # noqa: E501  {IGNORE}\n"),
    "on its line of a call": ("f(\n    1,\n    ONE,\n)\n", f"f(\n    1,\n    ONE,  {IGNORE}\n)\n"),
    "two of one rule": ("x = ONE + ONE\n", f"x = ONE + ONE  {IGNORE}\n"),
    "two rules in one comment": (
        "x = TWO + ONE\n",
        "x = TWO + ONE  # tflint-ckpt: ignore[checkpoint-max-to-keep, model-parameter]\n",
    ),
    "in a comment that is there": (
        "x = ONE, TWO  # tflint-ckpt: ignore[TFC104] ours\n",
        "x = ONE, TWO  # tflint-ckpt: ignore[TFC104, checkpoint-max-to-keep] ours\n",
    ),
    "in a comment above": (
        "# tflint-ckpt: ignore[TFC104]\nx = ONE, TWO\n",
        "# tflint-ckpt: ignore[TFC104, checkpoint-max-to-keep]\nx = ONE, TWO\n",
    ),
    "in a comment elsewhere in the statement": (
        "f(\n    ONE,\n    TWO,  # tflint-ckpt: ignore[TFC104]\n)\n",
        "f(\n    ONE,\n    TWO,  # tflint-ckpt: ignore[TFC104, checkpoint-max-to-keep]\n)\n",
    ),
    "in a noqa with our codes, as code": (
        "x = ONE, TWO  # noqa: E501, TFC104\n",
        "x = ONE, TWO  # noqa: E501, TFC104, TFC101\n",
    ),
    "in a bare comment": ("x = ONE  # tflint-ckpt: ignore\n", f"x = ONE  {IGNORE}\n"),
    "in an empty one": ("x = ONE  # tflint-ckpt: ignore[] ours\n", f"x = ONE  {IGNORE} ours\n"),
    "not in the one of the file": (
        "# tflint-ckpt: ignore-file[TFC104]\nx = ONE, TWO\n",
        f"# tflint-ckpt: ignore-file[TFC104]\nx = ONE, TWO  {IGNORE}\n",
    ),
    "behind a string over several lines": ('x = """\nONE\n"""\n', f'x = """\nONE\n"""  {IGNORE}\n'),
    "behind one that begins on the line": ('f(ONE, """\n""")\n', f'f(ONE, """\n""")  {IGNORE}\n'),
    "behind an f-string": ('f(f"""\n{ONE}\n{\n1\n}""")\n', f'f(f"""\n{{ONE}}\n{{\n1\n}}""")  {IGNORE}\n'),
    "behind a continued line": ("x = ONE + \\\n    1\n", f"x = ONE + \\\n    1  {IGNORE}\n"),
    "at a header": ("def f(ONE):\n    pass\n", f"def f(ONE):  {IGNORE}\n    pass\n"),
    "at a decorator": ("@ONE\ndef f(): pass\n", f"@ONE  {IGNORE}\ndef f(): pass\n"),
    "behind a semicolon": ("x = ONE; y = 1;\n", f"x = ONE; y = 1;  {IGNORE}\n"),
    "after a byte order mark": ("\ufeffx = ONE\n", f"\ufeffx = ONE  {IGNORE}\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), ADDED.values(), ids=ADDED)
def test_added(before: str, after: str) -> None:
    assert added(before) == after


def test_a_reason_stands_in_new_comments() -> None:
    before = "x = ONE\ny = TWO  # tflint-ckpt: ignore[TFC101]\n"
    source = read("train.py", before.encode())
    changed, _ = suppressed(source, found(source), " until #12")
    assert changed.text == (
        f"x = ONE  {IGNORE} until #12\ny = TWO  # tflint-ckpt: ignore[TFC101, model-parameter]\n"
    )


@pytest.mark.parametrize("indent", [1, None])
def test_in_a_notebook_only_the_lines_of_its_cells_change(indent: int | None) -> None:
    cells = ["x = ONE\ny = 1", "!pip list\n%time z = ONE", "%%bash\necho ONE"]
    before = document(*map(lines, cells), indent=indent)
    source = read("train.ipynb", before.encode())
    findings = [each for each in found(source) if "echo" not in source.text[each.start - 8 : each.start]]
    changed, left = suppressed(source, findings, "")
    assert left == 0
    sources = ["".join(cell["source"]) for cell in json.loads(changed.data)["cells"][1:]]
    assert sources == [f"x = ONE  {IGNORE}\ny = 1", f"!pip list\n%time z = ONE  {IGNORE}", "%%bash\necho ONE"]
    assert changed.data.decode().replace(f"  {IGNORE}", "") == before


def test_what_no_comment_can_suppress_is_counted() -> None:
    source = read("train.py", b"# ONE\nx = TWO\n")
    changed, left = suppressed(source, found(source), "")
    assert (changed.text, left) == ("# ONE\nx = TWO  # tflint-ckpt: ignore[model-parameter]\n", 1)


def test_an_encoding_without_a_character_leaves_the_file() -> None:
    source = read("train.py", b"# coding: latin-1\nx = ONE\n")
    with pytest.raises(UnicodeEncodeError):
        suppressed(source, found(source), " \N{SNOWMAN}")


CODE = """\
import keras

checkpoint = keras.callbacks.ModelCheckpoint("model.keras", max_to_keep=3)
"""


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("train.py").write_text(CODE)
        Path("clean.py").write_text("import keras\n")
        Path("train.ipynb").write_text(document(lines(CODE)))

    def test_a_second_run_finds_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["--select", "TFC101", "--add-ignore", "--reason", "as it was"]) == 0
        assert capsys.readouterr() == ("", "tflint-ckpt: note: 2 findings suppressed in 2 files\n")
        assert Path("train.py").read_text() == CODE.replace("=3)\n", f"=3)  {IGNORE} as it was\n")
        assert cli.main(["--select", "TFC101,TFC002,TFC003"]) == 0
        assert cli.main(["--select", "TFC101", "--add-ignore"]) == 0
        assert "0 findings suppressed in 0 files" in capsys.readouterr().err

    def test_what_is_left_out_stays_as_it_is(self) -> None:
        assert cli.main(["--select", "TFC101", "--min-severity", "error", "--target", "2.15"]) == 0
        arguments = ["--select", "TFC101", "--target", "keras2", "--min-severity", "error", "--add-ignore"]
        assert cli.main(arguments) in (0, 1)

    def test_a_file_that_cannot_be_read_is_no_reason_to_write_into_it(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("broken.py").write_text("x = (\n")
        assert cli.main(["broken.py", "--add-ignore"]) == 0
        note = "0 findings suppressed in 0 files; 1 left, which no comment can suppress\n"
        assert capsys.readouterr().err.endswith(note)
        assert Path("broken.py").read_text() == "x = (\n"

    @pytest.mark.parametrize("reason", ["two\nlines", "C# port", "a # b"])
    def test_a_reason_that_a_comment_cannot_hold(
        self, reason: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["--add-ignore", "--reason", reason]) == 2
        assert "--reason must be one line" in capsys.readouterr().err
        assert Path("train.py").read_text() == CODE

    def test_ignored_comments_show_it_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        cli.main(["--select", "TFC101", "--add-ignore"])
        assert cli.main(["--select", "TFC101", "--ignore-noqa"]) == 1
        assert capsys.readouterr().out.count("TFC101") == 2
