"""Which TensorFlow, and so which Keras, the linted code runs on."""

from __future__ import annotations

from tflint_ckpt.settings import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


ROOTS = ("tensorflow", "keras", "tf_keras", "tensorflow.python.keras")
"""What a file can import a Keras from. ``tensorflow`` stands for ``tf.keras`` in all its spellings."""
PRIVATE_KERAS = (2, 6)
"""Which Keras ``tensorflow.python.keras`` is, whatever TensorFlow carries it.

TensorFlow 2.6 took Keras out of its tree and left this copy behind. It says ``2.6.0`` of itself on 2.10 and
2.11; on 2.11, 2.15 and 2.21 its ``Adam`` takes ``lr`` and ``decay``, and its ``ModelCheckpoint`` ``period``
and any path (ran).
"""


class Release:
    """One TensorFlow release with the Keras that ``tf.keras`` is on it.

    ``tensorflow`` and ``keras`` are ``(major, minor)`` pairs; Keras 2 under TensorFlow 2.16 or later
    (``TF_USE_LEGACY_KERAS=1``, tf_keras) has ``keras[0] == 2``.
    """

    __slots__ = ("keras", "tensorflow")

    def __init__(self, tensorflow: tuple[int, int], keras: tuple[int, int]) -> None:
        self.tensorflow = tensorflow
        self.keras = keras

    def __repr__(self) -> str:
        return f"Release({self.tensorflow}, {self.keras})"

    @property
    def legacy(self) -> Release:
        """This release with Keras 2: from 2.16 on, the tf_keras that is numbered as TensorFlow is."""
        return self if self.keras[0] == 2 else Release(self.tensorflow, self.tensorflow)

    @property
    def private(self) -> Release:
        """This release with the Keras 2 that TensorFlow keeps for itself, ``tensorflow.python.keras``."""
        return self if self.keras <= PRIVATE_KERAS else Release(self.tensorflow, PRIVATE_KERAS)


def _releases() -> Iterator[Release]:
    # TensorFlow 2.0 to 2.4 carried Keras in their own tree, numbered as here (``tf.keras.__version__``);
    # from 2.5 to 2.15 each release required the Keras of its own number.
    own = {0: 2, 1: 2, 2: 3, 3: 4}
    # From 2.16 on pip installs the newest Keras 3 there is. What counts is the one that was newest when the
    # TensorFlow release came out, by the build dates of the wheels, since that is what its users got first; a
    # pinned Keras narrows it. TensorFlow 2.16 came with 3.0 (March 2024) and was in use with 3.3 for longest;
    # the newest release gets the newest Keras.
    newest = {16: 3, 17: 4, 18: 6, 19: 9, 20: 11, 21: 15}
    for minor in range(16):
        yield Release((2, minor), (2, own.get(minor, minor)))
    for minor, keras in newest.items():
        yield Release((2, minor), (3, keras))


RELEASES: tuple[Release, ...] = tuple(_releases())
"""The known releases, oldest first."""
NEWEST = RELEASES[-1]
NEWEST_KERAS2 = next(release for release in reversed(RELEASES) if release.keras[0] == 2)


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

    @property
    def majors(self) -> tuple[int, ...]:
        """The major releases of Keras among the releases, the older first."""
        return tuple(sorted({release.keras[0] for release in self.releases}))

    def of_major(self, major: int) -> Target:
        """The releases that run Keras *major*, of which there is at least one."""
        return Target(tuple(each for each in self.releases if each.keras[0] == major), self.source)

    def is_like(self, other: Target) -> bool:
        """Whether both mean the same releases, wherever that is written."""
        pairs = [[(one.tensorflow, one.keras) for one in each.releases] for each in (self, other)]
        return pairs[0] == pairs[1]

    @property
    def is_range(self) -> bool:
        """Whether the code may run on more than one release."""
        return len(self.releases) > 1

    @property
    def tensorflow(self) -> str:
        """The TensorFlow release, ``2.21``, or the oldest and the newest, ``2.15..2.21``."""
        return _span(*(_dotted(release.tensorflow) for release in (self.releases[0], self.releases[-1])))

    @property
    def keras(self) -> str:
        """The major release of Keras, ``3``, or ``2..3`` where both are possible."""
        majors = [release.keras[0] for release in self.releases]
        return _span(str(min(majors)), str(max(majors)))

    @property
    def is_assumed(self) -> bool:
        """Whether nothing says on which release the code runs, so that it may be an older one, too."""
        return self.source == "default" or self.source.startswith("default (")

    def before(self, tensorflow: tuple[int, int]) -> bool:
        """Whether some release is older than TensorFlow *tensorflow*."""
        return self.releases[0].tensorflow < tensorflow

    def describe(self) -> str:
        """One phrase for the summary: ``TensorFlow 2.15 (Keras 2), from requirements.txt:3``."""
        origin = f"by {self.source}" if self.is_assumed else f"from {self.source}"
        return f"TensorFlow {self.tensorflow} (Keras {self.keras}), {origin}"


class Targets:
    """What each Keras that one file can import runs on: it goes by the root of the import.

    ``TF_USE_LEGACY_KERAS`` and ``tf_keras`` change what ``tf.keras`` is, and leave ``import keras`` alone;
    ``tf_keras`` and TensorFlow's private ``tensorflow.python.keras`` are Keras 2 on every release.

    Attributes:
        environment: the releases that are installed, with the Keras that ``import keras`` gives there.
        legacy: where it is written that ``tf.keras`` is Keras 2 on any release; ``None`` where it is not.
        forced: whether the user chose a Keras by name, ``keras2`` or ``keras3``: it holds for all roots.
    """

    __slots__ = ("environment", "forced", "legacy")

    def __init__(self, environment: Target, legacy: str | None = None, *, forced: bool = False) -> None:
        self.environment = environment
        self.legacy = legacy
        self.forced = forced

    @property
    def tensorflow(self) -> Target:
        """What ``tf.keras`` is."""
        return self.of("tensorflow")

    def of(self, root: str) -> Target:
        """What the Keras of an import root, one of ``ROOTS``, runs on.

        The environment, unless that root has a Keras of its own: its source then says where it is written
        that ``tf.keras`` is another one, or names the root: ``requirements.txt:3 (tensorflow.python.keras)``.
        """
        environment = self.environment
        if self.forced or root == "keras":
            return environment
        if root == "tensorflow.python.keras":
            releases = tuple(release.private for release in environment.releases)
            own = Target(releases, f"{environment.source} ({root})")
            return environment if own.is_like(environment) else own
        if not environment.keras3 or (root == "tensorflow" and self.legacy is None):
            return environment
        source = self.legacy or f"{environment.source} ({root})"
        return Target(tuple(release.legacy for release in environment.releases), source)

    def distinct(self, roots: Iterable[str]) -> dict[str, Target]:
        """The targets of *roots* that differ, each with the first root that has it.

        Without any root that of ``tf.keras``: a file that imports no Keras may still be given a model.
        """
        found: dict[str, Target] = {}
        for root in roots:
            target = self.of(root)
            if not any(target.is_like(other) for other in found.values()):
                found[root] = target
        return found or {"tensorflow": self.tensorflow}

    def may_differ(self, text: str) -> bool:
        """Whether the roots that a file with this text imports can have targets that differ.

        A few searches for words: most files stop here.
        """
        if self.forced:
            return False
        if self.environment.keras3 and (self.legacy is not None or "tf_keras" in text):
            return True
        return "tensorflow.python" in text or "tf.python" in text


def parse(text: str, source: str) -> Target:
    """The target a user wrote: a release, a range of two, ``keras2`` or ``keras3``.

    ``2.15`` and ``2.15.1`` are the same release; one newer than all known ones is taken as the newest.
    Raises ``ConfigError``.
    """
    word = text.strip().lower()
    named = {"keras2": NEWEST_KERAS2, "keras3": NEWEST}
    if word in named:
        return Target((named[word],), source)
    first, dots, last = word.partition("..")
    oldest = _version(first, text)
    newest = _version(last, text) if dots else oldest
    if newest < oldest:
        raise ConfigError(f'"{text}" is a range from newer to older; write "{last}..{first}"')
    releases = tuple(release for release in RELEASES if oldest <= release.tensorflow <= newest)
    return Target(releases, source)


def _version(word: str, text: str) -> tuple[int, int]:
    numbers = word.split(".")
    if not (2 <= len(numbers) <= 3 and all(number.isdecimal() and number.isascii() for number in numbers)):
        raise ConfigError(
            f'"{text}" is not a TensorFlow release; write "auto", "keras2", "keras3", '
            'a release such as "2.15", or a range such as "2.15..2.21"'
        )
    version = (int(numbers[0]), int(numbers[1]))
    if version[0] > NEWEST.tensorflow[0]:
        raise ConfigError(
            f'"{text}" is newer than any TensorFlow release we know; the newest is '
            f'"{_dotted(NEWEST.tensorflow)}"'
        )
    if version < RELEASES[0].tensorflow:
        raise ConfigError(
            f'"{text}" is older than any TensorFlow release we know; the oldest is '
            f'"{_dotted(RELEASES[0].tensorflow)}"'
        )
    return min(version, NEWEST.tensorflow)


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first}..{last}"
