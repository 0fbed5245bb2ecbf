"""The other files that name the files of a path: edited with it where they can be, else a person renames it.

Asked is the whole project: its scripts and notebooks, whether or not the run was given them, and its scripts
for the shell, settings and documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import libcst as cst

from tflint_ckpt.finding import Edit
from tflint_ckpt.patterns import pattern as lazy_pattern
from tflint_ckpt.patterns import re
from tflint_ckpt.semantics.paths.roles import READING, WRITING, Role, file_argument
from tflint_ckpt.semantics.paths.shape import HOLE, normal
from tflint_ckpt.semantics.paths.shell import foreign_lines
from tflint_ckpt.semantics.paths.strings import Strings
from tflint_ckpt.semantics.paths.suffix import replace_suffix
from tflint_ckpt.semantics.paths.templates import Template
from tflint_ckpt.semantics.paths.uses import Use, uses_of
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.syntax.lines import line_start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.file_names import FileName
    from tflint_ckpt.semantics.saving.reloading import Obstacle
    from tflint_ckpt.source import Source

_MOST_FILES = 16
"""Files that are parsed to see how they name one; a name that is in more is a common one."""
FOREIGN_ROLES = {
    ".weights.h5": (Role.WRITES_MODEL, Role.READS_MODEL),
    ".keras": (Role.WRITES_WEIGHTS,),
}
"""What may not be done to a file of a suffix: ``load_weights`` reads a whole model too, from ``.keras``."""
_EDITED = "is edited too, and a file of the old name may be there already"
_LISTS = (".gitignore", ".gitattributes", ".dockerignore")
"""Lists of patterns: a file that no longer fits one is committed, or copied into an image."""
_TELLING = 2
"""Letters or digits that a part of a name has which by itself says that it is meant."""

_OF_KERAS = lazy_pattern(r"\b(?:load_weights|load_model|save_weights|save_model|save|ModelCheckpoint)\(")
"""Calls that read or write such files."""

_PATTERN = lazy_pattern(r"(?<=[\"'])[^\s\"']*[*?\]][^\s\"'/]*(?=[\"'])")
"""A string with a pattern for names of files."""


class Elsewhere:
    """What the rest of the project says of the files at *text*, which get the suffix *suffix*.

    *name* is the name of these files.

    Attributes:
        edits: what gives them the new name in other files.
        reasons: why that is not safe, told after "not safe: ", each with whether it forbids the renaming:
            the file is named where nothing can be edited, so a person is to do all of it.
    """

    def __init__(self, module: Module, name: FileName, text: Text, suffix: str) -> None:
        self._module = module
        self._name = name
        self._folder = _folder(text)
        self._suffix = suffix
        self._edits: dict[cst.CSTNode, Edit] = {}
        self._spoken: list[Edit] = []
        self.reasons: list[tuple[str, bool]] = []
        self._look()

    @property
    def edits(self) -> list[Edit]:
        """The edits, of all files."""
        return [*self._edits.values(), *self._spoken]

    def _look(self) -> None:
        """Ask what is quick to ask first, and nothing more once the renaming is out of the question."""
        name, project, path = self._name, self._module.project, self._module.path
        self._in_texts()
        self._by_pattern()
        self._by_state()
        if self._forbids:
            return
        known = list(self._alike() if self._is_telling else self._with_same_template())
        if len(known) > _MOST_FILES:
            self._doubt(f"more than {_MOST_FILES} other files name such a file", forbids=True)
            return
        for source in self._sources(known):
            self._in_python(source)
            if self._forbids:
                return
        for source in self._sources(() if self._is_telling else self._alike()):
            if source.path not in known:
                self._in_lines(source)
            if self._forbids:
                return
        for source in self._sources(self._parted()):
            self._in_python(source)
            if self._forbids:
                return
        unsearched = project.unsearched(besides=path)
        if unsearched:
            self._doubt(unsearched)
        if name.is_constant:
            heir = name.stem + self._suffix
            taken = re.compile(rf"(?<![\w.-]){re.escape(heir)}(?!\w)")
            for taker in islice(project.having(taken, heir, besides=path, in_line=True), 1):
                self._doubt(f"{taker} names a file {heir}")

    def _alike(self) -> Iterator[str]:
        """The files that name one of the files, as far as that is known; one more than are looked into."""
        name, path = self._name, self._module.path
        found = self._module.project.having(name.pattern, name.known, besides=path, in_line=True)
        return islice(found, _MOST_FILES + 1)

    def _parted(self) -> Iterator[str]:
        """The files in which such a name is put together of strings."""
        name = self._name
        if name.parted is None:
            return iter(())
        others = self._module.project.having(name.parted, name.first, besides=self._module.path, in_line=True)
        return islice(others, _MOST_FILES)

    def _with_same_template(self) -> Iterator[str]:
        """The files in which a name of which little is known stands as it does here, fields and all."""
        name = self._name
        if not name.stem or HOLE in name.stem:
            return iter(())
        whole = name.stem + name.suffix
        others = self._module.project.having(re.compile(re.escape(whole)), whole, besides=self._module.path)
        return islice(others, _MOST_FILES + 1)

    def _sources(self, paths: Iterable[str]) -> Iterator[Source]:
        for path in paths:
            source = self._module.project.source(path, besides=self._module.path)
            if source is not None:
                yield source

    @property
    def _forbids(self) -> bool:
        return any(forbids for _, forbids in self.reasons)

    def _doubt(self, why: str, forbids: bool = False) -> None:
        self.reasons.append((why, forbids))

    @property
    def _is_telling(self) -> bool:
        """Whether more than a suffix is known of the name, so that others do not have it by chance."""
        name = self._name
        parts = re.split(rf"\{{[^{{}}]*\}}|{HOLE}", name.stem)
        letters = max(sum(map(str.isalnum, part)) for part in parts)
        return bool(name.suffix) and (name.is_constant or letters >= _TELLING)

    # Scripts and notebooks

    def _in_python(self, source: Source) -> None:
        other = self._module.located(source)
        if other is None:
            self._doubt(f"{source.path} names such a file too, and cannot be parsed", forbids=True)
            return
        for token in other.fact(Strings).tokens:
            start, end = other.span(token)
            match = self._name.pattern.search(source.text, start, end) or self._last_part(source, start, end)
            whole = source.text.find(self._name.stem + self._name.suffix, start, end) >= 0
            if match is not None and (self._is_telling or whole):
                self._judge(other, token, match, whole)
        for start, line in foreign_lines(source):
            if self._name.is_meant(line, self._suffix):
                self._doubt(f"{_place(source, start)} names such a file too", forbids=True)

    def _last_part(self, source: Source, start: int, end: int) -> re.Match[str] | None:
        """The suffix in the string at *start*, where that is the end of a name put together on its line."""
        if self._name.parted is None or self._name.suffix not in source.text[start:end]:
            return None
        match = self._name.parted.search(source.text, line_start(source.text, start), end)
        return match if match is not None and match.start("suffix") >= start else None

    def _in_lines(self, source: Source) -> None:
        """The same for a name of which little more is known than the suffix: not worth a parse."""
        for match in self._name.pattern.finditer(source.text):
            number, _ = source.position(match.start())
            of_keras = _OF_KERAS.search(source.line_text(number)) is not None
            if of_keras or not self.reasons:
                self._doubt(f"{_place(source, match.start())} names such a file too", of_keras)

    def _judge(self, other: Module, token: cst.CSTNode, match: re.Match[str], whole: bool) -> None:
        """What one string of another file, in which such a name was found, has to do with the files.

        *whole* says that the name stands there as it does here.
        """
        uses = uses_of(other, token)
        roles = {use.role for use in uses}
        where = _place(other.source, match.start())
        if roles == {Role.SPEECH}:
            if whole and self._name.suffix:
                self._spoken.append(Edit(other.path, *match.span("suffix"), self._suffix))
        else:
            why_not = self._why_not_edited(other, token, uses)
            self._doubt(
                f"{where} names such a file too, {why_not}" if why_not else f"{where} {_EDITED}",
                why_not != "",
            )

    def _why_not_edited(self, other: Module, token: cst.CSTNode, uses: tuple[Use, ...]) -> str:
        """Edit a string of another file; why that cannot be done, to be read behind a comma."""
        roles = {use.role for use in uses}
        unknown = next((use.reason for use in uses if use.role is Role.UNKNOWN), "")
        if unknown:
            return f"where {unknown}"
        refused = {*FOREIGN_ROLES.get(self._suffix, ()), Role.WRITES_EITHER}
        for use in uses:
            if use.role in refused:
                return f"in a call that {use.role.value}"
        obstacle = self._obstacle(other) if Role.WRITES_MODEL in roles else None
        if obstacle is not None:
            return f"where {obstacle.text}"
        if roles & (READING | WRITING) and other.target.releases != self._module.target.releases:
            return "in a file that runs on other releases"
        texts = list(_texts(other, token, uses))
        if not texts:
            return "in a way that is not followed"
        for text in texts:
            another = self._why_another(text)
            if another:
                return another
            replaced = replace_suffix(other, text, self._suffix)
            if replaced is None or self._edits.setdefault(token, replaced[1]) != replaced[1]:
                return "in a way that cannot be edited"
        return ""

    def _obstacle(self, other: Module) -> Obstacle | None:
        """Why a model that *other* saves may not be loaded again from a file in ``.keras``."""
        if self._suffix != ".keras":
            return None
        from tflint_ckpt.semantics.saving.reloading import refused_lambda, unsaved_class

        return refused_lambda(other, ()) or unsaved_class(other, ())

    def _why_another(self, other: Text) -> str:
        """Why a path of another file is not one of the files; empty where it may be."""
        template = Template(other)
        name = template.text[template.file_name :]
        match = self._name.pattern.search(name)
        if match is None or match.end() < len(name):
            return "with more in it"
        return "" if _may_be_one(self._folder, _folder(other)) else "in a folder that may be another one"

    # Readers that do not name it

    def _by_pattern(self) -> None:
        """Look for patterns that fit the old name and not the new one, as of ``glob("runs/*.h5")``."""
        from fnmatch import fnmatchcase

        name = self._name
        example = re.sub(rf"\{{[^{{}}]*\}}|{HOLE}", "0", name.stem)
        if not name.suffix or fnmatchcase(example + self._suffix, f"*{name.suffix}"):
            return
        path = self._module.path
        for source in self._module.project.matching(_PATTERN, name.suffix, besides=path):
            for match in _PATTERN.finditer(source.text):
                folder, _, pattern = match[0].rpartition("/")
                fits = fnmatchcase(example + name.suffix, pattern)
                if fits and not fnmatchcase(example + self._suffix, pattern):
                    known = not set("*?[{") & {*folder} and folder != ""
                    if not known or _may_be_one(self._folder, normal(folder)):
                        sure = known and HOLE not in self._folder
                        self._doubt(f"{_place(source, match.start())} looks for such files", forbids=sure)

    def _by_state(self) -> None:
        """Look for who asks for TensorFlow's own checkpoints, which the files are no more."""
        if self._name.suffix in (".h5", ".hdf5", ".keras"):
            return
        ours = re.compile(rf"[\"']{re.escape(self._folder)}/?[\"']")
        for source in self._module.project.calling("latest_checkpoint", besides=self._module.path):
            sure = self._folder != "" and ours.search(source.text) is not None
            place = _place(source, source.text.index("latest_checkpoint"))
            self._doubt(f"{place} finds only TensorFlow's own checkpoints", forbids=sure)

    # Other texts

    def _in_texts(self) -> None:
        from tflint_ckpt.around.kinds import MACHINE

        name = self._name
        if not self._is_telling:
            return
        for file, text in self._module.project.texts(name.suffix, besides=self._module.path):
            is_machine, is_list = file.kind == MACHINE, file.path.endswith(_LISTS)
            for number, line in enumerate(text.splitlines(), 1):
                if name.suffix not in line:
                    continue
                if is_machine and name.is_meant(line, self._suffix):
                    self._doubt(f"{file.path}:{number} names such a file too", forbids=True)
                    break
                if is_list and not line.startswith("#") and name.is_meant(line, self._suffix):
                    self._doubt(f"{file.path}:{number} has a pattern for the old name only")
                    break
                if not (is_machine or is_list) and name.pattern.search(line):
                    self._doubt(f"{file.path}:{number} names it too")
                    break


def _may_be_one(one: str, other: str) -> bool:
    """Whether two folders may be one, for all that is known of how they end."""
    if HOLE not in one + other:
        return one == other
    ends = one.rpartition(HOLE)[2], other.rpartition(HOLE)[2]
    return ends[0].endswith(ends[1]) or ends[1].endswith(ends[0])


def _folder(text: Text) -> str:
    """The folder of a path, as far as it is known."""
    template = Template(text)
    return normal(template.text[: template.file_name])


def _texts(module: Module, token: cst.CSTNode, uses: tuple[Use, ...]) -> Iterator[Text]:
    """The whole paths that *token* is the end of, where they are used."""
    nodes = [found[0] for use in uses if use.call and (found := file_argument(module, use.call))]
    if not uses and isinstance(token, cst.SimpleString):
        nodes.append(token)
    for node in nodes:
        for value in module.evaluate(node):
            if isinstance(value, Text) and token in Template(value).tokens:
                yield value


def _place(source: Source, start: int) -> str:
    """Where something is in another file: ``evaluate.py:12``."""
    return f"{source.path}:{source.line_name(source.position(start)[0])}"
