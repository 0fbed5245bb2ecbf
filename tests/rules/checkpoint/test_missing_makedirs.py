"""checkpoint-missing-makedirs: what it inserts, and where it has nothing to say."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint as MC
"""

# What --fix makes of a body; each line that begins with "+" is inserted, the rest is as it was.
BECOMES = {
    "a literal": """
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m_{epoch}.keras")
    """,
    "a parameter whose default no caller replaces": """
        def f(folder="ckpt"):
            +os.makedirs(folder, exist_ok=True)
            return MC(folder + "/m.keras")
        f()
    """,
    "single quotes, nested, with a dot": """
        +os.makedirs('./out/ckpt', exist_ok=True)
        c = MC(filepath='./out/ckpt/m.keras')
    """,
    "a raw string, and adjacent strings": """
        +os.makedirs("out", exist_ok=True)
        c = MC(r"out/m.keras")
        +os.makedirs(os.path.dirname("runs/" "a/" "m.keras"), exist_ok=True)
        d = MC("runs/" "a/" "m.keras")
    """,
    "join of a constant": """
        D = "ckpt"
        +os.makedirs(D, exist_ok=True)
        c = MC(os.path.join(D, "m.keras"))
    """,
    "join of several": """
        D = "ckpt"
        +os.makedirs(os.path.join(D, "a", str(3)), exist_ok=True)
        c = MC(os.path.join(D, "a", str(3), "m_{epoch}.keras"))
    """,
    "a folder within the last part of a join": """
        D = "ckpt"
        +os.makedirs(os.path.join(D, "best"), exist_ok=True)
        c = MC(os.path.join(D, "best/m_{epoch}.keras"))
    """,
    "a placeholder in the folder": """
        D = "ckpt"
        +os.makedirs(os.path.join(D, "a"), exist_ok=True)
        c = MC(os.path.join(D, "a", "{epoch}", "x", "m.keras"))
        +os.makedirs("runs/b", exist_ok=True)
        d = MC("runs/b/{epoch}_{val_loss:.2f}/m.keras")
    """,
    "a placeholder in the folder of a variable": """
        P = 'ckpt/{epoch}/m.keras'
        +os.makedirs('ckpt', exist_ok=True)
        c = MC(P)
    """,
    "a placeholder in the folder of a variable that is joined": """
        D = os.path.join("ckpt", run_name())
        P = os.path.join(D, "{epoch}", "m.keras")
        +os.makedirs(D, exist_ok=True)
        c = MC(P)
    """,
    "a variable": """
        P = "ckpt/m_{epoch}.keras"
        +os.makedirs(os.path.dirname(P), exist_ok=True)
        c = MC(P)
    """,
    "a variable whose path a call makes": """
        P = f"ckpt/{time.time()}/m.keras"
        +os.makedirs(os.path.dirname(P), exist_ok=True)
        c = MC(P)
    """,
    "a conditional in a variable": """
        P = "a/m.keras" if big else "b/m.keras"
        +os.makedirs(os.path.dirname(P), exist_ok=True)
        c = MC(P)
    """,
    "a conditional in the call, one folder": """
        +os.makedirs("a", exist_ok=True)
        c = MC("a/m.keras" if big else "a/n.keras")
    """,
    "a conditional in the call, two folders": """
        +os.makedirs(os.path.dirname("a/m.keras" if big else "b/m.keras"), exist_ok=True)
        c = MC("a/m.keras" if big else "b/m.keras")
    """,
    "f-strings": """
        D = "ckpt"
        for run in runs():
            +os.makedirs(f"{D}/{run}", exist_ok=True)
            c = MC(f"{D}/{run}/m_{{epoch}}.keras")
            +os.makedirs(D, exist_ok=True)
            d = MC(f"{D}/m_{{epoch}}_{run}.keras")
            +os.makedirs('out', exist_ok=True)
            e = MC(f'out/{run}.keras')
    """,
    "an f-string with the slash in a value": """
        D = "ckpt/"
        +os.makedirs(D, exist_ok=True)
        c = MC(f"{D}m_{{epoch}}.keras")
    """,
    "an f-string that starts with a number": """
        N = 5
        +os.makedirs(f"{N}", exist_ok=True)
        c = MC(f"{N}/m.keras")
    """,
    "sums": """
        D = "ckpt"
        name = input()
        +os.makedirs(D, exist_ok=True)
        c = MC(D + "/m_{epoch}.keras")
        +os.makedirs(D + '_' + name, exist_ok=True)
        d = MC(D + '_' + name + '/m.keras')
        +os.makedirs(D + "/best", exist_ok=True)
        e = MC(D + "/best/" + name + ".keras")
        +os.makedirs("out", exist_ok=True)
        f = MC("out/" + name + ".keras")
    """,
    "a sum with the slash in a variable": """
        D = "ckpt/"
        +os.makedirs(D, exist_ok=True)
        c = MC(D + "m.keras")
        E = "out/big"
        +os.makedirs(os.path.dirname(E), exist_ok=True)
        d = MC(E + "_{epoch}.keras")
    """,
    "percent and format": """
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/%s.keras" % name())
        +os.makedirs("out", exist_ok=True)
        d = MC("out/{}_{{epoch}}.keras".format(name()))
        x = "b"
        +os.makedirs(os.path.dirname("runs/{}/m.keras".format(x)), exist_ok=True)
        e = MC("runs/{}/m.keras".format(x))
    """,
    "str.join": """
        D = "ckpt/"
        +os.makedirs(D, exist_ok=True)
        c = MC("".join([D, "k_", "{epoch}.keras"]))
    """,
    "pathlib": """
        from pathlib import Path
        D = Path("ckpt")
        +os.makedirs(D, exist_ok=True)
        c = MC(D / "m.keras")
        +os.makedirs(D / "best", exist_ok=True)
        d = MC(str(D / "best" / "{epoch}.keras"))
        +os.makedirs("out", exist_ok=True)
        e = MC(Path("out/m.keras"))
    """,
    "a class attribute": """
        class Trainer:
            folder = "ckpt"
            def run(self):
                +os.makedirs(self.folder, exist_ok=True)
                return MC(os.path.join(self.folder, "m.keras"))
    """,
    "an attribute of a class of settings": """
        class Settings:
            folder = "ckpt"
        +os.makedirs(Settings.folder, exist_ok=True)
        c = MC(os.path.join(Settings.folder, "m.keras"))
    """,
    "an instance attribute": """
        class Trainer:
            def __init__(self):
                self.path = "ckpt/m.keras"
            def run(self):
                +os.makedirs(os.path.dirname(self.path), exist_ok=True)
                return MC(self.path)
    """,
    "a name below a constant, given by a parameter": """
        def callbacks(name):
            folder = os.path.join("ckpt", name)
            +os.makedirs(folder, exist_ok=True)
            return [MC(os.path.join(folder, "m.keras"))]
    """,
    "an attribute of the call's own module": """
        +os.makedirs("ckpt", exist_ok=True)
        c = tf.keras.callbacks.ModelCheckpoint("ckpt/m.keras")
    """,
    "inside another statement": """
        +os.makedirs("ckpt", exist_ok=True)
        model.fit(
            x,
            callbacks=[
                MC("ckpt/m.keras"),  # best
            ],
        )
    """,
    "one-line suites and semicolons": """
        if save: +os.makedirs("a", exist_ok=True); +c = MC("a/m.keras")
        x = 1; +os.makedirs("b", exist_ok=True); +d = MC("b/m.keras"); y = 2
    """,
    "a header": """
        +os.makedirs("a", exist_ok=True)
        for c in [MC("a/m.keras")]:
            pass
    """,
    "elif": """
        +os.makedirs("a", exist_ok=True)
        if x:
            pass
        elif use(MC("a/m.keras")):
            pass
    """,
    "a default argument, a decorator, a class body": """
        +os.makedirs("a", exist_ok=True)
        def train(callback=MC("a/m.keras")):
            pass
        +os.makedirs("b", exist_ok=True)
        @wrap(MC("b/m.keras"))
        def train():
            pass
        class Trainer:
            D = "c"
            +os.makedirs(D, exist_ok=True)
            callback = MC(D + "/m.keras")
    """,
    "a template that begins with the folder": """
        D, E = "a", {"d": "b"}
        +os.makedirs(D, exist_ok=True)
        c = MC("%s/m_{epoch}.keras" % D)
        +os.makedirs(E["d"], exist_ok=True)
        d = MC("{}/{}".format(E["d"], "m.keras"))
        +os.makedirs(D + "/c", exist_ok=True)
        e = MC("{0}/c/m_{{epoch}}.keras".format(D))
        +os.makedirs(D + '/d', exist_ok=True)
        f = MC('%s/d/%s' % (D, 'm.keras'))
    """,
    "a template in which more belongs to the folder": """
        D, N = "a", "b/m.keras"
        +os.makedirs(os.path.dirname("%s/%s" % (D, N)), exist_ok=True)
        c = MC("%s/%s" % (D, N))
    """,
    "a comprehension, a lambda, a conditional": """
        D = "a"
        +os.makedirs(D, exist_ok=True)
        c = [MC(f"{D}/{i}.keras") for i in range(3)]
        +os.makedirs("b", exist_ok=True)
        d = lambda: MC("b/m.keras")
        +os.makedirs(os.path.join(D, "c"), exist_ok=True)
        e = [MC(os.path.join(D, "c", "m.keras"))] if save else []
    """,
    "two in one statement": """
        +os.makedirs("ckpt", exist_ok=True)
        cs = [MC("ckpt/a.keras"), MC("ckpt/b.keras")]
    """,
    "two statements of one folder": """
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/a.keras")
        d = MC("ckpt/b.keras")
    """,
    "two functions": """
        def a():
            +os.makedirs("ckpt", exist_ok=True)
            return MC("ckpt/a.keras")
        def b():
            +os.makedirs("ckpt", exist_ok=True)
            return MC("ckpt/b.keras")
    """,
    "partial and unpacked": """
        from functools import partial
        +os.makedirs("a", exist_ok=True)
        c = partial(MC, "a/m.keras")
        o = {"filepath": "b/m.keras", "verbose": 1}
        +os.makedirs("b", exist_ok=True)
        d = MC(**o)
    """,
    "another folder is made by a constructor": """
        class Store:
            def __init__(self, root, name):
                os.makedirs(os.path.join(root, name), exist_ok=True)
        s = Store("out", "logs")
        +os.makedirs("out/ckpt", exist_ok=True)
        c = MC("out/ckpt/m.keras")
    """,
    "only a parent, a sibling, or another folder is made": """
        os.makedirs("ckpt")
        os.makedirs("ckpt/b")
        os.makedirs("ckpt/ab")
        os.makedirs(input())
        +os.makedirs("ckpt/a", exist_ok=True)
        c = MC("ckpt/a/m.keras")
    """,
    "read and written only afterwards": """
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
        model.fit(x, callbacks=[c])
        model.load_weights("ckpt/m.keras")
        model.save("ckpt/last.keras")
        model.save_weights(filepath="ckpt/last.weights.h5")
    """,
    "its own file read back in another function": """
        def train():
            +os.makedirs("ckpt", exist_ok=True)
            return MC("ckpt/m.keras")
        def test():
            model.load_weights("ckpt/m.keras")
    """,
    "its own file of a fold read back": """
        def train(fold):
            +os.makedirs("ckpt", exist_ok=True)
            return MC(f"ckpt/fold_{fold}.keras")
        def test(number):
            return tf.keras.models.load_model("ckpt/fold_{}.keras".format(number)).predict(x)
        train(3)
        test(3)
    """,
    "its own file of an epoch read back": """
        def train():
            +os.makedirs("ckpt", exist_ok=True)
            return MC("ckpt/m_{epoch:02d}_{val_loss:.2f}.keras")
        def test():
            model.load_weights("ckpt/m_07_0.25.keras")
    """,
    "its own file read before under a condition": """
        if resume:
            model.load_weights("ckpt/m.keras")
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "its own log read back": """
        def train():
            +os.makedirs("ckpt", exist_ok=True)
            return [MC("ckpt/m.keras"), tf.keras.callbacks.EarlyStopping()]
        def show():
            with open("ckpt/m.keras", "rb") as file:
                return file.read()
    """,
    "another folder, or itself, is removed": """
        import shutil
        shutil.rmtree("logs", ignore_errors=True)
        shutil.rmtree("out/ckpt/old", ignore_errors=True)
        +os.makedirs("out/ckpt", exist_ok=True)
        c = MC("out/ckpt/m.keras")
    """,
    "commands that Python runs, for other folders": """
        import subprocess
        os.system("unzip -q a.zip -d data; git clone https://example.org/some/data")
        subprocess.run(["git", "clone", "https://example.org/some/more"])
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "a clone that Python runs behind the training": """
        model = tf.keras.Sequential()
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
        model.fit(x, y, callbacks=[c])
        os.system("git clone https://example.org/some/other ckpt2")
    """,
    "archives, clones and copies fill other folders": """
        # !unzip -q a.zip -d data && tar xzf b.tgz -C more
        # !git clone https://example.org/repo.git
        # !cp -r /content/drive/runs old
        # !rm -rf ckpt
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "commands behind the training": """
        model = tf.keras.Sequential()
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
        model.fit(x, y, callbacks=[c])
        # !mkdir ckpt
        # !unzip a.zip
    """,
    "a field of another class": """
        class Reader:
            def __init__(self, filepath):
                self.filepath = filepath
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "a text divided by a path": """
        from pathlib import Path
        p = Path("a/m.keras")
        +os.makedirs(os.path.dirname("ckpt" / p), exist_ok=True)
        c = MC("ckpt" / p)
    """,
    "texts that are no use of the folder": """
        print("ckpt")
        layer = tf.keras.layers.Dense(1, name="ckpt")
        x = {}.get("ckpt")
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "a helper of the module that only makes another folder": """
        def ensure(path):
            os.makedirs(path, exist_ok=True)
        ensure("logs")
        +os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "a path from a helper of the module": """
        def path(name):
            return os.path.join("ckpt", name + ".keras")
        p = path("a")
        +os.makedirs(os.path.dirname(p), exist_ok=True)
        c = MC(p)
    """,
    "one alternative is a remote store": """
        base = "gs://bucket" if cloud else "ckpt"
        +tf.io.gfile.makedirs(base)
        c = MC(base + "/m.keras")
    """,
    "two folders that differ in what is filled in": """
        def f(a, b):
            +os.makedirs(f"ckpts/{a}", exist_ok=True)
            x = MC(f"ckpts/{a}/m.keras")
            +os.makedirs(f"ckpts/{b}", exist_ok=True)
            y = MC(f"ckpts/{b}/m.keras")
            z = MC(f"ckpts/{b}/n.keras")
    """,
    "a name that is bound again in between": """
        run = input()
        +os.makedirs("ckpts/" + run, exist_ok=True)
        x = MC("ckpts/" + run + "/m.keras")
        run = input()
        +os.makedirs("ckpts/" + run, exist_ok=True)
        y = MC("ckpts/" + run + "/m.keras")
    """,
    "a folder of another name is made": """
        def f(a, b):
            os.makedirs(f"ckpts/{a}")
            +os.makedirs(f"ckpts/{b}", exist_ok=True)
            return MC(f"ckpts/{b}/m.keras")
    """,
    "two attributes and two elements": """
        +os.makedirs(f"ckpts/{args.a}", exist_ok=True)
        x = MC(f"ckpts/{args.a}/m.keras")
        +os.makedirs(f"ckpts/{args.b}", exist_ok=True)
        y = MC(f"ckpts/{args.b}/m.keras")
        runs = os.listdir()
        +os.makedirs("out/" + runs[0], exist_ok=True)
        v = MC("out/" + runs[0] + "/m.keras")
        +os.makedirs("out/" + runs[1], exist_ok=True)
        w = MC("out/" + runs[1] + "/m.keras")
    """,
    "two paths of one helper": """
        def path(name):
            return os.path.join("ckpts", name, "m.keras")
        p, q = input(), input()
        p = path(p)
        +os.makedirs(os.path.dirname(p), exist_ok=True)
        x = MC(p)
        q = path(q)
        +os.makedirs(os.path.dirname(q), exist_ok=True)
        y = MC(q)
    """,
    "a conditional that only formats a name": """
        run = input()
        +os.makedirs(f"ck/{run}", exist_ok=True)
        c = MC(f"ck/{run}/m.keras") if run else None
        +os.makedirs("out/" + str(run), exist_ok=True)
        d = run and MC("out/" + str(run) + "/m.keras")
    """,
    "a conditional that formats a name that stands in the text as well": """
        run = input()
        +os.makedirs(f"run/{run}", exist_ok=True)
        c = MC(f"run/{run}/m.keras") if run else None
    """,
    "a pure call, and a comprehension with a constant": """
        n = input()
        +os.makedirs(f"ck/{int(n)}", exist_ok=True)
        c = MC(f"ck/{int(n)}/m.keras")
        +os.makedirs("out/a", exist_ok=True)
        d = [MC("out/a/m.keras") for run in n if run]
    """,
    "the part of a conditional that always runs": """
        run = input()
        +os.makedirs("ck/" + run, exist_ok=True)
        c = MC("ck/" + run + "/m.keras") or None
    """,
    "a class in which another attribute is set by name": """
        class A:
            out = "ckpts"
            def __init__(self, x):
                setattr(self, "x", x)
                print(vars(self), self.__dict__)
            def f(self):
                +os.makedirs(self.out, exist_ok=True)
                return MC(self.out + "/m.keras")
    """,
    "up from the working folder": """
        +os.makedirs("../out/a", exist_ok=True)
        c = MC("../out/a/m.keras")
    """,
}

# Bodies with no finding at all.
SILENT = {
    "made by a partial of a function": """
        from functools import partial
        def make(root, name):
            os.makedirs(os.path.join(root, name), exist_ok=True)
        p = partial(make, "out")
        p("ckpt")
        c = MC("out/ckpt/m.keras")
    """,
    "made by a function under another name": """
        def make(root, name):
            os.makedirs(os.path.join(root, name), exist_ok=True)
        ensure = make
        ensure("out", "ckpt")
        c = MC("out/ckpt/m.keras")
    """,
    "made by a constructor": """
        class Store:
            def __init__(self, root, name):
                os.makedirs(os.path.join(root, name), exist_ok=True)
        s = Store("out", "ckpt")
        c = MC("out/ckpt/m.keras")
    """,
    "made by an inherited method": """
        class Store:
            def make(self, root, name):
                os.makedirs(os.path.join(root, name), exist_ok=True)
        class Mine(Store): pass
        Mine().make("out", "ckpt")
        c = MC("out/ckpt/m.keras")
    """,
    "a bare name": """c = MC("m.keras")""",
    "a bare name with a dot": """c = MC("./m.keras")""",
    "a bare name above": """c = MC("../m.keras")""",
    "a bare template": """c = MC("m_{epoch}.keras")""",
    "a folder that is all placeholder": """c = MC("{epoch}/m.keras")""",
    "an absolute folder": """c = MC("/tmp/x/m.keras")""",
    "a home folder": """c = MC("~/x/m.keras")""",
    "a variable of the environment": """c = MC("$OUT/m.keras")""",
    "a drive": """c = MC("C:/x/m.keras")""",
    "a mounted drive": """c = MC("drive/MyDrive/x/m.keras")""",
    "kaggle": """c = MC("/kaggle/working/x/m.keras"); d = MC("../input/x/m.keras")""",
    "a remote store": """c = MC("gs://bucket/x/m.keras"); d = MC("s3://x/y/m.keras")""",
    "a path that ends in a slash": """c = MC("ckpt/")""",
    "no path": """c = MC()""",
    "unknown": """c = MC(path)""",
    "a flag": """c = MC(os.path.join(args.out, "m.keras"))""",
    "a flag below the working folder": """c = MC(os.path.join("./", args.out, "m.keras"))""",
    "a flag with a default": """c = MC((args.out or "ckpt") + "/m.keras")""",
    "the environment": """c = MC(os.environ.get("OUT", "ckpt") + "/m.keras")""",
    "a temporary folder": """
        import tempfile
        c = MC(os.path.join(tempfile.mkdtemp(), "m.keras"))
    """,
    "a parameter": """
        def f(folder):
            return MC(folder + "/m.keras")
    """,
    "a parameter with a default that a caller replaces": """
        def f(folder="ckpt"):
            return MC(folder + "/m.keras")
        f()
        f(args.folder)
    """,
    "a parameter with a default, and no caller": """
        def f(folder="ckpt"):
            return MC(folder + "/m.keras")
    """,
    "an attribute from a parameter": """
        class A:
            def __init__(self, folder):
                self.folder = folder
            def f(self):
                return MC(os.path.join(self.folder, "m.keras"))
    """,
    "a field of a dataclass": """
        from dataclasses import dataclass
        @dataclass
        class A:
            folder: str = "ckpt"
            def f(self):
                return MC(os.path.join(self.folder, "m.keras"))
    """,
    "a class of settings that a flag changes": """
        class Settings:
            folder = "ckpt"
        Settings.folder = args.folder
        c = MC(os.path.join(Settings.folder, "m.keras"))
    """,
    "a class of settings that anything may change": """
        class Settings:
            folder = "ckpt"
        for name, value in vars(args).items():
            setattr(Settings, name, value)
        c = MC(os.path.join(Settings.folder, "m.keras"))
    """,
    "a class of settings, made": """
        class Settings:
            folder = "ckpt"
        os.makedirs(Settings.folder)
        c = MC("ckpt/m.keras")
    """,
    "attributes set by name": """
        class A:
            out = "ckpts"
            def __init__(self, **options):
                for name, value in options.items():
                    setattr(self, name, value)
            def f(self):
                return MC(self.out + "/m.keras")
    """,
    "attributes set in the dictionary": """
        class A:
            out = "ckpts"
            def __init__(self, **options):
                self.__dict__.update(options)
            def f(self):
                folder = self.out
                return MC(os.path.join(folder, "m.keras"))
    """,
    "attributes set in vars": """
        class A:
            def __init__(self, **options):
                self.out = "ckpts"
                vars(self).update(options)
            def f(self):
                return MC(self.out + "/m.keras")
    """,
    "attributes set in an item of the dictionary, and in a base": """
        class Base:
            def __init__(self, **options):
                for name in options:
                    self.__dict__[name] = options[name]
        class A(Base):
            out = "ckpts"
            def f(self):
                return MC(self.out + "/m.keras")
    """,
    "attributes set from outside": """
        class A:
            out = "ckpts"
            def f(self):
                return MC(self.out + "/m.keras")
        a = A()
        for name in options:
            setattr(a, name, options[name])
    """,
    "a helper that is given the name": """
        def ensure(name):
            os.makedirs("ckpts/" + name)
        def train(run):
            ensure(run)
            return MC(f"ckpts/{run}/m.keras")
    """,
    "made under another name": """
        def train(args):
            run = args.run
            os.makedirs(f"ckpts/{args.run}")
            return MC(f"ckpts/{run}/m.keras")
    """,
    "made in another function, or in another loop": """
        def prepare(name):
            os.makedirs(f"ckpts/{name}")
        def train(run):
            return MC(f"ckpts/{run}/m.keras")
        def loops(runs):
            for name in runs:
                os.makedirs(f"out/{name}")
            for run in runs:
                fit(MC(f"out/{run}/m.keras"))
    """,
    "made in another method": """
        class A:
            def __init__(self, run):
                self.run = run
                os.makedirs(f"ckpts/{self.run}")
            def f(self):
                return MC(f"ckpts/{self.run}/m.keras")
    """,
    "makedirs": """
        os.makedirs("ckpt", exist_ok=True)
        c = MC("ckpt/m.keras")
    """,
    "makedirs after it": """
        c = MC("ckpt/m.keras")
        os.makedirs("ckpt", exist_ok=True)
    """,
    "makedirs under another spelling": """
        os.makedirs("./ckpt/", exist_ok=True)
        c = MC("ckpt//m.keras")
    """,
    "makedirs of a folder below": """
        os.makedirs("ckpt/a/b")
        c = MC("ckpt/m.keras")
    """,
    "makedirs of the dirname": """
        p = "ckpt/m.keras"
        os.makedirs(os.path.dirname(p))
        c = MC(p)
    """,
    "makedirs of a dirname that cannot be told": """
        p = f"ckpt/{name()}.keras"
        os.makedirs(os.path.dirname(os.path.abspath(p)))
        c = MC(p)
    """,
    "makedirs of the first of split": """
        p = "ckpt/m.keras"
        folder, name = os.path.split(p)
        os.makedirs(folder)
        c = MC(p)
    """,
    "makedirs in another function": """
        def prepare():
            os.mkdir("ckpt")
        def train():
            return MC("ckpt/m.keras")
    """,
    "makedirs in a loop": """
        for d in ("logs", "ckpt"):
            os.makedirs(d)
        c = MC("ckpt/m.keras")
    """,
    "makedirs in a loop over who knows what": """
        for d in folders():
            os.makedirs(d)
        c = MC("ckpt/m.keras")
    """,
    "makedirs in a comprehension": """
        [os.makedirs(d) for d in ("logs", "ckpt")]
        c = MC("ckpt/m.keras")
    """,
    "makedirs mapped": """
        list(map(os.makedirs, ["logs", "ckpt"]))
        c = MC("ckpt/m.keras")
    """,
    "makedirs of a folder that may be it": """
        os.makedirs("ckpt/" + name())
        c = MC("ckpt/a/m.keras")
    """,
    "makedirs with a hole of its own": """
        os.makedirs(f"ckpt/{name}")
        c = MC(f"ckpt/{name}/m.keras")
    """,
    "pathlib": """
        from pathlib import Path
        d = Path("out") / "ckpt"
        d.mkdir(parents=True)
        c = MC(str(d / "m.keras"))
    """,
    "the parent of a pathlib path": """
        from pathlib import Path
        p = Path("ckpt") / f"{name()}.keras"
        p.parent.mkdir(parents=True)
        c = MC(p)
    """,
    "gfile": """
        tf.io.gfile.makedirs("ckpt")
        c = MC("ckpt/m.keras")
    """,
    "a shell command": """
        os.system("mkdir -p logs ckpt")
        c = MC("ckpt/m.keras")
    """,
    "a shell command with the variable": """
        D = "ckpt"
        os.system(f"mkdir -p {D}")
        c = MC(D + "/m.keras")
    """,
    "subprocess": """
        import subprocess
        subprocess.run(["mkdir", "-p", "ckpt"])
        c = MC("ckpt/m.keras")
    """,
    "a clone that Python runs": """
        os.system("git clone https://example.org/some/ckpt.git")
        c = MC("ckpt/m.keras")
    """,
    "a clone that Python runs, in words": """
        import subprocess
        subprocess.check_call(["git", "clone", "--depth", "1", "https://example.org/some/ckpt"])
        c = MC("ckpt/m.keras")
    """,
    "a clone that Python runs, split": """
        import subprocess
        subprocess.run("git clone https://example.org/some/ckpt".split())
        c = MC("ckpt/best/m.keras")
    """,
    "a clone of what is not known": """
        os.system(f"git clone {url}")
        c = MC("ckpt/m.keras")
    """,
    "an archive that Python unpacks here": """
        import tarfile
        tarfile.open("a.tgz").extractall()
        c = MC("ckpt/m.keras")
    """,
    "an archive that shutil unpacks here": """
        import shutil
        shutil.unpack_archive("a.zip")
        c = MC("ckpt/m.keras")
    """,
    "an archive that a command unpacks here": """
        os.system("unzip -q a.zip")
        c = MC("ckpt/m.keras")
    """,
    "a notebook's shell line": """
        # !mkdir -p ckpt
        c = MC("ckpt/m.keras")
    """,
    "a notebook's shell line with a variable": """
        D = "ckpt"
        c = MC(D + "/m.keras")
        # ! ls {D}
    """,
    "a loop over itself, a list in itself": """
        def f():
            os.makedirs(folders)
        folders = [folders]
        for d in d:
            os.makedirs(d)
        c = MC("ckpt/m.keras")
    """,
    "ipython": """
        get_ipython().system("mkdir ckpt")
        c = MC("ckpt/m.keras")
    """,
    "a test of the folder": """
        if not os.path.exists("ckpt"):
            raise SystemExit
        c = MC("ckpt/m.keras")
    """,
    "a listing afterwards": """
        c = MC("ckpt/m.keras")
        print(os.listdir("ckpt"), tf.train.latest_checkpoint("ckpt"))
    """,
    "a glob": """
        import glob
        c = MC("ckpt/m.keras")
        print(glob.glob("ckpt/*.keras"))
    """,
    "read before": """
        model.load_weights("ckpt/start.keras")
        c = MC("ckpt/m.keras")
    """,
    "another file read in another function": """
        def train():
            return MC("ckpt/m.keras")
        def test():
            model.load_weights("ckpt/start.keras")
    """,
    "a file of a name that is not known, read in another function": """
        def train():
            return MC("ckpt/m.keras")
        def test(name):
            model.load_weights("ckpt/" + name)
    """,
    "its own file read by a function that is always called before": """
        def resume():
            model.load_weights("ckpt/m.keras")
        def train():
            return MC("ckpt/m.keras")
        resume()
        train()
    """,
    "its own file read before": """
        model.load_weights("ckpt/m.keras")
        c = MC("ckpt/m.keras")
    """,
    "a test for its own file in another function": """
        def train():
            return MC("ckpt/m.keras")
        def test():
            if os.path.exists("ckpt/m.keras"):
                model.load_weights("ckpt/m.keras")
    """,
    "a folder in it is removed, which raises where it is missing": """
        import shutil
        shutil.rmtree("ckpt/old")
        c = MC("ckpt/m.keras")
    """,
    "removed and made again": """
        import shutil
        shutil.rmtree("ckpt", ignore_errors=True)
        os.makedirs("ckpt")
        c = MC("ckpt/m.keras")
    """,
    "an archive unpacked into it": """
        # !unzip -q a.zip -d ckpt
        c = MC("ckpt/m.keras")
    """,
    "a command between the callback and the training": """
        c = MC("ckpt/m.keras")
        # !mkdir ckpt
        model = tf.keras.Sequential()
        model.fit(x, y, callbacks=[c])
    """,
    "a command before the training that a function does": """
        def train():
            model = tf.keras.Sequential()
            model.fit(x, y, callbacks=[MC("ckpt/m.keras")])
        # !mkdir ckpt
        train()
    """,
    "a command behind a function that anybody may call": """
        def train(model):
            model.fit(x, y, callbacks=[MC("ckpt/m.keras")])
        # !mkdir ckpt
    """,
    "written before": """
        with open("ckpt/config.json", "w") as file:
            file.write("{}")
        c = MC("ckpt/m.keras")
    """,
    "TensorBoard": """
        cs = [MC("ckpt/m.keras"), tf.keras.callbacks.TensorBoard(log_dir="ckpt")]
    """,
    "TensorBoard in a folder below, unpacked": """
        o = dict(log_dir="ckpt/logs")
        cs = [MC("ckpt/m.keras"), tf.keras.callbacks.TensorBoard(**o)]
    """,
    "CSVLogger": """
        cs = [MC("ckpt/m.keras"), tf.keras.callbacks.CSVLogger("ckpt/log.csv")]
    """,
    "CheckpointManager": """
        manager = tf.train.CheckpointManager(checkpoint, "ckpt", max_to_keep=3)
        c = MC("ckpt/m.keras")
    """,
    "a helper of another module": """
        from tools import whatever
        whatever("ckpt")
        c = MC("ckpt/m.keras")
    """,
    "a helper of another module that gets the settings": """
        from tools import create_dirs, settings
        create_dirs(settings)
        c = MC("ckpt/m.keras")
    """,
    "a helper of another module that knows": """
        from tools import make_folders
        make_folders()
        c = MC("ckpt/m.keras")
    """,
    "a helper of the module": """
        def ensure(path):
            if not os.path.isdir(path):
                os.makedirs(path)
        ensure("ckpt")
        c = MC("ckpt/m.keras")
    """,
    "a helper of a helper": """
        def ensure(path):
            os.makedirs(path)
        def prepare(base, name):
            ensure(os.path.join(base, name))
        prepare("out", "ckpt")
        c = MC("out/ckpt/m.keras")
    """,
    "a method": """
        class A:
            def ensure(self, path):
                os.makedirs(path)
            def f(self):
                self.ensure("ckpt")
                return MC("ckpt/m.keras")
    """,
    "a helper that gives the folder it made": """
        def fresh(*parts):
            folder = os.path.join(*parts)
            os.makedirs(folder)
            return folder
        c = MC(fresh("out", "ckpt") + "/m.keras")
    """,
    "a local class": """
        class MC(tf.keras.callbacks.ModelCheckpoint):
            def __init__(self, path):
                os.makedirs(os.path.dirname(path))
                super().__init__(path)
        c = MC("ckpt/m.keras")
    """,
    "a local subclass": """
        class Own(MC):
            def on_train_begin(self, logs=None):
                os.makedirs(os.path.dirname(self.filepath), exist_ok=True)
        c = Own("ckpt/m.keras")
    """,
    "the path is set later": """
        c = MC("ckpt/m.keras")
        c.filepath = other
    """,
    "another library's ModelCheckpoint": """
        from pytorch_lightning.callbacks import ModelCheckpoint
        c = ModelCheckpoint("ckpt/m.keras")
    """,
    "another callback": """c = tf.keras.callbacks.BackupAndRestore("ckpt/m")""",
}

# Reported, with no fix: the expression of the folder means nothing, or something else, before the statement.
BY_HAND = {
    "a call in the path": """c = MC(os.path.join("ckpt", str(time.time()), "m.keras"))""",
    "a helper call in the path": """
        def path(name):
            return os.path.join("ckpt", name + ".keras")
        c = MC(path("a"))
    """,
    "a loop variable of a comprehension": """c = [MC(f"ckpt/{i}/m.keras") for i in range(3)]""",
    "a parameter of a lambda": """c = lambda name: MC("ckpt/" + name + "/m.keras")""",
    "a walrus": """c = MC((p := f"ckpt/{name()}/m.keras"))""",
    "a variable that is bound in the statement": """c = (p := "ckpt/m.keras") and MC(p)""",
    "a variable that a lambda sees later": """
        f = lambda: MC(D + "/m.keras")
        D = "ckpt"
    """,
    "a variable that is not always there": """
        if save:
            D = "ckpt"
        c = MC(D + "/m.keras") if save else None
    """,
    "an element of what may be empty": """
        runs = os.listdir()
        def f():
            return [MC(f"ck/{runs[0]}/m.keras")] if runs else []
    """,
    "an element after and": """
        runs = os.listdir()
        c = runs and MC(os.path.join("ck", runs[-1], "m"))
    """,
    "what may be no text, joined": """
        def f(run):
            return MC(os.path.join("ck", run, "m")) if run else None
    """,
    "what may be no text, added": """
        def f(run):
            return MC("ck/" + run + "/m") if run is not None else None
    """,
    "what may be no number, formatted": """
        def f(run):
            return MC(f"ck/{run:02d}/m") if run is not None else None
    """,
    "the condition of a comprehension": """
        def f(run):
            return [MC("ck/" + run + "/m") for _ in range(3) if run]
    """,
    "os is something else": """
        def f(os):
            return MC("ckpt/m.keras")
    """,
    "one alternative has no folder": """
        p = "ckpt/m.keras" if big else "m.keras"
        c = MC(p)
    """,
}


def _bodies(body: str) -> tuple[str, str]:
    """A row of ``BECOMES`` before and after: ``+`` begins what is inserted."""
    before, after = [], []
    for line in dedent(body).lstrip("\n").splitlines():
        text = line.lstrip()
        if text.startswith("+"):
            after.append(line.replace("+", "", 1))
        elif "; +" in line or ": +" in line:
            start, inserted, rest = line.split("+", 2)
            before.append(start + rest)
            after.append(start + inserted + rest)
        else:
            before.append(line)
            after.append(line)
    return HEAD + "\n".join(before) + "\n", HEAD + "\n".join(after) + "\n"


@pytest.mark.parametrize("body", BECOMES.values(), ids=BECOMES)
def test_becomes(body: str) -> None:
    before, after = _bodies(body)
    assert fix(before, only="TFC102") == after
    assert lint(after, only="TFC102") == []


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT)
@pytest.mark.parametrize("target", ["keras3", "keras2"])
def test_stays_as_it_is(body: str, target: str) -> None:
    assert lint(HEAD + dedent(body), target, only="TFC102") == []


@pytest.mark.parametrize("body", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(body: str) -> None:
    code = HEAD + dedent(body)
    [finding] = findings(code, only="TFC102")
    assert finding.fix is not None
    assert (finding.fix.applicability.value, finding.fix.edits) == ("manual", ())


@pytest.mark.parametrize(
    ("call", "severity"),
    [
        ('MC("ckpt/m.weights.h5", save_weights_only=True)', "warning"),
        ('MC("ckpt/m_{epoch}.h5", "loss", 0, False, True)', "warning"),
        ('MC("ckpt/m.hdf5", save_weights_only=True)', "warning"),
        ('MC("ckpt/" + name + ".h5", save_weights_only=True)', "warning"),
        ('MC("ckpt/m.ckpt", save_weights_only=True)', "info"),
        ('MC("ckpt/m", save_weights_only=True)', "info"),
        ('MC("ckpt/m.h5")', "info"),
        ('MC("ckpt/m.h5", save_weights_only=flag)', "info"),
        ('MC("ckpt/m.h5" + name, save_weights_only=True)', "info"),
        ('MC("ckpt/m.keras")', "info"),
    ],
)
def test_warns_only_where_it_raises(call: str, severity: str) -> None:
    code = f"{HEAD}name = input()\nc = {call}\n"
    assert lint(code, "2.11", only="TFC102") == [f"TFC102:5 {severity}"]
    assert lint(code, "2.11 2.21", only="TFC102") == [f"TFC102:5 {severity}"]
    assert lint(code, "keras2", only="TFC102") == ["TFC102:5 info"]
    assert lint(code, "keras3", only="TFC102") == ["TFC102:5 info"]


def test_a_folder_an_epoch_fails_whatever_else_is_made() -> None:
    code = f"""{HEAD}os.makedirs("ckpt")\nc = MC("ckpt/{{epoch}}/m.h5", save_weights_only=True)\n"""
    [finding] = findings(code, "2.11", only="TFC102")
    assert "FileNotFoundError" in finding.message
    assert finding.fix is not None
    assert not finding.fix.edits
    assert lint(code, "keras2", only="TFC102") == []
    each = code.replace('"ckpt")', 'f"ckpt/{number}")')
    assert lint(each, "2.11", only="TFC102") == []


def test_says_what_is_missing() -> None:
    [finding] = findings(f"{HEAD}c = MC(f'ckpt/{{name()}}/m.keras')\n", only="TFC102")
    assert '"ckpt/⟨…⟩"' in finding.message
    assert "an epoch of training" in finding.message


def test_imports_os_where_it_is_missing() -> None:
    code = """\
    import keras

    c = keras.callbacks.ModelCheckpoint("ckpt/m.keras")
    """
    assert fix(code, only="TFC102") == dedent(
        """\
        import os

        import keras

        os.makedirs("ckpt", exist_ok=True)
        c = keras.callbacks.ModelCheckpoint("ckpt/m.keras")
        """
    )


@pytest.mark.parametrize(
    "imported", ["from os.path import join as j", "j = os.path.join", "from posixpath import join as j"]
)
def test_a_join_under_another_name_shows_no_folder(imported: str) -> None:
    code = f"import os\nimport keras\n{imported}\nkeras.callbacks.ModelCheckpoint(j('w', 'a.keras'))\n"
    assert lint(code, only="TFC102") == ["TFC102:4 info"]


def test_a_maker_under_another_name_makes_the_folder() -> None:
    code = (
        "import keras\nfrom os import makedirs as m\nm('w')\nkeras.callbacks.ModelCheckpoint('w/a.keras')\n"
    )
    assert lint(code, only="TFC102") == []


def test_imports_os_once_for_several() -> None:
    code = """\
    from keras.callbacks import ModelCheckpoint

    def a():
        return ModelCheckpoint("ckpt/a.keras")

    def b():
        return ModelCheckpoint("ckpt/b.keras")
    """
    assert fix(code, only="TFC102") == dedent(
        """\
        import os

        from keras.callbacks import ModelCheckpoint

        def a():
            os.makedirs("ckpt", exist_ok=True)
            return ModelCheckpoint("ckpt/a.keras")

        def b():
            os.makedirs("ckpt", exist_ok=True)
            return ModelCheckpoint("ckpt/b.keras")
        """
    )


def test_uses_an_import_of_the_function() -> None:
    code = """\
    import keras

    def f():
        import os
        c = keras.callbacks.ModelCheckpoint("a/m.keras")

    def g():
        c = keras.callbacks.ModelCheckpoint("b/m.keras")
        import os
    """
    assert fix(code, only="TFC102") == dedent(code).replace(
        """    c = keras.callbacks.ModelCheckpoint("a""",
        """    os.makedirs("a", exist_ok=True)\n    c = keras.callbacks.ModelCheckpoint("a""",
    )


def test_imports_os_before_it_is_needed() -> None:
    code = """\
    \"""Train.\"""
    try:
        import keras
    except ImportError:
        from tensorflow import keras
    c = keras.callbacks.ModelCheckpoint("ckpt/m.keras")
    import numpy as np
    """
    fixed = fix(code, only="TFC102")
    assert fixed.index("import os\n") < fixed.index("try:") < fixed.index("os.makedirs")


def test_keeps_line_endings_and_tabs() -> None:
    code = (
        "import os\r\nimport keras\r\ndef f():\r\n\treturn keras.callbacks.ModelCheckpoint('a/m.keras')\r\n"
    )
    assert fix(code, only="TFC102") == code.replace(
        "\treturn", "\tos.makedirs('a', exist_ok=True)\r\n\treturn"
    )


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "a/m.weights.h5",
            [("Keras 2 before 2.12", "2.11", "warning"), ("Keras from 2.12", "2.15..2.21", "info")],
        ),
        (
            "a/m.h5",
            [
                ("Keras 2 before 2.12", "2.11", "warning"),
                ("Keras 2 from 2.12", "2.15", "info"),
                ("Keras 3", "2.21", "info"),
            ],
        ),
        ("a/m.keras", [("Keras 2", "2.11..2.15", "info"), ("Keras 3", "2.21", "info")]),
        (
            "{epoch}/m.weights.h5",
            [("Keras 2 before 2.12", "2.11", "warning"), ("Keras from 2.12", "2.15..2.21", None)],
        ),
    ],
)
def test_a_finding_tells_the_releases_apart(path: str, expected: list[tuple[str, str, str | None]]) -> None:
    code = f"{HEAD}x = MC('{path}', save_weights_only=True)\n"
    [finding] = findings(code, "2.11 2.15 2.21", "TFC102")
    assert [
        (each.keras, each.tensorflow, each.severity and each.severity.value) for each in finding.effects
    ] == expected


LATE = "makes it only when it saves: a path that cannot be written shows after an epoch of training"
REFUSED = "refuses the ending of the path first"


@pytest.mark.parametrize(
    ("arguments", "target", "expected"),
    [
        ("'ckpt/m.keras'", "keras3", [LATE]),
        ("'ckpt/m.keras'", "both", [LATE]),
        ("'ckpt/m.weights.h5', save_weights_only=True", "keras3", [LATE]),
        ("'ckpt/m.h5'", "keras3", [LATE]),
        ("'ckpt/m.ckpt', save_weights_only=True", "keras2", [LATE]),
        ("'ckpt/m.hdf5'", "2.15", [LATE]),
        ("'ckpt/m' + end, save_weights_only=True", "keras3", [LATE]),
        ("'ckpt/m.keras' if whole else 'ckpt/m.hdf5'", "keras3", [LATE]),
        ("'ckpt/m.weights.h5', save_weights_only=only", "keras3", [LATE]),
        # Keras 3 does not get as far as an epoch
        ("'ckpt/m.hdf5'", "keras3", [REFUSED]),
        ("'ckpt/m.h5'", "2.16", [REFUSED]),
        ("'ckpt/m.h5'", "2.16 2.21", [REFUSED, LATE]),
        ("'ckpt/m.ckpt', save_weights_only=True", "keras3", [REFUSED]),
        ("'ckpt/m.h5', save_weights_only=True", "keras3", [REFUSED]),
        ("'ckpt/m.ckpt', save_weights_only=only", "keras3", [REFUSED]),
        ("'ckpt/m.ckpt', save_weights_only=True", "both", [LATE, REFUSED]),
        ("'ckpt/m.hdf5'", "both", [LATE, REFUSED]),
    ],
)
def test_nothing_is_late_where_the_ending_raises_first(
    arguments: str, target: str, expected: list[str]
) -> None:
    code = f"from tensorflow.keras.callbacks import ModelCheckpoint\nModelCheckpoint({arguments})\n"
    [finding] = findings(code, target, only="TFC102")
    assert finding.severity.value == "info"
    assert [part for part in (LATE, REFUSED) if part in finding.message] == [
        part for part in (LATE, REFUSED) if part in expected
    ]
    assert "misspelled" not in finding.message


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("from os import makedirs\n", "makedirs('w', exist_ok=True)"),
        ("from os import makedirs as make, path\n", "make('w', exist_ok=True)"),
        ("import os\nfrom os import makedirs\n", "os.makedirs('w', exist_ok=True)"),
    ],
)
def test_an_import_of_makedirs_is_used(head: str, code: str) -> None:
    text = f"{head}import keras\nkeras.callbacks.ModelCheckpoint('w/a.keras')\n"
    assert fix(text, only="TFC102") == text.replace("keras.callbacks", f"{code}\nkeras.callbacks")


@pytest.mark.parametrize("head", ["from os import makedirs\nmakedirs = other", "from mine import makedirs"])
def test_another_makedirs_is_not(head: str) -> None:
    text = f"import keras\n{head}\nkeras.callbacks.ModelCheckpoint('w/a.keras')\n"
    assert "os.makedirs('w', exist_ok=True)" in fix(text, only="TFC102")
