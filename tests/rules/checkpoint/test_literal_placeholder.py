"""TFC108 checkpoint-literal-placeholder."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import os
import tensorflow as tf
from tensorflow.keras.callbacks import ModelCheckpoint
"""

# A template as it stands in the call, what the fixes make of it, and the severity and applicability.
TEMPLATES = [
    ("m_{{epoch:02d}}", "m_{epoch:02d}", "error safe"),
    ("m_{{epoch}}", "m_{epoch}", "error safe"),
    ("a/m_{{ epoch:02d}}", "a/m_{epoch:02d}", "error safe"),
    ("m_{{epoch:02d}}_{{loss:.2f}}", "m_{epoch:02d}_{loss:.2f}", "error safe"),
    ("m_{{epoch:02d}}_{{val_loss:.2f}}", "m_{epoch:02d}_{val_loss:.2f}", "error unsafe"),
    ("m_{{val_loss:.2f}}", "m_{val_loss:.2f}", "error unsafe"),
    ("m_{epoch}_{{val_loss:.2f}}", "m_{epoch}_{val_loss:.2f}", "warning unsafe"),
    ("{{epoch:02d}}", "{epoch:02d}", "error unsafe"),
    ("m_{{batch}}", None, "error manual"),
    ("m_{{epoch:.2d}}", None, "error manual"),
    ("m_{{val_loss:02d}}", None, "error manual"),
    ("m_%02d", "m_{epoch:02d}", "error unsafe"),
    ("m_%d", "m_{epoch:d}", "error unsafe"),
    ("m-%3d", "m-{epoch:3d}", "error unsafe"),
    ("m_{}", None, "error manual"),
    ("m_{0}", None, "error manual"),
    ("m_{:02d}", None, "error manual"),
    ("m_{epoch:02d", None, "error manual"),
    ("m_epoch:02d}", None, "error manual"),
    ("m_{epoch:02d}}", None, "error manual"),
    ("m_{{epoch:02d}", None, "error manual"),
    ("m_{Epoch:02d}", "m_{epoch:02d}", "error safe"),
    ("m_{EPOCH}", "m_{epoch}", "error safe"),
    ("m_{Batch}", None, "error manual"),
    ("m_{val_loss:02d}", None, "error manual"),
    ("m_{val_loss: 02d}", None, "error manual"),
    ("m_{loss:d}", None, "error manual"),
    ("m_{epoch:s}", None, "error manual"),
    ("m_{batch}", None, "error manual"),
    ("m_{batch:03d}", None, "error manual"),
]

HARMLESS = [
    "m",
    "m_{epoch:02d}",
    "m_{epoch:02d}_{val_loss:.4f}",
    "m_{epoch:.2f}",
    "m_{epoch:>4}",
    "m_{val_loss:8.4f}",
    "m_{val_loss!s:.4}",
    "m_{epoch!r}",
    "m_{val_acc:.3f}",
    "m_{my_metric:03d}",
    "m_{tp:d}",
    "m_{val_tp:d}",
    "m_{epochs:02d}",
    "m_{Val_loss}",
    "m_{Accuracy}",
    "m_{{run}}",
    "m_{{cookiecutter.epoch}}",
    "m_{{{epoch}}}",
    "m_{{}}_{epoch}",
    "m_{epoch }",
    "m_{ epoch}",
    "m_{epoch:02d }",
    "m_{epoch: 02d}",
    "m_%s",
    "m_%s_{epoch}",
    "m_%02d_{epoch}",
    "m_%02d_%02d",
    "m_100%",
    "a%20dir/m",
    "%data%/m",
    "%d/m",
    "m_{logs[loss]}",
    "m_{epoch.real}",
    "m_{epoch:99999d}",
    "m_{epoch:{width}d}",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both", "2.11"])
@pytest.mark.parametrize(("template", "after", "expected"), TEMPLATES)
def test_a_template(template: str, after: str | None, expected: str, target: str) -> None:
    code = HEAD + f"c = ModelCheckpoint('{template}.weights.h5', save_weights_only=True)\n"
    (finding,) = findings(code, target, "TFC108")
    assert finding.fix is not None
    severity, applicability = expected.split()
    assert (finding.severity.value, finding.fix.applicability.value) == (severity, applicability)
    fixed = code.replace(template, after or template)
    assert fix(code, target, "TFC108", unsafe=True) == fixed
    assert fix(code, target, "TFC108") == (fixed if applicability == "safe" else code)


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("template", HARMLESS)
def test_what_is_filled_in_or_is_the_business_of_others(template: str, target: str) -> None:
    code = HEAD + f"c = ModelCheckpoint('{template}.weights.h5', save_weights_only=True)\n"
    assert lint(code, target, "TFC108") == []


# The lines after HEAD, and after all fixes.
BECOMES = [
    (r"x = ModelCheckpoint(r'C:\new\m_{{epoch}}.keras')", r"x = ModelCheckpoint(r'C:\new\m_{epoch}.keras')"),
    (
        "x = ModelCheckpoint('a/' 'm_{{epo' u'ch}}.keras')",
        "x = ModelCheckpoint('a/' 'm_{epo' u'ch}.keras')",
    ),
    (
        'x = ModelCheckpoint("""m_{{epoch}}.keras""")',
        'x = ModelCheckpoint("""m_{epoch}.keras""")',
    ),
    (
        "x = ModelCheckpoint(f'{d}/m_{{{{epoch}}}}.keras')",
        "x = ModelCheckpoint(f'{d}/m_{{epoch}}.keras')",
    ),
    (
        "x = ModelCheckpoint(os.path.join(d, 'm_{{epoch}}.keras'))",
        "x = ModelCheckpoint(os.path.join(d, 'm_{epoch}.keras'))",
    ),
    ("x = ModelCheckpoint('%s/m_{{epoch}}.keras' % d)", "x = ModelCheckpoint('%s/m_{epoch}.keras' % d)"),
    ("x = ModelCheckpoint('%s/m_%%02d.keras' % d)", "x = ModelCheckpoint('%s/m_{epoch:02d}.keras' % d)"),
    ("x = ModelCheckpoint(f'{d}/m_%02d.keras')", "x = ModelCheckpoint(f'{d}/m_{{epoch:02d}}.keras')"),
    ("x = ModelCheckpoint(f'{d}/m_{{Epoch}}.keras')", "x = ModelCheckpoint(f'{d}/m_{{epoch}}.keras')"),
    (
        "p = 'm_{{epoch}}.keras'\nx = ModelCheckpoint(p)",
        "p = 'm_{epoch}.keras'\nx = ModelCheckpoint(p)",
    ),
    (
        "class C(ModelCheckpoint):\n    pass\nx = C('m_{{epoch}}.keras')",
        "class C(ModelCheckpoint):\n    pass\nx = C('m_{epoch}.keras')",
    ),
    (
        "x = ModelCheckpoint('m_{Batch}.keras', save_freq=100)",
        "x = ModelCheckpoint('m_{batch}.keras', save_freq=100)",
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    assert fix(f"{HEAD}{before}\n", target, "TFC108", unsafe=True) == f"{HEAD}{after}\n"


STAYS = [
    "x = ModelCheckpoint(f'{d}/m_{{epoch:02d}}.keras')",
    "x = ModelCheckpoint('{}/m_{{epoch:02d}}.keras'.format(d))",
    "x = ModelCheckpoint('{}/{}_{{epoch:02d}}.keras'.format(d, name))",
    "x = ModelCheckpoint('m_%02d.keras' % 3)",
    "x = ModelCheckpoint('m_%02d' % 3 + '.keras')",
    "x = ModelCheckpoint('m_{{epoch}}.keras'.replace('{{', '{').replace('}}', '}'))",
    "x = ModelCheckpoint(time.strftime('m_%d.keras'))",
    "x = ModelCheckpoint(f'{now:%Y%m%d}.keras')",
    "x = ModelCheckpoint('m_{:{w}}.keras'.format(3, w=4))",
    "x = ModelCheckpoint('m_%*d.keras' % (4, 3))",
    "x = ModelCheckpoint(a + 'epoch:02d}.keras')",
    "x = ModelCheckpoint('m_{epoch' + a + '.keras')",
    "x = ModelCheckpoint('m_{batch}.keras', save_freq=100)",
    "x = ModelCheckpoint('m_{batch}.keras', save_freq=10 * steps)",
    "x = ModelCheckpoint('m_{batch}.keras', save_freq=freq)",
    "x = ModelCheckpoint('m_{batch}.keras', **options)",
    "import functools\nx = functools.partial(ModelCheckpoint, 'm_{batch}.keras')",
    "x = ModelCheckpoint(path)",
    "x = ModelCheckpoint(*['m_{}.keras'])",
    "x = ModelCheckpoint('m_{}.keras')\nx.filepath = 'm.keras'",
    "class ModelCheckpoint:\n    pass\nx = ModelCheckpoint('m_{}.keras')",
    "class C(ModelCheckpoint):\n    def __init__(self, p):\n        pass\nx = C('m_{}.keras')",
    "class C(ModelCheckpoint):\n    def _get_file_path(self, *a):\n        pass\nx = C('m_{}.keras')",
    "x = tf.train.Checkpoint(m).save('{{epoch}}')",
    "m.save('m_{}.keras')",
    "t = 'm_{}.keras'\nx = ModelCheckpoint(t.format(3))",
    "import pytest\nwith pytest.raises(IndexError):\n    x = ModelCheckpoint('m_{}.keras')",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", STAYS)
def test_stays_as_it_is(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC108") == []


# What else stands in the module decides who may take the braces off.
AROUND = {
    "": "safe",
    "load('n_1.keras')": "safe",
    "load('m_1.keras')": "unsafe",
    "load('m_{epoch}.keras')": "unsafe",
    "load(d)": "safe",
    "load(p)": "unsafe",
    "load(p.format())": "unsafe",
}


@pytest.mark.parametrize("other", AROUND)
def test_what_may_read_the_file_that_is_written_makes_the_fix_unsafe(other: str) -> None:
    code = f"{HEAD}p = 'm_{{{{epoch}}}}.keras'\nx = ModelCheckpoint(p)\n{other}\n"
    (finding,) = findings(code, only="TFC108")
    assert finding.fix is not None
    assert finding.fix.applicability.value == AROUND[other]


@pytest.mark.parametrize("best", ["save_best_only=True", "save_best_only=flag", "**options"])
def test_one_file_of_the_best_may_be_what_is_wanted(best: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{{{epoch}}}}.keras', {best})\n"
    (finding,) = findings(code, only="TFC108")
    assert finding.fix is not None
    assert (finding.severity.value, finding.fix.applicability.value) == ("warning", "unsafe")


@pytest.mark.parametrize(
    "code",
    [
        "x = ModelCheckpoint('{}/{{{{epoch}}}}.keras'.format(d))",
        "x = ModelCheckpoint('{}/%02d.keras'.format(d))",
        "x = ModelCheckpoint('{}/{{Epoch}}.keras'.format(d))",
        "t = 'm_%02d.keras'\nx = ModelCheckpoint(t)\nm.load_weights(t % 3)",
    ],
)
def test_a_string_that_something_else_formats_is_left_to_a_person(code: str) -> None:
    code = f"{HEAD}{code}\n"
    (finding,) = findings(code, only="TFC108")
    assert finding.fix is not None
    assert finding.fix.applicability.value == "manual"
    assert fix(code, only="TFC108", unsafe=True) == code


@pytest.mark.parametrize("path", ["os.path.join(d, %s)", "d + '/' + %s", "f'{d}/' + %s"])
def test_a_folder_that_has_other_uses_is_not_what_changes(path: str) -> None:
    path %= "'m_{{epoch}}.keras'"
    code = f"{HEAD}d = os.path.join('a', 'b')\nos.makedirs(d)\nx = ModelCheckpoint({path})\nprint(d)\n"
    assert fix(code, only="TFC108") == code.replace("{{epoch}}", "{epoch}")


def test_each_wrong_field_is_a_finding() -> None:
    code = f"{HEAD}x = ModelCheckpoint('m_{{Epoch}}_{{val_loss:d}}_{{}}.keras')\n"
    marked = [code[found.start : found.end] for found in findings(code, only="TFC108")]
    assert marked == ["{Epoch}", "{val_loss:d}", "{}"]


@pytest.mark.parametrize(
    "template", ["m_{ epoch}", "m_{epoch:02 d}", "m_{epoch: 02d}", "m_{{ epoch }}", "m_{val_loss: 02d}"]
)
def test_a_space_is_found_once(template: str) -> None:
    code = f"{HEAD}x = ModelCheckpoint('{template}.keras')\n"
    assert len(lint(code, only="TFC103") + lint(code, only="TFC108")) == 1


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a/m_{{epoch:02d}}", "every save overwrites one file, 'm_{epoch:02d}.keras'"),
        ("a/m_%02d", "nothing fills %02d in: every save overwrites one file, 'm_%02d.keras'"),
        ("m_{}", "{} raises IndexError: Replacement index 0 out of range"),
        ("m_{}_{}", "{} raises IndexError: Replacement index 0 out of range"),
        ("m_{Epoch}", "{Epoch} raises KeyError: 'Epoch' when the first checkpoint is saved"),
        ("m_{batch}", "{batch} raises KeyError: 'batch'"),
        ("m_{loss:d}", "raises ValueError: Unknown format code 'd' for object of type 'float'"),
        ("m_{epoch:02d", "the path raises ValueError: unmatched '{' in format spec"),
    ],
)
def test_the_message_says_what_happens(template: str, said: str) -> None:
    finding, *_ = findings(f"{HEAD}x = ModelCheckpoint('{template}.keras')\n", only="TFC108")
    assert said in finding.message
