"""From what the releases say of themselves to the tables in ``tflint_ckpt/keras_api/data``, and back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

RENAMED = "_renamed"
"""The file of old names of arguments."""

DATA = Path(__file__).resolve().parent.parent / "tflint_ckpt" / "keras_api" / "data"

View = dict[str, dict[str, Any]]
"""What one snapshot knows: ``tf.keras`` and ``keras`` map names to a record or, of another name of the
same object, to ``=`` and that; ``members`` maps classes to their members."""


def canonical_names(raw: Mapping[str, Any], frequency: Mapping[str, int]) -> list[str]:
    """The name that each object is called by: the one that most snapshots have, then the shortest."""
    best: dict[int, tuple[bool, int, int, int, str]] = {}
    public = set(raw["names"]["tf.keras"].values())
    for root in ("tf.keras", "keras", "inner"):
        for name, number in raw["names"][root].items():
            rank = (root == "inner", -frequency[name], name.count("."), len(name), name)
            if number not in best or (rank < best[number] and (root == "tf.keras" or number not in public)):
                best[number] = rank
    return [best[number][-1] for number in range(len(raw["objects"]))]


def view(raw: Mapping[str, Any], probed: Mapping[str, Any], frequency: Mapping[str, int]) -> View:
    """What is kept of a snapshot."""
    canonical = canonical_names(raw, frequency)
    taken = {raw["names"][key.partition(":")[0]][key.partition(":")[2]]: told for key, told in probed.items()}
    records = [record_of(raw["objects"][n], taken.get(n), canonical) for n in range(len(canonical))]

    def shown(names: Mapping[str, int]) -> dict[str, Any]:
        return {name: records[n] if name == canonical[n] else f"={canonical[n]}" for name, n in names.items()}

    names = raw["names"]
    public = shown(names["tf.keras"])
    alone = shown({**names["keras"], **names["inner"]}) if names["keras"] else public
    members = {}
    for name in public:
        if isinstance(public[name], dict) and public[name]["k"] == "c":
            members[name] = raw["objects"][names["tf.keras"][name]]["members"]
    return {"tf.keras": public, "keras": alone, "members": members}


def with_sources(seen: View, own: Mapping[str, tuple[Any, str]], *, alone: bool) -> View:
    """*seen* with the names of a standalone Keras that was not run, *own*: name → what object it is, and of
    what kind. All it has where *alone*, else ``tf.keras`` besides."""
    if not own:
        return seen
    public = seen["tf.keras"]
    groups: dict[Any, list[str]] = {}
    for name, (thing, _) in own.items():
        groups.setdefault(thing, []).append(name)
    found: dict[str, Any] = {} if alone else dict(public)
    for names in groups.values():
        names.sort(key=lambda name: (name.count("."), len(name), name))
        known = next((name for name in names if name in public), None)
        called = names[0] if known is None else known
        if known is not None and isinstance(public[known], str):
            called = public[known][1:]
        for name in names:
            found[name] = public.get(name, {"k": own[name][1]} if name == called else f"={called}")
    return {**seen, "keras": found}


def recalled(seen: View, frequency: Mapping[str, int]) -> View:
    """A snapshot of the tree, each object called as it is when more snapshots are known. Not for Keras 2, in
    whose inner modules a name is no public one."""
    renamed: dict[str, str] = {}
    for root in ("tf.keras", "keras"):
        groups: dict[str, list[str]] = {}
        for name, value in seen[root].items():
            groups.setdefault(value[1:] if isinstance(value, str) else name, []).append(name)
        for called, names in groups.items():
            if called not in renamed:
                renamed[called] = min(
                    names, key=lambda name: (-frequency[name], name.count("."), len(name), name)
                )

    def told(root: str, name: str) -> Any:
        value = seen[root][name]
        called = renamed[value[1:] if isinstance(value, str) else name]
        if called != name:
            return f"={called}"
        record = dict(record_at(seen, root, value))
        return {**record, "b": [renamed.get(base, base) for base in record["b"]]} if "b" in record else record

    shown = {root: {name: told(root, name) for name in seen[root]} for root in ("tf.keras", "keras")}
    members = {renamed[name]: value for name, value in seen["members"].items()}
    return {**shown, "members": members}


def renamed_below(views: list[View], told: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The same as *told*, whose classes have only their last name, by what the tables call them."""
    found: dict[str, dict[str, str]] = {}
    for key, names in told.items():
        last, _, method = key.partition(".")
        for seen in views:
            for name, value in seen["tf.keras"].items():
                called = value[1:] if isinstance(value, str) else name
                is_class = record_at(seen, "tf.keras", value).get("k") == "c"
                if is_class and name.rpartition(".")[2] == last:
                    found[f"{called}.{method}" if method else called] = dict(names)
    return found


def record_of(told: Mapping[str, Any], taken: Any, canonical: list[str]) -> dict[str, Any]:
    """The record of an object: see ``docs/keras-api.md``."""
    record: dict[str, Any] = {"k": told["kind"][0] if told["kind"] != "constant" else "v"}
    if told.get("parameters") is not None:
        record["p"] = told["parameters"]
    if told.get("bases"):
        record["b"] = [canonical[base] for base in told["bases"]]
    if "reads" in told:
        policy, accepted, unsure = taken or ("unknown", [], [])
        record["u"] = policy
        accepted = sorted({*accepted, *told["reads"]}) if policy == "swallowed" else accepted
        record.update({key: value for key, value in (("a", accepted), ("q", unsure)) if value})
    return record


def history(values: Iterable[Any]) -> list[list[Any]]:
    """``[[snapshot, value], …]``, one entry where the value changes; ``None`` before and after."""
    changes: list[list[Any]] = []
    last = None
    for number, value in enumerate(values):
        if value != last:
            changes.append([number, value])
            last = value
    return changes


def merged(views: list[View]) -> dict[str, dict[str, Any]]:
    """The entries of the tables."""
    entries: dict[str, dict[str, Any]] = {}
    for name in sorted({name for seen in views for root in ("tf.keras", "keras") for name in seen[root]}):
        public = history(seen["tf.keras"].get(name) for seen in views)
        alone = history(seen["keras"].get(name) for seen in views)
        entry: dict[str, Any] = {"t": public} if public else {}
        if alone != public:
            entry["s"] = alone
        known = sorted({member for seen in views for member in seen["members"].get(name, ())})
        if known:
            entry["m"] = {m: history(seen["members"].get(name, {}).get(m) for seen in views) for m in known}
        entries[name] = entry
    for key, same in (("r", True), ("o", False)):
        for name, target in replacements(views, same=same).items():
            if name in entries and "r" not in entries[name]:
                entries[name][key] = target
    for name, home in homes(views, entries).items():
        entries[name]["h"] = home
    return entries


def homes(views: list[View], entries: Mapping[str, Any]) -> dict[str, str]:
    """Modules that the newest release lacks → the module that has what was in them: one that they were in,
    else the one that has most of it."""
    newest = views[-1]
    found: dict[str, Counter[str]] = {}
    for name, entry in entries.items():
        module = name.rpartition(".")[0]
        gone = module in entries and not any(module in newest[root] for root in ("tf.keras", "keras"))
        if gone and "r" in entry:
            found.setdefault(module, Counter())[entry["r"].rpartition(".")[0]] += 1
    return {
        module: next(
            (home for home in counts if module.startswith(f"{home}.") and home != "keras"),
            counts.most_common(1)[0][0],
        )
        for module, counts in sorted(found.items())
    }


def replacements(views: list[View], *, same: bool) -> dict[str, str]:
    """Names that the newest release lacks → another name of the same object that it has: with the *same* last
    part; else, where there is none, with another one. What a public name stood for last is what counts."""
    found: dict[str, str] = {}
    newest = views[-1]
    told: set[str] = set()
    for seen in reversed(views[:-1]):
        for root in _ROOTS:
            groups: dict[str, list[str]] = {}
            for name, value in seen[root].items():
                called = value[1:] if isinstance(value, str) else name
                groups.setdefault(called, []).append(name)
            for called, names in groups.items():
                asked = _ROOTS if same else (root,)
                known = {called, *names}
                alive = [each for each in known if all(_is_object(newest, part, each) for part in asked)]
                for name in names:
                    if name in told or name in found:
                        continue
                    if root == "tf.keras":
                        told.add(name)
                    home, _, last = name.rpartition(".")
                    others = [other for other in alive if (other.rpartition(".")[2] == last) is same]
                    if others and not any(name in newest[part] for part in asked):
                        near = [other for other in others if other.rpartition(".")[0] == home]
                        found[name] = min(near or others, key=_length)
    return found


_ROOTS = ("tf.keras", "keras")


def _length(name: str) -> tuple[int, int, str]:
    return name.count("."), len(name), name


def _is_object(seen: View, root: str, name: str) -> bool:
    """Whether a snapshot has something under *name* that is no module."""
    value = seen[root].get(name)
    return value is not None and not (isinstance(value, dict) and value["k"] == "m")


def files(entries: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """File name → its entries: by the first part after ``keras``; ``_inner`` for modules of a standalone
    Keras 2."""
    parts: dict[str, dict[str, Any]] = {}
    for name, entry in entries.items():
        module = name.split(".")[1] if name.count(".") > 1 else "_top"
        parts.setdefault(module if "t" in entry or "." not in name else file_of(entry, module), {})[name] = (
            entry
        )
    return parts


def file_of(entry: Mapping[str, Any], module: str) -> str:
    """Names that only a standalone Keras 2 has are rarely asked for."""
    return module if entry["s"][-1][1] is not None else "_inner"


def written(entries: Mapping[str, Any]) -> str:
    """A line a name, in the order of the names."""
    dump = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
    lines = [f"{dump(name)}:{dump(entries[name])}" for name in sorted(entries)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def committed() -> tuple[list[Any], dict[str, Any]]:
    """The list of snapshots, and all entries, as they are in the tree."""
    entries: dict[str, Any] = {}
    for file in sorted(DATA.glob("*.json")):
        if file.stem not in ("_snapshots", RENAMED):
            entries.update(json.loads(file.read_text("utf-8")))
    return json.loads((DATA / "_snapshots.json").read_text("utf-8")), entries


def at(changes: list[list[Any]], snapshot: int) -> Any:
    """The value of a history at a snapshot."""
    return next((value for number, value in reversed(changes) if number <= snapshot), None)


def committed_view(entries: Mapping[str, Any], snapshot: int) -> View:
    """What the tables in the tree say of a snapshot."""
    seen: View = {"tf.keras": {}, "keras": {}, "members": {}}
    for name, entry in entries.items():
        public = at(entry.get("t", []), snapshot)
        alone = at(entry["s"], snapshot) if "s" in entry else public
        for root, value in (("tf.keras", public), ("keras", alone)):
            if value is not None:
                seen[root][name] = value
        if isinstance(public, dict) and public["k"] == "c":
            told = {member: at(changes, snapshot) for member, changes in entry.get("m", {}).items()}
            seen["members"][name] = {member: value for member, value in told.items() if value is not None}
    return seen


def record_at(seen: View, root: str, value: Any) -> dict[str, Any]:
    """The record of a value of a view: its own, or that of the name it is another name of."""
    if isinstance(value, str):
        value = seen[root].get(value[1:])
    if isinstance(value, str):
        value = seen["tf.keras"].get(value[1:])
    return value if isinstance(value, dict) else {}
