"""Finding out on which TensorFlow a file runs: from the setting, the file, or the project around it."""

from __future__ import annotations

import os

from tflint_ckpt import looks
from tflint_ckpt.settings import ConfigError
from tflint_ckpt.target import NEWEST, NEWEST_KERAS2, Target, Targets, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.evidence.project import Marks, Scan
    from tflint_ckpt.evidence.source import LineName, Source


class Detector:
    """The target of each file of a run; what a folder says is read once, and a project looked through once.

    Raises ``ConfigError`` where *setting* is neither ``auto`` nor a target.
    """

    __slots__ = ("_asked", "_explicit", "_folders", "_marks", "_named", "_roots", "_scans", "_scans_of")

    def __init__(self, setting: str = "auto", source: str = "--target") -> None:
        self._named = setting in ("keras2", "keras3")
        self._explicit = None if setting == "auto" else _chosen(setting, source)
        self._asked: dict[str, list[Source]] = {}
        self._folders: dict[tuple[str, bool], list[Source]] = {}
        self._roots: dict[str, tuple[str, bool]] = {}
        self._scans: dict[str, Scan] = {}
        self._scans_of: dict[str, list[Scan]] = {}
        self._marks: Marks = {}

    def target(self, path: str | None, text: str, line_name: LineName = str) -> Target:
        """What ``tf.keras`` of the file runs on; see :meth:`targets`."""
        return self.targets(path, text, line_name).tensorflow

    def targets(self, path: str | None, text: str, line_name: LineName = str) -> Targets:
        """The targets of *text*, the content of the file at *path* (a folder, ``None``: its own content).

        *line_name* says how a line of *text*, counted from 1, is written behind the path. Where a release
        was asked for, what the file says of ``tf.keras`` still counts, and what the project says does not:
        it is asked what would become of the code there. Where Keras was asked for by name, neither does.
        """
        if self._explicit is not None and self._named:
            return Targets(self._explicit, forced=True)
        winners = self._winners(path, text, line_name)
        environment = next((each.target for each in winners if each.target is not None), None)
        legacy = next((each for each in winners if each.legacy is not None), None)
        place = legacy.place if legacy is not None and legacy.legacy else None
        return Targets(environment or self._explicit or Target((NEWEST,), "default"), place)

    def sources(self, path: str | None, text: str, line_name: LineName = str) -> list[Source]:
        """All places that say something for a file or folder, those that the targets follow from marked.

        The nearest come first: the file, its folder, and those above it.
        """
        from copy import copy

        from tflint_ckpt.evidence.folder import sources_in
        from tflint_ckpt.evidence.project import upward

        winners = self._winners(path, text, line_name)
        folder = _folder_of(path)
        found = _in_file(path, text, line_name)
        if self._explicit is None:
            for above in upward(folder):
                only_metadata = not self._is_in_project(above, folder)
                found += sources_in(above, every=True, only_metadata=only_metadata)
            for scan in self._scans_for(folder):
                words = [*scan.legacy, *scan.addons]
                found += {id(word.source): word.source for word in words}.values()
        places = {winner.place for winner in winners}
        told: dict[str, Source] = {}
        for source in map(copy, found):  # those of a scan are shown for other paths, too
            source.won = source.place in places
            told.setdefault(source.place, source)
        return list(told.values())

    def _winners(self, path: str | None, text: str, line_name: LineName) -> list[Source]:
        """What the targets follow from: of the releases, and of ``tf.keras``, at most one source each."""
        in_file = _in_file(path, text, line_name)
        legacy = [source for source in in_file if source.legacy is not None]
        if self._explicit is not None:
            return [] if self._named else legacy
        environment = self._environment(_folder_of(path), in_file)
        keras3 = not environment or (environment[0].target is not None and environment[0].target.keras3)
        if keras3 and not legacy:
            legacy = self._said_of_legacy(_folder_of(path), os.path.abspath(path or os.curdir))
        return [*environment, *legacy[:1]]

    def _environment(self, folder: str, in_file: list[Source]) -> list[Source]:
        """What says which releases are installed, if anything does."""
        from tflint_ckpt.evidence.source import ADDONS, ASKED, USED

        own = [source for source in in_file if source.target is not None]
        asked = [source for source in own if source.rank == ASKED]
        used = [source for source in own if source.rank == USED and not asked]
        asked = asked or self._required(folder)
        newest = NEWEST_KERAS2.tensorflow
        if asked and (not _takes_any(asked[0]) or asked[0].oldest > newest):
            # A file that fails on all that is taken is none of those that an open requirement is for.
            return used[:1] if used and _is_open(asked[0], newest) else asked[:1]
        # TensorFlow Addons is an upper bound, and so counts where nothing chose a release.
        used += [source for source in own if source.rank == ADDONS]
        for scan in () if used else self._scans_for(folder):
            if (found := scan.addons_in(folder)) is not None:
                used.append(found)
        return used[:1] or asked[:1]

    def _required(self, folder: str) -> list[Source]:
        """What the nearest folder, from *folder* upward, requires; the first is to be believed."""
        from tflint_ckpt.evidence.folder import sources_in
        from tflint_ckpt.evidence.project import upward

        if folder not in self._asked:
            self._asked[folder] = []
            for above in upward(folder):
                key = above, not self._is_in_project(above, folder)
                if key not in self._folders:
                    self._folders[key] = sources_in(above, only_metadata=key[1])
                if found := self._folders[key]:
                    self._asked[folder] = found
                    break
        return self._asked[folder]

    def _is_in_project(self, above: str, folder: str) -> bool:
        """Whether a folder *above* *folder* is one of its project's: images and CI further up are others'."""
        root, is_project = self._root_of(folder)
        return len(above) >= len(root if is_project else os.path.dirname(root))

    def _root_of(self, folder: str) -> tuple[str, bool]:
        from tflint_ckpt.evidence.project import root_of

        if folder not in self._roots:
            self._roots[folder] = root_of(folder, self._marks)
        return self._roots[folder]

    def _said_of_legacy(self, folder: str, path: str) -> list[Source]:
        found = [scan.legacy_in(folder, path) for scan in self._scans_for(folder)]
        return [source for source in found if source is not None]

    def _scans_for(self, folder: str) -> list[Scan]:
        """What the project of *folder* says."""
        known = self._scans_of.get(folder)
        if known is None:
            known = self._scans_of[folder] = self._look_through(folder)
        return known

    def _look_through(self, folder: str) -> list[Scan]:
        """The same, looked through once for all folders of a project.

        Where nothing says which folder is the project's, the scripts of the one above are looked at, too; not
        in folders that hold anything.
        """
        from tflint_ckpt.evidence.project import Scan, is_shared

        root, is_project = self._root_of(folder)
        if not is_project and is_shared(root):
            return []
        if root not in self._scans:
            self._scans[root] = Scan(root, is_project=is_project)
        scans = [self._scans[root]]
        above = os.path.dirname(root)
        if not is_project and not is_shared(above):
            if f"{above}/*" not in self._scans:
                self._scans[f"{above}/*"] = Scan(above, is_project=False, deep=False)
            scans.append(self._scans[f"{above}/*"])
        return scans


def _takes_any(source: Source) -> bool:
    """Whether a requirement takes any release."""
    from tflint_ckpt.evidence.requirement import ANY

    return source.strength == ANY


def _is_open(asked: Source, newest_keras2: tuple[int, int]) -> bool:
    """Whether a requirement leaves in both the newest release and some with Keras 2."""
    releases = asked.target.releases if asked.target is not None else ()
    return asked.oldest <= newest_keras2 and NEWEST.tensorflow in [each.tensorflow for each in releases]


def _in_file(path: str | None, text: str, line_name: LineName) -> list[Source]:
    """What a file itself says, the most explicit first."""
    from tflint_ckpt.evidence.in_file import of_addons, of_first, of_legacy, of_script
    from tflint_ckpt.evidence.install import of_install_lines

    name = path or "<stdin>"
    readers = (of_script, of_install_lines, of_first, of_addons, of_legacy)
    found = [read(text, name, line_name) for read in readers]
    return [source for source in found if source is not None]


def _folder_of(path: str | None) -> str:
    """The absolute path of the folder that *path* is, or is in; of the current one for ``None``."""
    folder = os.path.abspath(path or os.curdir)
    if path is not None and not looks.is_folder(folder):
        return os.path.dirname(folder)
    return folder


def _chosen(setting: str, source: str) -> Target:
    try:
        return parse(setting, source)
    except ConfigError as error:
        raise ConfigError(f"{source}: {error}") from None
