"""One parsed file: its text, its tree, its scopes and names, where everything stands, and what it runs on."""

from __future__ import annotations

from _weakref import ref  # all of ``weakref`` takes another half millisecond
from collections.abc import Callable, Iterator

import libcst as cst

from tflint_ckpt.counts import Counts
from tflint_ckpt.hints import TypeVar, cast
from tflint_ckpt.light_functools import cached_property
from tflint_ckpt.project_files import ProjectFiles
from tflint_ckpt.semantics.names.bindings import read_scopes
from tflint_ckpt.semantics.names.call_index import CallIndex
from tflint_ckpt.semantics.names.resolve import Names, visible
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS, Binding, Scope
from tflint_ckpt.semantics.names.stars import takes_place
from tflint_ckpt.source import Source
from tflint_ckpt.syntax.skeleton.build import build
from tflint_ckpt.syntax.skeleton.lines import NeedsWhole, NotConverted, NotReproduced
from tflint_ckpt.target import Targets

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _ast
    from typing import Any

    from tflint_ckpt.syntax.positions import Positions, Span
    from tflint_ckpt.syntax.skeleton.build import Skeleton
    from tflint_ckpt.syntax.skeleton.hydrate import Hydration

Facts = TypeVar("Facts")
C = TypeVar("C", bound="Code")
N = TypeVar("N", bound=cst.CSTNode)


class Code:
    """A source file with its tree, as far as no expression has to be followed to what it is.

    Attributes:
        source: the text and where it came from.
        targets: what the Kerases that the file imports run on, those that differ, each with the import root
            (see ``tflint_ckpt.target.ROOTS``) it is the target of; that of ``tf.keras`` first.
        target: the releases that are judged now: the one target, or of several each in turn. No fact that is
            kept may depend on it.
        unpacked: for an entry of a dictionary, the calls that it is unpacked into, where targets differ.
        project: the other files of the project.
        tree: the LibCST tree. Its nodes may have their code alone; see :meth:`written`.
        facts: scopes, bindings, parents.
        not_judged: per rule code, the places a rule looked at and could not decide.
        is_shared: whether facts of other files may refer to it.
    """

    def __init__(
        self,
        source: Source,
        targets: Targets,
        project: ProjectFiles,
        parse: Callable[[Source], Code | None],
        syntax: _ast.Module | None = None,
    ) -> None:
        """Parse *source*; *parse* does so with another file of the project, or gives ``None``.

        With *syntax*, CPython's tree of it, LibCST only parses those statements of which more than the code
        is asked, and any method may raise :class:`NeedsWhole`. Raises ``libcst.ParserSyntaxError`` where it
        is not Python 3.
        """
        self.source = source
        self.project = project
        self._parse = parse
        self._text = ""
        self._skeleton: Skeleton | None = None
        self._hydrated: Hydration | None = None
        if syntax is not None:
            try:
                self._skeleton = build(source, syntax)
            except (NotConverted, RecursionError):
                self._skeleton = None  # LibCST may read it nevertheless
        if self._skeleton is not None:
            self.tree = self._skeleton.tree
        else:
            from tflint_ckpt.syntax.parse import parse_source

            self.tree, self._text = parse_source(source)
        self.facts = read_scopes(self.tree)
        self.not_judged = Counts()
        self.is_shared = False
        self._others: dict[int, ref[Code]] = {}
        self._facts: dict[object, Any] = {}
        self._names = Names(self.facts, self._handed_on)
        self._positions: Positions | None = None
        self._attributes: dict[str, list[cst.Attribute]] | None = None
        self._call_index: CallIndex | None = None
        self._uses: dict[str, dict[Scope | None, list[cst.Name]]] = {}
        self.unpacked: dict[cst.CSTNode, list[cst.Call]] = {}
        self.targets = targets.distinct(self._roots() if targets.may_differ(source.text) else ())
        self.target = next(iter(self.targets.values()))
        self._by_root = targets

    def _handed_on(self, imported: str) -> str | None:
        """The API that the file has from another one of the project; see `Reexports.of`."""
        from tflint_ckpt.semantics.names.reexports import Reexports

        if Reexports not in self._facts:
            self._facts[Reexports] = Reexports(self.source.path, self.project)
        return cast(Reexports, self._facts[Reexports]).of(imported)

    def _roots(self) -> tuple[str, ...]:
        """The roots from which the file imports Keras."""
        from tflint_ckpt.semantics.names.import_roots import imported_roots

        return imported_roots(self.facts, self._names)

    def fact(self: C, kind: Callable[[C], Facts]) -> Facts:
        """The facts of *kind*, a class that is made of a module, made when first asked for.

        So whoever needs the facts of a domain, ``module.fact(Checkpoints)``, finds them, and a file need not
        know of any.
        """
        if kind not in self._facts:
            self._facts[kind] = kind(self)
        facts: Facts = self._facts[kind]
        return facts

    def dispose(self) -> None:
        """Let go of everything: a module and its facts refer to each other, which only the collector frees.

        Nobody may ask it for anything afterwards.
        """
        self.source.forget_lines()
        self.facts.dispose()
        for fact in self._facts.values():
            if hasattr(fact, "__dict__"):
                fact.__dict__.clear()
        self.__dict__.clear()

    # Other files

    def other(self: C, source: Source) -> C | None:
        """Another file of the project; ``None`` where it cannot be parsed, or is not linted itself."""
        self.project.follow(source.path, besides=self.path)
        found = self._parse(source)
        if found is not None:
            known = self._others.get(id(found))
            if known is None or known() is not found:  # the identity may be that of one that is gone
                self._others[id(found)] = ref(found)
        return cast("C | None", found)

    def known_others(self) -> list[Code]:
        """The modules of other files that facts of this one may refer to."""
        return [found for other in self._others.values() if (found := other()) is not None]

    def located(self: C, source: Source) -> C | None:
        """Another file, as :meth:`other`, if LibCST can also say where its nodes stand.

        Who asks for places in another file asks here, so that a file that is nested too deeply for that is
        told of itself, not of the one that asked.
        """
        found = self.other(source)
        try:
            return found if found is not None and (not found.is_whole or found.positions) else None
        except (NotReproduced, RecursionError):
            return None

    # Text and positions

    @property
    def path(self) -> str:
        """The file's path as shown to the user."""
        return self.source.path

    @property
    def is_whole(self) -> bool:
        """Whether all of the file was parsed by LibCST."""
        return self._skeleton is None

    @property
    def _hydration(self) -> Hydration | None:
        if self._hydrated is None and self._skeleton is not None:
            from tflint_ckpt.syntax.skeleton.hydrate import Hydration

            self._hydrated = Hydration(self._skeleton, self.facts.parents)
        return self._hydrated

    @property
    def positions(self) -> Positions:
        """Where every node stands. Raises :class:`NotReproduced` if LibCST does not give the text back."""
        if not self.is_whole:
            raise NeedsWhole
        if self._positions is None:
            from tflint_ckpt.syntax.positions import Positions

            positions = Positions(self.tree, self._text)
            # LibCST may lose white space behind the last line, where nothing stands.
            if positions.text.rstrip() != self._text.rstrip():
                raise NotReproduced
            self._positions = positions
        return self._positions

    def span(self, node: cst.CSTNode) -> Span:
        """Start and end of *node* in the text, without parentheses and the white space it owns."""
        if hydration := self._hydration:
            return hydration.span(node)
        return self.positions.syntactic[node]

    def where(self, *nodes: cst.CSTNode, preposition: str = "") -> str:
        """Where *nodes* begin, for a message: ``line 3``; see :func:`in_words`."""
        from tflint_ckpt.semantics.wording import in_words

        starts = sorted(self.span(node)[0] for node in nodes)
        return in_words([self.source.place(start) for start in starts], preposition)

    def full_span(self, node: cst.CSTNode) -> Span:
        """Start and end of *node* with its parentheses and all the white space it owns."""
        if hydration := self._hydration:
            return hydration.full_span(node)
        return self.positions.full[node]

    def written(self, node: N) -> N:
        """*node* with all that LibCST says of how it is written: parentheses, commas, white space.

        Who reads one of these fields takes the node from here; it is missing before.
        """
        if hydration := self._hydration:
            hydration.fill(node)
        return node

    @cached_property
    def comments(self) -> list[Span]:
        """Where comments stand, each from its ``#`` to its end."""
        if self.is_whole:
            return [span for node, span in self.positions.full.items() if isinstance(node, cst.Comment)]
        from tflint_ckpt.syntax.skeleton.comments import comments

        return comments(self.source)

    def text(self, node: cst.CSTNode) -> str:
        """The source text of *node*, parentheses included where it is an expression."""
        start, end = self.full_span(node) if isinstance(node, cst.BaseExpression) else self.span(node)
        return self.source.text[start:end]

    def text_of_definition(self, node: cst.FunctionDef | cst.ClassDef) -> str:
        """The source text of a function or class with its decorators, for which LibCST parses nothing."""
        if self._skeleton is not None:
            line, column, *end = self._skeleton.places[id(node)]
            lines = self._skeleton.lines
            return self.source.text[lines.offset(line, column) : lines.offset(*end)]
        start = self.span(node.decorators[0] if node.decorators else node)[0]
        return self.source.text[start : self.span(node)[1]]

    # Names

    def resolve(self, node: cst.CSTNode) -> str | None:
        """The canonical qualified name of an expression, such as ``keras.callbacks.ModelCheckpoint``."""
        return self._names.resolve(node)

    def is_named(self, node: cst.CSTNode, *names: str) -> bool:
        """Whether an expression is one of these canonical names; star imports count."""
        return self._names.is_named(node, *names)

    def spelled(self, node: cst.CSTNode) -> str | None:
        """The qualified name of an expression as the file imports it, ``tensorflow.keras.…``."""
        return self._names.spelled(node)

    def spellings(self, node: cst.CSTNode) -> frozenset[str]:
        """The same names, all of them where several imports may have brought it."""
        return self._names.spellings(node)

    def imports(self, *families: str) -> bool:
        """Whether the file imports anything from the canonical packages *families*."""
        return self._names.imports(*families)

    def bindings(self, node: cst.Name) -> list[Binding]:
        """All bindings of the variable that a use means, in source order; empty for a builtin."""
        home = self.home(node)
        return home.bindings[node.value] if home else []

    def home(self, node: cst.CSTNode) -> Scope | None:
        """The scope of the variable that *node* means; ``None`` for a builtin, and for what is no name."""
        scope = self.facts.scopes.get(node) if isinstance(node, cst.Name) else None
        return scope.lookup(node.value) if scope is not None and isinstance(node, cst.Name) else None

    def visible(self, node: cst.CSTNode) -> list[Binding]:
        """The bindings that the use *node* may see; empty for a builtin, and for what is no name."""
        home = self.home(node)
        return visible(self.facts, node, home) if home is not None and isinstance(node, cst.Name) else []

    def is_free_at(self, name: str, node: cst.CSTNode) -> bool:
        """Whether *name*, written where *node* stands, would be no variable: a builtin, or nothing."""
        scope = self.facts.scopes.get(node)
        return scope is not None and scope.lookup(name) is None

    def runs_where_bound(self, use: cst.Name, binding: Binding) -> bool:
        """Whether the function that has *binding* runs *use* itself, perhaps in a comprehension."""
        scope = self.facts.scopes[use]
        while scope is not binding.scope and isinstance(scope.node, COMPREHENSIONS):
            assert scope.parent is not None
            scope = scope.parent
        return scope is binding.scope

    def sole_binding(self, node: cst.CSTNode) -> Binding | None:
        """The binding of a name that has only one; ``None`` for any other expression."""
        found = self.bindings(node) if isinstance(node, cst.Name) else []
        return found[0] if len(found) == 1 else None

    def assigned(self, node: cst.CSTNode) -> cst.BaseExpression | None:
        """What the variable *node* holds that is assigned once, and nothing else gives a value."""
        binding = self.sole_binding(node)
        return binding.assigned if binding is not None else None

    def uses(self, name: str, home: Scope) -> list[cst.Name]:
        """Every ``Name`` node, loads and stores, that means the variable *name* of scope *home*."""
        known = self._uses.get(name)
        if known is None:
            known = self._uses[name] = {}
            for node in self.facts.named(name):
                known.setdefault(self.facts.scopes[node].lookup(name), []).append(node)
        return [*known.get(home, ())]

    # Tree

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node of code above *node*; ``None`` for the module."""
        return self.facts.parents.get(node)

    def ancestors(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """The nodes above *node*, the nearest first."""
        parent = self.facts.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.facts.parents.get(parent)

    def steps(self, node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
        """The nodes above *node* as :meth:`ancestors`, each behind its child on the way there."""
        child = node
        for above in self.ancestors(node):
            yield child, above
            child = above

    def steps_within(self, node: cst.CSTNode) -> Iterator[tuple[cst.CSTNode, cst.CSTNode]]:
        """As :meth:`steps`, up to the function or lambda that *node* stands in."""
        for child, above in self.steps(node):
            if isinstance(above, (cst.FunctionDef, cst.Lambda)):
                return
            yield child, above

    def enclosing_class(self, node: cst.CSTNode) -> cst.ClassDef | None:
        """The nearest class around *node*, methods seen through."""
        return next((above for above in self.ancestors(node) if isinstance(above, cst.ClassDef)), None)

    def enclosing_function(self, node: cst.CSTNode) -> cst.FunctionDef | None:
        """The nearest function around *node*."""
        return next((above for above in self.ancestors(node) if isinstance(above, cst.FunctionDef)), None)

    def call_of(self, node: cst.CSTNode) -> cst.Call | None:
        """The call whose callable *node* is: ``f(x)`` for ``f``; ``None`` where it is not called."""
        call = self.parent(node)
        return call if isinstance(call, cst.Call) and call.func is node else None

    def call_given(self, node: cst.CSTNode) -> cst.Call | None:
        """The call that *node* is an argument of; ``None`` where it is none."""
        given = self.parent(node)
        call = self.parent(given) if isinstance(given, cst.Arg) else None
        return call if isinstance(call, cst.Call) else None

    def method_on(self, node: cst.CSTNode) -> tuple[str, cst.Call | None]:
        """The attribute that is read of *node*, empty where none is, and the call of it, if it is called."""
        attribute = self.parent(node)
        if not isinstance(attribute, cst.Attribute):
            return "", None
        return attribute.attr.value, self.call_of(attribute)

    def method_calls(self, *methods: str) -> Iterator[tuple[cst.Call, cst.Attribute]]:
        """Calls of the form ``receiver.method(…)``, with the attribute, in source order."""
        for node in self.call_index.methods(*methods):
            assert isinstance(node.func, cst.Attribute)
            yield node, node.func

    @property
    def call_index(self) -> CallIndex:
        """The calls by what they call."""
        if self._call_index is None:
            self._call_index = CallIndex(self.facts, self._names)
        return self._call_index

    def attributes(self, name: str) -> list[cst.Attribute]:
        """Every expression ``….name``, loads and stores, in source order."""
        if self._attributes is None:
            self._attributes = {}
            for node in self.facts.every(cst.Attribute):
                self._attributes.setdefault(node.attr.value, []).append(node)
        return self._attributes.get(name, [])

    def builtin(self, node: cst.CSTNode) -> str | None:
        """The name of the builtin that a name means, such as ``list``; ``None`` for anything else."""
        scope = self.facts.scopes.get(node)
        if not isinstance(node, cst.Name) or scope is None or scope.lookup(node.value) is not None:
            return None
        return None if takes_place(scope, node.value) else node.value
