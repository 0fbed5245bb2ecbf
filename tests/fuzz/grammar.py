"""Inputs made of words: generated from a grammar, and mutated word by word and line by line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

_SYMBOL = re.compile(rb"<([a-z_]+)>([*?]?)")
_TOKEN = re.compile(rb"\w+|[ \t]+|\r\n|[^\w \t]", re.ASCII)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Grammar:
    r"""What inputs are made of, one symbol a paragraph::

        line = <indent>?<word>*\n
            | # <word> | <>
        word = a | \xff | \x20b

    Alternatives stand between bars that have a space on both sides. In them ``<name>`` stands for a symbol,
    ``<name>?`` for one or none, ``<name>*`` for up to four, ``<>`` for nothing; escapes are those of bytes.
    ``<start>`` is the whole input. Raises ``ValueError`` for symbols that have no end.
    """

    def __init__(self, text: str) -> None:
        self._rules: dict[str, list[bytes]] = {}
        for paragraph in re.split(r"\n(?=\w+ = )", text.strip()):
            name, _, alternatives = paragraph.partition(" = ")
            self._rules[name] = [
                each.strip("\n ").encode().decode("unicode_escape").encode("latin-1").replace(b"<>", b"")
                for each in re.split(r"\s\|\s", alternatives)
            ]
        self._symbols = sorted(self._rules)
        self._shallowest = _shallowest(self._rules)

    def generate(self, random: Random, symbol: str = "start", depth: int = 10) -> bytes:
        """A text of *symbol*; below *depth* levels the shallowest alternative is taken."""
        chosen = random.choice(self._rules[symbol]) if depth > 0 else self._shallowest[symbol]

        def replaced(match: re.Match[bytes]) -> bytes:
            most = {b"": 1, b"?": 1, b"*": 4}[match[2]]
            count = 1 if not match[2] else random.randint(0, most) if depth > 0 else 0
            return b"".join(self.generate(random, match[1].decode(), depth - 1) for _ in range(count))

        return _SYMBOL.sub(replaced, chosen)

    def piece(self, random: Random) -> bytes:
        """A text of any symbol."""
        return self.generate(random, random.choice(self._symbols), depth=3)

    def mutate(self, data: bytes, random: Random, limit: int) -> bytes:
        """*data* changed in one to four places, at most *limit* bytes long."""
        for _ in range(random.choice((1, 1, 2, 4))):
            data = random.choice(_MUTATIONS)(self, data, random)
        return data[:limit]


def _shallowest(rules: Mapping[str, Sequence[bytes]]) -> dict[str, bytes]:
    """For each symbol the alternative that needs the fewest levels below it, which ends every recursion."""
    found: dict[str, bytes] = {}
    while len(found) < len(rules):
        ready = {
            name: alternative
            for name in rules.keys() - found.keys()
            for alternative in rules[name]
            if all(symbol.decode() in found for symbol, _ in _SYMBOL.findall(alternative))
        }
        if not ready:
            raise ValueError(f"no end of {', '.join(sorted(rules.keys() - found.keys()))}")
        found.update(ready)
    return found


def _insert_piece(grammar: Grammar, data: bytes, random: Random) -> bytes:
    at = _boundary(data, random)
    return data[:at] + grammar.piece(random) + data[at:]


def _insert_line(grammar: Grammar, data: bytes, random: Random) -> bytes:
    lines = _LINE.findall(data)
    at = random.randint(0, len(lines))
    ending = random.choice((b"\n", b"\r\n", b"\r"))
    return b"".join([*lines[:at], grammar.piece(random), ending, *lines[at:]])


def _replace_token(grammar: Grammar, data: bytes, random: Random) -> bytes:
    tokens = _TOKEN.findall(data) or [b""]
    tokens[random.randrange(len(tokens))] = grammar.piece(random)
    return b"".join(tokens)


def _delete(grammar: Grammar, data: bytes, random: Random) -> bytes:
    start, end = sorted((_boundary(data, random), _boundary(data, random)))
    return data[:start] + data[min(end, start + random.choice((1, 4, 32))) :]


def _duplicate(grammar: Grammar, data: bytes, random: Random) -> bytes:
    start, end = sorted((_boundary(data, random), _boundary(data, random)))
    at = _boundary(data, random)
    return data[:at] + data[start : min(end, start + 64)] + data[at:]


def _swap_lines(grammar: Grammar, data: bytes, random: Random) -> bytes:
    lines = _LINE.findall(data)
    if len(lines) > 1:
        one, other = random.sample(range(len(lines)), 2)
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _change_newlines(grammar: Grammar, data: bytes, random: Random) -> bytes:
    plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return plain.replace(b"\n", random.choice((b"\n", b"\r\n", b"\r")))


def _afresh(grammar: Grammar, data: bytes, random: Random) -> bytes:
    return grammar.generate(random)


def _boundary(data: bytes, random: Random) -> int:
    """The beginning of a token, or the end."""
    near = random.randint(0, len(data))
    match = _TOKEN.match(data, near)
    return match.end() if match else near


_MUTATIONS: tuple[Callable[[Grammar, bytes, Random], bytes], ...] = (
    _insert_piece,
    _insert_piece,
    _insert_line,
    _replace_token,
    _replace_token,
    _delete,
    _duplicate,
    _swap_lines,
    _change_newlines,
    _afresh,
)
