"""restore-wrong-object: the checkpoint holds other objects than those that are used."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf

def build():
    return tf.keras.Sequential([tf.keras.layers.Dense(1)])

model = build()
checkpoint = tf.train.Checkpoint(model=model)
"""

# A body, and what --fix --unsafe-fixes makes of it.
BECOMES = {
    "in the folder that the callers give": (
        """
        def train(folder):
            optimizer = tf.keras.optimizers.Adam()
            everything = tf.train.Checkpoint(step=tf.Variable(0), optimizer=optimizer, model=build())
            tf.train.CheckpointManager(everything, folder, 3).save()

        def serve(folder="runs"):
            net = build()
            reader = tf.train.Checkpoint(net=net)
            reader.restore(tf.train.latest_checkpoint(folder))

        train("runs/")
        serve()
        """,
        """
        def train(folder):
            optimizer = tf.keras.optimizers.Adam()
            everything = tf.train.Checkpoint(step=tf.Variable(0), optimizer=optimizer, model=build())
            tf.train.CheckpointManager(everything, folder, 3).save()

        def serve(folder="runs"):
            net = build()
            reader = tf.train.Checkpoint(model=net)
            reader.restore(tf.train.latest_checkpoint(folder))

        train("runs/")
        serve()
        """,
    ),
    "the path is what the caller gives": (
        """
        def serve(path):
            tf.train.Checkpoint(net=build()).restore(path)

        checkpoint.save("runs/ckpt")
        serve(tf.train.latest_checkpoint("runs"))
        """,
        """
        def serve(path):
            tf.train.Checkpoint(model=build()).restore(path)

        checkpoint.save("runs/ckpt")
        serve(tf.train.latest_checkpoint("runs"))
        """,
    ),
    "in the folder that two classes are given": (
        """
        class Trainer:
            def __init__(self, folder):
                self.checkpoint = tf.train.Checkpoint(model=build())
                self.manager = tf.train.CheckpointManager(self.checkpoint, folder, 3)

            def save(self):
                self.manager.save()

        class Server:
            def __init__(self, folder):
                self.folder = folder
                self.checkpoint = tf.train.Checkpoint(net=build())

            def load(self):
                self.checkpoint.restore(tf.train.latest_checkpoint(self.folder))

        Trainer("runs").save()
        Server("runs").load()
        """,
        """
        class Trainer:
            def __init__(self, folder):
                self.checkpoint = tf.train.Checkpoint(model=build())
                self.manager = tf.train.CheckpointManager(self.checkpoint, folder, 3)

            def save(self):
                self.manager.save()

        class Server:
            def __init__(self, folder):
                self.folder = folder
                self.checkpoint = tf.train.Checkpoint(model=build())

            def load(self):
                self.checkpoint.restore(tf.train.latest_checkpoint(self.folder))

        Trainer("runs").save()
        Server("runs").load()
        """,
    ),
    "nothing uses the second checkpoint": (
        """
        checkpoint.save("ck/ckpt")
        new_model = build()
        new_checkpoint = tf.train.Checkpoint(model=new_model)
        checkpoint.restore(tf.train.latest_checkpoint("ck"))
        new_model.evaluate(x, y)
        """,
        """
        checkpoint.save("ck/ckpt")
        new_model = build()
        new_checkpoint = tf.train.Checkpoint(model=new_model)
        new_checkpoint.restore(tf.train.latest_checkpoint("ck"))
        new_model.evaluate(x, y)
        """,
    ),
    "of another class, with an optimizer": (
        """
        fresh = tf.keras.Sequential()
        ckpt2 = tf.train.Checkpoint(model=fresh, optimizer=tf.keras.optimizers.Adam())
        status = checkpoint.restore("ck/ckpt-1")
        """,
        """
        fresh = tf.keras.Sequential()
        ckpt2 = tf.train.Checkpoint(model=fresh, optimizer=tf.keras.optimizers.Adam())
        status = ckpt2.restore("ck/ckpt-1")
        """,
    ),
    "the model has another name in the file": (
        """
        path = checkpoint.save("ck/ckpt")
        net = build()
        reader = tf.train.Checkpoint(net=net)
        reader.restore(path)
        """,
        """
        path = checkpoint.save("ck/ckpt")
        net = build()
        reader = tf.train.Checkpoint(model=net)
        reader.restore(path)
        """,
    ),
    "in another function, by the folder": (
        """
        def train():
            checkpoint.save("./ck/ckpt")

        def test():
            reader = tf.train.Checkpoint(network=build())
            reader.restore(tf.train.latest_checkpoint("ck/")).expect_partial()
        """,
        """
        def train():
            checkpoint.save("./ck/ckpt")

        def test():
            reader = tf.train.Checkpoint(model=build())
            reader.restore(tf.train.latest_checkpoint("ck/")).expect_partial()
        """,
    ),
    "by the manager": (
        """
        manager = tf.train.CheckpointManager(checkpoint, "ck", max_to_keep=3)
        manager.save()
        reader = tf.train.Checkpoint(mdoel=build())
        reader.restore(manager.latest_checkpoint)
        """,
        """
        manager = tf.train.CheckpointManager(checkpoint, "ck", max_to_keep=3)
        manager.save()
        reader = tf.train.Checkpoint(model=build())
        reader.restore(manager.latest_checkpoint)
        """,
    ),
    "one of two, and of the same kind": (
        """
        first = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.Adam())
        path = first.save("ck/ckpt")
        second = tf.train.Checkpoint(model=model, opt=tf.keras.optimizers.SGD())
        second.restore(path)
        """,
        """
        first = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.Adam())
        path = first.save("ck/ckpt")
        second = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.SGD())
        second.restore(path)
        """,
    ),
}

# No edit: what was meant is the author's to say.
MANUAL = {
    "nothing in the file is of its kind": """
        path = tf.train.Checkpoint(optimizer=tf.keras.optimizers.Adam()).save("ck/ckpt")
        reader = tf.train.Checkpoint(net=build())
        reader.restore(path)
    """,
    "the object is read from the checkpoint by its other name": """
        path = checkpoint.save("ck/ckpt")
        reader = tf.train.Checkpoint(net=build())
        reader.restore(path)
        reader.net.evaluate(x, y)
    """,
    "the model is built again under its name": """
        checkpoint.save("ck/ckpt")
        model = build()
        checkpoint.restore(tf.train.latest_checkpoint("ck"))
        model.evaluate(x, y)
    """,
    "the model is built again under another name": """
        checkpoint.save("ck/ckpt")
        restored = build()
        restored.compile("adam", "mse")
        checkpoint.restore("ck/ckpt-1")
        print(restored.predict(x))
    """,
    "two names that are not in the file": """
        path = checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(net=build(), opt=tf.keras.optimizers.Adam()).restore(path)
    """,
}

SILENT = {
    "the right one": """
        new_model = build()
        new_checkpoint = tf.train.Checkpoint(model=new_model)
        new_checkpoint.restore("ck/ckpt-1")
    """,
    "the variable is used again": """
        model = build()
        checkpoint = tf.train.Checkpoint(model=model)
        checkpoint.restore(tf.train.latest_checkpoint("ck"))
        model.evaluate(x, y)
    """,
    "both are restored": """
        other = build()
        second = tf.train.Checkpoint(model=other)
        checkpoint.restore("ck/ckpt-1")
        second.restore("ck/ckpt-2")
    """,
    "the second is saved later": """
        other = build()
        second = tf.train.Checkpoint(model=other)
        checkpoint.restore("ck/ckpt-1")
        second.save("fine/ckpt")
    """,
    "the second has a manager": """
        other = build()
        second = tf.train.Checkpoint(model=other)
        manager = tf.train.CheckpointManager(second, "fine", max_to_keep=3)
        checkpoint.restore("ck/ckpt-1")
    """,
    "the second is of the same model": """
        weights = tf.train.Checkpoint(model=model)
        checkpoint.restore("ck/ckpt-1")
    """,
    "the second holds something else": """
        step = tf.train.Checkpoint(step=tf.Variable(0))
        checkpoint.restore("ck/ckpt-1")
    """,
    "the second is built after": """
        checkpoint.restore("ck/ckpt-1")
        other = build()
        second = tf.train.Checkpoint(model=other)
    """,
    "a part of what was saved": """
        full = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.Adam())
        path = full.save("ck/ckpt")
        tf.train.Checkpoint(model=model).restore(path)
    """,
    "more than was saved": """
        path = checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(model=model, step=tf.Variable(0)).restore(path)
    """,
    "something else in its place": """
        full = tf.train.Checkpoint(model=model, optimizer=tf.keras.optimizers.Adam())
        path = full.save("ck/ckpt")
        tf.train.Checkpoint(model=model, step=tf.Variable(0)).restore(path)
    """,
    "another name, and checked": """
        path = checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(net=model).restore(path).assert_existing_objects_matched()
    """,
    "another name in another file": """
        checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(net=model).restore("pretrained/ckpt-1")
    """,
    "another name in another folder": """
        checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(net=model).restore(tf.train.latest_checkpoint("pretrained"))
    """,
    "objects that are set later": """
        saved = tf.train.Checkpoint()
        saved.listed = [tf.Variable(1.0)]
        path = saved.save("ck/ckpt")
        other = tf.train.Checkpoint(listed=[])
        other.restore(path)
    """,
    "a reader whose objects are set later": """
        path = checkpoint.save("ck/ckpt")
        reader = tf.train.Checkpoint(net=model)
        reader.model = model
        reader.restore(path)
    """,
    "a root object": """
        path = checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(model).restore(path)
    """,
    "objects that cannot be seen": """
        path = checkpoint.save("ck/ckpt")
        tf.train.Checkpoint(**objects).restore(path)
    """,
    "a copy that gets the weights": """
        copy = build()
        checkpoint.restore("ck/ckpt-1")
        copy.set_weights(model.get_weights())
        copy.evaluate(x, y)
    """,
    "a copy that loads other weights": """
        copy = build()
        copy.load_weights("m.weights.h5")
        checkpoint.restore("ck/ckpt-1")
        copy.evaluate(x, y)
    """,
    "a copy that was trained": """
        copy = build()
        copy.fit(x, y)
        checkpoint.restore("ck/ckpt-1")
        copy.evaluate(x, y)
    """,
    "a copy for comparison": """
        untrained = build()
        checkpoint.restore("ck/ckpt-1")
        print(untrained.evaluate(x, y), model.evaluate(x, y))
    """,
    "a wrapper of the restored model": """
        model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
        checkpoint.restore("ck/ckpt-1")
        model.predict(x)
    """,
    "the model is built again on one way only": """
        if bigger:
            model = build()
        checkpoint.restore("ck/ckpt-1")
        model.evaluate(x, y)
    """,
    "the model is handed on": """
        model = build()
        copy_weights(model)
        checkpoint.restore("ck/ckpt-1")
        model.evaluate(x, y)
    """,
    "callers give other folders": """
        def train(folder):
            checkpoint.save(folder + "/ckpt")

        def serve(folder):
            tf.train.Checkpoint(net=build()).restore(tf.train.latest_checkpoint(folder))

        train("first")
        serve("second")
    """,
    "one of the callers gives another folder": """
        def train(folder):
            checkpoint.save(folder + "/ckpt")

        def serve(folder):
            tf.train.Checkpoint(net=build()).restore(tf.train.latest_checkpoint(folder))

        train("first")
        serve("first")
        serve("second")
    """,
    "callers are not in sight": """
        def train(folder):
            checkpoint.save(folder + "/ckpt")

        def serve(folder):
            tf.train.Checkpoint(net=build()).restore(tf.train.latest_checkpoint(folder))
    """,
    "the folder is of the user": """
        import sys

        def train(folder):
            checkpoint.save(folder + "/ckpt")

        def serve(folder):
            tf.train.Checkpoint(net=build()).restore(tf.train.latest_checkpoint(folder))

        train("first")
        serve(sys.argv[1])
    """,
    "a file for another part": """
        generator, discriminator = build(), build()
        gan = tf.train.Checkpoint(generator=generator, discriminator=discriminator)
        gan.restore(tf.train.latest_checkpoint("gan"))
    """,
    "in a test case": """
        class CheckpointTest(tf.test.TestCase):
            def test_resume(self):
                path = checkpoint.save("ck/ckpt")
                tf.train.Checkpoint(net=model).restore(path)
    """,
}


def body(code: str) -> str:
    return HEAD + dedent(code).strip("\n") + "\n"


@pytest.mark.parametrize(("before", "after"), BECOMES.values(), ids=BECOMES.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
def test_becomes(before: str, after: str, target: str) -> None:
    (found,) = findings(body(before), target, only="TFC507")
    assert found.severity.value == "error"
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert fix(body(before), target, only="TFC507", unsafe=True) == body(after)


@pytest.mark.parametrize("code", MANUAL.values(), ids=MANUAL.keys())
def test_is_left_to_a_person(code: str) -> None:
    (found,) = findings(body(code), only="TFC507")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL
    assert fix(body(code), only="TFC507", unsafe=True) == body(code)


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_stays_silent(code: str, target: str) -> None:
    assert lint(body(code), target, only="TFC507") == []


PARTS = """\
import tensorflow as tf
FOLDER = "runs/gan"
class HP:
    ckpt_dir = "runs/gan"
def generator():
    return tf.keras.Sequential([tf.keras.Input((8,)), tf.keras.layers.Dense(1)])
class Critic(tf.keras.Model):
    pass
"""
TRAIN = """\
import tensorflow as tf
from gan.parts import FOLDER, HP, Critic, generator
def main():
    g, d = generator(), Critic()
    everything = tf.train.Checkpoint(generator=g, critic=d, step=tf.Variable(0))
    manager = tf.train.CheckpointManager(everything, {}, max_to_keep=3)
    manager.save()
main()
"""
IN_TWO_FILES = "import tensorflow as tf\n{}\n{}\nnet.predict(x)\n"
HOW = "from gan import HP, generator\nnet = generator()"
RESTORE = "tf.train.Checkpoint(net=net).restore({}).expect_partial()"
LATEST = RESTORE.format("tf.train.latest_checkpoint(HP.ckpt_dir)")

# The folder in the file that saves, what stands before the restore, the restore, and what `net` is called.
RESTORED = [
    ("HP.ckpt_dir", HOW, LATEST, "generator"),
    ("directory=HP.ckpt_dir", HOW, LATEST, "generator"),
    ("HP.ckpt_dir + '/'", HOW, LATEST, "generator"),
    ("'runs/gan'", HOW, RESTORE.format("tf.train.latest_checkpoint('runs/gan')"), "generator"),
    (
        "FOLDER",
        f"{HOW}\nimport gan.parts as p",
        RESTORE.format("tf.train.latest_checkpoint(p.FOLDER)"),
        "generator",
    ),
    (
        "FOLDER",
        "import gan\nfrom gan.parts import FOLDER\nnet = gan.generator()\n"
        "last = tf.train.latest_checkpoint(FOLDER)",
        "ckpt = tf.train.Checkpoint(net=net)\nckpt.restore(last)",
        "generator",
    ),
    (
        "HP.ckpt_dir",
        f"{HOW}\nlast = tf.train.latest_checkpoint(HP.ckpt_dir)\nif last is None:\n    exit()",
        "tf.train.Checkpoint(net=net).restore(last)",
        "generator",
    ),
    ("HP.ckpt_dir", "from gan import HP, Critic\nnet = Critic()", LATEST, "critic"),
    # what it is called there cannot be told
    ("HP.ckpt_dir", "from gan import HP\nnet = tf.keras.Sequential()", LATEST, ""),
    ("HP.ckpt_dir", f"{HOW}\nckpt = tf.train.Checkpoint(a=net, b=generator())",
     "ckpt.restore(tf.train.latest_checkpoint(HP.ckpt_dir))", ""),
]  # fmt: skip

NOT_RESTORED = [
    ("HP.ckpt_dir", HOW, LATEST.replace("net=net", "generator=net")),
    ("HP.ckpt_dir", HOW, LATEST.replace("net=net", "net=net, step=tf.Variable(0)")),
    ("HP.ckpt_dir", HOW, LATEST.replace("expect_partial", "assert_existing_objects_matched")),
    ("HP.ckpt_dir", HOW, LATEST.replace("net=net", "net")),
    ("HP.ckpt_dir", HOW, LATEST.replace("net=net", "**parts")),
    ("HP.ckpt_dir", HOW, RESTORE.format("path")),
    ("HP.ckpt_dir", HOW, RESTORE.format("tf.train.latest_checkpoint('pretrained')")),
    ("HP.ckpt_dir", HOW, RESTORE.format("tf.train.latest_checkpoint(folder)")),
    ("HP.ckpt_dir", HOW, "status = " + LATEST.replace(".expect_partial()", "") + "\nuse(status)"),
    ("HP.ckpt_dir", f"{HOW}\nckpt = tf.train.Checkpoint(net=net)\nckpt.generator = net",
     "ckpt.restore(tf.train.latest_checkpoint(HP.ckpt_dir))"),
    ("HP.ckpt_dir", f"{HOW}\nlast = tf.train.latest_checkpoint(HP.ckpt_dir) if a else b",
     "tf.train.Checkpoint(net=net).restore(last)"),
    ("HP.ckpt_dir", f"{HOW}\nHP.ckpt_dir = 'other'", LATEST),
    # files of two programs that name their folders alike
    ("'runs/gan'", "net = tf.keras.Sequential()", RESTORE.format("tf.train.latest_checkpoint('runs/gan')")),
    # this file writes it, too, or may
    ("HP.ckpt_dir", f"{HOW}\ntf.train.Checkpoint(net=net).save(HP.ckpt_dir + '/c')", LATEST),
    ("HP.ckpt_dir", f"{HOW}\ntf.train.Checkpoint(net=net).save(somewhere)", LATEST),
    ("somewhere", HOW, LATEST),
    ("HP.ckpt_dir + flag", HOW, LATEST),
]  # fmt: skip


def other_files(folder: str, **more: str) -> dict[str, str]:
    package = "from gan.parts import HP, Critic, generator\n"
    return {"gan/parts": PARTS, "gan/__init__": package, "fit": TRAIN.format(folder), **more}


@pytest.mark.parametrize(("folder", "before", "restore", "name"), RESTORED)
def test_another_file_saves_it(folder: str, before: str, restore: str, name: str) -> None:
    code = IN_TWO_FILES.format(before, restore)
    (finding,) = findings(code, only="TFC507", **other_files(folder))
    assert "(it holds generator, critic, step, saved in fit.py, line 5)" in finding.message
    fixed = fix(code, only="TFC507", unsafe=True, **other_files(folder))
    assert fixed == (code.replace("net=net", f"{name}=net") if name else code)


@pytest.mark.parametrize(("folder", "before", "restore"), NOT_RESTORED)
def test_nobody_knows_that_another_file_saves_it(folder: str, before: str, restore: str) -> None:
    assert lint(IN_TWO_FILES.format(before, restore), only="TFC507", **other_files(folder)) == []


@pytest.mark.parametrize(
    "other",
    [
        "tf.train.Checkpoint(net=generator()).save(HP.ckpt_dir + '/c')",
        "tf.train.Checkpoint(net=generator()).save(somewhere)",
        "tf.train.Checkpoint(**parts).save(HP.ckpt_dir + '/c')",
        "tf.train.CheckpointManager(ckpt, HP.ckpt_dir, 3).save()",
    ],
)
def test_a_third_file_may_save_it(other: str) -> None:
    more = {"third": f"import tensorflow as tf\nfrom gan import HP, generator\n{other}\n"}
    assert lint(IN_TWO_FILES.format(HOW, LATEST), only="TFC507", **other_files("HP.ckpt_dir", **more)) == []
