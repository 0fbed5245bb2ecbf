"""Code with a bit of everything, to walk over and to find positions in."""

NASTY = '''\
#!/usr/bin/env python
# -*- coding: utf-8 -*-
"""Docstring."""
from __future__ import annotations
import a.b.c as abc, d
from . import e
from ..f import (  # comment
    g as h,
    i,
)
from j import *

@deco  # why
@deco.rator(1, *args, key="value", **kwargs)
def function(a, b: int = 1, /, c=(2), *d, e: str, f="x", **g) -> "str":  # header
    """Docstring."""
    global n
    nonlocal_ = lambda x, *y, z=1, **w: (x, y, z, w)
    return  a


async def coroutine():
    async with a as b, c as (d, e): pass
    async for x in y: await z
    return [i async for i in j if k]

class C(Base, metaclass=Meta):

    attribute: int
    other: "int" = 1; third = 2

    def method(self): return super().method

    class Inner: ...

def generator():
    x = yield
    yield from (y for y in z)

x = y = 1
(x), [y, *z] = 1, [2, 3]
x: int = (1)
x.y[0], x[1:2:3, ...] = 1, 2
x += -1 if not y else +2 ** ~3 // 4 @ 5
x = (a and b or not c) < d <= e != f is g is not h in i not in j
x = (yield_ := 1)
x = a | b & c ^ d << e >> f
x = [1, *a], {1, *b}, {1: 2, **c}, (), (1,), {}
x = [a for b in c for d in e if f if g], {a: b for c in d}, {a for b in c}
x = f"a{b!r:>{c}}d{{e}}{f=}" if 0 else 'a' "b" f'{c}' rf'\\{d}', rb"".decode()
x = 0x1F + 1_000 + 1.5e3 + 2j + b"bytes"[0]
x = ü.ñ("日本語 😀", end='')
print(a, *b, c=d, **e)
f(a)(b)(c).d[e](
    g,  # comment

    h = i ,
)
if a: pass
elif (b): c; d
else:
    e ;
for a, b in c: d
else: e
while a: b; break
else: continue_
try: a
except: b
try:
    a
except (A, B) as e: b
except C:
    c
else: d
finally: e
try: a
except* A as b: c
with a, b as c: d
with (a as b, c as d,): e
raise A(b) from c
assert a, b
del a, (b, c[d])
match a:
    case 1 | -2 | "s" | None: b
    case [c, *d, _] if e: f
    case {"g": h, **i}: j
    case K(l, m=n) as o: p
    case q.r: s
    case (t): u
    case _: v
if a:
\tif b:
\t\tc  # tab
\t# comment at the end
   # odd comment
x = 1; y = 2 ;  # semicolons
a \\
  .b \\
  .c()
type_ = (
    # leading
    a
    # between
    + b  # behind
    # trailing
)
lambda: (yield)
def no_space(a,b): return(a)if(b)else(a)
\x0c
x = 1  # after a form feed
# last comment'''
