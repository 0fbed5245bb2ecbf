"""Finding out on which TensorFlow a file runs: from the setting, the file, or the project around it."""

from __future__ import annotations

from tflint_ckpt import dependencies
from tflint_ckpt.target import NEWEST, Target, Targets, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.dependencies import LineName


class Detector:
    """The target of each file of a run; what a folder says is read once.

    Raises ``ConfigError`` where *setting* is neither ``auto`` nor a target.
    """

    __slots__ = ("_explicit", "_folders", "_named")

    def __init__(self, setting: str = "auto", source: str = "--target") -> None:
        self._named = setting in ("keras2", "keras3")
        self._explicit = None if setting == "auto" else parse(setting, source)
        self._folders: dict[str, Target | None] = {}

    def target(self, path: str | None, text: str, line_name: LineName = str) -> Target:
        """What ``tf.keras`` of the file runs on; see :meth:`targets`."""
        return self.targets(path, text, line_name).tensorflow

    def targets(self, path: str | None, text: str, line_name: LineName = str) -> Targets:
        """The targets of *text*, the content of the file at *path* (a folder, ``None``: its own content).

        *line_name* says how a line of *text*, counted from 1, is written behind the path.
        A file that runs Keras 2 on any TensorFlow does so on the TensorFlow that was asked for, too; not
        where Keras 3 was asked for by name.
        """
        if self._explicit is None:
            return detect(path, text, self._folders, line_name)
        if self._named:
            return Targets(self._explicit, forced=True)
        return Targets(self._explicit, _legacy(path, text, line_name))


def detect(
    path: str | None, text: str, folders: dict[str, Target | None], line_name: LineName = str
) -> Targets:
    """The targets that a file, or else the nearest project files above it, ask for.

    The environment is, in order: PEP 723 metadata in the file; its ``!pip install`` lines, where it is or
    was a notebook; then what the nearest folder upward requires; then the newest release. *folders* keeps
    what each folder said; pass the same one for all files of a run.
    """
    name = path or "<stdin>"
    environment = (
        dependencies.of_script(text, name, line_name)
        or dependencies.of_install_lines(text, name, line_name)
        or dependencies.of_folder(path, folders)
        or Target((NEWEST,), "default")
    )
    return Targets(environment, _legacy(path, text, line_name))


def _legacy(path: str | None, text: str, line_name: LineName) -> str | None:
    """Where it is written that ``tf.keras`` of the file is Keras 2 on any TensorFlow."""
    return dependencies.legacy_keras(text, path or "<stdin>", line_name)
