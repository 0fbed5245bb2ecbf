"""Reaching definitions: what a variable may hold at each use.

``show(x)`` is a use; what is expected stands behind it in a comment, ``?`` for a value nobody knows and
nothing where the use is never reached or nothing is bound.
"""

from __future__ import annotations

import random
import re
import time
from textwrap import dedent, indent

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.programs import Outcome, program, run
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.reaching import reaching
from tflint_ckpt.semantics.values.kinds import Constant

CASES = {
    "straight": """
        x = 1
        show(x)  # 1
        x = 2
        show(x)  # 2
    """,
    "branch": """
        x = 1
        if c:
            x = 2
            show(x)  # 2
        show(x)  # 1 2
    """,
    "both arms": """
        x = 1
        if c:
            x = 2
        elif d:
            x = 3
        else:
            x = 4
        show(x)  # 2 3 4
    """,
    "an arm that raises": """
        x = 1
        if c:
            x = 2
            raise ValueError
        show(x)  # 1
    """,
    "an arm that ends the program": """
        x = 1
        if c:
            x = 2
            sys.exit(show(x))  # 2
        elif d:
            x = 3
            exit()
            show(x)  # ?
        show(x)  # 1
    """,
    "an end that is caught": """
        x = 1
        try:
            x = 2
            sys.exit()
        except SystemExit:
            show(x)  # 1 2
        show(x)  # 1 2
    """,
    "exit of the file": """
        def exit(): pass
        x = 1
        if c:
            x = 2
            exit()
            mine.exit()
        show(x)  # 1 2
    """,
    "an arm that leaves the loop": """
        x = 1
        for i in r:
            show(x)  # 1 3
            if c:
                x = 2
                break
            x = 3
        show(x)  # 1 2 3
    """,
    "continue": """
        x = 1
        for i in r:
            if c:
                x = 2
                continue
            show(x)  # 1 2
        show(x)  # 1 2
    """,
    "a continue in an arm without the name": """
        for i in r:
            x = 1
            if c:
                continue
            x = 2
        show(x)  # 1 2
    """,
    "loop target": """
        x = 1
        for x in r:
            show(x)  # ?
        show(x)  # 1 ?
    """,
    "else of a loop": """
        x = 1
        for i in r:
            if c:
                x = 2
                break
        else:
            show(x)  # 1
            x = 3
        show(x)  # 2 3
    """,
    "while": """
        x = 1
        while c(x):
            show(x)  # 1 2
            x = 2
        show(x)  # 1 2
    """,
    "while True": """
        x = 1
        while True:
            x = 2
            if c:
                break
            x = 3
        show(x)  # 2
    """,
    "while 1": """
        x = 1
        while 1:
            x = 2
            if c:
                break
        show(x)  # 2
    """,
    "while 0": """
        x = 1
        while 0:
            x = 2
        show(x)  # 1 2
    """,
    "try": """
        x = 1
        try:
            x = 2
            x = 3
        except E:
            show(x)  # 1 2 3
            x = 4
        else:
            show(x)  # 3
        show(x)  # 3 4
    """,
    "finally": """
        x = 1
        try:
            x = 2
        finally:
            show(x)  # 1 2
        show(x)  # 2
    """,
    "finally that binds": """
        for i in r:
            try:
                x = 1
                break
            finally:
                x = 2
        show(x)  # 2
    """,
    "a handler that raises": """
        x = 1
        try:
            x = 2
        except E:
            x = 3
            raise
        show(x)  # 2
    """,
    "an import or its replacement": """
        try:
            import x
        except ImportError:
            x = 1
        show(x)  # ? 1
    """,
    "with": """
        x = 1
        with scope():
            x = 2
        show(x)  # 2
    """,
    "suppress": """
        x = 1
        with contextlib.suppress(E):
            x = 2
        show(x)  # 1 2
    """,
    "walrus": """
        x = 1
        if (x := 2) and show(x):  # 2
            pass
        show(x)  # 2
    """,
    "walrus behind and": """
        x = 1
        c and (x := 2)
        show(x)  # 1 2
    """,
    "walrus in a comprehension": """
        x = 1
        y = [(x := 2) for i in r if show(x)]  # 1 2
        show(x)  # 1 2
    """,
    "a comprehension's own name": """
        x = 1
        y = [x for x in r]
        show(x)  # 1
    """,
    "match": """
        x = 1
        match c:
            case 0:
                x = 2
            case [x]:
                show(x)  # ?
            case _ if d:
                x = 3
        show(x)  # 1 2 3 ?
    """,
    "match that is exhaustive": """
        x = 1
        match c:
            case 0:
                x = 2
            case _:
                x = 3
        show(x)  # 2 3
    """,
    "del": """
        x = 1
        del x
        show(x)  # ?
    """,
    "tuple": """
        x = 1
        y, (x, z) = 2, (3, 4)
        show(x)  # 3
    """,
    "chained": """
        x = y = 1
        show(x)  # 1
    """,
    "swap": """
        x, y = 1, 2
        x, y = y, x
        show(x)  # 2
    """,
    "augmented": """
        x = 1
        x += 2
        show(x)  # 3
    """,
    "annotated": """
        x: int = 1
        x: int
        show(x)  # 1
    """,
    "class body": """
        x = 1
        class C:
            y = [show(x) for i in r]  # 1
            show(x.y)  # ?
            x = 2
            show(x)  # 2
        show(x)  # 1
        x = 3
    """,
    "a class body reads the scope around it as it runs": """
        x = 1
        class C:
            show(x)  # 1
        x = 2
    """,
    "a default is evaluated where it stands": """
        x = 1
        def f(y=show(x)):  # 1
            pass
        g = lambda y=show(x): y  # 1
        x = 2
    """,
    "a body is run later": """
        x = 1
        def f():
            show(x)  # 1 2
        x = 2
    """,
    "a decorator": """
        x = 1
        @show(x)  # 1
        def x():
            pass
        show(x)  # ?
    """,
    "global": """
        x = 1
        def f():
            global x
            x = 2
        f()
        show(x)  # 1 2
    """,
    "nonlocal": """
        def f():
            x = 1
            def g():
                nonlocal x
                x = 2
            show(x)  # 1 2
    """,
    "nonlocal above the binding": """
        def f():
            def g():
                nonlocal x
                x = 2
                show(x)  # 1 2
            x = 1
            show(x)  # 1 2
    """,
    "parameter": """
        def f(x, y=show(x)):  # 9
            show(x)  # ?
            x = 1
            show(x)  # 1
        x = 9
    """,
    "not bound yet": """
        if c:
            show(x)  # ?
        x = 1
        x = 2
    """,
    "a sole binding is what it holds, if anything": """
        show(x)  # 1
        x = 1
    """,
    "unreachable": """
        def f():
            x = 1
            x = 2
            return
            show(x)  # ?
    """,
    "async": """
        async def f():
            x = 1
            async for x in r:
                show(x)  # ?
            async with a as x:
                show(x)  # ?
    """,
    "semicolons": "x = 1; show(x); x = 2  # 1\nshow(x)  # 2\n",
    "one-line arms": """
        x = 1
        if c: x = 2; show(x)  # 2
        else: x = 3
        show(x)  # 2 3
    """,
    "exception name": """
        x = 1
        try:
            f()
        except E as x:
            show(x)  # ?
        show(x)  # 1 ?
    """,
    "assert": """
        x = 1
        assert (x := 2), (x := 3)
        show(x)  # 2
    """,
    "lambda": """
        x = 1
        f = lambda x: show(x)  # ?
        show(x)  # 1
    """,
    "nested loops": """
        x = 1
        for i in r:
            for j in r:
                if c:
                    break
                x = 2
            else:
                x = 3
            show(x)  # 1 2 3
        show(x)  # 1 2 3
    """,
    "a function": """
        x = 1
        x = 2
        def f():
            show(x)  # 2 3
            g = lambda: show(x)  # 2 3
        x = 3
        def f(a=show(x)):  # 3
            show(x)  # 3
    """,
    "a function, and a binding that may not be made": """
        x = 1
        x = 2
        if c:
            x = 3
        def f():
            show(x)  # 2 3
    """,
    "a function, and a binding of one arm": """
        x = 1
        if c:
            x = 2
            def f():
                show(x)  # 2
        def g():
            show(x)  # 1 2
    """,
    "a function before the binding": """
        x = 1
        def f():
            show(x)  # 1 2
        x = 2
    """,
    "a function in a loop": """
        for i in r:
            x = 1
            x = 2
            def f():
                show(x)  # 1 2 3
            x = 3
    """,
    "a function in a loop behind": """
        x = 1
        x = 2
        for i in r:
            def f():
                show(x)  # 2
    """,
    "a function, and a name bound from itself": """
        x = 1
        x = [x]
        class C:
            def f(self):
                show(x[0])  # 1
    """,
    "a function, and a try": """
        x = 1
        try:
            x = 2
        except ValueError:
            pass
        def f():
            show(x)  # 1 2
    """,
    "a function, and a walrus": """
        x = 1
        a and (x := 2)
        def f():
            show(x)  # 1 2
    """,
    "a function, and another that binds": """
        x = 1
        def bind():
            global x
            x = 3
        x = 2
        def f():
            show(x)  # 3 2
    """,
    "a function and several targets": """
        x, y = 1, 2
        (x, y) = y, 3
        def f():
            show(x)  # 2
    """,
}


def shown(facts: Module) -> dict[int, set[str]]:
    """Line → what the argument of ``show`` on it may be."""
    found: dict[int, set[str]] = {}
    for call in facts.facts.calls:
        if isinstance(call.func, cst.Name) and call.func.value == "show":
            values = facts.evaluate(call.args[0].value)
            texts = {str(value.value) if isinstance(value, Constant) else "?" for value in values}
            found[facts.source.position(facts.span(call)[0])[0]] = texts
    return found


@pytest.mark.parametrize("title", CASES)
@pytest.mark.parametrize("in_function", [False, True])
def test_what_reaches_a_use(title: str, in_function: bool) -> None:
    code = dedent(CASES[title])
    if in_function:
        code = "def around():\n" + indent(code.replace("global x", "nonlocal x"), "    ")
    expected = {
        place: set(match[1].split())
        for place, line in enumerate(code.split("\n"), 1)
        if (match := re.search(r"# (.*)", line))
    }
    assert shown(module(code)) == expected


def test_a_parameter_that_is_bound_anew() -> None:
    """No function inside sees what was handed over."""
    code = "def f(x):\n    x = 2\n    def g():\n        show(x)\n    return g\nf(1)()\n"
    assert shown(module(code)) == {4: {"2"}}
    assert shown(module(code.replace("x = 2", "if c: x = 2"))) == {4: {"1", "2"}}


@pytest.mark.parametrize("seed", range(300))
def test_whatever_a_use_sees_when_run_was_foreseen(seed: int) -> None:
    """Random programs, run with random branches: no value turns up that was not among the answers."""
    text = program(random.Random(seed))
    facts = module(text)
    foreseen: dict[int, set[object] | None] = {}
    for call in facts.facts.calls:
        if isinstance(call.func, cst.Name) and call.func.value == "show":
            place = call.args[0].value
            assert isinstance(place, cst.Integer)
            values = facts.evaluate(call.args[1].value)
            known = all(isinstance(value, Constant) for value in values)
            numbers: set[object] = {value.value for value in values if isinstance(value, Constant)}
            foreseen[place.evaluated_value] = numbers if known else None
    outcomes: set[Outcome] = set()
    for attempt in range(25):
        outcomes |= run(text, random.Random(1000 * seed + attempt))
    for number, value in outcomes:
        answers = foreseen[number]
        assert answers is None or value in answers, f"show({number}, …) saw {value}:\n{text}"


def test_the_programs_are_run() -> None:
    """The property above would hold of programs that show nothing."""
    seen = [len(run(program(random.Random(seed)), random.Random(seed))) for seed in range(300)]
    assert sum(seen) > 1000


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a()\nb()", True),
        ("b()\na()", False),
        ("if c:\n    a()\nb()", True),
        ("if c:\n    a()\nelse:\n    b()", False),
        ("if a():\n    b()", True),
        ("b() if c else a()", False),
        ("for i in r:\n    a()\nb()", True),
        ("a(); b()", True),
        ("with a():\n    b()", True),
        ("try:\n    a()\nfinally:\n    b()", True),
    ],
)
def test_precedes(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    calls = {call.func.value: call for call in facts.facts.calls if isinstance(call.func, cst.Name)}
    assert precedes(facts.facts, calls["a"], calls["b"]) is expected


@pytest.mark.parametrize("code", ["a()", "if c:\n    a()", "a(); b()", "def f():\n    a()"])
def test_a_block_and_what_stands_in_it(code: str) -> None:
    """Neither runs before the other."""
    facts = module(code + "\n")
    for call in facts.facts.calls:
        for above in facts.ancestors(call):
            if isinstance(above, (cst.IndentedBlock, cst.SimpleStatementLine, cst.Module)):
                assert not precedes(facts.facts, above, call)
                assert not precedes(facts.facts, call, above)


@pytest.mark.parametrize("loop", ["for i in r:", "while r:"])
def test_many_loops_inside_one_another(loop: str) -> None:
    """Each loop is run until nothing changes any more, but not anew for every pass of those around it."""
    lines = ["x = 0"]
    for depth in range(19):
        lines += ["    " * depth + loop, "    " * (depth + 1) + f"x = {depth}"]
    facts = module("\n".join([*lines, "show(x)", ""])).facts
    use = facts.named("x")[-1]
    started = time.process_time()
    assert len(reaching(facts, facts.module.bindings["x"], use)) == 20
    assert time.process_time() - started < 2


def test_a_class_body_reads_the_module_until_it_binds_the_name() -> None:
    """As CPython does: past the variables of a function around the class."""
    body = "    class C:\n        show(x)\n        x = 3\n"
    outcomes: set[Outcome] = set()
    names = {"show": lambda value: outcomes.add((0, value))}
    exec(f"x = 1\ndef f():\n    x = 2\n{body}f()\n", names)
    assert outcomes == {(0, 1)}
    assert shown(module(f"x = 1\ndef f():\n    x = 2\n{body}")) == {5: {"1"}}
    assert shown(module(f"def f():\n    x = 2\n{body}")) == {4: {"?"}}
