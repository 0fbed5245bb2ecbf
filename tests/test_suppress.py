"""Suppressing findings, and what is said about comments that suppress nothing."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import fix
from tests.lint import lint as found_in
from tflint_ckpt.edits import splice
from tflint_ckpt.finding import Applicability, Finding, Severity
from tflint_ckpt.source import Source
from tflint_ckpt.suppress import Suppressions

NAMES = {
    "TFC002": "unused-suppression",
    "TFC003": "bare-suppression",
    "TFC101": "checkpoint-max-to-keep",
    "TFC104": "model-parameter",
    "TFC202": "dataset-cache",
}
KNOWN = {**{code: code for code in NAMES}, **{name: code for code, name in NAMES.items()}}
SELECTED = frozenset(NAMES)


def report(source: Source, place: str, code: str = "TFC101") -> Finding:
    """A finding at the first *place* in a text."""
    start = source.text.index(place)
    end = start + len(place)
    return Finding(code, NAMES[code], Severity.ERROR, "message", source.path, start, end)


def lint(
    text: str, *findings: tuple[str, str], selected: frozenset[str] = SELECTED
) -> tuple[list[Finding], list[Finding]]:
    source = Source("train.py", text.encode())
    found = [report(source, place, code) for code, place in findings]
    return Suppressions.read(source).apply(found, selected, KNOWN)


def said(findings: list[Finding]) -> list[str]:
    return [f"{finding.code} {finding.message}" for finding in findings]


SUPPRESSED = {
    "at the end of the line": """\
        x = HERE  # tflint-ckpt: ignore[TFC101]
        """,
    "by name": """\
        x = HERE  # tflint-ckpt: ignore[checkpoint-max-to-keep]
        """,
    "in any letter case, with a reason": """\
        x = HERE  #tflint-ckpt:ignore [ tfc101 ] the folder is on a ring buffer
        """,
    "among others": """\
        x = HERE  # tflint-ckpt: ignore[TFC101, TFC101] twice
        """,
    "on the line above": """\
        # tflint-ckpt: ignore[TFC101]
        x = HERE
        """,
    "above, among other comments": """\
        # tflint-ckpt: ignore[TFC101]
        # The folder is on a ring buffer.
        x = HERE
        """,
    "above, indented": """\
        def build():
            # tflint-ckpt: ignore[TFC101]
            return HERE
        """,
    "on another line of the call": """\
        x = call(
            1,
            HERE,
        )  # tflint-ckpt: ignore[TFC101]
        """,
    "on the first line of the call": """\
        x = call(  # tflint-ckpt: ignore[TFC101]
            1,
            HERE,
        )
        """,
    "alone inside the call": """\
        x = call(
            # tflint-ckpt: ignore[TFC101]
            1,
            HERE,
        )
        """,
    "above the call": """\
        # tflint-ckpt: ignore[TFC101]
        x = call(
            1,
            HERE,
        )
        """,
    "after a text of several lines": '''\
        x = """
        HERE
        """  # tflint-ckpt: ignore[TFC101]
        ''',
    "after a backslash": """\
        x = 1 + \\
            HERE  # tflint-ckpt: ignore[TFC101]
        """,
    "in the header of a function": """\
        def build(
            HERE,
        ):  # tflint-ckpt: ignore[TFC101]
            return 1
        """,
    "above the decorators": """\
        # tflint-ckpt: ignore[TFC101]
        @first
        @second(1)
        def HERE():
            return 1
        """,
    "on a decorator": """\
        @first
        @second(  # tflint-ckpt: ignore[TFC101]
            1
        )
        async def HERE():
            return 1
        """,
    "after another tool's comment": """\
        x = HERE  # type: ignore  # tflint-ckpt: ignore[TFC101]
        """,
    "by noqa": """\
        x = HERE  # noqa: TFC101
        """,
    "by noqa with other codes": """\
        x = HERE  # NOQA:E501,tfc101 W605
        """,
    "by noqa, on another line of the call": """\
        x = call(
            HERE
        )  # noqa: TFC101
        """,
    "in the whole file": """\
        # tflint-ckpt: ignore-file[TFC101] generated
        import os
        x = HERE
        """,
    "in the whole file, below the docstring": '''\
        #!/usr/bin/env python
        """Train.

        A model."""
        # Copyright

        # tflint-ckpt: ignore-file[checkpoint-max-to-keep]
        import os
        x = HERE
        ''',
    "in the whole file, beside the docstring": """\
        "Train."  # tflint-ckpt: ignore-file[TFC101]
        x = HERE
        """,
}


@pytest.mark.parametrize("text", SUPPRESSED.values(), ids=SUPPRESSED)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_suppressed(text: str, newline: str) -> None:
    assert lint(dedent(text).replace("\n", newline), ("TFC101", "HERE")) == ([], [])


REPORTED = {
    "another rule": "x = HERE  # tflint-ckpt: ignore[TFC104]\n",
    "a prefix is no code": "x = HERE  # tflint-ckpt: ignore[TFC1]\n",
    "a preset is no code": "x = HERE  # tflint-ckpt: ignore[all]\n",
    "no code": "x = HERE  # tflint-ckpt: ignore\n",
    "an empty list": "x = HERE  # tflint-ckpt: ignore[]\n",
    "another directive": "x = HERE  # tflint-ckpt: ignored[TFC101]\n",
    "another tool": "x = HERE  # tflint: ignore[TFC101]\n",
    "in a string": 'x = HERE, "# tflint-ckpt: ignore[TFC101]"\n',
    "without its own comment sign": "x = HERE  # see tflint-ckpt: ignore[TFC101]\n",
    "noqa for all": "x = HERE  # noqa\n",
    "noqa for others": "x = HERE  # noqa: E501, TFC104\n",
    "noqa by name": "x = HERE  # noqa: checkpoint-max-to-keep\n",
    "noqa on the line above": "# noqa: TFC101\nx = HERE\n",
    "noqa of a file": "# ruff: noqa: TFC101\nx = HERE\n",
    "on the line below": "x = HERE\n# tflint-ckpt: ignore[TFC101]\n",
    "an empty line between": "# tflint-ckpt: ignore[TFC101]\n\nx = HERE\n",
    "a statement between": "# tflint-ckpt: ignore[TFC101]\ny = 1\nx = HERE\n",
    "at the end of the line above": "y = 1  # tflint-ckpt: ignore[TFC101]\nx = HERE\n",
    "in the body, for the header": "def HERE():\n    return 1  # tflint-ckpt: ignore[TFC101]\n",
    "in the header, for the body": "def f():  # tflint-ckpt: ignore[TFC101]\n    return HERE\n",
    "for the file, below a statement": "import os\n# tflint-ckpt: ignore-file[TFC101]\nx = HERE\n",
    "for the file, beside a statement": "import os  # tflint-ckpt: ignore-file[TFC101]\nx = HERE\n",
    "for the file, below a second string": '"a"\n"b"\n# tflint-ckpt: ignore-file[TFC101]\nx = HERE\n',
    "for the file, of another rule": "# tflint-ckpt: ignore-file[TFC104]\nx = HERE\n",
}


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_reported(text: str) -> None:
    kept, _ = lint(text, ("TFC101", "HERE"))
    assert [finding.code for finding in kept] == ["TFC101"]


def test_each_finding_has_its_own_suppression() -> None:
    text = "x = ONE, TWO  # tflint-ckpt: ignore[TFC104]\ny = THREE  # noqa: TFC101\n"
    kept, extra = lint(text, ("TFC101", "ONE"), ("TFC104", "TWO"), ("TFC101", "THREE"))
    assert [finding.code for finding in kept] == ["TFC101"]
    assert extra == []


def fixed(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.SAFE
    return splice(text, finding.fix.edits)


UNUSED = {
    "the whole comment": (
        "x = 1  # tflint-ckpt: ignore[TFC101] no longer\n",
        "x = 1\n",
    ),
    "a line of its own": (
        "def f():\n    # tflint-ckpt: ignore[TFC101] no longer\n    return 1\n",
        "def f():\n    return 1\n",
    ),
    "the last line": (
        "x = 1\n# tflint-ckpt: ignore[TFC101]",
        "x = 1\n",
    ),
    "a line that ends as on Windows": (
        "x = 1\r\n# tflint-ckpt: ignore[TFC101]\r\ny = 1  # tflint-ckpt: ignore[X]\r\n",
        "x = 1\r\ny = 1  # tflint-ckpt: ignore[X]\r\n",
    ),
    "a line after a form feed": (
        "\fx = 1 # tflint-ckpt: ignore[TFC101]\n",
        "\fx = 1\n",
    ),
    "inside a call": (
        "f(\n    1,  # tflint-ckpt: ignore[TFC101]\n    # tflint-ckpt: ignore[X]\n)\n",
        "f(\n    1,\n    # tflint-ckpt: ignore[X]\n)\n",
    ),
    "all of a list": (
        "x = 1  # tflint-ckpt: ignore[TFC101, model-parameter]\n",
        "x = 1\n",
    ),
    "the first of a list": (
        "USED = 1  # tflint-ckpt: ignore[TFC101, TFC202] reason\n",
        "USED = 1  # tflint-ckpt: ignore[TFC202] reason\n",
    ),
    "the last of a list": (
        "USED = 1  # tflint-ckpt: ignore[TFC202,TFC101]\n",
        "USED = 1  # tflint-ckpt: ignore[TFC202]\n",
    ),
    "one in the middle": (
        "USED = 1  # tflint-ckpt: ignore[TFC202, TFC101, dataset-cache]\n",
        "USED = 1  # tflint-ckpt: ignore[TFC202, dataset-cache]\n",
    ),
    "with another tool's comment before": (
        "x = 1  # noqa: E501  # tflint-ckpt: ignore[TFC101] no longer\n",
        "x = 1  # noqa: E501\n",
    ),
    "with another tool's comment after": (
        "x = 1  # tflint-ckpt: ignore[TFC101] no longer # noqa: E501\n",
        "x = 1  # noqa: E501\n",
    ),
    "noqa": (
        "x = 1  # noqa: TFC101\n",
        "x = 1\n",
    ),
    "noqa among others": (
        "x = 1  # noqa: E501,TFC101,W605\n",
        "x = 1  # noqa: E501,W605\n",
    ),
    "noqa with others, first": (
        "x = 1  # noqa:TFC101,E501 long\n",
        "x = 1  # noqa:E501 long\n",
    ),
    "noqa with a reason": (
        "x = 1  # noqa: TFC101 - the folder is shared\n",
        "x = 1  # the folder is shared\n",
    ),
    "noqa with a reason that must not become another tool's comment": (
        "x = 1  # noqa: TFC101 type: ignore\n",
        "x = 1  # - type: ignore\n",
    ),
    "noqa twice without a sign": (
        "x = 1  # noqa: TFC101 noqa\n",
        "x = 1  # - noqa\n",
    ),
    "noqa with a reason and another comment": (
        "x = 1  # noqa: TFC101 shared  # type: ignore\n",
        "x = 1  # shared  # type: ignore\n",
    ),
    "noqa before another comment": (
        "x = 1  # noqa: TFC101  # type: ignore\n",
        "x = 1  # type: ignore\n",
    ),
    "noqa on a line of its own": (
        "# noqa: TFC101\nx = 1\n",
        "x = 1\n",
    ),
    "for the file": (
        '"""Train."""\n# tflint-ckpt: ignore-file[TFC101, TFC202]\nUSED = 1\n',
        '"""Train."""\n# tflint-ckpt: ignore-file[TFC202]\nUSED = 1\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), UNUSED.values(), ids=UNUSED)
def test_what_suppresses_nothing_is_removed(before: str, after: str) -> None:
    findings = [("TFC202", "USED")] if "USED" in before else []
    kept, extra = lint(before, *findings)
    assert kept == []
    unused = [finding for finding in extra if finding.code == "TFC002"]
    assert len(unused) == 1
    assert fixed(before, unused[0]) == after
    assert not [finding for finding in lint(after, *findings)[1] if finding.code == "TFC002"]


def test_an_unused_suppression_is_a_warning_where_it_stands() -> None:
    text = "x = 1  # noqa: E501  # tflint-ckpt: ignore[TFC101, model-parameter] no longer\n"
    _, (finding,) = lint(text)
    assert (finding.code, finding.name, finding.severity) == (
        "TFC002",
        "unused-suppression",
        Severity.WARNING,
    )
    assert finding.message == "suppresses nothing: there is no finding of TFC101, model-parameter here"
    assert text[finding.start : finding.end] == "# tflint-ckpt: ignore[TFC101, model-parameter]"


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # tflint-ckpt: ignore[TFC101]\n",
        "# tflint-ckpt: ignore-file[TFC101]\n",
        "x = 1  # noqa: TFC101\n",
        "x = 1  # noqa: E501\n",
        "x = 1  # noqa\n",
        "x = 1  # noqa: TFC104E501\n",
        "x = 1  # noqa: TFC104, TFC104E501 W605\n",
        "x = 1  # flake8: noqa: TFC104\n",
        "x = '# noqa: TFC104'\n",
        '"""\n# tflint-ckpt: ignore[TFC104]\n# tflint-ckpt: ignore\n"""\n',
    ],
)
def test_what_did_not_run_is_not_unused(text: str) -> None:
    assert lint(text, selected=SELECTED - {"TFC101"}) == ([], [])


@pytest.mark.parametrize("word", ["ignores[TFC101]", "offset", "see the documentation"])
def test_other_words_are_no_suppression(word: str) -> None:
    assert lint(f"# tflint-ckpt: {word}\nx = 1  # tflint-ckpt: {word}\n") == ([], [])


def test_an_ignore_file_below_a_statement_is_not_removed() -> None:
    _, (finding,) = lint("import os\n# tflint-ckpt: ignore-file[TFC101]\nx = HERE\n", ("TFC101", "HERE"))
    assert finding.code == "TFC002"
    assert finding.message == "suppresses nothing: TFC101 can be ignored only above the first statement"
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.MANUAL
    assert finding.fix.edits == ()


@pytest.mark.parametrize(
    ("comment", "advice"),
    [
        ("# tflint-ckpt: ignore", "ignore[checkpoint-max-to-keep, model-parameter]"),
        ("# tflint-ckpt: ignore[]", "ignore[checkpoint-max-to-keep, model-parameter]"),
        ("# tflint-ckpt: ignore[ , ]", "ignore[checkpoint-max-to-keep, model-parameter]"),
        ("# tflint-ckpt: ignore-file", "ignore-file[checkpoint-max-to-keep]"),
    ],
)
def test_a_suppression_without_codes_is_refused(comment: str, advice: str) -> None:
    kept, (finding,) = lint(f"x = A, B  {comment}\n", ("TFC101", "A"), ("TFC104", "B"))
    assert len(kept) == 2
    assert (finding.code, finding.name, finding.severity) == ("TFC003", "bare-suppression", Severity.WARNING)
    assert finding.message == "names no rule, so it suppresses nothing"
    assert finding.fix is not None
    assert finding.fix.applicability is Applicability.MANUAL
    assert finding.fix.title == f"write `# tflint-ckpt: {advice}`"


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# tflint-ckpt: ignore[TFC1O1]", '"TFC1O1" is no rule; did you mean "TFC101"?'),
        ("# tflint-ckpt: ignore[TFC1]", '"TFC1" is no rule; see --list-rules'),
        ("# tflint-ckpt: ignore[model-parameters]",
         '"model-parameters" is no rule; did you mean "model-parameter"?'),
        ("# tflint-ckpt: ignore[E501]", '"E501" is no rule; see --list-rules'),
        ("# noqa: E501, TFC999", '"TFC999" is no rule; see --list-rules'),
        ("# tflint-ckpt: ignore-file[nonsense]", '"nonsense" is no rule; see --list-rules'),
    ],
)  # fmt: skip
def test_a_name_that_is_no_rule_is_reported(comment: str, message: str) -> None:
    text = f"x = 1  {comment}\n"
    _, (finding,) = lint(text)
    assert said([finding]) == [f"TFC003 {message}"]
    assert text[finding.start : finding.end] == message.split('"')[1]


def test_a_wrong_name_does_not_spoil_the_right_one() -> None:
    kept, extra = lint("x = HERE  # tflint-ckpt: ignore[TFC999, TFC101]\n", ("TFC101", "HERE"))
    assert kept == []
    assert said(extra) == ['TFC003 "TFC999" is no rule; see --list-rules']


def test_what_is_said_about_comments_is_selected_like_any_rule() -> None:
    text = "x = 1  # tflint-ckpt: ignore[TFC101]\ny = 1  # tflint-ckpt: ignore\n"
    assert [finding.code for finding in lint(text)[1]] == ["TFC003", "TFC002"]
    assert [finding.code for finding in lint(text, selected=SELECTED - {"TFC002"})[1]] == ["TFC003"]
    assert [finding.code for finding in lint(text, selected=SELECTED - {"TFC003"})[1]] == ["TFC002"]


def test_what_is_said_about_comments_can_be_suppressed() -> None:
    assert lint("x = 1  # tflint-ckpt: ignore[TFC101, TFC002] only on Windows\n") == ([], [])
    assert lint("# tflint-ckpt: ignore-file[TFC003]\nx = 1  # tflint-ckpt: ignore\n") == ([], [])


def test_and_that_suppression_can_be_unused() -> None:
    _, extra = lint("x = HERE  # tflint-ckpt: ignore[TFC101, TFC002]\n", ("TFC101", "HERE"))
    assert said(extra) == ["TFC002 suppresses nothing: there is no finding of TFC002 here"]


@pytest.mark.parametrize("text", ["x = (  # tflint-ckpt: ignore[TFC101]\n", "  x\n y  # noqa: TFC101\n"])
def test_a_text_that_is_no_python_has_no_suppressions(text: str) -> None:
    assert lint(text, ("TFC101", "x"))[1] == []


def test_positions_hold_after_a_byte_order_mark_and_wide_characters() -> None:
    text = '\ufeff\f"""é𝄞"""\nx = "𝄞", HERE  # tflint-ckpt: ignore[TFC101]\ny = 1  # noqa: TFC104\n'
    kept, (finding,) = lint(text, ("TFC101", "HERE"))
    assert kept == []
    decoded = text.removeprefix("\ufeff")
    assert decoded[finding.start : finding.end] == "# noqa: TFC104"
    assert fixed(decoded, finding) == decoded.replace("  # noqa: TFC104", "")


NEAR_MISSES = [
    # the comment, and the right form of it
    ("# tflint-ckpt: disable=TFC101", "ignore[TFC101]"),
    ("# tflint-ckpt: disable-next-line=TFC101,TFC202", "ignore[TFC101, TFC202]"),
    ("# tflint-ckpt ignore[TFC101]", "ignore[TFC101]"),
    ("# tflint-ckpt ignore TFC101", "ignore[TFC101]"),
    ("# tflint: ignore[model-parameter] ours", "ignore[model-parameter]"),
    ("# tflint-ignore: TFC101", "ignore[TFC101]"),
    ("# tflint_ckpt: ignore[tfc101]", "ignore[TFC101]"),
    ("# tflint-ckpt: noqa", "ignore[checkpoint-max-to-keep]"),
    ("# tflint-ckpt: skip-file", "ignore-file[checkpoint-max-to-keep]"),
    ("# tflint-ckpt: ignored[TFC101]", "ignore[TFC101]"),
    ("# tflint-ckpt: ignore_file[TFC101]", "ignore-file[TFC101]"),
    ("# TFLint-ckpt: Ignore[TFC101]", "ignore[TFC101]"),
    ("# noqa TFC101", "ignore[TFC101]"),
    ("# noqa (TFC101)", "ignore[TFC101]"),
    ("# ruff: noqa: TFC101", "ignore-file[TFC101]"),
    ("# pylint: disable=TFC101", "ignore[TFC101]"),
    ("# type: ignore[TFC101]", "ignore[TFC101]"),
    ("# lint-fixme: TFC101", "ignore[TFC101]"),
    ("# nosec TFC101", "ignore[TFC101]"),
    ("# type: ignore  # tflint-ckpt: off", "ignore[checkpoint-max-to-keep]"),
]


@pytest.mark.parametrize(("comment", "form"), NEAR_MISSES)
def test_near_misses_are_told_with_the_right_form(comment: str, form: str) -> None:
    text = f"x = HERE  {comment}\n"
    kept, (finding,) = lint(text, ("TFC101", "HERE"))
    assert [each.code for each in kept] == ["TFC101"]
    advice = f"write `# tflint-ckpt: {form}`"  # in the message too: most formats have no room for advice
    assert (finding.code, finding.message) == ("TFC003", f"suppresses nothing in this form; {advice}")
    assert finding.fix is not None
    assert finding.fix.title == advice
    assert text[finding.start : finding.end] == comment[comment.rindex("#") :]


@pytest.mark.parametrize(
    ("comment", "form"),
    [
        ("# tflint-ckpt: ignore TFC101", "ignore[TFC101]"),
        ("# tflint-ckpt: ignore[TFC101", "ignore[TFC101]"),
        ("# tflint-ckpt: ignore=TFC101", "ignore[TFC101]"),
        ("# tflint-ckpt: ignore (tfc101, model-parameter)", "ignore[TFC101, model-parameter]"),
        ("# tflint-ckpt: ignore-file: TFC101", "ignore-file[TFC101]"),
    ],
)
def test_rules_without_brackets_are_told_with_them(comment: str, form: str) -> None:
    _, (finding,) = lint(f"x = HERE  {comment}\n", ("TFC101", "HERE"))
    assert finding.message == "names no rule in brackets, so it suppresses nothing"
    assert finding.fix is not None
    assert finding.fix.title == f"write `# tflint-ckpt: {form}`"


@pytest.mark.parametrize(
    "comment",
    [
        "# tflint-ckpt ignores this file",
        "# tflint-ckpt ignore the next line, it is fine",
        "# checked with tflint: off it goes",
        "# Terraform's tflint is another tool",
        "# noqa",
        "# noqa: E501",
        "# see TFC101 in the documentation",
        "# type: ignore[arg-type]  # TFC101 does not hold here",
        "# pylint: disable=C0103",
        "# TFC101",
    ],
)
def test_sentences_and_other_tools_are_no_near_misses(comment: str) -> None:
    assert lint(f"x = 1  {comment}\n") == ([], [])


def test_a_near_miss_can_be_suppressed() -> None:
    assert lint("x = 1  # noqa TFC101  # tflint-ckpt: ignore[TFC003] as it is\n")[1] == []


def test_the_number_of_an_issue_is_part_of_the_reason() -> None:
    text = "x = 1  # tflint-ckpt: ignore[TFC101] see #12 and #13  # noqa: E501\n"
    _, (finding,) = lint(text)
    assert fixed(text, finding) == "x = 1  # noqa: E501\n"


@pytest.mark.parametrize(
    "comment", ["# tflint: ignore[TFC101]", "# tflint-ckpt: disable=TFC101", "# noqa TFC101"]
)
def test_a_fix_edits_a_line_with_a_near_miss_as_ruff_does(comment: str) -> None:
    """What suppresses nothing keeps nothing from being fixed: the finding is shown, and so is the form."""
    call = 'ModelCheckpoint("m.keras", max_to_keep=3)'
    text = f"from keras.callbacks import ModelCheckpoint\nc = {call}  {comment}\n"
    assert {"TFC101", "TFC003"} <= {found.partition(":")[0] for found in found_in(text)}
    assert fix(text, only="TFC101") == text.replace(", max_to_keep=3", "")
    right = text.replace(comment, "# tflint-ckpt: ignore[TFC101]")
    assert fix(right, only="TFC101") == right
