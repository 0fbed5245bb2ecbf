"""TFC202 pipeline-prefetch."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tests.notebook.made import document, lines
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = np.ones((10, 4)), np.ones(10)
BATCH_SIZE = 32
Dataset = tf.data.Dataset
records = tf.data.TFRecordDataset(["a"])
"""

# What it is, the code, "severity applicability" of its only finding, and what the fix makes of it.
BECOMES = [
    (
        "a thousand batches of what is in memory",
        "ds = Dataset.from_tensor_slices(x).batch(2).prefetch(1000)\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x).batch(2)\n",
    ),
    (
        "a thousand elements of what is in memory, in a statement of its own",
        "ds = Dataset.from_tensor_slices((x, y)).shuffle(10)\nds = ds.prefetch(1000)\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices((x, y)).shuffle(10)\n",
    ),
    (
        "a thousand elements before batch",
        "ds = records.map(parse).prefetch(1000).batch(8)\n",
        "warning safe",
        "ds = records.map(parse).batch(8).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "a thousand batches",
        "ds = records.map(parse).batch(8).prefetch(1000)\n",
        "warning safe",
        "ds = records.map(parse).batch(8).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "the batch size, in batches",
        "ds = records.batch(BATCH_SIZE).prefetch(BATCH_SIZE)\n",
        "warning safe",
        "ds = records.batch(BATCH_SIZE).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "by keyword",
        "ds = records.padded_batch(8).prefetch(buffer_size = 16)\n",
        "warning safe",
        "ds = records.padded_batch(8).prefetch(buffer_size = tf.data.AUTOTUNE)\n",
    ),
    (
        "a product of constants",
        "ds = records.batch(8).prefetch(4 * BATCH_SIZE)\n",
        "warning safe",
        "ds = records.batch(8).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "batches of a Keras loader",
        "ds = keras.utils.image_dataset_from_directory('a')\nds = ds.prefetch(100)\n",
        "warning safe",
        "ds = keras.utils.image_dataset_from_directory('a')\nds = ds.prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "elements",
        "ds = records.prefetch(1000)\n",
        "warning safe",
        "ds = records.prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "the file's own name for it",
        "AUTO = tf.data.AUTOTUNE\nds = records.map(parse, AUTO).batch(8).prefetch(64)\n",
        "warning safe",
        "AUTO = tf.data.AUTOTUNE\nds = records.map(parse, AUTO).batch(8).prefetch(AUTO)\n",
    ),
    (
        "the older name where the file uses it",
        "ds = records.map(parse, tf.data.experimental.AUTOTUNE).batch(8).prefetch(64)\n",
        "warning safe",
        "ds = records.map(parse, tf.data.experimental.AUTOTUNE).batch(8)"
        ".prefetch(tf.data.experimental.AUTOTUNE)\n",
    ),
    (
        "on a dataset of unknown origin",
        "def prepare(ds: tf.data.Dataset):\n    return ds.batch(8).prefetch(100)\n",
        "warning safe",
        "def prepare(ds: tf.data.Dataset):\n    return ds.batch(8).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "twice",
        "ds = records.batch(8).prefetch(1).prefetch(tf.data.AUTOTUNE)\n",
        "warning safe",
        "ds = records.batch(8).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "twice, with work between",
        "ds = records.prefetch(2).map(parse).batch(8).prefetch(2)\n",
        "warning safe",
        "ds = records.map(parse).batch(8).prefetch(2)\n",
    ),
    (
        "twice, in statements of their own",
        "ds = records.batch(8)\nds = ds.prefetch(1)\nds = ds.prefetch(tf.data.AUTOTUNE)\n",
        "warning safe",
        "ds = records.batch(8)\nds = ds.prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "twice, once in a helper",
        "def load():\n    return records.batch(8).prefetch(1)\nds = load().map(parse).prefetch(1)\n",
        "warning safe",
        "def load():\n    return records.batch(8)\nds = load().map(parse).prefetch(1)\n",
    ),
    (
        "before batch",
        "ds = records.map(parse).prefetch(1).batch(8)\n",
        "info safe",
        "ds = records.map(parse).batch(8).prefetch(1)\n",
    ),
    (
        "before batch, counted in elements",
        "ds = records.map(parse).prefetch(500).batch(8)\n",
        "info safe",
        "ds = records.map(parse).batch(8).prefetch(tf.data.AUTOTUNE)\n",
    ),
    (
        "before cache",
        "ds = records.batch(8).prefetch(buffer_size=tf.data.AUTOTUNE).cache()\n",
        "info safe",
        "ds = records.batch(8).cache().prefetch(buffer_size=tf.data.AUTOTUNE)\n",
    ),
    (
        "in the middle of a chain in lines",
        "ds = (\n    records\n    .prefetch(1)  # overlap\n    .shuffle(9)\n    .batch(8)  # eight\n)\n",
        "info safe",
        "ds = (\n    records\n    # overlap\n    .shuffle(9)\n    .batch(8)  # eight\n    .prefetch(1)\n)\n",
    ),
    (
        "in the middle of a chain over backslashes",
        "ds = records \\\n    .prefetch(1) \\\n    .batch(8)\n",
        "info safe",
        "ds = records \\\n    .batch(8) \\\n    .prefetch(1)\n",
    ),
    (
        "in the middle of a chain over backslashes that ends in a comment",
        "ds = records \\\n    .prefetch(2000) \\\n    .batch(8)  # eight\n",
        "warning safe",
        "ds = records \\\n    .batch(8) \\\n    .prefetch(tf.data.AUTOTUNE)  # eight\n",
    ),
    (
        "the same, moved",
        "ds = records \\\n    .prefetch(1) \\\n    .batch(8)  # eight\n",
        "info safe",
        "ds = records \\\n    .batch(8) \\\n    .prefetch(1)  # eight\n",
    ),
    (
        "before repeat, of the same elements each time",
        "ds = records.batch(8).prefetch(1).repeat()\n",
        "info safe",
        "ds = records.batch(8).repeat().prefetch(1)\n",
    ),
    (
        "before repeat, shuffled: the order of the epochs to come may change",
        "ds = records.shuffle(9, seed=1).batch(8).prefetch(1).repeat()\n",
        "info unsafe",
        "ds = records.shuffle(9, seed=1).batch(8).repeat().prefetch(1)\n",
    ),
    (
        "before a seeded shuffle, then repeat",
        "ds = records.prefetch(1).shuffle(9, seed=1).repeat().batch(8)\n",
        "info unsafe",
        "ds = records.shuffle(9, seed=1).repeat().batch(8).prefetch(1)\n",
    ),
    (
        "before an unknown map, then repeat",
        "ds = records.prefetch(1).map(parse).repeat()\n",
        "info unsafe",
        "ds = records.map(parse).repeat().prefetch(1)\n",
    ),
    (
        "a shuffle after repeat is drawn once",
        "ds = records.prefetch(1).repeat().shuffle(9)\n",
        "info safe",
        "ds = records.repeat().shuffle(9).prefetch(1)\n",
    ),
    *(
        (f"no edit: {line!r}", f"{line}\n", f"{severity} manual", f"{line}\n")
        for severity, line in (
            ("warning", "ds = records.batch(8).prefetch(n := 100)"),
            ("warning", "def f():\n    return 100\nds = records.batch(8).prefetch(f())"),
            ("warning", "ds = records.batch(8).prefetch(n := 1).prefetch(2)"),
            ("info", "ds = records.prefetch(n := 1).batch(8)"),
            ("warning", "ds = records.batch(8).prefetch(\n    2  # two\n).prefetch(2)"),
            ("warning", "ds = records.batch(8).prefetch((1000 *  # many\n    2))"),
            ("warning", "ds = records.batch(8).prefetch(1000 *  # many\n    2)"),
            ("info", "ds = records.prefetch(\n    20  # many\n).batch(8)"),
        )
    ),
    (
        "a parameter that is given a constant",
        "def make(n):\n    return records.batch(8).prefetch(n)\nds = make(1000)\n",
        "warning unsafe",
        "def make(n):\n    return records.batch(8).prefetch(tf.data.AUTOTUNE)\nds = make(1000)\n",
    ),
    (
        "it fills the cache that take would leave incomplete",
        "ds = records.cache().prefetch(2000).take(3)\n",
        "warning unsafe",
        "ds = records.cache().prefetch(tf.data.AUTOTUNE).take(3)\n",
    ),
    (
        "twice on one way: nothing would be left of the if",
        "ds = records.batch(8)\nif slow:\n    ds = ds.prefetch(1)\nds = ds.prefetch(2)\n",
        "warning manual",
        "ds = records.batch(8)\nif slow:\n    ds = ds.prefetch(1)\nds = ds.prefetch(2)\n",
    ),
    (
        "not last, in statements: for a person",
        "ds = records.map(parse)\nds = ds.prefetch(1)\nds = ds.batch(8)\n",
        "info manual",
        "ds = records.map(parse)\nds = ds.prefetch(1)\nds = ds.batch(8)\n",
    ),
    (
        "of arrays",
        "ds = Dataset.from_tensor_slices((x, y)).shuffle(10).batch(8).prefetch(tf.data.AUTOTUNE)\n",
        "info unsafe",
        "ds = Dataset.from_tensor_slices((x, y)).shuffle(10).batch(8)\n",
    ),
    (
        "of arrays, a statement of its own",
        "ds = Dataset.from_tensor_slices(x).batch(8)\nds = ds.prefetch(2)\n",
        "info unsafe",
        "ds = Dataset.from_tensor_slices(x).batch(8)\n",
    ),
]

STAYS = [
    ("AUTOTUNE, last", "records.map(parse).batch(8).prefetch(tf.data.AUTOTUNE)"),
    ("the older AUTOTUNE", "records.batch(8).prefetch(tf.data.experimental.AUTOTUNE)"),
    ("its value", "records.batch(8).prefetch(-1)"),
    ("1", "records.map(parse).batch(8).prefetch(1)"),
    ("2", "records.batch(8).prefetch(buffer_size=2)"),
    ("15 batches", "records.batch(8).prefetch(15)"),
    ("999 elements", "records.prefetch(999)"),
    ("a hundred elements before an unknown", "wrap(records.prefetch(100))"),
    ("nothing", "records.batch(8).prefetch(0)"),
    ("no argument", "records.batch(8).prefetch()"),
    ("unpacked", "records.batch(8).prefetch(*args)"),
    ("a flag", "records.batch(8).prefetch(FLAGS.prefetch)"),
    ("a value from elsewhere", "records.batch(8).prefetch(config['prefetch'])"),
    ("computed", "records.batch(8).prefetch(4 * strategy.num_replicas_in_sync)"),
    ("an unknown size before batch", "records.prefetch(FLAGS.prefetch).batch(8)"),
    ("only the first are taken", "records.batch(8).prefetch(1).take(10)"),
    ("only the rest is taken", "records.batch(8).prefetch(1).skip(10)"),
    ("options", "records.batch(8).prefetch(1).with_options(options)"),
    ("parts of each element", "records.batch(8).prefetch(1).map(lambda image, label: image)"),
    ("groups, then their elements", "records.map(group).prefetch(1).flat_map(Dataset.from_tensor_slices)"),
    ("apply may do anything", "records.batch(8).prefetch(1).apply(copy_to_gpu)"),
    (
        "within interleave",
        "Dataset.list_files('*').interleave(lambda f: tf.data.TFRecordDataset(f).prefetch(8))",
    ),
    ("arrays with a map", "Dataset.from_tensor_slices(x).map(parse).batch(8).prefetch(2)"),
    ("arrays in windows", "Dataset.from_tensor_slices(x).window(3).prefetch(2)"),
    ("arrays through flat_map", "Dataset.from_tensor_slices(x).flat_map(parse).batch(8).prefetch(2)"),
    ("file names", "Dataset.from_tensor_slices(f).interleave(tf.data.TFRecordDataset).prefetch(2)"),
    ("a generator", "Dataset.from_generator(gen, output_signature=spec).prefetch(2)"),
    ("batches switched off", "keras.utils.image_dataset_from_directory('a', batch_size=None).prefetch(100)"),
    ("no dataset", "queue.batch(8).prefetch(1000)"),
    ("a Django query", "Book.objects.filter(a=1).prefetch(1000)"),
    ("a loader of one's own", "Loader(records).batch(8).prefetch(1000)"),
    ("none at all", "Dataset.from_tensor_slices(x).batch(8)"),
    ("torch", "torch.utils.data.DataLoader(x, prefetch_factor=100).prefetch(100)"),
]

STAYS_WHOLE = [
    (
        "a parameter",
        "def make(n=1000):\n    return records.batch(8).prefetch(n)\n",
    ),
    (
        "a parameter that is given two constants",
        "def make(n):\n    return records.batch(8).prefetch(n)\nds = make(1000)\nmake(2)",
    ),
    (
        "a constant that is changed",
        "BATCH_SIZE = BATCH_SIZE * strategy.replicas\nds = records.batch(8).prefetch(BATCH_SIZE)\n",
    ),
    (
        "several sets are made of it",
        "ds = records.prefetch(1)\na = ds.map(parse).batch(2)\nb = ds.batch(4)\n",
    ),
    (
        "read on the way",
        "ds = records.prefetch(1)\nfor record in ds:\n    print(record)\nds = ds.batch(8)\n",
    ),
    (
        "shuffled again and again, in a loop",
        """
        ds = records.prefetch(1)
        parts = []
        for i in range(4):
            parts.append(ds.shuffle(9, seed=i))
        """,
    ),
    (
        "the data a layer adapts to",
        "ds = records.batch(8).prefetch(1)\nlayer.adapt(ds.map(lambda v, w: tf.cast(v, tf.int32)))\n",
    ),
    (
        "a helper that ends with prefetch",
        "def load():\n    return records.map(parse).prefetch(1)\nds = load().batch(8)\n",
    ),
    (
        "twice, but in two branches",
        "if training:\n    ds = records.batch(8).prefetch(1)\nelse:\n    ds = records.batch(9).prefetch(1)\n",
    ),
    (
        "options set by hand",
        "options = tf.data.Options()\noptions.autotune.enabled = False\n"
        "ds = Dataset.from_tensor_slices(x).batch(8).prefetch(2).with_options(options)\n",
    ),
    *(
        (
            f"an attribute that a subclass changes: {change!r}",
            f"class A:\n    batch = 64\n    def f(self):\n        "
            f"return records.batch(8).prefetch(self.batch)\nclass B(A):\n    pass\nclass C(B):\n{change}",
        )
        for change in ("    batch = 2\n", "    def __init__(self):\n        self.batch = 2\n")
    ),
    (
        "an attribute that several things are assigned to",
        """
        class Data:
            def __init__(self, ds):
                self.ds = ds
            def load(self):
                return self.ds.batch(8).prefetch(100)
        """,
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "2.11"])
@pytest.mark.parametrize(
    ("code", "expected", "after"), [row[1:] for row in BECOMES], ids=[r[0] for r in BECOMES]
)
def test_becomes(code: str, expected: str, after: str, target: str) -> None:
    code, after = HEAD + dedent(code), HEAD + dedent(after)
    (finding,) = findings(code, target, "TFC202")
    assert finding.fix is not None
    assert f"{finding.severity.value} {finding.fix.applicability.value}" == expected
    safe = expected.endswith(" safe")
    assert fix(code, target, "TFC202", unsafe=not safe) == after
    if not safe:
        assert fix(code, target, "TFC202") == code


@pytest.mark.parametrize("code", [row[1] for row in STAYS], ids=[row[0] for row in STAYS])
def test_stays(code: str) -> None:
    assert lint(f"{HEAD}ds = {code}\n", only="TFC202") == []


@pytest.mark.parametrize("code", [row[1] for row in STAYS_WHOLE], ids=[row[0] for row in STAYS_WHOLE])
def test_stays_whole(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC202") == []


def test_without_a_name_for_tensorflow_there_is_no_edit() -> None:
    code = "from tensorflow.data import TFRecordDataset\nds = TFRecordDataset('a').batch(8).prefetch(100)\n"
    (finding,) = findings(code, only="TFC202")
    assert finding.fix is not None
    assert not finding.fix.edits
    assert fix(code, only="TFC202", unsafe=True) == code


def test_a_local_name_is_used_within_its_function_only() -> None:
    code = """\
    import tensorflow as tf
    def one():
        auto = tf.data.AUTOTUNE
        return tf.data.TFRecordDataset("a").batch(8).prefetch(100)
    def two():
        return tf.data.TFRecordDataset("a").batch(8).prefetch(100)
    """
    lines = fix(code, only="TFC202").splitlines()
    assert lines[3].endswith(".prefetch(auto)")
    assert lines[5].endswith(".prefetch(tf.data.AUTOTUNE)")


@pytest.mark.parametrize(
    "code",
    [
        "def load(f):\n    return records.batch(32).prefetch(100)\nds = load(1)\nAUTO = tf.data.AUTOTUNE\n",
        "if fast:\n    AUTO = tf.data.AUTOTUNE\nds = records.batch(32).prefetch(100)\n",
        "if fast:\n    AUTO = tf.data.AUTOTUNE\ndef load():\n    return records.batch(32).prefetch(100)\n",
        "if fast and (AUTO := tf.data.AUTOTUNE):\n    pass\nds = records.batch(32).prefetch(100)\n",
        "for i in range(2):\n    ds = records.batch(32).prefetch(100)\n    AUTO = tf.data.AUTOTUNE\n",
    ],
    ids=["later", "in a branch", "in a branch, before a function", "in a walrus", "in the next pass"],
)
def test_a_name_that_may_not_be_bound_yet_is_not_used(code: str) -> None:
    assert fix(HEAD + code, only="TFC202") == HEAD + code.replace("100", "tf.data.AUTOTUNE")


def test_a_name_bound_before_a_function_is_used_in_it() -> None:
    code = f"{HEAD}AUTO = tf.data.AUTOTUNE\ndef load():\n    return records.batch(32).prefetch(100)\n"
    assert fix(code, only="TFC202") == code.replace("100", "AUTO")


def test_the_last_of_two_gets_its_own_finding() -> None:
    code = HEAD + "ds = records.batch(8).prefetch(1).prefetch(1000)\n"
    assert lint(code, only="TFC202") == ["TFC202:8 warning", "TFC202:8 warning"]
    assert fix(code, only="TFC202").endswith("ds = records.batch(8).prefetch(tf.data.AUTOTUNE)\n")


def test_the_message_says_how_much_is_kept() -> None:
    (finding,) = findings(HEAD + "ds = records.batch(8).prefetch(BATCH_SIZE)\n", only="TFC202")
    assert "keeps up to 32 batches in memory" in finding.message


def in_cells(*sources: str) -> list[str]:
    settings = Settings()
    settings.override(select=["TFC202"])
    data = document(*map(lines, sources)).encode()
    [file] = run(["-"], settings, stdin=data, stdin_filename="train.ipynb").files
    return [each.fix.applicability.value for each in file.findings if each.fix]


@pytest.mark.parametrize(("cells", "expected"), [(1, ["safe"]), (2, [])])
def test_the_same_steps_in_two_cells_are_two_ways(cells: int, expected: list[str]) -> None:
    start = "import tensorflow as tf\nds = tf.data.TFRecordDataset(paths)\n"
    steps = "ds = ds.map(f).batch(8).prefetch(tf.data.AUTOTUNE)\n"
    found = in_cells(start + steps + steps) if cells == 1 else in_cells(start, steps, steps)
    assert found == expected


@pytest.mark.parametrize(("cells", "expected"), [(1, "safe"), (2, "unsafe")])
def test_the_second_prefetch_of_another_cell_may_be_another_recipe(cells: int, expected: str) -> None:
    first = "import tensorflow as tf\nds = tf.data.Dataset.range(9).map(f).prefetch(tf.data.AUTOTUNE)\n"
    second = "ds = ds.map(g).prefetch(tf.data.AUTOTUNE)\nmodel.fit(ds)\n"
    sources = [first + second] if cells == 1 else [first, second]
    assert in_cells(*sources) == [expected]
