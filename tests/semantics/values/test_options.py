"""Defaults of options, and what is said of paths that are such defaults."""

from __future__ import annotations

import pytest

from tests.lint import assigned, findings, fix, lint, module
from tflint_ckpt.finding import Applicability
from tflint_ckpt.semantics.values.kinds import Text
from tflint_ckpt.semantics.values.options import CommandLine, Defaults

HEAD = "import argparse\nimport os\nimport sys\nimport click\nimport typer\nfrom absl import flags\n"
PARSER = "p = argparse.ArgumentParser()\np.add_argument('--path', default='m.h5')\n"
PARSED = PARSER + "args = p.parse_args()\n"
FLAG = "flags.DEFINE_string('path', 'm.h5', 'where')\n"

# What ``x`` is by default.
DEFAULTS = [
    (PARSED + "x = args.path", "m.h5"),
    (PARSED + "x = os.path.join('out', args.path)", "out/m.h5"),
    (PARSED + "x = f'{args.path}.old'", "m.h5.old"),
    (PARSED + "path = args.path\nx = path", "m.h5"),
    (PARSED + "x = vars(args)['path']", "m.h5"),
    (PARSER + "args, rest = p.parse_known_args()\nx = args.path", "m.h5"),
    (PARSER.replace("p.add", "p.add_argument_group().add") + "x = p.parse_args().path", "m.h5"),
    (PARSED.replace("'--path'", "'-p', '--path'") + "x = args.path", "m.h5"),
    (PARSED.replace("'--path'", "'--the-path'") + "x = args.the_path", "m.h5"),
    (PARSED.replace("'--path'", "'--to', dest='path'") + "x = args.path", "m.h5"),
    (PARSED.replace("default", "type=str, help='where', default") + "x = args.path", "m.h5"),
    (PARSED + "def f(a):\n    return a.path\nx = f(args)", "m.h5"),
    ("def get():\n" + "".join(f"    {line}\n" for line in PARSER.splitlines())
     + "    return p.parse_args()\nargs = get()\nx = args.path", "m.h5"),
    (FLAG + "x = flags.FLAGS.path", "m.h5"),
    (FLAG + "FLAGS = flags.FLAGS\nx = FLAGS.path", "m.h5"),
    (f"F = {FLAG}x = F.value", "m.h5"),
    ("x = os.environ.get('PATH_', 'm.h5')", "m.h5"),
    ("x = os.getenv('PATH_', 'm.h5')", "m.h5"),
    ("x = os.environ.get('PATH_') or 'm.h5'", "m.h5"),
]  # fmt: skip
# Where nobody knows.
NONE = [
    PARSER + "x = p.path",
    PARSED + "x = args.other",
    PARSED + "x = other.path",
    PARSED.replace("default=", "type=int, default=") + "x = args.path",
    PARSED.replace("default=", "nargs='+', default=") + "x = args.path",
    PARSED.replace("default=", "action='append', default=") + "x = args.path",
    PARSED.replace(", default='m.h5'", ", required=True") + "x = args.path",
    PARSED.replace("default=", "**more, default=") + "x = args.path",
    PARSED.replace("'--path'", "name") + "x = args.path",
    PARSED + "args.path = other()\nx = args.path",
    PARSER + "p.set_defaults(path=other())\nx = p.parse_args().path",
    PARSER + "p.add_argument('--path', default='n.h5')\nx = p.parse_args().path",
    FLAG + FLAG.replace("m.h5", "n.h5") + "x = flags.FLAGS.path",
    FLAG + "x = FLAGS.path",
    FLAG + "flags.FLAGS.path = other()\nx = flags.FLAGS.path",
    "x = os.environ['PATH_']",
    "x = other.get('PATH_', 'm.h5')",
]


@pytest.mark.parametrize(("code", "expected"), DEFAULTS)
def test_default(code: str, expected: str) -> None:
    facts = module(HEAD + code + "\n")
    node = assigned(facts, "x")
    [value] = facts.fact(Defaults).of(node)
    assert isinstance(value, Text)
    assert value.literal == expected
    assert facts.literal(node) is None, "a default is no value of the expression"


@pytest.mark.parametrize("code", NONE)
def test_no_default(code: str) -> None:
    facts = module(HEAD + code + "\n")
    found = facts.fact(Defaults).of(assigned(facts, "x"))
    assert not any(isinstance(value, Text) and value.literal for value in found)


@pytest.mark.parametrize(("code", "expected"), DEFAULTS)
def test_default_of_the_command_line_alone(code: str, expected: str) -> None:
    facts = module(HEAD + code + "\n")
    found = facts.fact(CommandLine).of(assigned(facts, "x"))
    texts = [value.literal for value in found if isinstance(value, Text)]
    is_set = "environ" in code or "getenv" in code
    assert texts == ([expected] if not is_set else ["m.h5"] if " or " in code else [])


KERAS = HEAD + "import keras\nfrom keras.callbacks import ModelCheckpoint\nnet = keras.Sequential()\n"
USES = [
    ("TFC105", "ModelCheckpoint({}, save_weights_only=True)"),
    ("TFC106", "ModelCheckpoint({})"),
    ("TFC501", "net.save_weights({})"),
    ("TFC502", "net.save({})"),
]
OLD = PARSED.replace("m.h5", "runs/best.hdf5").replace("path", "weights")


@pytest.mark.parametrize(("code", "use"), USES[:3])
def test_a_path_by_default(code: str, use: str) -> None:
    text = KERAS + OLD + use.format("args.weights") + "\n"
    [found] = findings(text, only=code)
    assert "'runs/best.hdf5', by default," in found.message
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert "not safe: it is a default" in found.fix.title
    suffix = ".keras" if code == "TFC106" else ".weights.h5"
    assert fix(text, only=code, unsafe=True) == text.replace(".hdf5", suffix)


@pytest.mark.parametrize(("code", "use"), USES[:3])
def test_an_option_that_is_read_twice_is_for_a_person(code: str, use: str) -> None:
    text = KERAS + OLD + use.format("args.weights") + "\nprint(args.weights)\n"
    [found] = findings(text, only=code)
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


def test_a_folder_by_default() -> None:
    text = KERAS + OLD.replace("best.hdf5", "model") + USES[3][1].format("args.weights") + "\n"
    [found] = findings(text, only="TFC502")
    assert "'runs/model', by default," in found.message


@pytest.mark.parametrize(
    "options",
    [
        "@click.command()\n@click.option('--weights', default='best.hdf5')\n"
        "def main(weights):\n    {}\nmain()",
        "def main(weights: str = typer.Option('best.hdf5', help='where')):\n    {}\ntyper.run(main)",
    ],
)
def test_a_parameter_by_default(options: str) -> None:
    code, use = USES[0]
    [found] = findings(KERAS + options.format(use.format("weights")) + "\n", only=code)
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize(
    "code",
    [
        OLD.replace(".hdf5", ".weights.h5") + "net.save_weights(args.weights)",
        OLD + "if args.weights.endswith('.weights.h5'):\n    net.save_weights(args.weights)",
        OLD + "path = args.weights\nif os.path.splitext(path)[1] == '.h5':\n    net.save_weights(path)",
        OLD + "net.load_weights(args.weights)",
        OLD + "net.save_weights(args.weights + suffix())",
        OLD + "net.save_weights(args.weights if mine else 'm.weights.h5')",
        "@click.command()\n@click.option('--to', default='a.hdf5')\ndef f(weights):\n"
        "    net.save_weights(weights)\nf()",
        "def f(weights='best.hdf5'):\n    net.save_weights(weights)",
    ],
)
def test_silent(code: str) -> None:
    assert lint(KERAS + code + "\n", only="TFC501") == []


def test_options_of_another_file() -> None:
    other = "import argparse\ndef get():\n" + "".join(f"    {line}\n" for line in OLD.splitlines()[:2])
    text = KERAS + "from other import get\nargs = get()\nnet.save_weights(args.weights)\n"
    [found] = findings(text, only="TFC501", other=other + "    return p.parse_args()\n")
    assert found.fix is not None and found.fix.applicability is Applicability.MANUAL
