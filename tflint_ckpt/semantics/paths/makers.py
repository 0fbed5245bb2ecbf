"""Whether any file of the project may make a folder, or shows that it is there."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from tflint_ckpt.asking.imports import ImportsOf, means, stem
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.semantics.objects.ways import callers
from tflint_ckpt.semantics.paths.roots import Root, is_setting, root_of
from tflint_ckpt.semantics.paths.shape import HOLE, normal, shape
from tflint_ckpt.semantics.values.kinds import Hole, Instance, Text, Unknown
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.engine import Engine
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.values.kinds import Value
    from tflint_ckpt.source import Source

_MAKERS = ("makedirs", "mkdir", "MakeDirs", "MkDir", "mkdirs")
_MAKES = pattern(r"\b(?:makedirs|mkdir|MakeDirs|MkDir|mkdirs)\b")
_BRINGING = pattern(r"\b(?:extractall|unpack_archive|copytree|chdir|subprocess|os\.system|Popen|gfile)\b")
_WORD = pattern(r"\w+")
_MOST_FILES = 8


class Makers:
    """What the files of the project make of folders, as far as one module asks."""

    def __init__(self, module: Module) -> None:
        self._module = module

    def may_make(self, folder: str, named: str, *, from_environment: bool = False) -> bool:
        """Whether *folder*, or one below it, may be made or brought by some file of the project.

        It is a normalized shape without unknown parts but for a root that it may begin with; *named* is what
        the module calls it. With *from_environment* also where no file makes a folder of such a root.
        """
        last = folder.rpartition("/")[2]
        if not last or HOLE in last or self._is_used_elsewhere(last, named):
            return True
        return self.may_be_given(folder, from_environment=from_environment)

    def may_be_given(self, folder: str, *, from_environment: bool = False) -> bool:
        """Whether some call of the project that makes or brings a folder may be given *folder*."""
        last = folder.rpartition("/")[2]
        files = self._files()
        if files is None or any(_BRINGING.search(there.source.text) for there in files):
            return True
        roots = set[Root | None]()
        for there in files:
            for node in _made(there):
                for value in there.evaluate(node):
                    root = _root(there, value) or _root_given(there, node, last)
                    roots.add(root)
                    if _may_be(value, root, folder, last):
                        return True
        return from_environment and Root.ENVIRONMENT not in roots

    def makes(self, folder: str, *, by_related: bool = False) -> bool:
        """Whether another file of the project makes *folder*, which the module names whole, or one below it.

        Which of them runs first, nobody asks: that one makes it shows who is meant to. One of the two files
        imports the other; if not *by_related*, the other may also be run from the same place, and name the
        folder whole, too. To make a folder twice does no harm, so that no fix hangs on who makes it.
        """
        project, here = self._module.project, self._module.path
        return project.without_doubt(lambda: self._makes(folder, by_related), besides=here)

    def _makes(self, folder: str, by_related: bool) -> bool:
        here = self._module.path
        word = next(iter(_WORD.findall(folder.rpartition("/")[2])), "")
        named = re.compile(rf"\b{re.escape(word)}\b")
        for source in self._others() if word else ():
            is_imported = self._imports(self._module.source, source)
            is_beside = not by_related and run_together(here, source.path) and named.search(source.text)
            if not is_imported and not is_beside and not self._imports(source, self._module.source):
                continue
            there = self._module.located(source)
            if there is None:
                continue
            for node in _made(there):
                for value in there.evaluate(node):
                    if isinstance(value, Text) and _is_at(value, folder, opened=is_imported):
                        return True
        return False

    def _imports(self, one: Source, other: Source) -> bool:
        """Whether the file *one* imports the file *other*, or something from it."""

        def holds(path: str) -> bool:
            return self._module.project.holds(path, besides=self._module.path)

        return stem(other.path) in one.text and any(
            means(one.path, name, other.path, holds) for name in ImportsOf(one.text).modules()
        )

    def _others(self) -> Iterator[Source]:
        """The other files that make folders."""
        project, here = self._module.project, self._module.path
        seen = set[str]()
        for word in _MAKERS:
            for source in project.containing(_MAKES, word, besides=here):
                if source.path not in seen:
                    seen.add(source.path)
                    yield source

    def _files(self) -> list[Module] | None:
        """The module, and the others that make folders; ``None`` where they are too many."""
        found = [self._module]
        for source in self._others():
            there = self._module.located(source)
            if there is None or len(found) > _MOST_FILES:
                return None
            found.append(there)
        return None if self._module.project.unsearched(besides=self._module.path) else found

    def _is_used_elsewhere(self, last: str, named: str) -> bool:
        """Whether another file speaks of the folder, besides the one line that says where it is."""
        project, here = self._module.project, self._module.path
        lines = 0
        for word in {*_WORD.findall(last)[:1], *([named] if named else [])}:
            used = re.compile(rf"\b{re.escape(word)}\b")
            for source in project.containing(used, word, besides=here):
                lines += sum(used.search(line) is not None for line in source.text.splitlines())
        is_known = last in self._module.source.text
        return lines > (0 if is_known else 2 if named else 1)


def _is_at(value: Text, folder: str, *, opened: bool) -> bool:
    """Whether making *value* may make *folder*: an unknown root may be any, and, *opened*, other parts."""
    made = normal(shape(value)).removeprefix(f"{HOLE}/")
    if not _WORD.search(made.replace(HOLE, "")) or (HOLE in made and not opened):
        return False
    known = "(?s:.*)".join(map(re.escape, made.split(HOLE)))
    return made.startswith(f"{folder}/") or re.fullmatch(known, folder) is not None


def run_together(one: str, other: str) -> bool:
    """Whether two programs are in one folder, or one of them in a folder below that of the other."""
    folders = sorted((path.rpartition("/")[0] for path in (one, other)), key=len)
    return not folders[0] or f"{folders[1]}/".startswith(f"{folders[0]}/")


def _made(module: Module) -> Iterator[cst.BaseExpression]:
    """What each call that makes a folder is given."""
    for call in module.facts.calls:
        if last_name(call.func) not in _MAKERS:
            continue
        is_function = module.resolve(call.func) is not None
        positional = [
            each.value for each in call.args if each.keyword is None or each.keyword.value == "name"
        ]
        if is_function and positional:
            yield positional[0]
        elif isinstance(call.func, cst.Attribute):
            yield call.func.value


def _root(module: Module, value: Value) -> Root | None:
    """Where the path that is made begins, if the code does not tell it."""
    if isinstance(value, (Instance, Unknown)):
        node = value.call if isinstance(value, Instance) else value.node
        return Root.ENVIRONMENT if is_setting(module, node) else None
    first = value.parts[0] if isinstance(value, Text) and value.parts else None
    return root_of(module, first.node) if isinstance(first, Hole) else None


def _root_given(module: Module, node: cst.BaseExpression, last: str) -> Root | None:
    """Where all paths begin that the function around *node* is given by calls, all of them in sight.

    What stands behind that is known, and no folder called *last*.
    """
    function = module.enclosing_function(node)
    if function is None:
        return None
    calls, is_all = callers(module, function)
    given = [(there, each.value) for there, call in calls for each in call.args]
    roots = {
        root_of(there, value) if _is_known_behind(there, value, last) else None
        for there, value in given
        if there.literal(value) is None
    }
    return next(iter(roots)) if is_all and len(roots) == 1 else None


def _is_known_behind(module: Engine, node: cst.BaseExpression, last: str) -> bool:
    """Whether all that is joined to the root of a path is known, and no folder called *last*."""
    for value in module.evaluate(node):
        if isinstance(value, Text):
            parts = normal(shape(value)).split("/")[1:]
            if last in parts or any(HOLE in part for part in parts):
                return False
        else:
            made = value.call if isinstance(value, Instance) else value.node
            is_joined = isinstance(made, cst.Call) and last_name(made.func).startswith("join")
            if is_joined or isinstance(made, (cst.BinaryOperation, cst.FormattedString)):
                return False
    return True


def _may_be(value: Value, root: Root | None, folder: str, last: str) -> bool:
    """Whether making *value*, which begins at *root*, may make *folder*."""
    if not isinstance(value, Text):
        return root is None
    made = normal(shape(value))
    parts = made.split("/")
    if HOLE in made:
        if root is None or parts[0] != HOLE or any(HOLE in part for part in parts[1:]):
            return True
        return last in parts[1:]
    if HOLE in folder:
        return last in parts
    return made == folder or made.startswith(f"{folder}/")
