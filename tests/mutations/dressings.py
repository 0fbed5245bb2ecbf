"""Every dressing by name: what it changes, how that is undone, and what stays the same under it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum

from tests.mutations import files, layout, names, wrappings
from tests.mutations.script import Change, Pick, Script


class Keeps(IntEnum):
    """What a dressing leaves as it is, from most to least.

    Whatever the dressing: no internal error, no finding that the undressed script has not, what ``--fix``
    gives parses and stays as it is when fixed again, no fix is safe that was not safe before, and one that
    is as safe as before does the same (but where strings are taken apart: they may be put together again).
    """

    EVERYTHING = 0
    """The same findings, of the same severity, with the same messages, on the same tokens, with the same
    fixes: each alone, and all of them together, give the same syntax tree, undressed, and no comment of
    the dressing is lost."""
    FINDINGS = 1
    """The same findings on the same tokens. A fix may be left to a person; what is not is the same fix."""
    NOTHING_NEW = 2
    """Findings may be lost: there is more to prove. How many scripts keep all of theirs has a floor."""


def same_text(text: str) -> str:
    """Undoes nothing."""
    return text


def same_tree(tree: ast.Module) -> ast.Module:
    """Undoes nothing."""
    return tree


@dataclass(frozen=True)
class Dressing:
    """One way to write a script otherwise.

    Attributes:
        changes: the changes to a script, at the places that are picked.
        keeps: what must stay the same.
        undo_text, undo_tree: what takes the dressing off a text, and off the tree of what is left.
        exact: whether ``undo_text`` gives the fixed script back to the character.
        hides: whether what other files could import or call is hidden from them, so that more is certain.
        is_apart: whether tokens are taken apart, and a finding may be on a part only.
        is_file: whether this is about the bytes, and so comes after all others.
    """

    changes: Callable[[Script, Pick], list[Change]]
    keeps: Keeps = Keeps.EVERYTHING
    undo_text: Callable[[str], str] = same_text
    undo_tree: Callable[[ast.Module], ast.Module] = same_tree
    exact: bool = False
    hides: bool = False
    is_apart: bool = False
    is_file: bool = False
    bom: bool = False

    def dress(self, script: Script, pick: Pick) -> Script:
        """*script* in this dressing."""
        dressed = script.changed(self.changes(script, pick))
        if self.is_file:
            dressed = files.as_encoded(dressed)
        return replace(dressed, bom=True) if self.bom and dressed.encoding == "utf-8" else dressed


def _without_comments(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip() != layout.MARK]
    return "\n".join(lines).replace(f"  {layout.MARK}", "")


def _with_spaces(text: str) -> str:
    lines = text.split("\n")
    return "\n".join("    " * (len(line) - len(line.lstrip("\t"))) + line.lstrip("\t") for line in lines)


def _nothing(script: Script, pick: Pick) -> list[Change]:
    return []


LAYOUT = {
    "comments behind statements": Dressing(
        layout.comments_behind_statements, undo_text=_without_comments, exact=True
    ),
    "comments before statements": Dressing(
        layout.comments_before_statements, undo_text=_without_comments, exact=True
    ),
    "comments behind lines in brackets": Dressing(layout.comments_behind_lines_in_brackets, Keeps.FINDINGS),
    "comments at every token": Dressing(layout.comments_at_every_token, Keeps.FINDINGS),
    "new lines in brackets": Dressing(layout.new_lines_in_brackets),
    "brackets on one line": Dressing(layout.brackets_on_one_line),
    "blank lines": Dressing(layout.blank_lines),
    "form feeds": Dressing(layout.form_feeds),
    "line continuations": Dressing(layout.line_continuations),
    "spaces": Dressing(layout.spaces),
    "tabs": Dressing(layout.tabs, undo_text=_with_spaces, exact=True),
    "narrow": Dressing(layout.narrow),
    "semicolons": Dressing(layout.semicolons, undo_tree=wrappings.imports_first),
    "trailing semicolons": Dressing(layout.trailing_semicolons),
    "bodies on one line": Dressing(layout.bodies_on_one_line),
    "parentheses": Dressing(layout.parentheses, Keeps.FINDINGS),
    "trailing commas": Dressing(layout.trailing_commas),
    "strings in two": Dressing(layout.strings_in_two, Keeps.NOTHING_NEW, is_apart=True),
    "other quotes": Dressing(layout.other_quotes),
    "raw strings": Dressing(layout.raw_strings, Keeps.NOTHING_NEW, is_apart=True),
    "escapes": Dressing(layout.escapes, Keeps.NOTHING_NEW, is_apart=True),
}

ENCODINGS = {
    f"encoded in {encoding}": Dressing(
        files.cookie(encoding), undo_text=files.without_cookie, exact=True, is_file=True
    )
    for encoding in files.COMMENTS
}

LINE_ENDINGS = {
    "crlf": Dressing(files.crlf, undo_text=files.with_line_feeds, exact=True, is_file=True),
    "cr": Dressing(files.cr, undo_text=files.with_line_feeds, exact=True, is_file=True),
}

FILES = {
    **ENCODINGS,
    "bom": Dressing(_nothing, exact=True, is_file=True, bom=True),
    "no last line ending": Dressing(files.no_last_line_ending, is_file=True),
    "white space at the end": Dressing(files.white_space_at_the_end, is_file=True),
    **LINE_ENDINGS,
}

NAMES = {
    "renamed imports": Dressing(
        names.renamed_imports, undo_text=names.without_marks, undo_tree=names.without_traces
    ),
    "aliases by assignment": Dressing(
        names.aliases_by_assignment,
        Keeps.FINDINGS,
        undo_text=names.without_marks,
        undo_tree=names.without_traces,
    ),
    "foreign identifiers": Dressing(
        names.foreign_identifiers, Keeps.FINDINGS, undo_text=names.plain_identifiers
    ),
}

WRAPPINGS = {
    "if True": Dressing(wrappings.if_true, Keeps.FINDINGS, undo_tree=wrappings.unwrapped),
    "with nullcontext": Dressing(wrappings.with_nullcontext, Keeps.FINDINGS, undo_tree=wrappings.unwrapped),
    "walrus": Dressing(wrappings.walrus, Keeps.NOTHING_NEW, undo_tree=wrappings.without_walrus),
    "walrus in arguments": Dressing(
        wrappings.walrus_in_arguments, Keeps.NOTHING_NEW, undo_tree=wrappings.without_names_in_arguments
    ),
    "nested calls": Dressing(wrappings.nested_calls, Keeps.NOTHING_NEW, undo_tree=wrappings.without_prints),
    "if main": Dressing(wrappings.if_main, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped),
    "try finally": Dressing(wrappings.try_finally, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped),
    "try reraised": Dressing(wrappings.try_reraised, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped),
    "try printed": Dressing(wrappings.try_printed, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped),
    "match": Dressing(wrappings.match_anything, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped),
    "in a function": Dressing(
        wrappings.in_function, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped, hides=True
    ),
    "in a function below the imports": Dressing(
        wrappings.in_function_below_imports, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped, hides=True
    ),
    "in a decorated function": Dressing(
        wrappings.in_decorated_function, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped, hides=True
    ),
    "in a class": Dressing(wrappings.in_class, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped, hides=True),
    "in a method": Dressing(
        wrappings.in_method, Keeps.NOTHING_NEW, undo_tree=wrappings.unwrapped, hides=True
    ),
}

DRESSINGS = {**WRAPPINGS, **NAMES, **LAYOUT, **FILES}
"""In the order in which several are put on."""
