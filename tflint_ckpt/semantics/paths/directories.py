"""Which folders the code of a module makes, or shows to exist.

A folder counts as there where a call is handed it, or a file in it: ``os.makedirs``, ``Path.mkdir``,
a listing, a ``TensorBoard``, a helper that cannot be looked into; and where the project itself holds a file
in it, so that each copy of the project has the folder. Functions of the module are looked
into, with the arguments of every call of them. Calls that only build or print texts count for nothing,
and neither does reading or writing a file where that provably comes later.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

import libcst as cst

from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.patterns import pattern, re
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.names.flow import precedes
from tflint_ckpt.semantics.names.scopes import BindingKind
from tflint_ckpt.semantics.paths.fillings import Fillings
from tflint_ckpt.semantics.paths.shape import HOLE, covers, is_rooted, normal, shape
from tflint_ckpt.semantics.paths.shell import WORDS, foreign_lines, variables
from tflint_ckpt.semantics.values.kinds import Constant, Instance, Items, Mapping, Text, Unknown, Value
from tflint_ckpt.syntax.forms import last_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.semantics.paths.read_back import OwnFiles
    from tflint_ckpt.semantics.values.kinds import Frame, Values

_MAKING = pattern(
    r"(mk|make|create|ensure|prepare|setup|set_up|init|check)_?(\w{1,24}_)?(dirs?|director(y|ies)|folders?|paths?)",
    re.IGNORECASE,
)
_FOLDERS = ("dir", "dirs", "directory", "directories", "folder", "folders", "path", "paths")
_MAKERS = frozenset(("makedirs", "mkdir", "MakeDirs", "MkDir", "mkdirs", "recursive_create_dir"))
_MAKES = pattern(r"(?:make|mk|create|ensure|prepare|setup|init)_?\w{0,24}(?:dir|folder|path)", re.IGNORECASE)
"""What is called to make a folder, in the text of a class."""
_BASES = ("object", "keras.Model", "keras.layers.Layer", "keras.callbacks.Callback", "keras.utils.Sequence")
"""Classes that make no folder by themselves."""
_REMOVERS = frozenset(("rmtree", "rmdir", "removedirs", "DeleteRecursively"))
_REMOVING = pattern(r"(?:(?<=[;&|])|^)\s*(?:sudo\s+)?rm(?:dir)?\s[^;&|]*")
"""Commands that remove folders: what they name is not there afterwards."""
_SHELL = frozenset(
    "system popen run call check_call check_output Popen getoutput getstatusoutput run_cell_magic "
    "run_line_magic sh bash".split()
)
_ACCESS = (
    *("load", "genfromtxt", "save", "open", "read", "write", "dump", "plot_model"),
    *("to_csv", "to_json", "to_pickle", "to_excel", "to_parquet", "to_feather", "to_hdf"),
)
"""Parts of the names of what reads and writes files: it shows the folder only to what comes after it."""

_SPEECH = frozenset(
    """print repr len str int float isinstance getattr setattr hasattr format input
    debug info warning warn error critical exception log
    join joinpath replace strip rstrip lstrip startswith endswith split rsplit removesuffix removeprefix
    with_suffix with_name with_stem as_posix relative_to encode lower upper title
    basename splitext dirname get setdefault
    suptitle xlabel ylabel set_title set_xlabel set_ylabel Path PurePath ModelCheckpoint""".split()
)
"""Calls that do nothing to the folder they are handed, by their last name."""
_SILENT_FAMILIES = ("keras.layers.", "keras.losses.", "keras.metrics.", "keras.optimizers.")
_MOST_CHAINS = 40
_DEEPEST = 4
_KEEPING = frozenset(("dirname", "abspath", "realpath", "normpath", "expanduser", "split", "Path", "str"))
"""Calls whose result is the path they are given, or the folder of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A folder or file that a call is handed.

    Attributes:
        made: its normalized shape; ``None`` where it may be any folder.
        call: the call.
        at: the same; of several through functions of the module, the outermost.
        access: whether a file is only read or written there.
        read: the paths of the file, on this way to the call and on any, where it is only read.
    """

    made: str | None
    call: cst.Call
    at: cst.Call
    access: bool
    read: tuple[str, ...] = ()


class Directories:
    """The folders that one module makes or shows to exist."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._fillings = module.fact(Fillings)
        self._known: dict[tuple[cst.BaseExpression, bool, int], tuple[str, ...]] = {}
        self._evidence = [found for call in module.facts.calls for found in self._of_call(call)]

    def has(self, directory: str, needed_by: cst.Call, ignoring: Container[cst.Call] = ()) -> bool:
        """Whether the module makes or shows *directory* (normalized) other than after *needed_by* ran.

        So does the project, where it ships the folder; it is asked last, since it is walked for that.
        The calls *ignoring* show nothing: they need the folder themselves.
        """
        for evidence in self._evidence:
            if evidence.call in ignoring or (evidence.access and self._is_after(evidence.at, needed_by)):
                continue
            if evidence.made is not None and not covers(evidence.made, directory, self._fillings.differ):
                continue
            if not evidence.read or not self._own_files.has(evidence.read):
                return True
            from tflint_ckpt.semantics.paths.written_before import runs_after

            if runs_after(self._module, evidence.at, needed_by):
                return True
        brought = self._is_brought(directory, needed_by) or self._in_shell(directory, needed_by)
        return brought or self._is_shipped(directory) or self._is_made_beside(directory)

    def speaks_of(self, name: str, ignoring: Container[cst.Call]) -> bool:
        """Whether some call, none of *ignoring*, is handed a folder called *name*, or may make any."""
        return any(
            evidence.made is None or name in evidence.made.split("/")
            for evidence in self._evidence
            if evidence.call not in ignoring
        )

    def _is_brought(self, directory: str, needed_by: cst.Call) -> bool:
        """Whether a command that Python runs, ``os.system("git clone …")``, may bring the folder."""
        from tflint_ckpt.semantics.paths.commands import may_bring

        before = (call for call in self._module.facts.calls if not self._is_after(call, needed_by))
        return any(may_bring(self._module, call, directory, self._fillings.mark) for call in before)

    def _is_made_beside(self, directory: str) -> bool:
        """Whether a file that this one imports, or that imports it, makes *directory*."""
        from tflint_ckpt.semantics.paths.makers import Makers

        return HOLE not in directory and self._module.fact(Makers).makes(directory, by_related=True)

    def _is_shipped(self, directory: str) -> bool:
        """Whether the project has files in *directory* that git would track."""
        if not directory or HOLE in directory or is_rooted(directory):
            return False
        return self._module.project.ships(directory, besides=self._module.path)

    @cached_property
    def _own_files(self) -> OwnFiles:
        from tflint_ckpt.semantics.paths.read_back import OwnFiles

        return OwnFiles(self._module, self._shapes)

    def _shapes(self, call: cst.Call, node: cst.BaseExpression) -> Iterator[str]:
        """The paths that *node*, which *call* is handed, may be on every way to it."""
        for chain in self._chains(call, node):
            yield from self._paths(node, chain, False)

    def _is_after(self, call: cst.Call, needed_by: cst.Call) -> bool:
        facts = self._module.facts
        return facts.scopes[call] is facts.scopes[needed_by] and precedes(facts, needed_by, call)

    def _in_shell(self, directory: str, needed_by: cst.Call) -> bool:
        """Whether a command in a notebook, ``!mkdir -p {folder}``, names the folder or may bring it.

        Commands behind the last place where it is needed say nothing.
        """
        from tflint_ckpt.semantics.paths.needed import needed_until
        from tflint_ckpt.semantics.paths.unpacking import brought, is_below

        last = needed_until(self._module, needed_by) if self._commands else None
        for start, written in self._commands:
            if last is not None and start > last:
                continue
            line = _REMOVING.sub("", written)
            words = WORDS.split(line)
            for place in brought(line, lambda name: list(self._of_variable(name))):
                if place is None or is_below(place, directory):
                    return True
            named = [normal(word) for word in words]
            for expression in variables(line):
                paths = list(self._of_variable(expression))
                if not paths and not _MAKERS.isdisjoint(words):
                    return True
                named += paths
            if any(covers(word, directory, self._fillings.differ) for word in named):
                return True
        return False

    @cached_property
    def _commands(self) -> list[tuple[int, str]]:
        return list(foreign_lines(self._module.source))

    def _of_variable(self, name: str) -> Iterator[str]:
        """The paths that a variable of the module may be."""
        for binding in self._module.facts.module.bindings.get(name, ()):
            if binding.value is not None and not binding.index:
                yield from self._paths(binding.value, (), False)

    def _of_call(self, call: cst.Call) -> Iterator[Evidence]:
        resolved = self._module.resolve(call.func) or ""
        name = resolved.rpartition(".")[2] or last_name(call.func)
        if name in _SPEECH or resolved.startswith(_SILENT_FAMILIES):
            return
        if self._module.is_named(call.func, "keras.callbacks.ModelCheckpoint", "functools.partial"):
            return
        if self._module.local_function(call.func) is not None or self._makes_nothing(call):
            return  # its body is looked at instead
        if name == "chdir" or _unpacks_here(name, call):
            yield Evidence(None, call, call, True)
        making = name in _MAKERS or (name.lower().endswith(_FOLDERS) and _MAKING.fullmatch(name) is not None)
        foreign = making and name not in _MAKERS
        if foreign and not call.args:
            yield Evidence(None, call, call, False)
        access = not making and any(part in name for part in _ACCESS)
        removing = name in _REMOVERS
        for node in _given(call):
            own = tuple(self._paths(node, (), False)) if access and self._reads(call) else ()
            for chain in self._chains(call, node):
                at = chain[0][1] if chain else call
                for made in self._paths(node, chain, name in _SHELL):
                    if not removing:
                        read = (made, *own) if own else ()
                        yield Evidence(made, call, at, access, read)
                    elif "/" in made and not _ignores_errors(call):
                        yield Evidence(made.rpartition("/")[0], call, at, True)
                if making and self._may_be_any(node, chain, foreign):
                    yield Evidence(None, call, at, False)

    def _makes_nothing(self, call: cst.Call) -> bool:
        """Whether *call* makes an object of a class of the module in which no folder is made at all."""
        from tflint_ckpt.semantics.calls.classes import ancestry, local_class

        owner = local_class(self._module, call.func)
        if owner is None:
            return False
        return all(
            _MAKES.search(self._module.text_of_definition(each)) is None
            if isinstance(each, cst.ClassDef)
            else each in _BASES
            for each in (owner, *ancestry(self._module, owner))
        )

    def _values(self, node: cst.BaseExpression, chain: Sequence[Frame] = ()) -> Values:
        return self._module.evaluate(node, chain)

    def _reads(self, call: cst.Call) -> bool:
        from tflint_ckpt.semantics.paths.read_back import reads

        return reads(self._module, call)

    def _paths(
        self, node: cst.BaseExpression, chain: Sequence[Frame], shell: bool, depth: int = 0
    ) -> Iterator[str]:
        """The paths *node* may be, those of its elements or, where it is unknown, what it was made of."""
        if depth > _DEEPEST:
            return
        if chain:
            yield from self._found_paths(node, chain, shell, depth)
            return
        # A list that is filled line by line is handed to each of the calls that fill it.
        known = self._known.get((node, shell, depth))
        if known is None:
            known = self._known[node, shell, depth] = tuple(self._found_paths(node, (), shell, depth))
        yield from known

    def _found_paths(
        self, node: cst.BaseExpression, chain: Sequence[Frame], shell: bool, depth: int
    ) -> Iterator[str]:
        for value in self._values(node, chain):
            if isinstance(value, Text):
                written = shape(value, lambda hole: self._fillings.mark(hole, chain))
                yield from map(normal, WORDS.split(written) if shell else (written,))
                if any(value.pieces) or not isinstance(node, cst.Attribute):
                    continue
                if (source := self._source(node)) is not None:  # the folder of a path that is not all known
                    yield from self._paths(source, chain, shell, depth + 1)
            elif isinstance(value, Items):
                for element in value.elements:
                    yield from self._paths(element, chain, shell, depth + 1)
            elif isinstance(value, Mapping):
                for entry in value.entries:
                    yield from self._paths(entry.value, chain, shell, depth + 1)
            elif isinstance(value, (Unknown, Instance)):
                source = self._source(node)
                if source is not None:
                    yield from self._paths(source, chain, shell, depth + 1)

    def _source(self, node: cst.BaseExpression) -> cst.BaseExpression | None:
        """What an unknown expression was taken from: the path of its folder, the sequence of its loop."""
        if isinstance(node, cst.Subscript):
            return node.value
        if isinstance(node, cst.Attribute) and node.attr.value in ("parent", "parents"):
            return node.value
        if isinstance(node, cst.Call) and last_name(node.func) in _KEEPING:
            return node.args[0].value if node.args else None
        binding = self._module.sole_binding(node)
        if binding is None or not (binding.kind is BindingKind.LOOP or binding.index):
            return None
        return binding.value

    def _may_be_any(self, node: cst.BaseExpression, chain: Sequence[Frame], foreign: bool) -> bool:
        """Whether a call that makes the folder *node* may make any at all.

        An element of something unknown may be any; a function of another module may look for it in
        whatever it is given.
        """
        values = self._values(node, chain)
        if not any(
            isinstance(each, Unknown) or (isinstance(each, Text) and not any(each.pieces)) for each in values
        ):
            return False
        if foreign and isinstance(node, cst.Name):
            return True
        return self._fillings.varies(node)

    def _chains(self, call: cst.Call, node: cst.BaseExpression) -> list[tuple[Frame, ...]]:
        """The ways in which the module itself gets to *call*, through at most two functions of its own.

        The empty way stands for callers elsewhere, whose arguments are not known.
        """
        chains: list[tuple[Frame, ...]] = [()]
        function = self._module.enclosing_function(call)
        if function is None or all(map(_is_known, self._values(node))):
            return chains
        sites = self._module.call_sites
        for caller in sites.calls_of(function).giving:
            chains.append(((function, caller),))
            outer = self._module.enclosing_function(caller)
            if outer is not None and outer is not function:
                chains += (((outer, above), (function, caller)) for above in sites.calls_of(outer).giving)
        return chains[:_MOST_CHAINS]


def _is_known(value: Value) -> bool:
    return isinstance(value, Constant) or (isinstance(value, Text) and value.literal is not None)


def _unpacks_here(name: str, call: cst.Call) -> bool:
    """Whether an archive is unpacked into the working folder, so that it may bring any."""
    return len(call.args) == {"extractall": 0, "unpack_archive": 1}.get(name, -1)


def _ignores_errors(call: cst.Call) -> bool:
    """Whether a call that removes a folder does not mind if there is none."""
    names = [argument.keyword.value for argument in call.args if argument.keyword is not None]
    return len(call.args) > 1 or "ignore_errors" in names or "onerror" in names or "onexc" in names


def _given(call: cst.Call) -> Iterator[cst.BaseExpression]:
    """What a call works on: its arguments, but for labels, and the receiver of a method."""
    for argument in call.args:
        if argument.keyword is None or argument.keyword.value not in ("name", "help", "label", "title"):
            yield argument.value
    if isinstance(call.func, cst.Attribute):
        yield call.func.value
