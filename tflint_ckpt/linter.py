"""The findings in one source, and fixing one source until nothing changes."""

from __future__ import annotations

from tflint_ckpt import gate, limits
from tflint_ckpt.target import ROOTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tflint_ckpt.finding import Edit, Finding, Fix
    from tflint_ckpt.project import Project
    from tflint_ckpt.rules.registry import RuleEntry
    from tflint_ckpt.semantics.module import Module
    from tflint_ckpt.source import Source
    from tflint_ckpt.target import Target, Targets

MOST_ROUNDS = 20
"""A fix that makes another one possible is applied in the next round; more rounds than this are a defect."""


class Checked:
    """The outcome of checking one text.

    Attributes:
        findings: in order of position.
        problems: one line for each internal error.
        not_judged: per rule code, the places a rule looked at and could not decide.
        targets: what the file runs on, by import root, where a rule looked at it; see ``Module.targets``.
        left_out_on: the same, where a rule was not asked for what the file runs on.
    """

    __slots__ = ("findings", "left_out_on", "not_judged", "problems", "targets")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.problems: list[str] = []
        self.not_judged: Mapping[str, int] = {}
        self.targets: Mapping[str, Target] = {}
        self.left_out_on: Mapping[str, Target] = {}


class Fixed:
    """A text after its fixes, the findings that are left in it, and the codes of those that were fixed."""

    __slots__ = ("checked", "codes", "source")

    def __init__(self, source: Source, checked: Checked, codes: Sequence[str] = ()) -> None:
        self.source = source
        self.checked = checked
        self.codes = codes

    @property
    def fixed(self) -> int:
        """How many findings were fixed."""
        return len(self.codes)


class Handling:
    """What becomes of the findings of one file.

    Attributes:
        preferred: the name of the fix to apply for rules (by code) that have several.
        unfixable: the codes of rules whose fixes no option applies.
        suppressed: whether suppressing comments suppress anything.
    """

    __slots__ = ("preferred", "suppressed", "unfixable")

    def __init__(
        self,
        preferred: Mapping[str, str] | None = None,
        unfixable: frozenset[str] = frozenset(),
        *,
        suppressed: bool = True,
    ) -> None:
        self.preferred = preferred or {}
        self.unfixable = unfixable
        self.suppressed = suppressed


_USUAL = Handling()


class Linter:
    """The rules of one run, applied to one source at a time.

    *rules_for* gives the rules that run on a path; *project* parses the files that pass the gate;
    *handling_of* says what becomes of the findings in a path. Without *gated* every rule sees every file
    that parses, and without *skeletons* LibCST parses each of these files whole: the findings are the same,
    and it takes several times as long.
    """

    def __init__(
        self,
        rules_for: Callable[[str], Sequence[RuleEntry]],
        project: Project | Callable[[], Project],
        handling_of: Callable[[str], Handling] = lambda path: _USUAL,
        gated: bool = True,
        skeletons: bool = True,
    ) -> None:
        self._rules_for = rules_for
        self._given = project
        self._handling_of = handling_of
        self._gated = gated
        self._skeletons = skeletons

    @property
    def _project(self) -> Project:
        """What parses files; nobody needs it before one passes the gate."""
        if callable(self._given):
            self._given = self._given()
        return self._given

    def check(self, source: Source) -> Checked:
        """Every finding in *source*, suppressed ones left out, in order of position."""
        checked = Checked()
        if source.broken:
            from tflint_ckpt.not_linted import not_linted

            checked.findings += (not_linted(source, *part) for part in source.broken)
        names = gate.names_keras(source.text)
        handed = not names and self._is_handed_keras(source)
        may_pass = not self._gated or names or handed
        rules = self._rules_for(source.path) if may_pass else ()
        over_limit = limits.why_not_parsed(source.code)
        if over_limit:
            if gate.by_words(source.text, rules):
                from tflint_ckpt.not_linted import not_linted

                checked.findings.append(not_linted(source, 0, over_limit))
            return checked
        try:
            tree = gate.read(source.code, source.path)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            from tflint_ckpt.not_linted import syntax_error

            checked.findings.append(syntax_error(source, error))
            return checked

        def targets_of() -> Targets:
            targets = self._project.targets_of(source)
            checked.left_out_on = {root: targets.of(root) for root in ROOTS}
            return targets

        worded = gate.by_words(source.text, rules, handed=handed)
        rules_here = gate.by_triggers(tree, worded, source.text, targets_of)
        passes = bool(rules_here)
        if not self._gated:
            rules_here = [rule for rule in rules if rule.requires]
        over_limit = limits.why_not_linted(tree, source.code) if rules_here else ""
        if over_limit:
            from tflint_ckpt.not_linted import not_linted

            checked.findings.append(not_linted(source, 0, over_limit))
            return checked
        failed = self._run(source, rules_here, checked, tree) if rules_here else ()
        if not passes:
            checked.targets = {}  # with the gate no rule would have looked at the file
        self._suppress(source, checked, failed)
        checked.findings.sort(key=lambda finding: finding.sort_key)
        return checked

    def _is_handed_keras(self, source: Source) -> bool:
        """Whether a file that does not name Keras trains what another file of its project may make."""
        if not gate.may_train(source.text):
            return False
        from tflint_ckpt.asking.handed import imports_keras_user, is_given_by_keras_user

        return imports_keras_user(source, lambda: self._project) or is_given_by_keras_user(
            source, lambda: self._project
        )

    def _run(
        self, source: Source, rules: Sequence[RuleEntry], checked: Checked, tree: ast.Module | None
    ) -> Iterable[str]:
        """Add the findings of *rules*; the codes of those that failed, whose suppressions may be in use.

        CPython's *tree* serves, until something is asked of this or another file that it does not tell.
        """
        self._project.begin(source.path)
        if not self._skeletons:
            return self._judge(source, rules, checked, None)
        from tflint_ckpt.syntax.skeleton.lines import NeedsWhole

        before = list(checked.findings)
        try:
            with self._project.skeletons():
                return self._judge(source, rules, checked, tree)
        except NeedsWhole:
            self._project.drop_modules()
            checked.findings, checked.problems = before, []
            return self._judge(source, rules, checked, None)

    def _judge(
        self, source: Source, rules: Sequence[RuleEntry], checked: Checked, tree: ast.Module | None
    ) -> Iterable[str]:
        import libcst

        from tflint_ckpt.counts import Counts
        from tflint_ckpt.syntax.skeleton.lines import NeedsWhole, NotReproduced

        try:
            module = self._project.parse(source, tree)
        except (libcst.ParserSyntaxError, RecursionError) as error:
            from tflint_ckpt.not_linted import syntax_error

            checked.findings.append(syntax_error(source, error))
            return [rule.code for rule in rules]
        failed = []
        module.not_judged = Counts()  # the project may have the module from an earlier look at the file
        for rule in rules:
            # A defect in one rule must cost neither the run nor the other rules; it is reported.
            try:
                findings = _findings_of(rule, module)
            except (RecursionError, NotReproduced) as error:  # LibCST cannot give the positions of its nodes
                from tflint_ckpt.not_linted import syntax_error

                checked.findings = [syntax_error(source, error)]
                return [rule.code for rule in rules]
            except NeedsWhole:
                raise
            except Exception as error:  # noqa: BLE001
                from tflint_ckpt.not_linted import internal_error
                from tflint_ckpt.syntax.skeleton.hydrate import is_unset

                if is_unset(error):
                    raise NeedsWhole from None
                where = f"in rule {rule.name} ({rule.code})"
                problem = internal_error(source, where, error)
                checked.problems.append(f"{problem}; the other rules ran")
                failed.append(rule.code)
                continue
            preferred = self._handling_of(source.path).preferred.get(rule.code)
            checked.findings += (finding.preferring(preferred) for finding in findings)
        # Only when all rules have run is it known whether other files were looked at.
        checked.findings = [self._fixable(source, finding) for finding in checked.findings]
        # Without rules that had nothing to leave undecided.
        checked.not_judged = {code: count for code, count in module.not_judged.items() if count}
        checked.targets = module.targets
        try:
            self._project.done(module)
        except Exception as error:  # noqa: BLE001 - it costs memory, but no finding
            from tflint_ckpt.not_linted import internal_error

            checked.problems.append(internal_error(source, "after the rules", error))
        return failed

    def _fixable(self, source: Source, finding: Finding) -> Finding:
        """*finding* with only those fixes that can be applied to its file and the others.

        That of an unfixable rule stays as advice. One that would edit a file which the run was not given is
        left to a person, with the command that applies all of it; no fix is safe where some file of the
        project was not searched.
        """
        if finding.fix is None and not finding.alternatives:
            return finding
        if finding.code in self._handling_of(source.path).unfixable:
            return finding.keeping(lambda fix: False)

        def is_possible(edit: Edit) -> bool:
            is_own = edit.path == source.path
            file = source if is_own else self._project.source(edit.path, besides=source.path)
            return file is not None and file.takes(edit)

        finding = finding.keeping(lambda fix: all(map(is_possible, fix.edits)))
        return finding.with_fixes(lambda fix: self._within_the_run(source, fix))

    def _within_the_run(self, source: Source, fix: Fix) -> Fix:
        from tflint_ckpt.finding import Applicability
        from tflint_ckpt.records import replace

        not_given = [edit.path for edit in fix.edits if not self._project.is_named(edit.path)]
        if not_given and self._project.around is not None:
            from shlex import quote

            options = "--fix" if fix.applicability is Applicability.SAFE else "--fix --unsafe-fixes"
            folder = quote(self._project.around.command_folder(source.path))
            first, *more = sorted(set(not_given))
            others = f"{first} and {len(more)} more" if more else first
            title = (
                f"{fix.title}; {others} would have to be edited as well, and this run was not given it: "
                f"`tflint-ckpt {options} {folder}` does all of it"
            )
            return replace(fix, applicability=Applicability.MANUAL, title=title, edits=())
        if fix.applicability is Applicability.SAFE and self._project.asked:
            unsearched = self._project.unsearched(besides=source.path)
            if unsearched:
                title = f"{fix.title}; not safe: {unsearched}"
                return replace(fix, applicability=Applicability.UNSAFE, title=title)
        return fix

    def _suppress(self, source: Source, checked: Checked, failed: Iterable[str]) -> None:
        if not self._handling_of(source.path).suppressed or not _may_suppress(source.text):
            return
        from tflint_ckpt.rules.catalogue import RULES
        from tflint_ckpt.suppress import Suppressions

        codes = frozenset(rule.code for rule in self._rules_for(source.path)).difference(failed)
        suppressions = Suppressions.read(source)
        code_of = {key: rule.code for rule in RULES for key in (rule.code, rule.name)}
        kept, extra = suppressions.apply(checked.findings, codes, code_of)
        checked.findings = [*kept, *(self._fixable(source, finding) for finding in extra)]

    def fix(self, source: Source, *, unsafe: bool) -> Fixed:
        """Fix *source* until nothing changes. Fixes that also edit other files are not applied here.

        A round whose result does not parse is discarded, reported, and ends the fixing: the file stays as
        it was at the start.
        """
        current, codes = source, []
        checked = self.check(source)
        if not checked.findings:
            return Fixed(source, checked)

        from tflint_ckpt import edits

        for _ in range(MOST_ROUNDS):
            chosen = edits.choose(
                finding for finding in checked.findings if applicable(finding, unsafe) and is_local(finding)
            )
            if not chosen:
                break
            changed, problem = self.apply(current, edits.by_path(chosen)[source.path])
            if changed is None:
                checked = self.check(source)
                checked.problems.append(
                    f"{source.path}: {problem} ({_codes(chosen)}); the file was not changed"
                )
                return Fixed(source, checked)
            current = changed
            codes += [finding.code for finding in chosen]
            checked = self.check(current)
        return Fixed(current, checked, codes)

    def apply(self, source: Source, changes: Sequence[Edit]) -> tuple[Source | None, str]:
        """*source* with edits applied, or ``None`` and why the result cannot be used."""
        from tflint_ckpt.source import SourceError

        try:
            changed = source.edited(changes)
        except UnicodeEncodeError:
            return None, f"a fix needs a character that {source.encoding} lacks"
        except SourceError as error:
            return None, f"with a fix the file would not be read as it is: {error.message}"
        try:
            gate.read(changed.code, source.path)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return None, f"internal error: fixing gave code that does not parse: {error}"
        if len(changed.broken) > len(source.broken):
            return None, "internal error: fixing gave a cell that does not parse"
        return changed, ""


def _findings_of(rule: RuleEntry, module: Module) -> list[Finding]:
    """What *rule* finds, once of each place, where two calls may have an argument from one dictionary."""
    if len(module.targets) == 1:
        found = list(rule.load()().check(module))
    else:
        from tflint_ckpt.rules import by_target

        found = by_target.check(rule.load()(), module)
    if len(found) < 2:
        return found
    once: dict[object, Finding] = {}
    for each in found:
        key = each.path, each.start, each.end, each.message, each.target
        fix = once.setdefault(key, each).fix
        if fix is not None and not fix.edits and each.fix is not None and each.fix.edits:
            once[key] = each
    return list(once.values())


def applicable(finding: Finding, unsafe: bool) -> bool:
    """Whether ``--fix`` (with ``--unsafe-fixes`` if *unsafe*) applies a finding's fix."""
    from tflint_ckpt.finding import Applicability

    if finding.fix is None or not finding.fix.edits:
        return False
    return finding.fix.applicability is Applicability.SAFE or (
        unsafe and finding.fix.applicability is Applicability.UNSAFE
    )


def _may_suppress(text: str) -> bool:
    """Whether *text* may hold a comment that suppresses, or is meant to."""
    text = text.lower()
    return "tflint" in text or "tfc" in text


def is_local(finding: Finding) -> bool:
    """Whether a finding's fix changes only the file it is in."""
    return finding.fix is None or all(edit.path == finding.path for edit in finding.fix.edits)


def _codes(findings: Sequence[Finding]) -> str:
    return ", ".join(sorted({finding.code for finding in findings}))
