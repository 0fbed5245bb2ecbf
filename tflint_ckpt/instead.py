"""What the command does instead of linting: explain, list, show settings, and write a configuration."""

from __future__ import annotations

import os

from tflint_ckpt.options import Options, UsageError
from tflint_ckpt.outputs import complain, write
from tflint_ckpt.settings import ConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tflint_ckpt.settings import Settings

STDIN = "-"


def run(options: Options, paths: list[str], settings: Callable[[], Settings]) -> bool:
    """Do what *options* ask for, with *paths* and *settings*; whether something could not be used.

    Raises :class:`UsageError` and ``ConfigError``.
    """
    if options.init:
        _init(options, paths)
    elif options.list_rules:
        _list_rules(options)
    elif options.explain is not None:
        _explain(options, options.explain)
    elif options.explain_pipeline is not None:
        _explain_pipeline(options, options.explain_pipeline, settings())
    elif options.completion is not None:
        write(options, _completion(options.completion))
    elif options.show_settings:
        _show_settings(options, paths, settings())
    else:
        return _show_files(options, paths, settings())
    return False


def _init(options: Options, paths: Sequence[str]) -> None:
    from tflint_ckpt.adoption import init

    folder = paths[0] if len(paths) == 1 else ""
    if not os.path.isdir(folder):
        raise UsageError("--init takes one folder, or none for the current one")
    write(options, init.run(folder))


def _completion(shell: str) -> str:
    path = os.path.join(os.path.dirname(__file__), "completion", f"tflint-ckpt.{shell}")
    with open(path, encoding="utf-8") as file:
        return file.read()


def _list_rules(options: Options) -> None:
    from tflint_ckpt.report import rules
    from tflint_ckpt.rules.catalogue import RULES

    render = rules.catalogue_json if options.format == "json" else rules.catalogue
    write(options, render(RULES))


def _explain(options: Options, word: str) -> None:
    from tflint_ckpt.report import rules
    from tflint_ckpt.rules.catalogue import RULES

    as_json = options.format == "json"
    if rule := rules.find(word, RULES):
        write(options, rules.page_json(rule) if as_json else rules.page(rule))
        return
    from tflint_ckpt.rules.selection import did_you_mean, matching

    try:
        _, several = matching(RULES, word.strip())
    except ConfigError:
        hint = did_you_mean(word, [key for entry in RULES for key in (entry.name, entry.code)])
        raise UsageError(f'no rule is called "{word}"{hint or "; see --list-rules"}') from None
    write(options, rules.catalogue_json(several) if as_json else rules.page_of_several(word, RULES))


def _explain_pipeline(options: Options, where: str, settings: Settings) -> None:
    from tflint_ckpt.explain_pipeline import explain
    from tflint_ckpt.report import pipeline

    if options.format not in pipeline.FORMATS:
        raise UsageError(f"--explain-pipeline is written as {', '.join(pipeline.FORMATS)}")
    write(options, pipeline.renderer(options.format)(explain(where, settings)))


def _show_files(options: Options, paths: list[str], settings: Settings) -> bool:
    from tflint_ckpt import files
    from tflint_ckpt.report.terminal import visible

    collected = files.collect([path for path in paths if path != STDIN], settings)
    write(options, "".join(f"{visible(path)}\n" for path in collected.files))
    for problem in collected.problems:
        complain("error", problem)
    return bool(collected.problems)


def _show_settings(options: Options, paths: list[str], settings: Settings) -> None:
    from tflint_ckpt.detection import Detector
    from tflint_ckpt.report import settings as report
    from tflint_ckpt.rules.catalogue import RULES
    from tflint_ckpt.rules.selection import select
    from tflint_ckpt.session import Session

    shown = []
    for path in [options.stdin_filename or os.curdir] if paths == [STDIN] else paths:
        is_file = os.path.isfile(path)
        own = settings.of(path if is_file else os.path.join(path, ""))
        if len(paths) == 1:
            settings = own
        elif own.origin != settings.origin:
            complain("note", f"{path} goes by {own.origin or 'no configuration file'}")
        detector = Detector(own.target, own.target_source)
        source = Session([path], own).original(path) if is_file else None
        asked = (path, source.text, source.line_name) if source is not None else (path, "")
        shown.append(report.Shown(path, detector.targets(*asked), detector.sources(*asked)))
    rules = select(RULES, settings.select, settings.extend_select, settings.ignore)
    render = report.render_json if options.format == "json" else report.render
    write(options, render(settings, shown, rules))
