"""The layers of a ``Sequential``, in all the ways in which a layer may come or go."""

from __future__ import annotations

import pytest

from tests.semantics.models.test_architecture import architectures, layers


def build(*body: str, call: str = "build(flag)") -> str:
    """A function that makes a model and adds layers to it as *body* does, and a call of it."""
    lines = ("m = Sequential([Dense(4)])", *body, "m.add(Flatten())", "return m")
    return "\n".join(["def build(top):", *(f"    {line}" for line in lines), f"m = {call}"])


ALL = "DEFERRED Dense Flatten"
OPEN = "UNKNOWN"
SOME = "SOME"
"""How many layers there are is not known, but that no shape is told."""
# How a model ``m`` is made that is compiled then, and its layers; empty where nothing at all is known.
LAYERS = {
    # One after the other.
    "added": ("m = Sequential([Dense(4)])\nm.add(Flatten())", ALL),
    "by keyword": ("m = Sequential([Dense(4)])\nm.add(layer=Flatten())", ALL),
    "by another name of the model": ("m = Sequential([Dense(4)])\nn = m\nn.add(Flatten())", ALL),
    "in a dictionary": ("d = {'a': Sequential([Dense(4)])}\nd['a'].add(Flatten())\nm = d['a']", ALL),
    "a name that is given away later": ("d = Dense(3)\nm = Sequential([d])\nd = Flatten()", "DEFERRED Dense"),
    # By the method itself, which anybody may call.
    "by another name of add": ("m = Sequential([Dense(4)])\nadd = m.add\nadd(Flatten())", ""),
    "by map": ("m = Sequential([Dense(4)])\nlist(map(m.add, more))", ""),
    "pop by another name": ("m = Sequential([Dense(4)])\npop = m.pop\npop()", ""),
    # Not in every run, or more than once.
    "in a branch": ("m = Sequential([Dense(4)])\nif c: m.add(Flatten())", SOME),
    "in one arm": ("m = Sequential([Dense(4)])\nm.add(Flatten()) if c else None", SOME),
    "behind and": ("m = Sequential([Dense(4)])\nc and m.add(Flatten())", SOME),
    "in a loop": ("m = Sequential([Dense(4)])\nwhile c: m.add(Flatten())", SOME),
    "in a loop of nothing": (
        "m = Sequential()\nfor n in more: m.add(Dense(n))\nm.add(Flatten())",
        "SOME Flatten",
    ),
    "several in a loop": (
        "m = Sequential()\nfor n in more:\n    m.add(Dense(n))\n    m.add(Dropout(0.1))\nm.add(Dense(1))",
        "SOME Dense",
    ),
    "one of some in a loop": ("m = Sequential()\nfor each in (Dense(4), Flatten()): m.add(each)", SOME),
    # One of those that may come first knows its shape, or may.
    "a shape in the loop": (
        "m = Sequential()\nfor n in more: m.add(Dense(n, input_dim=3) if n else Dense(n))",
        OPEN,
    ),
    "an input in a branch": ("m = Sequential()\nif c: m.add(Input((3,)))\nm.add(Dense(4))", "UNKNOWN Dense"),
    "an input before the loop": ("m = Sequential([Input((3,))])\nfor n in more: m.add(Dense(n))", OPEN),
    "a model in a branch": ("m = Sequential()\nif c: m.add(body)\nm.add(Dense(4))", "UNKNOWN Dense"),
    "a layer of which nothing is known": (
        "m = Sequential()\nfor n in more: m.add(n)\nm.add(Dense(4))",
        "UNKNOWN Dense",
    ),
    "arguments out of sight": (
        "m = Sequential()\nfor n in more: m.add(Dense(**n))\nm.add(Flatten())",
        "UNKNOWN Flatten",
    ),
    "by a function of the loop": (
        "def more(x): x.add(Dense(3))\nm = Sequential()\nfor n in sizes: more(m)\nm.add(Dense(4))",
        "UNKNOWN Dense",
    ),
    "in a comprehension": ("m = Sequential([Dense(4)])\n[m.add(each) for each in more]", OPEN),
    "in a case": ("m = Sequential([Dense(4)])\nmatch x:\n    case 1: m.add(Flatten())", SOME),
    "in try": ("m = Sequential([Dense(4)])\ntry: m.add(Flatten())\nexcept ValueError: pass", SOME),
    "in a closure": ("m = Sequential([Dense(4)])\ndef f(): m.add(Flatten())\nf()", SOME),
    "behind the branch": ("m = Sequential()\nif c: m.add(Flatten())\nm.add(Dense(4))", "SOME Dense"),
    "taken away": ("m = Sequential([Dense(4), Flatten()])\nm.pop()", ""),
    "taken away in a function": ("def cut(x): x.pop()\nm = Sequential([Dense(4), Flatten()])\ncut(m)", ""),
    # A function may hand the model out before it has all layers.
    "one way out": (build(), ALL),
    "handed out before": (build("if not top: return m"), ""),
    "handed out in a loop": (build("for n in sizes:", "    if n: return m"), ""),
    "what the call says does not help": (build("if not top: return m", call="build(True)"), ""),
    "nothing handed out": (build("if not top: return None"), ALL),
    "an error": (build("if not top: raise ValueError"), ALL),
    "a function in it": (build("def f(): return m"), ALL),
    "a loop that is left before": (
        "for n in sizes:\n    m = Sequential([Dense(4)])\n    if n: break\n    m.add(Flatten())",
        "",
    ),
    "a loop that goes on": (
        "for n in sizes:\n    m = Sequential([Dense(4)])\n    if n: continue\n    m.add(Flatten())",
        "",
    ),
    "a loop in it": (build("for n in sizes:", "    if n: break"), ALL),
    # The list.
    "a list": ("parts = [Dense(4), Flatten()]\nm = Sequential(parts)", ALL),
    "a sum": ("m = Sequential([Dense(4)] + [Flatten()])", ALL),
    "a sum with a choice": ("m = Sequential([Dense(4)] + ([Flatten()] if c else []))", OPEN),
    "several times": ("m = Sequential([Dense(4)] * 2)", OPEN),
    "a comprehension": ("m = Sequential([Dense(n) for n in (4, 1)])", SOME),
    "appended": ("parts = [Dense(4)]\nparts.append(Flatten())\nm = Sequential(parts)", ALL),
    "appended in a loop": (
        "parts = [Dense(4)]\nfor n in more: parts.append(Dense(n))\nparts.append(Flatten())\n"
        "m = Sequential(parts)",
        "SOME Flatten",
    ),
    "appended in a loop behind an input": (
        "parts = [Input((3,))]\nfor n in more: parts.append(Dense(n))\n"
        "parts.append(Flatten())\nm = Sequential(parts)",
        "UNKNOWN Flatten",
    ),
    "inserted": (
        "parts = [Dense(4)]\nfor n in more: parts.append(Dense(n))\n"
        "parts.insert(0, Input((3,)))\nm = Sequential(parts)",
        OPEN,
    ),
    "in another order": (
        "parts = [Dense(4)]\nfor n in more: parts.append(Dense(n))\nparts.append(Flatten())\n"
        "parts.reverse()\n"
        "m = Sequential(parts)",
        SOME,
    ),
    "a comprehension and more": (
        "parts = [Dense(4)]\nparts += [Dense(n) for n in more]\nparts.append(Flatten())\n"
        "m = Sequential(parts)",
        "SOME Flatten",
    ),
    "a comprehension with a star": ("m = Sequential([*[Dense(n) for n in more], Flatten()])", "SOME Flatten"),
    "appended too late": (
        "parts = [Dense(4)]\nm = Sequential(parts)\nparts.append(Flatten())",
        "DEFERRED Dense",
    ),
    "appended in a branch": (
        "parts = [Dense(4)]\nif c: parts.append(Flatten())\nm = Sequential(parts)",
        SOME,
    ),
    "by another name of the list": (
        "parts = [Dense(4)]\nmore = parts\nmore.append(Flatten())\nm = Sequential(parts)",
        OPEN,
    ),
    "by a function": (
        "def more(l): l.append(Flatten())\nparts = [Dense(4)]\nmore(parts)\nm = Sequential(parts)",
        OPEN,
    ),
    "a choice of classes": ("D = Dense if c else Flatten\nm = Sequential([D(3)])", "UNKNOWN ?"),
}


@pytest.mark.parametrize(("code", "expected"), LAYERS.values(), ids=list(LAYERS))
def test_which_layers_there_are(code: str, expected: str) -> None:
    made = architectures(f"{code}\nm.compile()")
    outputs = [output for each in made for output in each.outputs or ()]
    assert ", ".join(map(layers, outputs)) == expected
