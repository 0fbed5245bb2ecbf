"""What a rule declares about the files it may have something to say on. Cheap to import."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Trigger:
    """A condition on one file, met by any of its words. Over-approximates; holds no rule logic.

    *made_by* makes the words where they are many; it is
    called when somebody asks for them, which no run does: the catalogue has them.
    """

    __slots__ = ("_groups", "_is_asked", "_made_by", "_parts", "_word_set", "_words")

    kind = "name"
    one_sided = False
    """Whether it is met on Keras 3 only, or some part of it."""

    def __init__(self, *words: str, made_by: Callable[[], Iterable[str]] | None = None) -> None:
        self._words = words
        self._made_by = made_by
        self._word_set: frozenset[str] | None = None
        self._groups: dict[str, set[str]] | None = None
        self._is_asked = False
        self._parts: tuple[frozenset[str], dict[str, list[frozenset[str]]]] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words, any of which will do."""
        if self._made_by is not None:
            self._words, self._made_by = tuple(self._made_by()), None
        return self._words

    @property
    def word_set(self) -> frozenset[str]:
        """The same, to be compared with other sets: some triggers have a thousand."""
        if self._word_set is None:
            self._word_set = frozenset(self.words)
        return self._word_set

    @property
    def groups(self) -> dict[str, set[str]]:
        """The last parts of the words, by what stands before the last dot."""
        if self._groups is None:
            self._groups = {}
            for word in self.words:
                before, _, last = word.rpartition(".")
                self._groups.setdefault(before, set()).add(last)
        return self._groups

    def may_be_in(self, words: set[str]) -> bool:
        """Whether a text with these words may have one of the trigger's: all parts of it are there."""
        texts = self._texts()
        if self._parts is None and self._is_asked:  # to put all in order pays from the second text on
            self._parts = _parted(texts)
        self._is_asked = True
        single, longer = self._parts or _parted(
            [text for text in texts if text.rpartition(".")[2] in words]
        )
        if not single.isdisjoint(words):
            return True
        return any(others <= words for last in longer.keys() & words for others in longer[last])

    def needed(self) -> frozenset[str] | None:
        """Words one of which such a text has; ``None`` where it may have none of any."""
        return frozenset([text.rpartition(".")[2] for text in self._texts()])

    def _texts(self) -> Iterable[str]:
        """What of each word stands in the text of a file."""
        return self.words

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.words))})"


_ROOTS = ("keras", "tensorflow")
"""What a name begins with, however it is imported, and a file that is looked at says."""


_PUBLIC = frozenset("keras tensorflow_addons initializers losses metrics optimizers".split())
"""A word of each name of ``tf.keras`` or ``keras``; the last are modules that TensorFlow has twice."""


def _parted(words: Iterable[str]) -> tuple[frozenset[str], dict[str, list[frozenset[str]]]]:
    """Words of one part, and those of several by their last part, with the others."""
    single: set[str] = set()
    longer: dict[str, list[frozenset[str]]] = {}
    for word in words:
        *others, last = word.split(".")
        needed = frozenset(others).difference(_ROOTS)
        if needed:
            longer.setdefault(last, []).append(needed)
        else:
            single.add(last)
    return frozenset(single), longer


class Name(Trigger):
    """An identifier anywhere: a name, an attribute, part of an import."""

    __slots__ = ()


class Keyword(Trigger):
    """A keyword argument of a call, or a string that may be a key of an argument dictionary."""

    __slots__ = ()
    kind = "keyword"


class Given(Trigger):
    """A keyword argument that is given in a call of one name, ``Dense.weights``, whatever it is called on.

    ``__init__.self`` is ``self`` given by position.
    """

    __slots__ = ()
    kind = "given"


class Besides(Trigger):
    """A keyword argument that is given in a call of one name and is none of these, ``Dense.units``.

    It is also met where the name stands elsewhere than in such a call.
    """

    __slots__ = ()
    kind = "besides"

    def _texts(self) -> Iterable[str]:
        return [word.partition(".")[0] for word in self.words]


class Api(Trigger):
    """A canonical name, ``keras.layers.experimental``, or one that begins with it: imported, or spelled out
    below something imported."""

    __slots__ = ()
    kind = "api"


class Public(Api):
    """The same, written as the public API of Keras: ``tf.keras`` or ``keras``, not ``tf_keras``."""

    __slots__ = ()
    kind = "public"


class Either(Trigger):
    """Any of several triggers."""

    __slots__ = ("one_sided", "triggers")
    kind = "either"

    def __init__(self, *triggers: Trigger) -> None:
        super().__init__(made_by=lambda: [word for trigger in triggers for word in trigger.words])
        self.triggers = triggers
        self.one_sided = any(trigger.one_sided for trigger in triggers)

    def may_be_in(self, words: set[str]) -> bool:
        return any(trigger.may_be_in(words) for trigger in self.triggers)

    def needed(self) -> frozenset[str] | None:
        found: set[str] = set()
        for each in (trigger.needed() for trigger in self.triggers):
            if each is None:
                return None
            found |= each
        return frozenset(found)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.triggers))})"


class Both(Either):
    """All of several triggers, where an ``Either`` needs that of one of its own."""

    __slots__ = ()
    kind = "both"

    def may_be_in(self, words: set[str]) -> bool:
        return all(trigger.may_be_in(words) for trigger in self.triggers)

    def needed(self) -> frozenset[str] | None:
        return self.triggers[0].needed()


class OnKeras2(Either):
    """Any of several triggers, in a file that may run on Keras 2."""

    __slots__ = ()
    kind = "on keras 2"

    def __init__(self, *triggers: Trigger) -> None:
        super().__init__(*triggers)
        self.one_sided = True


class OnKeras3(Either):
    """Any of several triggers, in a file that may run on Keras 3."""

    __slots__ = ()
    kind = "on keras 3"

    def __init__(self, *triggers: Trigger) -> None:
        super().__init__(*triggers)
        self.one_sided = True


class Base(Trigger):
    """The last part of the name of a class that another is derived from."""

    __slots__ = ()
    kind = "base"


class Parameter(Trigger):
    """A parameter of a function."""

    __slots__ = ()
    kind = "parameter"


class Method(Trigger):
    """An attribute, as in ``receiver.method``."""

    __slots__ = ()
    kind = "method"


class Member(Method):
    """The same, but for what is spelled below an import of TensorFlow or Keras: an attribute of an object."""

    __slots__ = ()
    kind = "member"


class Passed(Trigger):
    """An argument of a call of one name that may have one kind of value: ``Dense.units.0=float``.

    Before the equals sign stand what is called (empty: anything), the keyword, and the place of the
    argument, if it has one; behind it ``number`` (of Python), ``integer``, ``float``, ``items``, ``dict``,
    ``any``, or a literal: ``1``, ``'softmax'``, and ``~bce`` for a text with these letters, small or not, or
    a list (``~ `` with any white space);
    ``!.keras|'auto'`` is anything but a text with this ending, or this one.
    What is not written out may be anything; where a number or a text is asked for, not what no call in the
    file tells, see ``tflint_ckpt.uncalled``.

    Calls by another name count, too, and those of classes that are derived from what has the name do not;
    see :class:`Base`. With a dot before it, ``.save.filepath.0=any``, only methods of objects count, by
    their own name.
    """

    __slots__ = ("_arguments",)
    kind = "passed"

    def __init__(self, *words: str, made_by: Callable[[], Iterable[str]] | None = None) -> None:
        super().__init__(*words, made_by=made_by)
        self._arguments: list[tuple[str, str, int, str, bool]] | None = None

    @property
    def arguments(self) -> list[tuple[str, str, int, str, bool]]:
        """The words taken apart: what is called, the keyword, its place (-1: none), the kind of value, and
        whether only methods count."""
        if self._arguments is None:
            self._arguments = list(map(_argument, self.words))
        return self._arguments

    def _texts(self) -> Iterable[str]:
        return [called or keyword for called, keyword, *_ in self.arguments]


class Named(Passed):
    """The same of calls by the name, an import of it, or a variable that has it, and by nothing else."""

    __slots__ = ()
    kind = "named"


class Made(Passed):
    """The same of calls of what may be a class of Keras, and of arguments that stand in the call itself:
    ``.name.=~/``. Parts of what is put together count, and no parameter that no call in the file tells."""

    __slots__ = ()
    kind = "made"


def _argument(word: str) -> tuple[str, str, int, str, bool]:
    argument, _, value = word.partition("=")
    *before, called, keyword, place = argument.split(".")
    return called, keyword, int(place or -1), value, bool(before)


class Looped(Trigger):
    """What is called in the body of a loop, by its own name."""

    __slots__ = ()
    kind = "looped"


class Repeated(Trigger):
    """A method that is called in two places, or in one that may run again: in a loop or a function.

    Or it stands elsewhere than in a call, and may be called by another name.
    """

    __slots__ = ()
    kind = "repeated"


class Kerases(Trigger):
    """Two Kerases that a file imports, one of them public. The packages *words* build on ``tf_keras``."""

    __slots__ = ()
    kind = "kerases"

    def may_be_in(self, words: set[str]) -> bool:
        return not words.isdisjoint(_PUBLIC)

    def needed(self) -> frozenset[str] | None:
        return None


class Brought(Trigger):
    """A call of what a file imports from a module that may be one of its project. It has no words."""

    __slots__ = ()
    kind = "brought"

    def may_be_in(self, words: set[str]) -> bool:
        return "import" in words

    def needed(self) -> frozenset[str] | None:
        return None


class Yields(Trigger):
    """A generator that the file itself makes: a ``yield``, or a generator expression. It has no words."""

    __slots__ = ()
    kind = "yields"

    def may_be_in(self, words: set[str]) -> bool:
        return "yield" in words or "for" in words

    def needed(self) -> frozenset[str] | None:
        return frozenset(("yield", "for"))


class Doubled(Trigger):
    """A keyword that is given one and the same text in two calls."""

    __slots__ = ()
    kind = "doubled"


class Defined(Trigger):
    """The name of a function or method where it is defined."""

    __slots__ = ()
    kind = "defined"


class Dropped(Trigger):
    """A method that is called in a statement of its own, so that nothing gets what it returns."""

    __slots__ = ()
    kind = "dropped"
