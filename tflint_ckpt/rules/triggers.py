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

    __slots__ = ("_groups", "_made_by", "_words")

    kind = "name"

    def __init__(self, *words: str, made_by: Callable[[], Iterable[str]] | None = None) -> None:
        self._words = words
        self._made_by = made_by
        self._groups: dict[str, set[str]] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words, any of which will do."""
        if self._made_by is not None:
            self._words, self._made_by = tuple(self._made_by()), None
        return self._words

    @property
    def groups(self) -> dict[str, set[str]]:
        """The last parts of the words, by what stands before the last dot."""
        if self._groups is None:
            self._groups = {}
            for word in self.words:
                before, _, last = word.rpartition(".")
                self._groups.setdefault(before, set()).add(last)
        return self._groups

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.words))})"


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

    __slots__ = ("triggers",)
    kind = "either"

    def __init__(self, *triggers: Trigger) -> None:
        super().__init__(*(word for trigger in triggers for word in trigger.words))
        self.triggers = triggers

    def __repr__(self) -> str:
        return f"Either({', '.join(map(repr, self.triggers))})"


class Parameter(Trigger):
    """A parameter of a function."""

    __slots__ = ()
    kind = "parameter"


class Method(Trigger):
    """An attribute, as in ``receiver.method``."""

    __slots__ = ()
    kind = "method"


class Defined(Trigger):
    """The name of a function or method where it is defined."""

    __slots__ = ()
    kind = "defined"


class Dropped(Trigger):
    """A method that is called in a statement of its own, so that nothing gets what it returns."""

    __slots__ = ()
    kind = "dropped"


TRIGGERS: dict[str, type[Trigger]] = {
    trigger.kind: trigger
    for trigger in (Name, Keyword, Given, Api, Public, Either, Parameter, Method, Defined, Dropped)
}
