"""The trainer tells truly what a script does; were it wrong, no claim would mean anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from tests.integration.conftest import GetTrainer
from tests.integration.environments import Environment, Run, TrainerError, memory_growth

Runner = Callable[..., Run]

TRAINING = """
import numpy as np
import tensorflow as tf

def build_model():
    model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model

model = build_model()
x = np.random.rand(64, 4).astype("float32")
"""


@pytest.fixture
def run(environment: Environment, get_trainer: GetTrainer, tmp_path: Path) -> Runner:
    trainer = get_trainer(environment)

    def run(text: str, **options: Any) -> Run:
        script = tmp_path / "script.py"
        script.write_text(dedent(text))
        return trainer.run(script, **options)

    return run


def test_output_files_and_an_empty_folder(run: Runner) -> None:
    script = """
    import os, sys
    print(__name__, sys.argv, sorted(os.listdir()))
    print("to the log", file=sys.stderr)
    os.mkdir("out")
    open("out/a file.txt", "w").close()
    """
    for _ in range(2):  # what one run leaves behind, the next does not see
        result = run(script)
        assert result.ended == "done"
        assert result.raised is None
        assert result.stdout == "__main__ ['train.py'] ['train.py']\n"
        assert "to the log" in result.stderr
        assert result.files == ("out/a file.txt",)


@pytest.mark.parametrize(
    "random_numbers",
    [
        "import random; print(random.random())",
        "import numpy; print(numpy.random.rand())",
        "import tensorflow as tf; print(tf.random.uniform(()).numpy())",
        "import tensorflow as tf; print(tf.function(tf.random.normal)(()).numpy())",
        "import tensorflow as tf; print(*tf.data.Dataset.range(99).shuffle(99).as_numpy_iterator())",
        TRAINING + "model.fit(x, x[:, :1], epochs=2, verbose=0)\nprint(model.get_weights())\n",
        TRAINING.replace("(1)", "(1), tf.keras.layers.Dropout(0.5)")
        + "model.fit(x, x[:, :1], verbose=0)\nprint(model.get_weights())\n",
    ],
    ids=["python", "numpy", "tensorflow", "graph", "shuffle", "weights", "dropout"],
)
def test_the_same_seed_gives_the_same_numbers_and_another_gives_others(
    run: Runner, random_numbers: str
) -> None:
    one, again, other = (run(random_numbers, seed=seed).stdout for seed in (7, 7, 8))
    assert one == again != ""
    assert one != other


def test_a_run_without_a_seed_has_that_of_the_option(run: Runner, seed: int) -> None:
    script = "import random; print(random.random())"
    assert run(script).stdout == run(script, seed=seed).stdout != run(script, seed=seed ^ 1).stdout


def test_what_a_script_takes_from_the_system_is_another_each_time(run: Runner) -> None:
    script = "import numpy; print(numpy.random.default_rng().random())"
    assert run(script).stdout != run(script).stdout


def test_nothing_of_tensorflow_runs_before_the_script(run: Runner) -> None:
    """Its threads would be missing in the forked child, and its settings could not be changed any more."""
    result = run(
        """
        import threading, tensorflow as tf
        from tensorflow.python.eager import context
        print(threading.active_count(), context.context()._initialized)
        tf.config.set_logical_device_configuration(
            tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * 2
        )
        tf.config.threading.set_intra_op_parallelism_threads(1)
        print(len(tf.config.list_logical_devices("CPU")))
        """
    )
    assert result.stdout == "1 False\n2\n", result.stderr


def test_exception(run: Runner) -> None:
    result = run("class Odd(ValueError): pass\nraise Odd('well')")
    assert (result.ended, result.raised) == ("done", ("Odd", "well"))
    assert "Traceback" in result.stderr


@pytest.mark.parametrize(("code", "raised"), [("0", None), ("", None), ("3", ("SystemExit", "3"))])
def test_exit(run: Runner, code: str, raised: object) -> None:
    assert run(f"import sys\nsys.exit({code})").raised == raised


def test_a_script_that_hangs_is_killed_with_its_children(run: Runner, tmp_path: Path) -> None:
    result = run(
        f"""
        import subprocess, time
        child = subprocess.Popen(["sleep", "1000"])
        open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
        time.sleep(1000)
        """,
        seconds=2,
    )
    assert result.ended == "killed: out of time"
    assert 2 <= result.seconds < 100
    status = Path(f"/proc/{(tmp_path / 'pid').read_text()}/status")
    assert not status.exists() or "Z (zombie)" in status.read_text()
    assert run("print(1)").stdout == "1\n"


def test_a_script_that_crashes(run: Runner) -> None:
    assert run("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)").ended == "died: signal 11"
    assert run("import os\nos._exit(3)").ended == "died: exit status 3"


def test_training_is_counted_up_to_an_exception(run: Runner) -> None:
    result = run(
        TRAINING
        + """
class Odd(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            raise KeyError("odd")

model.fit(x, x[:, :1], epochs=1, verbose=0)
model.fit(x, x[:, :1], epochs=4, verbose=0, callbacks=[Odd()])
"""
    )
    assert result.raised == ("KeyError", "'odd'")
    assert result.trained_epochs == 3


def test_reloads_tell_one_epoch_from_another(run: Runner) -> None:
    result = run(
        TRAINING
        + """
path = "m_{epoch}.weights.h5"
keep = tf.keras.callbacks.ModelCheckpoint(path, save_weights_only=True)
model.fit(x, x[:, :1], epochs=2, verbose=0, callbacks=[keep])
model.fit(x, x[:, :1], epochs=1, verbose=0)
model.save("whole.keras")
build_model().save_weights("other.weights.h5")
""",
        reloads=["m_1.weights.h5", "m_2.weights.h5", "whole.keras", "other.weights.h5", "none.weights.h5"],
    )
    assert result.reloads["m_1.weights.h5"] == {"epochs": [1], "of": 3}
    assert result.reloads["m_2.weights.h5"] == {"epochs": [2], "of": 3}
    assert result.reloads["whole.keras"] == {"epochs": [3], "of": 3}
    assert result.reloads["other.weights.h5"] == {"epochs": [], "of": 3}
    assert "FileNotFoundError" in result.reloads["none.weights.h5"]["error"]


def test_reloads_without_a_build_model(run: Runner) -> None:
    result = run(
        """
        import numpy as np, tensorflow as tf
        model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        model.fit(np.ones((8, 2)), np.ones(8), verbose=0)
        model.save_weights("m.weights.h5")
        """,
        reloads=["m.weights.h5"],
    )
    assert result.reloads["m.weights.h5"] == {"epochs": [1], "of": 1}


def test_memory_is_that_of_the_script(
    environment: Environment, usable: Callable[[Environment], None], tmp_path: Path
) -> None:
    usable(environment)
    script = tmp_path / "script.py"
    script.write_text("import numpy\nones = numpy.ones((100, 1024, 1024), 'uint8')\n")
    assert 100 * 1024 <= memory_growth(environment, script, at="peak", seconds=60, seed=1) < 130 * 1024
    with pytest.raises(TrainerError, match="has not called fit"):
        memory_growth(environment, script, at="last epoch", seconds=60, seed=1)
    script.write_text("raise OSError('gone')\n")
    with pytest.raises(TrainerError, match="OSError: gone"):
        memory_growth(environment, script, at="peak", seconds=60, seed=1)


def test_memory_that_is_given_back_counts_at_the_peak_only(
    environment: Environment, usable: Callable[[Environment], None], tmp_path: Path
) -> None:
    usable(environment)
    script = tmp_path / "script.py"
    script.write_text(
        f"import numpy\nones = numpy.ones((400, 1024, 1024), 'uint8')\ndel ones\n"
        f"{TRAINING}\nmodel.fit(x, x[:, :1], verbose=0)\n"
    )
    assert memory_growth(environment, script, at="peak", seconds=60, seed=1) > 350 * 1024
    assert memory_growth(environment, script, at="last epoch", seconds=60, seed=1) < 200 * 1024


def test_versions_are_those_of_the_environment(environment: Environment, get_trainer: GetTrainer) -> None:
    versions = get_trainer(environment).versions
    assert environment.unsuited(versions) is None
    package = "tf_keras" if environment.legacy else "keras"
    assert versions.keys() == {"tensorflow", package}
    assert versions[package].startswith("2." if environment.major == "keras2" else "3.")
