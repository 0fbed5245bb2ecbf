"""Finding out on which TensorFlow a file runs: from the setting, the file, or the project around it."""

from __future__ import annotations

from tflint_ckpt import dependencies
from tflint_ckpt.target import NEWEST, Target, parse

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
        """The target of *text*, the content of the file at *path* (a folder, ``None``: its own content).

        *line_name* says how a line of *text*, counted from 1, is written behind the path.
        A file that runs Keras 2 on any TensorFlow does so on the TensorFlow that was asked for, too; not
        where Keras 3 was asked for by name.
        """
        if self._explicit is not None:
            return self._explicit if self._named else _with_legacy(self._explicit, path, text, line_name)
        return detect(path, text, self._folders, line_name)


def detect(
    path: str | None, text: str, folders: dict[str, Target | None], line_name: LineName = str
) -> Target:
    """The target that a file, or else the nearest project files above it, ask for.

    In order: PEP 723 metadata in the file; its ``!pip install`` lines, where it is or was a notebook; then
    what the nearest folder upward requires; then the newest release. ``TF_USE_LEGACY_KERAS``, or an
    import of ``tf_keras`` or ``tensorflow.python.keras``, in the file turns any of these into Keras 2.
    *folders* keeps what each folder said; pass the same one for all files of a run.
    """
    name = path or "<stdin>"
    target = (
        dependencies.of_script(text, name, line_name)
        or dependencies.of_install_lines(text, name, line_name)
        or dependencies.of_folder(path, folders)
        or Target((NEWEST,), "default")
    )
    return _with_legacy(target, path, text, line_name)


def _with_legacy(target: Target, path: str | None, text: str, line_name: LineName) -> Target:
    """*target*, its releases with Keras 2 where the file asks for that."""
    if not target.keras3:
        return target
    evidence = dependencies.legacy_keras(text, path or "<stdin>", line_name)
    if evidence is None:
        return target
    return Target(tuple(release.legacy for release in target.releases), evidence)
