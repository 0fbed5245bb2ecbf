"""The linter: rounds of fixing, what goes wrong in a rule, what cannot be parsed, bytes that stay."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import libcst as cst
import pytest

from tests.lint import Lab, findings, fix, target_of
from tflint_ckpt.finding import Applicability, Edit, Finding, Fix, Severity
from tflint_ckpt.linter import MOST_ROUNDS, Fixed, Linter
from tflint_ckpt.project import Project
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.registry import RuleEntry
from tflint_ckpt.rules.rule import Rule
from tflint_ckpt.rules.triggers import Name
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.source import Source
from tflint_ckpt.target import Targets

CALL = "import keras\nx = keras.callbacks.ModelCheckpoint('m_{ epoch}.keras', max_to_keep=3)\n"
Check = Callable[[Module], Iterator[tuple[int, int, str]]]


def rule_of(code: str, edits_of: Check, applicability: Applicability) -> type[Rule]:
    """A rule that finds, and makes, the edits that a function gives."""

    class Made(Rule):
        def check(self, module: Module) -> Iterator[Finding]:
            for start, end, text in edits_of(module):
                change = Fix(applicability, "", (Edit(module.path, start, end, text),))
                yield self.finding(module, (start, end), Severity.ERROR, "", change)

    Made.code, Made.name = code, "made-up"
    return Made


@pytest.fixture
def linter(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Linter]:
    """Makes a linter of rules ``TFC990``, ``TFC991``…, given as functions that yield edits."""

    def make(*checks: Check, applicability: Applicability = Applicability.SAFE) -> Linter:
        module = ModuleType("made.up.rules")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        entries = []
        for place, check in enumerate(checks):
            made = rule_of(f"TFC99{place}", check, applicability)
            setattr(module, made.code, made)
            where = (module.__name__, made.code, "", "error", "error", (), (), (Name("keras"),))
            entries.append(RuleEntry(made.code, made.name, *where))
        targets = Targets(target_of("keras3"))
        return Linter(lambda path: entries, Project((), lambda path: None, lambda source: targets))

    return make


def fixed(linter: Linter, text: str, *, unsafe: bool = False) -> Fixed:
    """``import keras`` and *text* after fixing."""
    return linter.fix(Source("x.py", f"import keras\n{text}".encode()), unsafe=unsafe)


def rename(old: str, new: str) -> Check:
    """A rule that finds the name *old* and makes it *new*."""

    def check(module: Module) -> Iterator[tuple[int, int, str]]:
        for node in module.facts.scopes:
            if isinstance(node, cst.Name) and node.value == old:
                yield (*module.span(node), new)

    return check


def test_a_fix_that_provokes_another_is_followed(linter: Callable[..., Linter]) -> None:
    result = fixed(linter(rename("a", "b"), rename("b", "c")), "a = b\n")
    assert (result.source.text, result.fixed) == ("import keras\nc = c\n", 3)
    assert result.checked.findings == []


def test_fixing_that_never_ends_is_ended(linter: Callable[..., Linter]) -> None:
    result = fixed(linter(rename("a", "b"), rename("b", "a")), "a\n")
    assert result.fixed == MOST_ROUNDS
    assert len(result.checked.findings) == 1


def test_overlapping_fixes_take_turns(linter: Callable[..., Linter]) -> None:
    def whole(module: Module) -> Iterator[tuple[int, int, str]]:
        for call in module.facts.calls:
            if module.text(call.func) == "old":
                start, end = module.span(call)
                yield start, end, f"new({module.text(call)[4:-1]})"

    result = fixed(linter(whole), "old(old(old(1)))\n")
    assert (result.source.text, result.fixed) == ("import keras\nnew(new(new(1)))\n", 3)


def test_a_round_that_does_not_parse_is_thrown_away_whole(linter: Callable[..., Linter]) -> None:
    result = fixed(linter(rename("a", "b"), rename("c", "d e")), "a\nc\n")
    assert result.source.text == "import keras\na\nc\n"
    assert result.fixed == 0
    [problem] = result.checked.problems
    assert "does not parse" in problem
    assert "TFC990, TFC991" in problem
    assert "the file was not changed" in problem
    assert len(result.checked.findings) == 2


def test_a_later_round_that_does_not_parse_costs_the_earlier_ones_too(linter: Callable[..., Linter]) -> None:
    result = fixed(linter(rename("a", "b"), rename("b", "1 1")), "a\n")
    assert (result.source.text, result.fixed) == ("import keras\na\n", 0)


def test_a_character_that_the_encoding_lacks(linter: Callable[..., Linter]) -> None:
    data = b"# coding: latin-1\nimport keras\na\n"
    result = linter(rename("a", "日")).fix(Source("x.py", data), unsafe=False)
    assert result.source.data == data
    assert "iso-8859-1 lacks" in result.checked.problems[0]


def test_a_fix_that_would_change_the_encoding(linter: Callable[..., Linter]) -> None:
    data = b"\n\n# coding: latin-1\nimport keras\nx = '\xc3\xa9'\n"

    def without_first_line(module: Module) -> Iterator[tuple[int, int, str]]:
        yield 0, module.source.offset(2, 1), ""

    result = linter(without_first_line).fix(Source("x.py", data), unsafe=False)
    assert result.source.data == data
    assert "it declares iso-8859-1 instead of utf-8" in result.checked.problems[0]


@pytest.mark.parametrize(
    "line", ["keras.callbacks.ModelCheckpoint('m.keras', max_to_keep=3)", "# noqa: TFC101"]
)
def test_a_file_that_its_codec_writes_otherwise_is_not_fixed(line: str) -> None:
    data = f"# coding: cp932\nimport keras\n{line}\n# ".encode() + b"\xfa\x5c\n"
    result = Lab("").linter.fix(Source("x.py", data), unsafe=False)
    assert result.source.data == data
    assert ("TFC101" if "max" in line else "TFC002") in [finding.code for finding in result.checked.findings]
    assert not result.checked.problems


@pytest.mark.parametrize(
    ("applicability", "unsafe", "changed"),
    [
        (Applicability.SAFE, False, True),
        (Applicability.SAFE, True, True),
        (Applicability.UNSAFE, False, False),
        (Applicability.UNSAFE, True, True),
        (Applicability.MANUAL, True, False),
    ],
)
def test_who_applies_what(
    linter: Callable[..., Linter], applicability: Applicability, unsafe: bool, changed: bool
) -> None:
    result = fixed(linter(rename("a", "b"), applicability=applicability), "a\n", unsafe=unsafe)
    assert result.source.text == ("import keras\nb\n" if changed else "import keras\na\n")
    assert len(result.checked.findings) == (0 if changed else 1)


@pytest.mark.parametrize(
    "error",
    [ValueError("no such thing"), KeyError(cst.Name("x")), AssertionError(), ZeroDivisionError("a\nb")],
)
def test_an_error_in_a_rule_is_reported_and_costs_no_other_rule(
    linter: Callable[..., Linter], error: Exception
) -> None:
    def broken(module: Module) -> Iterator[tuple[int, int, str]]:
        yield 0, 0, ""
        raise error

    checked = linter(broken, rename("a", "b")).check(Source("x.py", b"import keras\na\n"))
    assert [finding.code for finding in checked.findings if finding.code == "TFC991"] == ["TFC991"]
    [problem] = checked.problems
    assert problem.startswith("x.py: internal error in rule made-up (TFC990): ")
    assert type(error).__name__ in problem
    assert "test_linter.py:" in problem
    assert "\n" not in problem
    assert len(problem) < 400


def test_an_error_after_the_rules_is_reported_and_costs_no_finding(
    linter: Callable[..., Linter],
) -> None:
    def fail(self: Module) -> None:
        raise ZeroDivisionError

    checks = linter(rename("a", "b"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Module, "dispose", fail)
        first = checks.check(Source("x.py", b"import keras\na\n"))
    assert [finding.code for finding in first.findings] == ["TFC990"]
    [problem] = first.problems
    assert problem.startswith("x.py: internal error after the rules: ZeroDivisionError")
    assert not checks.check(Source("y.py", b"import keras\na\n")).problems


DEEP = {
    "elif": "if a: pass\n" + "elif b: pass\n" * 2000,
    "chain": "a" + ".b()" * 2000,
    "sum": " + ".join("a" * 5000),
    "strings": " ".join(["'a'"] * 5000),
    "parentheses": "(" * 3000 + ")" * 3000,
    "lists": "[" * 3000 + "]" * 3000,
}


@pytest.mark.parametrize("shape", DEEP)
def test_code_that_is_nested_too_deeply_is_one_finding(shape: str) -> None:
    lab = Lab(CALL + DEEP[shape] + "\n")
    [finding] = lab.check().findings
    assert (finding.code, finding.severity) == ("TFC001", Severity.ERROR)
    assert lab.fix(unsafe=True).source.text == CALL + DEEP[shape] + "\n"


SYNTAX = [
    ("x = (\n", 1, 5),
    ("import keras\n\ndef f(:\n", 3, 7),
    ("import keras\nprint 'a'\n", 2, 1),
    ("if a:\nb\n", 2, 1),
    ("x = 'ü\n", 1, 5),
    ("ü = = 1\n", 1, 5),
    ("a\n\tb\n", 2, None),
    ("x = 1 +", 1, None),
    ("\r\rx = = 1\r", 3, 5),
]


@pytest.mark.parametrize(("code", "line", "column"), SYNTAX)
def test_a_syntax_error_has_its_place(code: str, line: int, column: int | None) -> None:
    lab = Lab(code)
    [finding] = lab.check().findings
    place = lab.sources["train.py"].position(finding.start)
    assert finding.code == "TFC001"
    assert finding.message.startswith("cannot be parsed as Python 3: ")
    assert place[0] == line
    assert column is None or place[1] == column
    assert 0 <= finding.start <= finding.end <= len(code)


CALLBACK = "keras.callbacks.ModelCheckpoint('a', max_to_keep=3)"


@pytest.mark.parametrize("code", [f"(x): object = {CALLBACK}\n", f"if x: (x): object = {CALLBACK}\n"])
def test_what_only_libcst_cannot_read_is_not_called_wrong(code: str) -> None:
    """It has to read the statement that something is found in."""
    text = f"import keras\n{code}"
    compile(text, "x", "exec")
    [finding] = findings(text)
    assert (finding.code, finding.message) == (
        "TFC001",
        "is not linted: Python can read it, but LibCST cannot",
    )


@pytest.mark.parametrize("code", ["(x): int = 3\n", "\\\nx = 1\n"])
def test_what_libcst_cannot_read_elsewhere_is_in_nobodys_way(code: str) -> None:
    assert fix(code + CALL, only="TFC101") == code + fix(CALL, only="TFC101")


ASKS = {
    "how it is written": lambda module, node: node.lpar,
    "how the module ends": lambda module, node: module.tree.footer,
    "all positions": lambda module, node: module.positions,
    "lines above": lambda module, node: module.full_span(module.tree.body[0]),
}


@pytest.mark.parametrize("asked", ASKS)
def test_what_cpython_does_not_tell_is_asked_of_libcst(linter: Callable[..., Linter], asked: str) -> None:
    """The rules then run again, each once."""
    seen: list[bool] = []

    def first(module: Module) -> Iterator[tuple[int, int, str]]:
        yield 0, 1, ""

    def second(module: Module) -> Iterator[tuple[int, int, str]]:
        seen.append(module.is_whole)
        ASKS[asked](module, module.facts.named("x")[0])
        yield 1, 2, ""

    checked = linter(first, second).check(Source("x.py", b"import keras\n\n(x)\n"))
    assert seen == [False, True]
    assert checked.problems == []
    assert [finding.code for finding in checked.findings] == ["TFC990", "TFC991"]


def test_a_field_that_no_node_has_is_the_rules_own_defect(linter: Callable[..., Linter]) -> None:
    def check(module: Module) -> Iterator[tuple[int, int, str]]:
        yield 0, module.facts.named("x")[0].nothing, ""  # type: ignore[attr-defined]

    checked = linter(check).check(Source("x.py", b"import keras\nx\n"))
    assert len(checked.problems) == 1
    assert "AttributeError" in checked.problems[0]


TABS = """import keras
def build(path):
\tif path:
    \t\tcallback = keras.callbacks.ModelCheckpoint(path + ".keras", max_to_keep=3)
\telse:
\t\tcallback = keras.callbacks.ModelCheckpoint(
\t\t\t"out/m.keras",
\t    \tmax_to_keep=3,
\t\t)
\treturn callback
"""


def test_tabs_and_spaces_are_mixed_as_python_takes_them() -> None:
    compile(TABS, "x", "exec")
    changed = TABS.replace(", max_to_keep=3", "").replace("\t    \tmax_to_keep=3,\n", "")
    assert fix(TABS, only="TFC101") == changed
    added = fix(TABS, only="TFC102", unsafe=True)
    assert "\t\tos.makedirs('out', exist_ok=True)\n\t\tcallback" in added.replace('"', "'")
    compile(added, "x", "exec")


@pytest.mark.parametrize("code", [f"(x): object = {CALLBACK}\n", "a" + " and a" * 390 + ".b" * 300 + "\n"])
def test_suppressions_stay_where_the_rules_could_not_look(code: str) -> None:
    text = CALL.replace("3)", "3)  # tflint-ckpt: ignore[TFC101] why") + code
    assert [finding.code for finding in findings(text)] == ["TFC001"]
    assert fix(text, unsafe=True) == text


def test_a_suppression_of_a_rule_that_fails_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Rule, module: Module) -> Iterator[Finding]:
        raise ValueError

    [entry] = [each for each in RULES if each.code == "TFC101"]
    monkeypatch.setattr(entry.load(), "check", fail)
    lab = Lab(CALL.replace("3)", "3)  # tflint-ckpt: ignore[TFC101] why"))
    result = lab.linter.fix(lab.sources["train.py"], unsafe=False)
    assert "# tflint-ckpt: ignore[TFC101] why" in result.source.text
    assert "TFC002" not in {finding.code for finding in result.checked.findings}
    assert "internal error in rule checkpoint-max-to-keep" in result.checked.problems[0]


# Bytes around the call: all of them stay, and the call is found and fixed.
AROUND = {
    "CRLF": ("import keras\r\nx = 1\r\n", "\r\ny = 2\r\n"),
    "CR": ("import keras\rx = 1\r", "\ry = 2\r"),
    "mixed": ("import keras\r\nx = 1\n\r\n\n", "\r\n\ny = 2\n"),
    "no last newline": ("import keras\n", ""),
    "CRLF and no last newline": ("import keras\r\n", ""),
    "mark": ("\ufeffimport keras\n", "\n"),
    "mark and CRLF": ("\ufeffimport keras\r\n", "\r\n"),
    "tabs": ("import keras\nif a:\n\tif b:\n\t    ", "\n\t    pass\n"),
    "form feed first": ("\f\nimport keras\n", "\n"),
    "form feed before code": ("import keras\n\n\fx = 1\n", "\n\n\f\ny = 2\n"),
    "form feed before the first code": ("\n\fimport keras\n", "\n"),
    "white space at the ends of lines": ("import keras   \nx = 1\t\n", "   # c  \n  \n\t\n"),
    "white space behind the last line": ("import keras\n", "\n\n    "),
    "backslash at the end": ("import keras\n", "\n# a\\\n"),
    "continuation": ("import keras\nx = 1 + \\\n  2\n", "\n"),
    "odd characters": ("import keras\nx = 'ü日😀\u2028\x1c'  # \x0b\n", "  # é\n"),
    "semicolons": ("import keras ; a = 1;", " ; b = 2 ;\n"),
    "strings with endings in them": ("import keras\r\nx = '''a\r\nb\nc\r\n'''\r\n", "\r\n"),
    "odd indentation of comments": ("import keras\nif a:\n    b\n  # c\n        # d\n", "\n"),
    "latin-1": ("# coding: latin-1\nimport keras\nx = 'é'\n", "  # ü\n"),
}


@pytest.mark.parametrize("title", AROUND)
def test_bytes_outside_an_edit_stay(title: str) -> None:
    before, after = AROUND[title]
    encoding = "latin-1" if title == "latin-1" else "utf-8"
    call = "c = keras.callbacks.ModelCheckpoint('m_{ epoch}.keras', max_to_keep=3)"
    fixed_call = "c = keras.callbacks.ModelCheckpoint('m_{epoch}.keras')"
    data = f"{before}{call}{after}".encode(encoding)
    lab = Lab("")
    result = lab.linter.fix(Source("train.py", data), unsafe=False)
    assert result.checked.problems == []
    assert result.source.data == f"{before}{fixed_call}{after}".encode(encoding)


def test_nested_findings_in_one_call_are_all_fixed() -> None:
    inner = "keras.callbacks.ModelCheckpoint('a_{ epoch}.keras', max_to_keep=3)"
    after = "keras.callbacks.ModelCheckpoint('a_{epoch}.keras')"
    code = f"import keras\nkeras.callbacks.ModelCheckpoint(f({inner}), max_to_keep=2)\n"
    assert fix(code) == f"import keras\nkeras.callbacks.ModelCheckpoint(f({after}))\n"


def test_findings_are_in_order_and_the_same_each_time() -> None:
    code = CALL + "y = keras.callbacks.ModelCheckpoint('n', keep_max=1)\n" + CALL
    found = findings(code)
    assert [finding.start for finding in found] == sorted(finding.start for finding in found)
    assert findings(code) == found


def test_a_rule_that_decided_on_all_is_not_among_those_that_did_not() -> None:
    code = "import keras\noptimizer = keras.optimizers.Adam()\nprint(optimizer.learning_rate, 'lr')\n"
    assert dict(Lab(code, "keras3", "TFC407").check().not_judged) == {}


def test_what_was_not_judged_is_counted_anew_each_time() -> None:
    lab = Lab("import keras\ndef f(path): return keras.callbacks.ModelCheckpoint(path)\n")
    first = dict(lab.check().not_judged)
    assert first
    assert dict(lab.check().not_judged) == first
