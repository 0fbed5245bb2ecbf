"""Which functions run traced, and why."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.traced import Kind, Traced

HEAD = """\
import functools
from functools import partial
import tensorflow as tf
ds = tf.data.Dataset.range(9)
"""

# Code with a function f, and whether it is traced: by what, or None where the code does not tell.
FUNCTIONS = [
    # decorated
    ("@tf.function\ndef f(x): pass", "function"),
    ("@tf.function()\ndef f(x): pass", "function"),
    ("@tf.function(jit_compile=True)\ndef f(x): pass", "function"),
    ("@tf.function(input_signature=[s])\ndef f(x): pass", "function"),
    ("@partial(tf.function, jit_compile=True)\ndef f(x): pass", "function"),
    ("@functools.partial(tf.function, autograph=False)\ndef f(x): pass", "function"),
    ("compiled = tf.function(jit_compile=True)\n@compiled\ndef f(x): pass", "function"),
    ("graph = tf.function\n@graph\ndef f(x): pass", "function"),
    ("from tensorflow import function\n@function\ndef f(x): pass", "function"),
    ("class A:\n    @tf.function\n    def f(self, x): pass", "function"),
    ("class A:\n    @staticmethod\n    @tf.function\n    def f(x): pass", "function"),
    (
        "class A(tf.Module):\n    @tf.Module.with_name_scope\n    @tf.function\n    def f(self): pass",
        "function",
    ),
    # wrapped
    ("def f(x): pass\ng = tf.function(f)", "function"),
    ("def f(x): pass\ng = tf.function(func=f)", "function"),
    ("def f(x): pass\nf = tf.function(f)", "function"),
    ("def f(x): pass\ng = tf.function(partial(f, 1))", "function"),
    ("def f(x): pass\ng = partial(tf.function, jit_compile=True)(f)", "function"),
    ("def f(x): pass\ng = tf.function(jit_compile=True)(f)", "function"),
    (
        "class A:\n    def __init__(self):\n        self.g = tf.function(self.f)\n    def f(self): pass",
        "function",
    ),
    ("def f(x): pass\nif __name__ == '__main__':\n    g = tf.function(f)", "function"),
    # mapped
    ("def f(x): pass\nds.map(f)", "dataset"),
    ("def f(x): pass\nds.map(map_func=f, num_parallel_calls=2)", "dataset"),
    ("def f(x): pass\nds.batch(2).filter(f)", "dataset"),
    ("def f(x): pass\nds.filter(predicate=f)", "dataset"),
    ("def f(x): pass\nds.flat_map(f)", "dataset"),
    ("def f(x): pass\nds.interleave(f, cycle_length=2)", "dataset"),
    ("def f(x): pass\nds.map(partial(f, 2))", "dataset"),
    ("def f(x): pass\nds.map(lambda x: f(x))", "dataset"),
    # called
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return f(x)", "function"),
    ("def f(x): pass\ndef h(x):\n    return f(x)\n@tf.function\ndef g(x):\n    return h(x)", "function"),
    ("def f(x):\n    return f(x)\n@tf.function\ndef g(x):\n    return f(x)", "function"),
    ("@tf.function\ndef g(x):\n    def f(y): pass\n    return f(x)", "function"),
    ("class A:\n    def f(self): pass\n    @tf.function\n    def g(self):\n        self.f()", "function"),
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return tf.map_fn(f, x)", "function"),
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return tf.cond(x, f, lambda: x)", "function"),
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return strategy.run(f, args=(x,))", "function"),
    (
        "s = tf.distribute.MirroredStrategy()\ndef f(x): pass\n@tf.function\ndef g(x):\n    s.run(f, (x,))",
        "function",
    ),
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return [f(y) for y in x]", "function"),
    # not traced
    ("def f(x): pass\nf(1)", False),
    ("def f(x): pass\n@tf.function\ndef g(x): pass\ng(f(1))", False),
    ("def f(x): pass\n@tf.function\ndef g(x=f(1)): pass", False),
    ("@tf.function\ndef g(x):\n    def f(y): pass\n    return x", False),
    ("def f(x): pass\ndef other(x): pass\ng = tf.function(other)\nf(g)", False),
    ("@tf.function\ndef g(x):\n    if tf.executing_eagerly():\n        f(x)\ndef f(x): pass\ng(1)", False),
    ("@tf.function\ndef g(x):\n    with tf.init_scope():\n        f(x)\ndef f(x): pass\ng(1)", False),
    (
        "@tf.function\ndef g(x):\n    if not tf.inside_function():\n        return f(x)\n    return x\n"
        "def f(x): pass\ng(1)",
        False,
    ),
    # nobody can tell
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return tf.py_function(f, [x], tf.float32)", None),
    ("def f(x): pass\n@tf.function\ndef g(x):\n    return tf.numpy_function(f, [x], tf.float32)", None),
    (
        "def f(x): pass\n@tf.function\ndef g(x):\n    return tf.py_function(lambda: f(x), [], tf.float32)",
        None,
    ),
    ("def f(x): pass\nds.map(lambda x: tf.py_function(f, [x], tf.float32))", None),
    ("import jax\n@jax.jit\ndef f(x): pass", None),
    ("from jax import jit as function\n@function\ndef f(x): pass", None),
    ("@tf.function\n@wrapped\ndef f(x): pass", None),
    ("@wrapped\n@tf.function\ndef f(x): pass", None),
    ("@wrapped\ndef f(x): pass\ng = tf.function(f)", None),
    ("@wrapped\ndef f(x): pass\n@tf.function\ndef g(x):\n    return f(x)", None),
    ("def f(x): pass\nif graph:\n    f2 = tf.function(f)", None),
    ("def f(x): pass\ng = tf.function(f) if graph else f", None),
    ("def f(x): pass\nmap(f, [1])", None),
    ("def f(x): pass\nframe.map(f)", None),
    ("def f(x): pass\nstrategy.run(f, args=(1,))", None),
    # everything runs eagerly
    ("tf.config.run_functions_eagerly(True)\n@tf.function\ndef f(x): pass\nf(1)", False),
    ("tf.config.run_functions_eagerly(debug)\n@tf.function\ndef f(x): pass\nf(1)", False),
    ("tf.config.experimental_run_functions_eagerly(True)\n@tf.function\ndef f(x): pass\nf(1)", False),
    ("model.compile(run_eagerly=True)\n@tf.function\ndef f(x): pass\nf(1)", False),
    ("model.run_eagerly = True\n@tf.function\ndef f(x): pass\nf(1)", False),
    ("tf.config.run_functions_eagerly(False)\n@tf.function\ndef f(x): pass", "function"),
    ("model.compile(run_eagerly=False)\n@tf.function\ndef f(x): pass", "function"),
]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_functions(code: str, expected: str | bool | None) -> None:
    facts = module(HEAD + code)
    traced = facts.fact(Traced)
    function = next(node for node in facts.facts.functions if node.name.value == "f")
    traces = traced.traces(function)
    if isinstance(expected, str):
        assert [trace.kind for trace in traces] == [Kind[expected.upper()]]
        assert traced.is_traced(function) is True
    else:
        assert traces == ()
        assert traced.is_traced(function) is expected


def test_why() -> None:
    facts = module(
        HEAD
        + """
@tf.function
def step(x):
    return inner(x)
def inner(x):
    return deeper(x)
def deeper(x): pass
def parse(x):
    return decode(x)
def decode(x): pass
ds.map(parse)
ds.filter(lambda x: keep(x))
def keep(x): pass
"""
    )
    traced = facts.fact(Traced)
    why = {node.name.value: trace.why for node in facts.facts.functions for trace in traced.traces(node)}
    assert why == {
        "step": "line 6 makes it a tf.function",
        "inner": "it is called from step, which line 6 makes a tf.function",
        "deeper": "it is called from step, which line 6 makes a tf.function",
        "parse": "line 15 maps it over a dataset",
        "decode": "it is called from parse, which line 15 maps over a dataset",
        "keep": "it is called from a lambda, which line 16 maps over a dataset",
    }


def test_a_function_may_be_both() -> None:
    facts = module(HEAD + "@tf.function\ndef f(x): pass\nds.map(f)")
    traced = facts.fact(Traced)
    [function] = facts.facts.functions
    assert {trace.kind for trace in traced.traces(function)} == set(Kind)
    assert [each for each, _ in traced.functions()] == [function]


# A function with one call of here(), and whether that call runs traced.
PLACES = [
    ("    here()", True),
    ("    for i in range(3):\n        here()", True),
    ("    if x > 1:\n        here()", True),
    ("    y = [here() for i in x]", True),
    ("    if tf.executing_eagerly():\n        here()", False),
    ("    if not tf.executing_eagerly():\n        return\n    here()", False),
    ("    if isinstance(x, EagerTensor):\n        here()", False),
    ("    if hasattr(x, 'numpy'):\n        here()", False),
    ("    y = here() if tf.executing_eagerly() else 0", False),
    ("    y = tf.executing_eagerly() and here()", False),
    ("    with tf.init_scope():\n        here()", False),
    ("    def inner():\n        here()", False),
    ("    y = lambda: here()", False),
]


@pytest.mark.parametrize(("body", "expected"), PLACES)
def test_places(body: str, expected: bool) -> None:
    facts = module(f"{HEAD}@tf.function\ndef f(x):\n{body}\n")
    call = next(
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "here"
    )
    assert (facts.fact(Traced).at(call) is not None) is expected
