"""The nodes of one kind, and of several: what a walk over all nodes gives."""

from __future__ import annotations

import libcst as cst
import pytest

from tflint_ckpt.semantics.names.bindings import read_scopes

CODE = """
from a import *
from b import c

@decorated(c.d)
class A(Base, metaclass=M):
    x = y = "text" f"{z}" "end"

    async def f(self, /, p: int = (lambda q: q.r)(1), *args, k=[i for i in s if i.t], **kw) -> T:
        global g
        g += 1
        try:
            return self.x.y[p:k]
        except (E, F.G) as error:
            raise
        finally:
            del g

with open(x) as handle, lock:
    while a if b else c:
        break
print({"k": v, **w}, sep="")
"""
KINDS = (
    *(cst.Name, cst.Attribute, cst.Call, cst.SimpleString),
    *(cst.Assign, cst.AugAssign, cst.ImportFrom, cst.With),
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_node_of_a_kind(kind: type[cst.CSTNode]) -> None:
    facts = read_scopes(cst.parse_module(CODE))
    found = [node for node in facts.scopes if isinstance(node, kind)]
    assert found
    assert facts.every(kind) == found


@pytest.mark.parametrize("kinds", [(cst.Name, cst.Attribute), (cst.With, cst.Match), (cst.Match,), ()])
def test_every_node_of_several_kinds(kinds: tuple[type[cst.CSTNode], ...]) -> None:
    facts = read_scopes(cst.parse_module(CODE))
    assert facts.among(*kinds) == [node for node in facts.scopes if isinstance(node, kinds)]


def test_each_scope_is_there_once() -> None:
    facts = read_scopes(cst.parse_module(CODE))
    assert facts.each_scope == list(dict.fromkeys(facts.scopes.values()))
    assert facts.each_scope[0] is facts.module
