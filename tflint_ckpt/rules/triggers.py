"""What a rule declares about the files it may have something to say on. Cheap to import."""

from __future__ import annotations


class Trigger:
    """A condition on one file, met by any of its words. Over-approximates; holds no rule logic."""

    __slots__ = ("words",)

    kind = "name"

    def __init__(self, *words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, self.words))})"


class Name(Trigger):
    """An identifier anywhere: a name, an attribute, part of an import."""

    __slots__ = ()


class Keyword(Trigger):
    """A keyword argument of a call, or a string that may be a key of an argument dictionary."""

    __slots__ = ()
    kind = "keyword"


class Parameter(Trigger):
    """A parameter of a function."""

    __slots__ = ()
    kind = "parameter"


class Method(Trigger):
    """An attribute, as in ``receiver.method``."""

    __slots__ = ()
    kind = "method"


TRIGGERS: dict[str, type[Trigger]] = {trigger.kind: trigger for trigger in (Name, Keyword, Parameter, Method)}
