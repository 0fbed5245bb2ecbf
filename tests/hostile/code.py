"""Texts that are too deep, too long or too odd, and what is to be said of each."""

from __future__ import annotations

HEAD = "import tensorflow as tf\n"
CALL = "checkpoint = tf.keras.callbacks.ModelCheckpoint('m.keras', max_to_keep=3)\n"
START = HEAD + CALL

LINTED = ""
"""Stands for: the call of :data:`CALL` is found, as if nothing else were there."""
DEEP = "nested too deeply"
CRASH = f"{DEEP}|the process that read it ended with signal SIGSEGV"
"""What is nested so deeply that the parser of Python 3.10 crashes."""
LARGE = "it is too large"
BRACKETS = "too many nested parentheses|nested too deeply"
INDENTED = "too many levels of indentation"
FOREIGN = "Python can read it, but LibCST cannot|nested too deeply"


def nest(opening: str, middle: str, closing: str, times: int) -> str:
    return "x = " + opening * times + middle + closing * times + "\n"


def indented(header: str, times: int) -> str:
    return "".join(" " * level + header for level in range(times)) + " " * times + "pass\n"


TRAIN = """
def train_{number}(x, y, batch_size=32):
    model = tf.keras.Sequential([
        tf.keras.layers.Dense(64, activation="relu", input_shape=(10,)),
        tf.keras.layers.Dense(1),
    ])
    model.compile(optimizer=tf.keras.optimizers.Adam(lr=1e-3), loss="mse", metrics=["mae"])
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(100).batch(batch_size)
    checkpoint = tf.keras.callbacks.ModelCheckpoint(
        filepath="epoch/model_{number}.ckpt",
        monitor="val_loss",
        save_best_only=True,
        save_weights_only=True,
    )
    model.fit(dataset, epochs=10, callbacks=[checkpoint])
    model.save("model_{number}.h5")
    loss = model.evaluate(dataset)
    print("loss of model {number}", loss)
    return model
"""
WORK = """
def work_{number}(x, y, size=32):
    total = 0
    for a, b in zip(x, y):
        if a > b:
            total += a * size
        else:
            total -= b
    return {"total": total, "x": x, "y": [y, size]}
"""


def repeated(text: str, lines: int) -> str:
    """*text*, with another number in each copy, of some *lines* lines."""
    return "".join(text.replace("{number}", str(number)) for number in range(lines // text.count("\n")))


TEXTS: dict[str, tuple[str, str]] = {
    # nested
    "parentheses": (nest("(", "1", ")", 3000), BRACKETS),
    "parentheses that fit": (nest("(", "1", ")", 150), LINTED),
    "lists": (nest("[", "1", "]", 3000), BRACKETS),
    "lists that fit": (nest("[", "1", "]", 150), LINTED),
    "dictionaries": (nest("{1: ", "1", "}", 3000), BRACKETS),
    "dictionaries that fit": (nest("{1: ", "1", "}", 150), LINTED),
    "calls in calls": (nest("f(", "1", ")", 150), LINTED),
    "comprehensions in comprehensions": (nest("[", "a", " for a in b]", 90), LINTED),
    "lambdas": (nest("lambda: ", "1", "", 3000), DEEP),
    "conditions": (nest("a if b else ", "c", "", 3000), DEEP),
    "not": (nest("not ", "a", "", 3000), DEEP),
    "minus": (nest("-", "1", "", 3000), DEEP),
    "f-strings in one": ("x = f'" + "{a}" * 5_000 + "'\n", LINTED),
    "functions": (indented("def f(x):\n", 3000), INDENTED),
    "functions that fit": (indented("def f(x):\n", 95), LINTED),
    "ifs": (indented("if a:\n", 3000), INDENTED),
    "ifs that fit": (indented("if a:\n", 95), LINTED),
    "classes that fit": (indented("class A(tf.keras.Model):\n", 95), LINTED),
    "loops that fit": (indented("while a:\n", 19), LINTED),
    # chained
    "sum": ("x = " + " + ".join("a" * 3000) + "\n", DEEP),
    "sum that fits": ("x = " + " + ".join("a" * 350) + "\n", LINTED),
    "power": ("x = " + " ** ".join("a" * 3000) + "\n", DEEP),
    "and": ("x = " + " and ".join("a" * 3000) + "\n", DEEP),
    "and, a hundred thousand times": ("x = " + " and ".join("a" * 100_000) + "\n", DEEP),
    "or, each in its line": ("x = (a" + "\nor a" * 100_000 + ")\n", DEEP),
    "comparison": ("x = " + " < ".join("a" * 3000) + "\n", LINTED),
    "methods": ("x = a" + ".b(1)" * 1000 + "\n", DEEP),
    "methods that fit": ("x = a" + ".b(1)" * 180 + "\n", LINTED),
    "methods, each in its line": ("x = (a" + "\n.b()" * 90_000 + ")\n", CRASH),
    "subscripts": ("x = a" + "[0]" * 3000 + "\n", DEEP),
    "attributes": ("x = a" + ".b" * 3000 + "\n", DEEP),
    "dots of an import": ("import a" + ".b" * 8_000 + "\n", DEEP),
    "elif": ("if a:\n    pass\n" + "elif b == 3:\n    pass\n" * 5000, DEEP),
    "elif that fit": ("if a:\n    pass\n" + "elif b == 3:\n    pass\n" * 350, LINTED),
    "strings side by side": ("x = " + " ".join(["'a'"] * 100_000) + "\n", FOREIGN),
    "f-strings side by side": ("x = " + " ".join(["f'{a}'"] * 5000) + "\n", FOREIGN),
    "for in one comprehension": ("x = [a " + "for a in b " * 3000 + "]\n", FOREIGN + "|LINTED"),
    "assignments in one": ("x = " * 3000 + "1\n", LINTED),
    # many
    "decorators": ("@a\n" * 3000 + "def f(): pass\n", LINTED),
    "arguments": ("f(" + ", ".join("a" * 5_000) + ")\n", LINTED),
    "parameters": ("def f(" + ", ".join(f"a{n}" for n in range(5_000)) + "): pass\n", LINTED),
    "cases": ("match a:\n" + "    case 1: pass\n" * 5_000, LINTED),
    "globals": ("def f():\n  global " + ", ".join(f"a{n}" for n in range(5_000)) + "\n", LINTED),
    "statements in a line": ("a = 1; " * 5_000 + "\n", LINTED),
    "numbers": ("x = [" + "1, " * 30_000 + "]\n", LINTED),
    "a million numbers": ("x = [" + "1, " * 1_000_000 + "]\n", LARGE),
    "empty lines": ("\n" * 1_000_000, LARGE),
    "comments": ("# a comment of some words\n" * 200_000, LARGE),
    "a string of 5 MB": ("x = '" + "a" * 5_000_000 + "'\n", LINTED),
    # values
    "a number too large to compute": ("x = 10 ** 10 ** 10\n" + CALL.replace("3", "x"), LINTED),
    "a number too large to shift": ("x = 1 << (1 << 40)\n" + CALL.replace("3", "x"), LINTED),
    "a number too large to read": (f"x = 9{'0' * 5000}\n", "Exceeds the limit|LINTED"),
    "a text too long to repeat": ("p = 'a' * 10 ** 10\n" + CALL.replace("'m.keras'", "p"), LINTED),
    "a text too long to fill": ("p = '%999999999d' % 3\n" + CALL.replace("'m.keras'", "p"), LINTED),
    "a text doubled 40 times": ("p = 'a'\n" + "p = p + p\n" * 40 + CALL.replace("'m.keras'", "p"), LINTED),
    "a text of 2**30 alternatives": (
        "".join(f"a{n} = 'a' if c else 'b'\n" for n in range(30))
        + CALL.replace("'m.keras'", " + ".join(f"a{n}" for n in range(30))),
        LINTED,
    ),
    "names that mean each other": ("p = q\nq = p\n" + CALL.replace("'m.keras'", "p"), LINTED),
    "functions that call each other": (
        "def f0(): return 'a'\n"
        + "".join(f"def f{n}(): return f{n - 1}() + f{n - 1}()\n" for n in range(1, 40))
        + CALL.replace("'m.keras'", "f39()"),
        LINTED,
    ),
    # whole files
    "50,000 lines of Keras": (repeated(TRAIN, 50_000), LARGE),
    "5,000 lines beside one call": (repeated(WORK, 5_000), LINTED),
}
"""Title → text behind :data:`START`, and a pattern of what is said of it."""
