"""Which TensorFlow, and so which Keras, the linted code runs on."""

from __future__ import annotations


class Release:
    """One TensorFlow release with the Keras that ``tf.keras`` is on it.

    ``tensorflow`` and ``keras`` are ``(major, minor)`` pairs; Keras 2 under TensorFlow 2.16 or later
    (``TF_USE_LEGACY_KERAS=1``, tf_keras) has ``keras[0] == 2``.
    """

    __slots__ = ("keras", "tensorflow")

    def __init__(self, tensorflow: tuple[int, int], keras: tuple[int, int]) -> None:
        self.tensorflow = tensorflow
        self.keras = keras


class Target:
    """The releases the code may run on, oldest first, never empty, and where that is written.

    Attributes:
        releases: the releases, oldest first.
        source: the origin for the user, such as ``requirements.txt:3``, ``--target`` or ``default``.
    """

    __slots__ = ("releases", "source")

    def __init__(self, releases: tuple[Release, ...], source: str) -> None:
        self.releases = releases
        self.source = source

    @property
    def keras2(self) -> bool:
        """Whether some release runs Keras 2."""
        return any(release.keras[0] == 2 for release in self.releases)

    @property
    def keras3(self) -> bool:
        """Whether some release runs Keras 3."""
        return any(release.keras[0] == 3 for release in self.releases)

    def before(self, tensorflow: tuple[int, int]) -> bool:
        """Whether some release is older than TensorFlow *tensorflow*."""
        return self.releases[0].tensorflow < tensorflow
