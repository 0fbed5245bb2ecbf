"""Try what `tools/measure.py` asks for in the installed TensorFlow, and print it as one line of JSON.

Usage: python pictures_probe.py endings | cache KIND | prefetch BUFFER. It writes into the current folder;
each answer about memory wants a process of its own.
"""

import ctypes
import json
import os
import sys
import time

import keras
import numpy as np
import tensorflow as tf

MIB = 2**20
ROWS, COLUMNS = 50_000, 1000
"""Of the array behind a cache: 191 MiB, in rows that do not begin on a 64-byte boundary."""
BATCH = (128, 1024)
"""Of what is prefetched: 512 KiB."""
BATCHES = 4000
SETTLED = 20
"""Times a tenth of a second in which memory stays as it is: then the buffer is full."""


CALLS = ("save", "save_weights", "checkpoint", "checkpoint_weights")
ENDINGS = (".keras", ".h5", ".hdf5", ".weights.h5", ".ckpt", "")


def endings():
    """What every way of saving makes of every ending."""
    return {call: {ending: _saved(call, ending) for ending in ENDINGS} for call in CALLS}


def _saved(call, ending):
    """What one way of saving makes of one ending: raises, cannot be loaded, loads."""
    folder = os.path.abspath(f"{call}{ending}.folder")
    os.mkdir(folder)
    os.chdir(folder)
    try:
        return _outcome(call, f"saved{ending}")
    finally:
        os.chdir("..")


def _outcome(call, path):
    x, y = np.ones((4, 3), "float32"), np.ones((4, 1), "float32")
    model = tf.keras.Sequential([tf.keras.layers.Input((3,)), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    weights_only = call.endswith("weights")
    stage = "built"
    try:
        if call.startswith("checkpoint"):
            saver = tf.keras.callbacks.ModelCheckpoint(
                path, monitor="loss", save_best_only=True, save_weights_only=weights_only
            )
            stage = "saved"
            model.fit(x, y, epochs=1, verbose=0, callbacks=[saver])
        else:
            stage = "saved"
            (model.save_weights if weights_only else model.save)(path)
    except Exception as error:  # noqa: BLE001 (whatever it raises is the answer)
        return {"outcome": "raises", "when": stage, "error": type(error).__name__}
    written = sorted(os.listdir("."))
    wanted = model.get_weights()
    try:
        if weights_only:
            model.set_weights([weight * 0 for weight in wanted])
            model.load_weights(path)
            loaded = model
        else:
            loaded = tf.keras.models.load_model(path)
        pairs = zip(wanted, loaded.get_weights(), strict=True)
        assert all(np.array_equal(one, other) for one, other in pairs), "other weights"
    except Exception as error:  # noqa: BLE001
        return {"outcome": "not loaded", "error": type(error).__name__, "written": written}
    return {"outcome": "loads", "written": written}


def cache(kind):
    """MiB that the process has grown by after two epochs over an array."""
    before = resident()
    array = np.random.default_rng(1).random((ROWS, COLUMNS), dtype="float32")
    rows = tf.data.Dataset.from_tensor_slices(array)
    del array
    made = {
        "no cache": lambda: rows.batch(500),
        "cache, then batch": lambda: rows.cache().batch(500),
        "batch, then cache": lambda: rows.batch(500).cache(),
        "cached twice": lambda: rows.cache().batch(500).cache(),
        "map, then cache": lambda: rows.map(lambda row: row * 2).cache().batch(500),
        "repeat, then cache": lambda: rows.batch(500).repeat().cache(),
    }[kind]()
    steps = ROWS // 500
    batches = iter(made.repeat())
    for _ in range(2 * steps):
        next(batches)
    return resident() - before


def prefetch(buffer):
    """MiB that the process has grown by when the buffer of a prefetch is full."""
    made = tf.data.Dataset.range(BATCHES).map(lambda number: tf.fill(BATCH, tf.cast(number, tf.float32)))
    before = resident()
    batches = iter(made.prefetch(tf.data.AUTOTUNE if buffer == "AUTOTUNE" else int(buffer)))
    next(batches)
    same, last = 0, 0.0
    while same < SETTLED:
        time.sleep(0.1)
        now = resident()
        same = same + 1 if abs(now - last) < 2 else 0
        last = now
    return last - before


def resident():
    """MiB of this process that are in memory now, without what it has freed and not yet given back."""
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB


def main():
    """Answer one question."""
    what, *rest = sys.argv[1:]
    answer = {"endings": endings, "cache": cache, "prefetch": prefetch}[what](*rest)
    versions = {"tensorflow": tf.__version__, "keras": keras.__version__}
    print(json.dumps({**versions, "answer": answer}))


if __name__ == "__main__":
    main()
