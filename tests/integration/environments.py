"""The environments the fixtures are trained in, and the processes that do it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from tests.claims import is_release

TRAINER = Path(__file__).with_name("trainer.py")
FOLDER = Path(__file__).resolve().parents[2] / "build" / "check"
"""Where ``tools/check.py`` makes the environments; ``TFLINT_ENVIRONMENTS`` names another folder."""

_START = 600
"""Seconds for a cold import of TensorFlow, however busy the machine: three minutes have not been enough."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One TensorFlow with one Keras.

    Attributes:
        name: as in ``claims.toml`` and ``--environments``.
        major: the section of a claim that holds here where there is none of this name.
        folder: of its Python, below the folder of the environments.
        at_least: module → the lowest major and minor version that will do.
        below: module → the lowest one that is too new.
        legacy: whether Keras 2 is asked for with ``TF_USE_LEGACY_KERAS``.
        interpreter: an environment variable that may name its Python, instead of the folder.
    """

    name: str
    major: str
    folder: str
    at_least: Mapping[str, tuple[int, int]] = field(hash=False)
    below: Mapping[str, tuple[int, int]] = field(hash=False, default_factory=dict)
    legacy: bool = False
    interpreter: str = ""

    def python(self) -> str:
        """The interpreter to use: the one that is named, or the one that was made, or the tests' own."""
        named = os.environ.get(self.interpreter)
        made = Path(os.environ.get("TFLINT_ENVIRONMENTS") or FOLDER) / self.folder / "bin" / "python"
        return named or (str(made) if made.exists() else sys.executable)

    def lack(self) -> str | None:
        """Why nothing can be trained here: one line, or ``None`` where it can."""
        if not hasattr(os, "fork"):
            return "the trainer forks, which this system cannot"
        try:
            probed = subprocess.run(
                [self.python(), str(TRAINER), "probe"],
                capture_output=True,
                text=True,
                check=True,
                timeout=_START,
            )
        except (OSError, subprocess.SubprocessError) as error:
            return f"{self.python()} does not run: {error}"
        return self.unsuited(json.loads(probed.stdout))

    def unsuited(self, versions: Mapping[str, str]) -> str | None:
        """Why the installed *versions* are not this environment, or ``None``."""
        numbers = {module: _numbers(version) for module, version in versions.items()}
        for module, lowest in self.at_least.items():
            if module not in numbers:
                return f"{module} is not installed for {self.python()}; {self._remedy}"
            highest = self.below.get(module)
            if numbers[module] < lowest or (highest is not None and numbers[module] >= highest):
                return f"{module} {versions[module]} is installed for {self.python()}; {self._remedy}"
        return None

    @property
    def _remedy(self) -> str:
        return f"tools/check.py environments --environments {self.name} makes it"

    def variables(self) -> dict[str, str]:
        """The environment variables of the trainer: on the CPU, with this Keras, and little logged."""
        kept = {key: value for key, value in os.environ.items() if key != "TF_USE_LEGACY_KERAS"}
        return {
            **kept,
            **({"TF_USE_LEGACY_KERAS": "1"} if self.legacy else {}),
            "CUDA_VISIBLE_DEVICES": "-1",
            "KERAS_BACKEND": "tensorflow",
            "MPLBACKEND": "Agg",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "TF_CPP_MIN_LOG_LEVEL": "2",
        }


ENVIRONMENTS = (
    Environment(
        "keras3",
        "keras3",
        "keras3",
        {"tensorflow": (2, 16), "keras": (3, 0)},
        interpreter="TFLINT_TF_PYTHON",
    ),
    Environment(
        "tf_keras",
        "keras2",
        "keras3",
        {"tensorflow": (2, 16), "tf_keras": (2, 16)},
        legacy=True,
        interpreter="TFLINT_TF_PYTHON",
    ),
    Environment(
        "tf2.15",
        "keras2",
        "tf2.15",
        {"tensorflow": (2, 15)},
        below={"tensorflow": (2, 16)},
        interpreter="TFLINT_TF215_PYTHON",
    ),
)
"""Where every script is run."""


def environment(name: str) -> Environment:
    """The environment of that name: one of `ENVIRONMENTS` or a release. Raises `ValueError` for another."""
    for known in ENVIRONMENTS:
        if known.name == name:
            return known
    if not is_release(name):
        raise ValueError(
            f"no environment {name}; there are {', '.join(e.name for e in ENVIRONMENTS)}, "
            "and releases such as keras3.7 and tf2.11"
        )
    package, _, minor = name.partition(".")
    if package == "tf2":
        this = (2, int(minor))
        return Environment(name, "keras2", name, {"tensorflow": this}, below={"tensorflow": (2, this[1] + 1)})
    this = (3, int(minor))
    return Environment(
        name, "keras3", name, {"tensorflow": (2, 16), "keras": this}, below={"keras": (3, this[1] + 1)}
    )


def _numbers(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)


@dataclass(frozen=True, slots=True)
class Run:
    """What happened to one script.

    Attributes:
        ended: ``done`` where the script ran to its end or to an exception; else how it was lost.
        raised: class name and message of the exception that ended it.
        trained_epochs: epochs of training done, over all calls of ``fit``.
        stdout: what it wrote there.
        stderr: what it wrote there.
        files: what it left behind, relative paths with forward slashes.
        reloads: checkpoint → ``{"epochs": […], "of": n}``, the epochs (from 1, of n) after which the model
            had the very weights that were loaded, or ``{"error": …}``.
        seconds: how long it took.
    """

    ended: str
    raised: tuple[str, str] | None
    trained_epochs: int
    stdout: str
    stderr: str
    files: tuple[str, ...]
    reloads: Mapping[str, Mapping[str, Any]]
    seconds: float


class TrainerError(RuntimeError):
    """The trainer itself failed: it did not start, or it went away."""


class Trainer:
    """A process that has TensorFlow loaded and runs one script at a time, each in a child of its own.

    Each begins with the random numbers of *seed*, which is from 0 to 2**32 - 1.
    """

    def __init__(self, environment: Environment, *, seed: int) -> None:
        self.environment = environment
        self.seed = seed
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._process = subprocess.Popen(
            [environment.python(), str(TRAINER), "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment.variables(),
        )
        self.versions: dict[str, str] = self._answer(_START)

    def run(
        self, script: Path, *, seconds: int = 60, reloads: Iterable[str] = (), seed: int | None = None
    ) -> Run:
        """Run *script* in an empty folder, for at most *seconds*; then load the checkpoints *reloads*.

        *seed* is for this run instead of the trainer's own.
        """
        stdin = self._process.stdin
        assert stdin is not None
        request = {
            "script": str(script.resolve()),
            "seconds": seconds,
            "reloads": list(reloads),
            "seed": self.seed if seed is None else seed,
        }
        try:
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            raise self._lost("went away") from None
        answer = self._answer(seconds + 30)
        raised = answer.get("raised")
        return Run(
            ended=answer["ended"],
            raised=(raised["type"], raised["message"]) if raised else None,
            trained_epochs=answer.get("trained_epochs", 0),
            stdout=answer["stdout"],
            stderr=answer["stderr"],
            files=tuple(answer["files"]),
            reloads=answer.get("reloads", {}),
            seconds=answer["seconds"],
        )

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
        self._log.close()

    def _answer(self, seconds: float) -> dict[str, Any]:
        stdout = self._process.stdout
        assert stdout is not None
        if not select.select([stdout], [], [], seconds)[0]:
            raise self._lost(f"gave no answer within {seconds:.0f} s")
        line = stdout.readline()
        if not line:
            raise self._lost("went away")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _lost(self, how: str) -> TrainerError:
        self._log.seek(0)
        log = self._log.read().decode(errors="replace")[-2000:]
        return TrainerError(f"the trainer of {self.environment.name} {how}:\n{log}")


def memory_growth(environment: Environment, script: Path, *, at: str, seconds: int, seed: int) -> int:
    """How much larger than TensorFlow, imported, a fresh process is that runs *script*; in kB.

    *at* is ``peak`` or ``last epoch``. Raises `TrainerError` where the script does not end by itself,
    without an error, within *seconds*.
    """
    request = {"script": str(script.resolve()), "reloads": [], "seed": seed}
    try:
        ran = subprocess.run(
            [environment.python(), str(TRAINER), "once"],
            input=json.dumps(request) + "\n",
            capture_output=True,
            text=True,
            timeout=_START + seconds,
            env=environment.variables(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TrainerError(f"{script} was killed: out of time") from None
    answer = json.loads(ran.stdout) if ran.returncode == 0 else None
    if answer is None or answer["raised"]:
        raise TrainerError(f"{script} failed:\n{ran.stderr[-2000:]}")
    resident: dict[str, int | None] = answer["resident"]
    then, before = resident[at], resident["imported"]
    if then is None or before is None:
        raise TrainerError(f"{script} has not called fit")
    return then - before
